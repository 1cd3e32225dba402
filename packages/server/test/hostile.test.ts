// The real server and people who mean it harm: bytes that no client sends, seats that nobody takes, rooms that break.
import { connect } from 'node:net';
import { CloseCode, getMessageBytes, matchMaker } from '@colyseus/core';
import { CLOSE } from '@touchline/shared/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity, signedJoin } from './kit/identity.ts';
import { CODE, exchange, fromAnywhere, RawSeat, reserve } from './kit/raw.ts';

const LONG = process.env.LONG_TESTS === '1';

let server: Running;
beforeAll(async () => {
  server = await boot('--bots', '0', '--name', 'House room', '--trust-proxy', 'loopback');
});
afterAll(() => server.stop());

const open = async (settings: Partial<typeof OPEN_ROOM> = {}) => {
  const room = await server.rooms.create({ ...OPEN_ROOM, ...settings }, { openedBy: 'lobby', standing: false });
  return room.id;
};
const seated = async (roomId: string, nick = 'Ann') => (await Guest.join(server, roomId, { nick })).seated();
const local = (roomId: string) => matchMaker.getLocalRoomById(roomId);
const ticking = async (roomId: string) => {
  const room = server.rooms.get(roomId);
  const tick = room?.state.tick ?? Number.NaN;
  await until('ticks', () => (room?.state.tick ?? 0) > tick + 10);
};
/** Resolves to the first line and the headers of the answer. */
const headOf = async (text: string) => (await exchange(server.port, text)).split('\r\n\r\n')[0];

describe('requests', () => {
  const post = (path: string, body: string, type = 'application/json', host = 'localhost') =>
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  it('are answered whatever they say about the host', async () => {
    for (const host of ['[', 'a b', 'x:y:z', '']) {
      expect(await headOf(`GET /__healthcheck HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1.1 404/,
      );
      expect(await headOf(post('/matchmake/joinById/nowhere', '{}', 'application/json', host))).toMatch(
        /^HTTP\/1.1 400/,
      );
    }
    const proto = 'GET /__healthcheck HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: ht tp\r\nConnection: close\r\n\r\n';
    expect(await headOf(proto)).toMatch(/^HTTP\/1.1 404/);
  });

  it('get the same guarding headers from the matchmaker as from everything else', async () => {
    const seat = post(`/matchmake/joinById/${server.roomId}`, '{}');
    const refused = post('/matchmake/joinById/nowhere', '{}');
    const large = post('/matchmake/joinById/nowhere', 'x'.repeat(3000));
    for (const text of [seat, refused, large, 'GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']) {
      const head = (await headOf(text)).toLowerCase();
      expect(head).toContain('x-content-type-options: nosniff');
      expect(head).toContain('content-security-policy: default-src');
      expect(head).not.toContain('access-control-allow-origin: http');
    }
  });

  it('reach the matchmaker as JSON only, and only to enter or to come back', async () => {
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])
      expect(await headOf(post(`/matchmake/joinById/${server.roomId}`, '{}', type))).toMatch(/^HTTP\/1.1 4/);
    for (const verb of ['create', 'joinOrCreate', 'join', 'query', 'constructor'])
      expect(await headOf(post(`/matchmake/${verb}/football`, '{}'))).toMatch(/^HTTP\/1.1 404/);
  });

  const upgrade = async (path: string, more = '') => {
    const text =
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${more}` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    // One that is granted stays open.
    return exchange(server.port, text, 700);
  };

  it('for a WebSocket are refused when they name no room', async () => {
    for (const path of ['/', 'http://[', '//:99999999/x', '/a/b', '/a/..?sessionId=1', '/a/b/c?sessionId=1'])
      expect(await upgrade(path)).toMatch(/^HTTP\/1.1 400/);
  });

  it('of a page of another site get no seat, no WebSocket, and nothing done', async () => {
    const foreign = { Origin: 'https://evil.example', ...fromAnywhere() };
    const own = { Origin: server.url, ...fromAnywhere() };
    const asked = await signedJoin(server.url, server.roomId, {}, own);
    await expect(reserve(server, server.roomId, asked, { ...own, ...foreign })).rejects.toThrow('wrong-host');
    for (const path of ['rooms', 'arenas', `rooms/${server.roomId}/challenge`, `rooms/${server.roomId}/queue`]) {
      const answer = await fetch(`${server.url}/api/${path}`, { method: 'POST', body: 'x', headers: foreign });
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'forbidden', where: 'wrong-host' }]);
    }
    expect((await fetch(`${server.url}/api/rooms`, { headers: foreign })).status).toBe(200);
    const path = `/x/${server.roomId}?sessionId=${await reserve(server, server.roomId, asked, own)}`;
    for (const origin of ['https://evil.example', 'null', 'http://x.evil.example'])
      expect(await upgrade(path, `Origin: ${origin}\r\n`)).toMatch(/^HTTP\/1.1 403/);
    expect(await upgrade(path, 'Origin: http://x\r\n')).toMatch(/^HTTP\/1.1 101/);
  });

  it('that come in a rush, without waiting for an answer, are not taken one by one', async () => {
    const from = fromAnywhere()['X-Forwarded-For'];
    const text = `GET /api/rooms HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${from}\r\n`;
    const answers = (await exchange(server.port, `${text}\r\n`.repeat(1000))).split('HTTP/1.1 ').length - 1;
    expect(answers).toBeLessThan(10);
    expect(await headOf(`${text}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 200/);
  });

  it('for WebSockets without end are refused by and by, from one household only', async () => {
    const knock = (from: string) => upgrade('/x/nowhere?sessionId=1', `X-Forwarded-For: ${from}\r\n`);
    const answers = await Promise.all(Array.from({ length: 150 }, (_, n) => knock(`2001:db8:5:5::${n}`)));
    const refused = answers.filter((answer) => answer.startsWith('HTTP/1.1 429')).length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(30);
    expect(await knock('2001:db8:5:6::1')).toMatch(/^HTTP\/1.1 101/);
  });
});

describe('a seat', () => {
  it('that is reserved and never taken keeps nobody out', async () => {
    const id = await open({ maxPlayers: 2 });
    for (let i = 0; i < 25; i++) {
      const from = fromAnywhere();
      await reserve(server, id, await signedJoin(server.url, id, {}, from), from);
    }
    const ann = await seated(id);
    await ann.leave();
  });

  it('is not given for options of odd shapes', async () => {
    const id = await open();
    for (const options of [null, [], 7, 'x']) await expect(reserve(server, id, options)).rejects.toThrow('bad-request');
    const whole = await signedJoin(server.url, id);
    const odd = [
      { nick: { a: 1 } },
      { nick: ['x'] },
      { version: undefined },
      { key: 'x' },
      { signature: 7 },
      { host: {} },
    ];
    const polluting = JSON.parse(`{"__proto__":${JSON.stringify(whole)}}`);
    for (const options of [...odd.map((part) => ({ ...whole, ...part })), {}, polluting])
      await expect(reserve(server, id, options)).rejects.toThrow(/bad-nick|old-client|bad-proof/);
    expect(server.rooms.get(id)?.state.players).toEqual([]);
  });

  it.concurrent('is taken from a connection that never says that it has joined', async () => {
    const id = await open();
    const seat = await RawSeat.take(server, id);
    await until('a seat', () => local(id)?.clients.length === 1);
    // Not dead: it answers pings.
    const pongs = setInterval(() => seat.send(Buffer.alloc(0), 10), 500);
    await until('the end', () => local(id)?.clients.length === 0, 20_000);
    clearInterval(pongs);
    seat.end();
  });

  it.concurrent('is held no longer for a peer that is gone without a word, nor a connection for one that asks too slowly', async () => {
    const id = await open();
    const gone = await RawSeat.take(server, id);
    await until('a word', () => gone.received.split('\r\n\r\n')[1]);
    gone.send(Buffer.from([CODE.join]));
    const seated = () => [...(server.rooms.get(id)?.loop.seats.values() ?? [])];
    await until('a seat', () => seated().some(({ source }) => source));
    // One header more every second, and never the last.
    const slow = connect(server.port, '127.0.0.1');
    let answer = '';
    slow.on('data', (chunk) => {
      answer += chunk.toString();
    });
    slow.write('GET /api/rooms HTTP/1.1\r\nHost: x\r\n');
    const drops = setInterval(() => slow.writable && slow.write('X-A: b\r\n'), 1000);
    await until('an empty seat', () => seated().every(({ source }) => !source), 20_000);
    await until('an end', () => slow.destroyed, 20_000);
    expect(answer).toMatch(/^HTTP\/1.1 408/);
    clearInterval(drops);
    gone.end();
  });

  it('brings nobody a fresh budget of messages who leaves and comes back', async () => {
    const id = await open();
    const identity = Identity.fresh();
    const ann = await (await Guest.join(server, id, { nick: 'Ann', identity })).seated();
    for (let n = 0; n < 12; n++) ann.ask('chat', { text: `line ${n}` });
    await until('a refusal', () => ann.notices.some(({ code }) => code === 'too-fast'));
    await ann.leave();
    const again = await (await Guest.join(server, id, { nick: 'Ann', identity })).seated();
    for (let n = 0; n < 8; n++) again.ask('chat', { text: `more ${n}` });
    await until('a refusal', () => again.notices.some(({ code }) => code === 'too-fast'));
    await again.leave();
  });

  it('of one who never reads is not buffered for without end', async () => {
    const id = await open();
    const ann = await seated(id);
    const ref = local(id)?.clients[0].ref as unknown as object;
    Object.defineProperty(ref, 'bufferedAmount', { value: (1 << 20) + 1 });
    await until('the end', () => server.rooms.get(id)?.loop.seats.get(ann.id)?.source === undefined);
    ann.room.reconnection.enabled = false;
    ann.cut();
  });

  it('of one who floods with frames that are no messages is cut, whatever they are', async () => {
    const id = await open();
    const bob = await seated(id, 'Bob');
    for (const [first, again] of [
      [0x89, 0x89],
      [0x8a, 0x8a],
      [0x02, 0x00],
    ]) {
      const seat = await RawSeat.take(server, id, 'Flood');
      seat.send(Buffer.from([CODE.join]));
      await until('a word', () => seat.answer);
      const frame = (code: number) => Buffer.from([code, 0x80, 0, 0, 0, 0]);
      seat.socket.write(Buffer.concat([frame(first), ...Array<Buffer>(5000).fill(frame(again))]));
      const sentMs = performance.now();
      await until('cut', () => seat.closed);
      // Long before it is missed for not answering ours.
      expect(performance.now() - sentMs).toBeLessThan(3000);
    }
    await bob.leave();
  });

  it('is refused to the whole IPv6 network of one who was banned', async () => {
    const id = await open();
    const ann = await seated(id);
    await until('admin', () => ann.self?.admin);
    const join = async (nick: string, address: string) => {
      const seat = await RawSeat.take(server, id, nick, { 'X-Forwarded-For': address });
      await until('a word', () => seat.received.split('\r\n\r\n')[1]);
      seat.send(Buffer.from([CODE.join]));
      return seat;
    };
    const bob = await join('Bob', '2001:db8::1');
    const player = await until('Bob', () => ann.state?.players.find(({ name }) => name === 'Bob'));
    ann.ask('kick', { id: player.id, reason: '', ban: true });
    await until('gone', () => bob.received.includes('farewell'));
    await expect(join('Bob', '2001:db8::ffff:2')).rejects.toThrow('banned');
    const neighbour = await join('Cid', '2001:db8:0:1::1');
    await until('Cid', () => ann.state?.players.some(({ name }) => name === 'Cid'));
    for (const seat of [bob, neighbour]) seat.end();
    await ann.leave();
  });
});

describe('a room that breaks', () => {
  it('in its tick ends alone, and says so', async () => {
    const [id, other] = [await open(), await open()];
    const ann = await seated(id);
    const bob = await seated(other, 'Bob');
    const room = server.rooms.get(id);
    if (!room) throw new Error('no room');
    room.loop.tick = () => {
      throw new Error('broken on purpose');
    };
    await until('the close', () => ann.closed === CLOSE.roomClosed);
    await until('no trace', () => server.rooms.get(id) === undefined && !room.awake());
    await ticking(other);
    await bob.leave();
  });

  it('while sending ends alone, and says so', async () => {
    const [id, other] = [await open(), await open()];
    const ann = await seated(id);
    const bob = await seated(other, 'Bob');
    Object.assign(local(id) ?? {}, {
      broadcastPatch: () => {
        throw new Error('broken on purpose');
      },
    });
    await until('the close', () => ann.closed === CLOSE.roomClosed);
    await ticking(other);
    await bob.leave();
  });

  it("is opened again if it is the server's own", async () => {
    const ann = await seated(server.roomId);
    const broken = server.rooms.get(server.roomId);
    if (!broken) throw new Error('no room');
    broken.loop.tick = () => {
      throw new Error('broken on purpose');
    };
    await until('the close', () => ann.closed === CloseCode.SERVER_SHUTDOWN);
    await until('a new room', () => server.rooms.get(server.roomId) && server.rooms.get(server.roomId) !== broken);
    const again = await seated(server.roomId);
    await ticking(server.roomId);
    await again.leave();
  });
});

it('stadiums that take long to read are read beside the game', async () => {
  const before = performance.eventLoopUtilization();
  const upload = () =>
    fetch(`${server.url}/api/arenas`, {
      method: 'POST',
      body: '['.repeat(1 << 20),
      headers: { 'content-type': 'text/plain', ...fromAnywhere() },
    });
  const answers = await Promise.all(Array.from({ length: 5 }, upload));
  for (const answer of answers) expect(answer.status).toBe(422);
  // Each takes a third of a second or more, in which no room would tick.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
});

it('the largest stadium fits into what is sent, and is played the same everywhere', async () => {
  const warn = vi.spyOn(console, 'warn');
  const disc = (_: unknown, i: number) => ({ pos: [(i % 20) * 20 - 200, Math.floor(i / 20) * 12 - 80], radius: 9 });
  const text = JSON.stringify({
    name: 'Full',
    width: 420,
    height: 200,
    bg: {},
    discs: Array.from({ length: 254 }, disc),
  });
  const body = { method: 'POST', body: text, headers: { 'content-type': 'text/plain', ...fromAnywhere() } };
  const { hash } = (await (await fetch(`${server.url}/api/arenas`, body)).json()) as { hash: string };
  const id = await open({ stadium: hash });
  const ann = await seated(id);
  const bob = await seated(id, 'Bob');
  ann.ask('team', { id: ann.id, team: 1 });
  await until('a side', () => ann.self?.team === 1 && ann.self.admin);
  ann.ask('start', {});
  await until('a match', () => bob.state?.phase === 'kickOff' && bob.state.world.count === 256);
  const { tick } = bob.state ?? { tick: 0 };
  await until('hashes and keyframes', () => (bob.state?.tick ?? 0) > tick + 60);
  expect([...ann.divergences, ...bob.divergences]).toEqual([]);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
  await ann.leave();
  await bob.leave();
});

it('a rush fills the room with people, however many bots were there first', async () => {
  const id = await open({ maxPlayers: 30, bots: 6 });
  const people = () => server.rooms.get(id)?.state.players.filter(({ bot }) => !bot).length;
  const enter = async () => {
    const seat = await RawSeat.take(server, id);
    await until('a word', () => seat.received.split('\r\n\r\n')[1]);
    seat.send(Buffer.from([CODE.join]));
    return seat;
  };
  const seats = [await enter()];
  await until('bots', () => (server.rooms.get(id)?.state.players.length ?? 0) > 10);
  seats.push(...(await Promise.all(Array.from({ length: 29 }, enter))));
  await until('everybody', () => people() === 30);
  await until('no more than fit', () => server.rooms.get(id)?.state.players.length === 30);
  for (const seat of seats) seat.end();
});

it('a password that is set anew makes a new watch key', async () => {
  const id = await open({ password: 'one' });
  const room = server.rooms.get(id);
  const before = room?.watchKey();
  room?.setPassword('two');
  expect(room?.watchKey()).toMatch(/^\w{16}$/);
  expect(room?.watchKey()).not.toBe(before);
  room?.setPassword('');
  expect(room?.watchKey()).toBe('');
});

describe('frames that no client sends', () => {
  const VERBS = ['chat', 'team', 'teams', 'start', 'kick', 'stadium', 'kit', 'sync', 'bots', 'avatar', 'claimAdmin'];
  const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '*', 'x'.repeat(200)];
  const VALUES = [null, undefined, true, -1, 2 ** 53, Number.NaN, 1e308, '', '\u0000\ud800', 'x'.repeat(500), [], {}];
  // Mulberry32: the same frames in every run.
  let seed = 20_260_101;
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const bytes = (most: number) => Buffer.from(Array.from({ length: random() * most }, () => random() * 256));
  const body = (): unknown => {
    const entry = () => [pick(['id', 'team', 'text', 'hash', 'stripes', '__proto__']), pick(VALUES)] as const;
    return random() < 0.3 ? pick(VALUES) : Object.fromEntries(Array.from({ length: random() * 5 }, entry));
  };
  // The framework encodes every message into the same memory.
  const named = (name: string) => Buffer.from(getMessageBytes.raw(CODE.data, name, body()));
  const message = () => named(pick(VERBS));
  const strange = () => named(pick(KEYS));
  /** Most are whole messages, or the first that is not would end every connection at once. */
  const KINDS: readonly (() => Uint8Array)[] = [
    ...Array<typeof message>(100).fill(message),
    strange,
    () => bytes(64),
    () => Buffer.concat([Buffer.from([pick([...Array(32).keys()])]), bytes(32)]),
    () => {
      const whole = message();
      return whole.subarray(0, random() * whole.length);
    },
    () => {
      const whole = message();
      whole[Math.floor(random() * whole.length)] = random() * 256;
      return whole;
    },
    () => Buffer.alloc(0),
  ];

  it('end a connection at most, never the server', async () => {
    const id = await open({ maxPlayers: 30 });
    const ann = await seated(id);
    const frames = LONG ? 500_000 : 10_000;
    const seats: RawSeat[] = [];
    const before = process.memoryUsage().rss;
    for (let sent = 0; sent < frames; ) {
      while (seats.length < 8) {
        const seat = await RawSeat.take(server, id);
        if (random() < 0.9) seat.send(Buffer.from([CODE.join]));
        seats.push(seat);
      }
      for (const seat of seats) {
        for (let i = 0; i < 25; i++, sent++)
          seat.send(pick(KINDS)(), random() < 0.98 ? 2 : pick([0, 1, 3, 8, 9, 10, 15]));
        if (random() < 0.02) seat.send(Buffer.alloc(5000));
        if (random() < 0.1) seat.end();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (let i = seats.length - 1; i >= 0; i--) if (seats[i].closed) seats.splice(i, 1);
    }
    for (const seat of seats) seat.end();
    await ticking(id);
    expect(ann.closed).toBeNull();
    expect(ann.divergences).toEqual([]);
    expect({}).not.toHaveProperty('polluted');
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(400);
    await ann.leave();
  });
});
