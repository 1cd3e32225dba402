// Looking after a running server: by the command line over its socket, and by the page over HTTP.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminRequests, CLOSE } from '@touchline/shared/protocol';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdminSocket } from '../src/admin/socket.ts';
import { adminCommand } from '../src/cli/admin.ts';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity } from './kit/identity.ts';
import { temporaryFolder } from './kit/temporary.ts';

const SECRET = 'correct horse battery';
const OPERATOR = Identity.of('operator');
const dataDir = temporaryFolder('admin');
const socket = join(dataDir, 'admin.sock');
const BOT = join(dataDir, 'bot.js');
let server: Running;
let park: string;

beforeAll(async () => {
  writeFileSync(
    BOT,
    `const room = HBInit({ roomName: 'Scripted', noPlayer: true });
    room.onPlayerChat = (player, line) => console.log('heard ' + line);
    console.log('I am up');`,
  );
  server = await boot(
    '--bots',
    '0',
    '--data-dir',
    dataDir,
    '--admin-secret',
    SECRET,
    '--script',
    BOT,
    '--admin-keys',
    OPERATOR.auth,
  );
  park = (await server.rooms.create({ ...OPEN_ROOM, name: 'Park' }, { openedBy: 'lobby', standing: false })).id;
  await until('the room of the script', () => server.scripts.hosts[0].room, 20_000);
});
afterAll(async () => {
  await server.stop();
});

const sit = async (nick: string, identity = Identity.fresh()) =>
  (await Guest.join(server, park, { nick, identity })).seated();
const refusalOf = (joining: Promise<unknown>) =>
  joining.then(
    () => 'let in',
    (error: Error) => error.message,
  );

describe('npx touchline admin', () => {
  /** The words of a command line → what it prints, and its exit code. */
  const run = async (words: string[], folder = dataDir) => {
    const lines: string[] = [];
    const errors: string[] = [];
    const out = { log: (text: string) => lines.push(text), error: (text: string) => errors.push(text) };
    const code = await adminCommand([...words, '--data-dir', folder], {}, out);
    return { code, said: lines.join('\n'), error: errors.join('\n') };
  };
  const asked = async <T>(...words: string[]): Promise<T> => {
    const { code, said, error } = await run([...words, '--json']);
    expect(error).toBe('');
    expect(code).toBe(0);
    return JSON.parse(said) as T;
  };

  it('is for the user of the server alone', () => {
    expect(statSync(socket).mode & 0o777).toBe(0o600);
  });

  it('tells how the server is doing, who is there, and what was said', async () => {
    const ann = await sit('Ann');
    expect(await asked('status')).toMatchObject({
      rooms: 3,
      players: 1,
      draining: false,
      memoryMb: expect.any(Number),
    });
    expect(await asked('players', park)).toEqual([
      {
        ...{ room: park, id: ann.id, name: 'Ann', team: 0, admin: true, away: false, muted: false },
        ...{ identity: ann.identity.auth, address: '127.0.0.1' },
      },
    ]);
    const { said } = await run(['rooms']);
    expect(said).toContain('park');
    expect(said).toContain('bot.js');
    expect((await run(['announce', 'Half', 'time!', '--room', park])).said).toBe('Said in 1 room.');
    await until('the line', () => ann.commands.some((one) => one.type === 'announce' && one.text === 'Half time!'));
    expect((await run(['log'])).said).toBe('The log is empty; its level is silent.');
    await ann.leave();
  });

  it('kicks, mutes and bans who is there, and lifts it', async () => {
    const [ann, ben] = [await sit('Ann'), await sit('Ben')];
    expect((await run(['mute', park, String(ben.id), '--for', '10m'])).said).toBe('Ben is muted.');
    await until('Ben to know', () => ben.chatRules.muted.includes(ben.id));
    expect((await run(['unmute', park, String(ben.id)])).said).toBe('Ben may speak again.');
    expect((await run(['unmute', park, String(ben.id)])).error).toBe('Ben is not muted.');
    expect((await run(['kick', park, String(ben.id), '--reason', 'rest a while'])).code).toBe(0);
    await until('the farewell', () => ben.farewell);
    expect(ben.farewell).toEqual({ banned: false, by: '', reason: 'rest a while' });
    const back = await sit('Ben', ben.identity);
    const { ban, kicked } = await asked<{ ban: { id: number; expiresMs: number; createdMs: number }; kicked: number }>(
      ...['ban', park, String(back.id), '--by', 'identity', '--for', '2h', '--reason', 'enough'],
    );
    expect(kicked).toBe(1);
    expect(ban).toMatchObject({ room: null, name: 'Ben', identity: ben.identity.auth, address: null, by: 'cli' });
    expect(ban.expiresMs - ban.createdMs).toBe(2 * 3_600_000);
    await until('the end of it', () => back.closed === CLOSE.banned);
    expect(await refusalOf(sit('Ben', ben.identity))).toBe('banned');
    expect((await run(['bans'])).said).toContain('enough');
    expect((await run(['lift', String(ban.id)])).said).toContain('Ben');
    expect((await run(['lift', String(ban.id)])).error).toContain('may have expired');
    await (await sit('Ben', ben.identity)).leave();
    await until('Ben to have left', () => server.rooms.get(park)?.people.list().length === 1);
    const all = await asked<{ kicked: number; ban: { id: number } }>('ban', '127.0.0.0/8', '--room', park);
    expect(all.kicked).toBe(1);
    await until('Ann to be out', () => ann.closed === CLOSE.banned);
    expect(await refusalOf(sit('Cleo'))).toBe('banned');
    // One ban for what the operator banned, and none beside it by the room.
    expect(server.bans.list()).toHaveLength(1);
    await run(['lift', String(all.ban.id)]);
    const audit = await asked<{ what: string; target: string; via: string }[]>('audit', '--limit', '4');
    expect(audit.map(({ via, what, target }) => `${via} ${what} ${target}`.trim())).toEqual([
      ...['cli lift 127.0.0.0/8', 'cli ban 127.0.0.0/8', `cli lift Ben ${ben.identity.auth}`],
      `cli ban Ben ${ben.identity.auth}`,
    ]);
  });

  it('[room-scripts] a script alone gives admin and runs the chat of its room; who is muted reaches no handler', async () => {
    const [host] = server.scripts.hosts;
    const id = host.room?.id ?? '';
    const ann = await (await Guest.join(server, id, { nick: 'Ann', identity: OPERATOR })).seated();
    ann.ask('teamChat', { text: 'psst' });
    await until('a refusal', () => ann.notices.some(({ code }) => code === 'no-team-chat'));
    expect((await run(['mute', id, String(ann.id)])).code).toBe(0);
    ann.ask('chat', { text: 'one' });
    await until('a second refusal', () => ann.notices.some(({ code, verb }) => code === 'muted' && verb === 'chat'));
    expect((await run(['unmute', id, String(ann.id)])).code).toBe(0);
    ann.ask('chat', { text: 'two' });
    await until('the script to hear', () => host.lines.some((line) => line.startsWith('heard two')));
    expect(host.lines.some((line) => /heard (one|psst)/.test(line))).toBe(false);
    expect([ann.self?.admin, ann.whispers]).toEqual([false, []]);
    await ann.leave();
  });

  it('begins a script anew in its room', async () => {
    const [host] = server.scripts.hosts;
    const ups = () => host.lines.filter((line) => line.startsWith('I am up')).length;
    await until('the script', () => ups() === 1);
    const id = host.room?.id ?? '';
    expect((await run(['script', 'restart', id])).said).toBe('bot.js begins anew.');
    await until('it to be up again', () => ups() === 2);
    expect(host.room?.id).toBe(id);
    const told = host.lines.filter((line) => line.startsWith('it '));
    expect(told).toEqual(['it is started again by whoever runs the server', 'it runs in its room again']);
    expect((await run(['script', 'restart', park])).error).toBe(`No script runs the room ${park}.`);
  });

  it.each([
    [['kick', 'park'], /Write it like this.*\n {2}kick <room> <number>/],
    [['kick', 'nowhere', '1'], /There is no room nowhere/],
    [['kick', 'PARK/..', '1'], /room: /],
    [['kick', 'park', 'Ann'], /number of a player is a whole number/],
    [['ban', '10.0.0.0/4'], /no address, nor a range/],
    [['ban', 'park', '1', '--for', 'ever'], /90s, 30m, 12h or 7d/],
    [['ban', 'park', '1', '--by', 'nick'], /identity, address or both/],
    [['dance'], /There is no "dance"/],
    [['kick', '--loud'], /Unknown option '--loud'/],
    [[], /Usage: npx touchline admin/],
  ])('%j is told how it is written', async (words, message) => {
    const { code, error } = await run(words);
    expect(error).toMatch(message);
    expect(code).toBe(1);
  });

  it('says where it looked when no server runs, and when the path is too long', async () => {
    const empty = join(dataDir, 'empty');
    expect((await run(['status'], empty)).error).toContain(`No server runs with the data folder ${empty}.`);
    expect((await run(['status'], join(dataDir, 'x'.repeat(100)))).error).toContain('Choose a shorter --data-dir');
  });

  it('finds the data folder as the server does', async () => {
    const config = join(dataDir, 'touchline.json');
    writeFileSync(config, JSON.stringify({ dataDir }));
    const lines: string[] = [];
    const out = { log: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
    expect(await adminCommand(['bans'], { TOUCHLINE_CONFIG: config }, out)).toBe(0);
    expect(await adminCommand(['bans'], { TOUCHLINE_DATA: dataDir }, out)).toBe(0);
    expect(await adminCommand(['bans', '--config', join(dataDir, 'none.json')], {}, out)).toBe(1);
    expect(lines[0]).toBe(lines[1]);
    expect(lines[2]).toMatch(/Where is the server's data folder\?\n.*none.json/);
  });

  it('a socket that a killed server left behind is in nobody’s way, one that answers is left alone', async () => {
    const folder = join(dataDir, 'next');
    mkdirSync(folder);
    const path = join(folder, 'admin.sock');
    // Bound and then lost sight of, as by a process that was killed.
    const killed = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    expect(() => execFileSync(process.execPath, ['-e', killed], { stdio: 'ignore' })).toThrow();
    expect(existsSync(path)).toBe(true);
    const warned: string[] = [];
    const log = pino({ level: 'warn', base: null }, { write: (line: string) => void warned.push(line) });
    const nothing = {} as Parameters<typeof openAdminSocket>[1];
    const close = await openAdminSocket(folder, nothing, log);
    expect(warned).toEqual([]);
    expect((await run(['dance'], folder)).code).toBe(1);
    const second = await openAdminSocket(folder, nothing, log);
    expect(warned.join()).toContain('another Touchline uses this data folder');
    second();
    expect(existsSync(path)).toBe(true);
    close();
    await until('the socket to be gone', () => !existsSync(path));
  });
});

describe('/api/admin', () => {
  const ask = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/admin/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, ...headers },
      body: JSON.stringify(body),
    });
  const signIn = async () => {
    const answer = await ask('login', { secret: SECRET });
    expect(answer.status).toBe(200);
    return answer.headers.getSetCookie()[0];
  };
  const codeOf = async (answer: Response) => {
    const { code, where } = (await answer.json()) as { code: string; where?: string };
    return [answer.status, code, where];
  };

  it('gives a session to who knows the secret, in a cookie that no script reads and no other site sends', async () => {
    const cookie = await signIn();
    expect(cookie).toMatch(
      /^touchline-admin=[\w-]{43}; Max-Age=43200; Path=\/api\/admin; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const rooms = await ask('rooms', {}, { cookie });
    expect(rooms.status).toBe(200);
    expect(rooms.headers.get('cache-control')).toBe('no-store');
    expect(((await rooms.json()) as { id: string }[]).map(({ id }) => id)).toContain(park);
    await ask('logout', {}, { cookie });
    expect(await codeOf(await ask('rooms', {}, { cookie }))).toEqual([403, 'forbidden', 'session']);
  });

  it('refuses who has no session, comes from another site, or asks for what there is not', async () => {
    const cookie = await signIn();
    expect(await codeOf(await ask('drain', {}))).toEqual([403, 'forbidden', 'session']);
    expect(await codeOf(await ask('drain', {}, { cookie: 'touchline-admin=x' }))).toEqual([
      403,
      'forbidden',
      'session',
    ]);
    for (const origin of ['https://evil.example', 'null', '']) {
      expect(await codeOf(await ask('drain', {}, { cookie, origin }))).toEqual([403, 'forbidden', 'wrong-host']);
    }
    // Cookies know no ports: what else runs on the same machine gets them, too.
    const neighbour = { origin: 'http://localhost:1' };
    expect(await codeOf(await ask('drain', {}, { cookie, ...neighbour }))).toEqual([403, 'forbidden', 'origin']);
    expect(await codeOf(await ask('login', { secret: SECRET }, neighbour))).toEqual([403, 'forbidden', 'origin']);
    expect(await codeOf(await ask('constructor', {}, { cookie }))).toEqual([404, 'not-found', 'verb']);
    expect((await codeOf(await ask('kick', { room: park }, { cookie })))[1]).toBe('bad-request');
    expect((await codeOf(await ask('kick', { room: park, player: 9999 }, { cookie })))[1]).toBe('not-found');
    expect((await fetch(`${server.url}/api/admin/rooms`, { headers: { cookie } })).status).toBe(404);
  });

  it('is described for programs: every verb, what it wants, and how it refuses', async () => {
    const { paths } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { properties: object } }> } } }>;
    };
    const described = Object.keys(paths).filter((path) => path.startsWith('/api/admin/'));
    const names = described.map((path) => decodeURIComponent(path.slice('/api/admin/'.length)));
    expect(names).toEqual(['login', 'logout', ...Object.keys(adminRequests)]);
    const { schema } = paths['/api/admin/kick'].post.requestBody.content['application/json'];
    expect(Object.keys(schema.properties)).toEqual(['room', 'player', 'reason']);
    const cookie = await signIn();
    for (const path of described.slice(2)) {
      const { responses } = paths[path].post as unknown as { responses: Record<string, unknown> };
      const [name] = path.split('/').slice(-1);
      for (const [sent, status] of [
        [{}, 403],
        [{ cookie }, 400],
      ] as const) {
        const answer = await ask(name, { nonsense: 1 }, sent);
        expect(Object.keys(responses), path).toContain(String(answer.status));
        expect(answer.status).toBe(status);
      }
    }
  });

  it('lets guess less and less often, and notes it', async () => {
    for (let i = 0; i < 3; i++) {
      expect(await codeOf(await ask('login', { secret: 'x'.repeat(20) }))).toEqual([403, 'forbidden', 'secret']);
    }
    const locked = await ask('login', { secret: SECRET });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(server.audit.list(1)[0]).toMatchObject({ via: 'page', what: 'wrong admin secret', by: '127.0.0.1' });
  });

  it('is nowhere without a secret, and neither is its page', async () => {
    expect((await fetch(`${server.url}/admin`, { headers: { accept: 'text/html' } })).status).not.toBe(404);
    const closed = await boot('--bots', '0');
    for (const path of ['/api/admin/login', '/api/admin/rooms']) {
      const answer = await fetch(closed.url + path, { method: 'POST', headers: { origin: closed.url } });
      expect(answer.status).toBe(404);
    }
    expect((await fetch(`${closed.url}/admin`, { headers: { accept: 'text/html' } })).status).toBe(404);
    await closed.stop();
  });
});

it('drains when it is asked to, and tells whoever asked before it is gone', async () => {
  const folder = join(dataDir, 'last');
  const last = await boot('--bots', '0', '--data-dir', folder);
  const lines: string[] = [];
  const out = { log: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
  expect(await adminCommand(['drain', '--for', '0s', '--data-dir', folder], {}, out)).toBe(0);
  expect(lines).toEqual(['The server stops: matches are saved, and go on when it is started again.']);
  await last.stopped;
  expect(existsSync(join(folder, 'admin.sock'))).toBe(false);
});
