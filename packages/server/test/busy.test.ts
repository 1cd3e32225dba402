// A whole server whose processor has no time left: who is let in all the same, what the others are told, and that it ends.
import type { AdminAnswers, QueueTicket } from '@touchline/shared/protocol';
import { afterEach, expect, it } from 'vitest';
import { adminCommand } from '../src/cli/admin.ts';
import type { Running } from '../src/main.ts';
import { bootWith, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity, signedJoin } from './kit/identity.ts';
import { reserve } from './kit/raw.ts';
import { StreamReader } from './kit/server.ts';
import { temporaryFolder } from './kit/temporary.ts';

const MEMBER = Identity.of('member');
let server: Running;
let dataDir: string;
/** Of a core, that the server is told it uses. */
let share: number;
afterEach(() => server.stop());

async function open(maxPlayers: number, maxCpuPercent = 80, lookMs = 10): Promise<string> {
  share = 0.2;
  let [usedMs, lastMs] = [0, performance.now()];
  const used = () => {
    const nowMs = performance.now();
    usedMs += (nowMs - lastMs) * share;
    lastMs = nowMs;
    return usedMs;
  };
  dataDir = temporaryFolder('busy');
  server = await bootWith(
    { processor: { usedMs: used, lookMs } },
    ...['--bots', '0', '--max-cpu-percent', String(maxCpuPercent), '--known-keys', MEMBER.auth],
    ...['--data-dir', dataDir, '--log-level', 'warn'],
  );
  const { id } = await server.rooms.create({ ...OPEN_ROOM, maxPlayers }, { openedBy: 'host', standing: false });
  return id;
}

const post = (path: string, body: object) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const enter = async (id: string, identity = Identity.fresh()) => (await Guest.join(server, id, { identity })).seated();
const problemOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

async function admin<V extends 'status' | 'log'>(verb: V): Promise<AdminAnswers[V]> {
  const said: string[] = [];
  await adminCommand([verb, '--json', '--data-dir', dataDir], {}, { log: (text) => said.push(text), error: () => {} });
  return JSON.parse(said.join('\n')) as AdminAnswers[V];
}
async function busy(wanted: boolean): Promise<void> {
  share = wanted ? 0.95 : 0.5;
  while ((await admin('status')).busy !== wanted) await new Promise((resolve) => setTimeout(resolve, 5));
}

it('nobody new is let in and no room opens, until the load has fallen', async () => {
  const id = await open(6);
  const stranger = Identity.fresh();
  const laidIn = await signedJoin(server.url, id, { identity: stranger });
  await busy(true);

  const refused = await post(`/api/rooms/${id}/challenge`, { key: stranger.key });
  expect(refused.headers.get('retry-after')).toBe('5');
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'server-busy', where: 'server-busy' }]);
  await expect(reserve(server, id, laidIn)).rejects.toThrow('server-busy');
  expect(await problemOf(await post('/api/rooms', { name: 'One more' }))).toEqual([503, 'server-busy']);
  expect((await fetch(`${server.url}/api/rooms/${id}`)).status).toBe(200);

  const figures = await (await fetch(`${server.url}/metrics`)).text();
  expect(figures).toContain('touchline_joins_refused_total{reason="server-busy"} 2');
  expect(figures).toMatch(/^touchline_cpu_share 0\.9/m);

  await busy(false);
  const seated = await enter(id, stranger);
  expect((await post('/api/rooms', { name: 'One more' })).status).toBe(201);
  const { lines } = await admin('log');
  expect(lines.map(({ text }) => (JSON.parse(text) as { event: string }).event)).toEqual([
    'server.busy',
    'server.relieved',
  ]);
  await seated.leave();
});

it('who has a seat comes back to it, and who is known comes in', async () => {
  const id = await open(6);
  const ann = await enter(id);
  const bob = await enter(id);
  await busy(true);
  const away = () => bob.room.state.players.get(String(ann.id))?.away;
  ann.cut();
  await until('Ann to be away', away);
  await until('Ann to be back', () => away() === false);
  const elsewhere = await (await Guest.join(server, id, { identity: ann.identity, takeOver: true })).seated();
  expect(elsewhere.id).toBe(ann.id);
  const member = await enter(id, MEMBER);
  expect((await admin('status')).busy).toBe(true);
  await Promise.all([elsewhere, bob, member].map((guest) => guest.leave()));
});

it('before a full room strangers wait for its seats, as ever: one that passes on costs nothing more', async () => {
  const id = await open(2);
  const [ann, bob] = [await enter(id), await enter(id)];
  await busy(true);
  const cid = Identity.fresh();
  await expect(enter(id, cid)).rejects.toThrow('full');
  const { ticket } = (await (
    await post(`/api/rooms/${id}/queue`, await signedJoin(server.url, id, { identity: cid }))
  ).json()) as QueueTicket;
  const reader = await StreamReader.open(server.port, `/api/rooms/${id}/queue?ticket=${ticket}`, {});
  await bob.leave();
  await reader.has('seat');
  const seated = await enter(id, cid);
  expect((await admin('status')).busy).toBe(true);
  reader.close();
  await Promise.all([ann.leave(), seated.leave()]);
});

it('a crowd that comes before the processor is looked at is counted: the first wakes the room, which is dearer', async () => {
  const id = await open(12, 3, 60_000);
  const guests: Guest[] = [];
  const crowd = async () => {
    while (guests.length < 12) guests.push(await enter(id));
  };
  await expect(crowd()).rejects.toThrow('server-busy');
  expect(guests.length).toBeGreaterThan(4);
  expect(guests.length).toBeLessThan(8);
  await Promise.all(guests.map((guest) => guest.leave()));
});
