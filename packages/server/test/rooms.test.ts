// The real server, real sockets: seats, sides, admins, chat, kicks, passwords, lost connections.
import { KEY } from '@touchline/shared/match';
import { CLOSE } from '@touchline/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';

let server: Running;
beforeAll(async () => {
  server = await boot('--bots', '0', '--name', 'House room');
});
afterAll(() => server.stop());

const open = async (settings: Partial<typeof OPEN_ROOM> = {}) => {
  const room = await server.rooms.create({ ...OPEN_ROOM, ...settings }, { openedBy: 'lobby', standing: false });
  return room.id;
};
const refusalOf = async (joining: Promise<unknown>) => {
  try {
    await joining;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('was let in');
};

describe('a room opened from the lobby', () => {
  it('makes the first one in admin, and passes the role on when he leaves', async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
    await until('Ann to be admin', () => ann.self?.admin);
    expect(bob.self?.admin).toBe(false);
    await ann.leave();
    await until('Bob to be admin', () => bob.self?.admin);
    await bob.leave();
  });

  it('plays a match from start to goal, the same in both clients to the last bit', async () => {
    const id = await open({ scoreLimit: 1 });
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
    ann.ask('team', { id: ann.id, team: 1 });
    await until('a side', () => ann.self?.team === 1 && ann.self.admin);
    ann.ask('start', {});
    await until('a match', () => ann.state?.phase === 'kickOff');
    const keys = setInterval(() => ann.press(KEY.right | KEY.kick), 1000 / 60);
    await until('a goal', () => bob.events.find((event) => event.type === 'goal'), 30_000);
    clearInterval(keys);
    expect(bob.events.find((event) => event.type === 'goal')).toMatchObject({ team: 1, by: ann.id, own: false });
    await until('equal ticks', () => ann.state && bob.state && ann.state.tick === bob.state.tick);
    expect(ann.divergences).toEqual([]);
    expect(bob.divergences).toEqual([]);
    await ann.leave();
    await bob.leave();
  });

  it("lets nobody but an admin do an admin's things, and says so", async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
    bob.ask('start', {});
    bob.ask('kick', { id: ann.id, reason: 'mutiny', ban: true });
    await until('two notices', () => bob.notices.length === 2);
    expect(bob.notices.map((notice) => notice.code)).toEqual(['not-admin', 'not-admin']);
    expect(bob.state?.phase).toBe('none');
    await ann.leave();
    await bob.leave();
  });

  it('carries chat to all, in the log, and refuses a flood of it', async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
    ann.ask('chat', { text: '<b>hello</b>' });
    const line = await until('the line', () => bob.commands.find((command) => command.type === 'chat'));
    expect(line).toMatchObject({ id: ann.id, text: '<b>hello</b>' });
    for (let i = 0; i < 15; i++) ann.ask('chat', { text: `line ${i}` });
    await until('a warning', () => ann.notices.some((notice) => notice.code === 'too-fast'));
    await ann.leave();
    await bob.leave();
  });

  it('shows a kicked player out with who and why, and keeps a banned one out', async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
    await until('Ann to be admin', () => ann.self?.admin);
    ann.ask('kick', { id: bob.id, reason: 'ä'.repeat(100), ban: true });
    await until('Bob to be out', () => bob.closed !== null);
    expect(bob.closed).toBe(CLOSE.banned);
    expect(bob.farewell).toEqual({ banned: true, by: 'Ann', reason: 'ä'.repeat(100) });
    expect(await refusalOf(Guest.join(server, id))).toBe('banned');
    ann.ask('clearBans', {});
    await until('an answer', () => ann.notices.some((notice) => notice.code === 'bans-cleared'));
    await (await Guest.join(server, id)).leave();
    await ann.leave();
  });

  it('asks for the password, and is full when it is full', async () => {
    const id = await open({ password: 'sesame', maxPlayers: 2 });
    expect(await refusalOf(Guest.join(server, id))).toBe('wrong-password');
    expect(await refusalOf(Guest.join(server, id, { password: 'sesam' }))).toBe('wrong-password');
    const ann = await Guest.join(server, id, { password: 'sesame' });
    const bob = await Guest.join(server, id, { password: 'sesame' });
    expect(await refusalOf(Guest.join(server, id, { password: 'sesame' }))).toBe('full');
    await ann.leave();
    await bob.leave();
  });

  it('refuses a nick of nothing, a nick too long, and another version', async () => {
    const id = await open();
    expect(await refusalOf(Guest.join(server, id, { nick: '   ' }))).toBe('bad-nick');
    expect(await refusalOf(Guest.join(server, id, { nick: 'x'.repeat(26) }))).toBe('bad-nick');
    expect(await refusalOf(Guest.join(server, id, { version: 999 }))).toBe('old-client');
  });

  it('survives malformed and unknown messages', async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    ann.room.send('team', { id: '1', team: 7 });
    ann.room.send('limits', null);
    ann.room.send('chat', { text: 'x'.repeat(1000) });
    await until('three notices', () => ann.notices.length === 3);
    expect(ann.notices.map((notice) => notice.code)).toEqual(['malformed', 'malformed', 'malformed']);
    await ann.leave();
  });
});

describe('a lost connection', () => {
  it('keeps the seat, lets the disc stand still, and is taken up again by itself', async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
    ann.ask('team', { id: ann.id, team: 1 });
    await until('a side', () => ann.self?.team === 1 && ann.self.admin);
    ann.ask('start', {});
    await until('a match', () => bob.state?.phase === 'kickOff');
    ann.press(KEY.right);
    await until('running', () => bob.state?.players.find((player) => player.id === ann.id)?.input === KEY.right);
    ann.cut();
    await until('away', () => bob.room.state.players.get(String(ann.id))?.away);
    await until('standing', () => bob.state?.players.find((player) => player.id === ann.id)?.input === 0);
    await until('back', () => bob.room.state.players.get(String(ann.id))?.away === false);
    const tick = bob.state?.tick ?? 0;
    await until('stepping again', () => (ann.state?.tick ?? 0) > tick);
    expect(ann.self?.team).toBe(1);
    expect(ann.divergences).toEqual([]);
    await ann.leave();
    await bob.leave();
  });

  it('gives the seat back to a page that was loaded anew', async () => {
    const id = await open();
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
    const { identity } = ann;
    ann.room.reconnection.enabled = false;
    ann.cut();
    await until('away', () => server.rooms.get(id)?.loop.seats.get(ann.id)?.source === undefined);
    const again = await (await Guest.join(server, id, { nick: 'Ann', identity })).seated();
    expect(again.id).toBe(ann.id);
    expect(server.rooms.get(id)?.state.players).toHaveLength(1);
    await again.leave();
  });
});

describe("a host's room", () => {
  it('gives nobody admin by joining, but by its password', async () => {
    const hosted = await server.rooms.create(OPEN_ROOM, {
      openedBy: 'host',
      standing: false,
      adminPassword: 'letmein',
    });
    const ann = await (await Guest.join(server, hosted.id, { nick: 'Ann' })).seated();
    ann.ask('claimAdmin', { password: 'wrong' });
    await until('a refusal', () => ann.notices.some((notice) => notice.code === 'wrong-password'));
    expect(ann.self?.admin).toBe(false);
    ann.ask('claimAdmin', { password: 'letmein' });
    await until('admin', () => ann.self?.admin);
    await ann.leave();
  });

  it('sleeps when nobody is there, and wakes for the next one', async () => {
    const room = server.rooms.get(server.roomId);
    if (!room) throw new Error('no house room');
    const ann = await (await Guest.join(server, server.roomId, { nick: 'Ann' })).seated();
    expect(room.awake()).toBe(true);
    await ann.leave();
    await until('sleep', () => !room.awake(), 15_000);
    const { tick } = room.state;
    const bob = await (await Guest.join(server, server.roomId, { nick: 'Bob' })).seated();
    expect(room.state.tick).toBeGreaterThan(tick);
    await bob.leave();
  });

  it('keeps a match on with bots, who give way to people', async () => {
    const hosted = await server.rooms.create(
      { ...OPEN_ROOM, name: 'Bots', bots: 2, maxPlayers: 8 },
      { openedBy: 'host', standing: false },
    );
    const ann = await (await Guest.join(server, hosted.id, { nick: 'Ann' })).seated();
    const onSide = (team: number) => ann.state?.players.filter((player) => player.team === team) ?? [];
    await until('bots', () => onSide(1).length === 2 && onSide(2).length === 2);
    await until('a match', () => ann.state?.phase !== 'none', 15_000);
    ann.ask('team', { id: ann.id, team: 1 });
    await until('a bot to give way', () => onSide(1).length === 2 && onSide(1).some((player) => !player.bot));
    await until('the ball to move', () => ann.events.some((event) => event.type === 'kickOff'), 20_000);
    expect(ann.divergences).toEqual([]);
    await ann.leave();
  });
});

describe('one port', () => {
  it('answers a browser that asks first whether it may read a stream', async () => {
    const answer = await fetch(`${server.url}/api/lobby`, { method: 'OPTIONS' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('reads no large body for the matchmaker, and lets nobody create rooms through it', async () => {
    const post = (path: string, body: string) =>
      fetch(`${server.url}/matchmake/${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    const before = server.rooms.list().length;
    expect((await post(`joinById/${server.roomId}`, JSON.stringify({ nick: 'x'.repeat(5000) }))).status).toBe(413);
    expect((await post('create/football', '{}')).status).toBe(404);
    expect(server.rooms.list()).toHaveLength(before);
  });
});

describe('stopping', () => {
  it('tells players, and ends', async () => {
    const ann = await (await Guest.join(server, server.roomId, { nick: 'Ann' })).seated();
    await server.stop();
    await until('the close', () => ann.closed === 4001);
  });
});
