// A seat belongs to a key: whoever has stolen anything else does not get it.
import { CLOSE, type JoinOptions } from '@touchline/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity, signedJoin } from './kit/identity.ts';
import { CODE, reserve } from './kit/raw.ts';

/** The low bits of a frame's first byte say what it is. */
const CODE_BITS = 0x1f;
const RESERVED = Identity.of('the one and only');

let server: Running;
beforeAll(async () => {
  const reservation = `Legend=${RESERVED.auth}`;
  server = await boot('--bots', '0', '--trust-proxy', 'loopback', '--reserved-nicks', reservation);
});
afterAll(() => server.stop());

const open = async (settings: Partial<typeof OPEN_ROOM> = {}) => {
  const room = await server.rooms.create({ ...OPEN_ROOM, ...settings }, { openedBy: 'lobby', standing: false });
  return room.id;
};
const seated = async (roomId: string, as: Partial<JoinOptions> & { readonly identity?: Identity } = {}) =>
  (await Guest.join(server, roomId, { nick: 'Ann', ...as })).seated();
const seatsOf = (roomId: string) => [...(server.rooms.get(roomId)?.loop.seats.values() ?? [])];
const refusalOf = (joining: Promise<unknown>) =>
  joining.then(
    () => 'let in',
    (error: Error) => error.message,
  );
/** Without a way back of its own: what follows is what the test does. */
const loseLine = async (guest: Guest, roomId: string) => {
  guest.room.reconnection.enabled = false;
  guest.cut();
  await until('away', () => seatsOf(roomId).every(({ source }) => source === undefined));
};

/** Knocks at the socket with what is given; resolves to the code that it is closed with, or to `let in`. */
function knock(roomId: string, query: Record<string, string>): Promise<number | 'let in'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/x/${roomId}?${new URLSearchParams(query)}`);
    socket.binaryType = 'arraybuffer';
    socket.onclose = ({ code }) => resolve(code);
    socket.onmessage = ({ data }) => {
      if ((new Uint8Array(data as ArrayBuffer)[0] & CODE_BITS) !== CODE.join) return;
      resolve('let in');
      socket.close();
    };
  });
}

describe('a stolen', () => {
  const FAILED_TO_RECONNECT = 4003;

  it('token of a lost connection takes no seat, and its holder comes back into it', async () => {
    const id = await open();
    const ann = await seated(id);
    const { sessionId, reconnectionToken } = ann.room;
    const token = reconnectionToken.split(':')[1];
    await loseLine(ann, id);
    const eve = Identity.of('Eve');
    const tries: Record<string, string>[] = [
      {},
      { signature: '' },
      { signature: eve.signReturn(id, sessionId, token) },
    ];
    for (const more of tries)
      expect(await knock(id, { sessionId, reconnectionToken: token, ...more })).toBe(FAILED_TO_RECONNECT);
    expect(await knock(id, { sessionId })).not.toBe('let in');
    const again = await fetch(`${server.url}/matchmake/reconnect/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reconnectionToken: token }),
    });
    expect(again.status).toBe(404);
    const signature = ann.identity.signReturn(id, sessionId, token);
    expect(await knock(id, { sessionId, reconnectionToken: token, signature })).toBe('let in');
    // Seen once more by whoever reads what a proxy logs.
    expect(await knock(id, { sessionId, reconnectionToken: token, signature })).not.toBe('let in');
  });

  it('token of a connection that is in use neither takes the seat nor ends the connection', async () => {
    const id = await open();
    const ann = await seated(id);
    const { sessionId, reconnectionToken } = ann.room;
    expect(await knock(id, { sessionId, reconnectionToken: reconnectionToken.split(':')[1] })).toBe(
      FAILED_TO_RECONNECT,
    );
    const { tick } = ann.state ?? { tick: 0 };
    await until('Ann to play on', () => (ann.state?.tick ?? 0) > tick + 5);
    expect(ann.closed).toBeNull();
    await ann.leave();
  });

  it('join is worth nothing after it was used, and its seat is not joined twice', async () => {
    const id = await open();
    const options = await signedJoin(server.url, id);
    const sessionId = await reserve(server, id, options, {});
    expect(await refusalOf(reserve(server, id, options, {}))).toBe('stale-challenge');
    expect(await refusalOf(reserve(server, id, { ...options, nick: 'Eve' }, {}))).toBe('stale-challenge');
    expect(await knock(id, { sessionId, nick: 'Eve', key: RESERVED.key })).toBe('let in');
    expect(await knock(id, { sessionId })).not.toBe('let in');
  });

  it('public key is no key', async () => {
    const id = await open();
    const ann = await seated(id);
    await loseLine(ann, id);
    expect(await refusalOf(Guest.join(server, id, { key: ann.identity.key }))).toBe('stale-challenge');
    expect(seatsOf(id)).toHaveLength(1);
  });
});

describe('one key in two places', () => {
  it('has one seat in a room, which moves only when it is asked to', async () => {
    const id = await open({ password: 'sesame' });
    const first = await seated(id, { password: 'sesame' });
    const { identity } = first;
    expect(await refusalOf(Guest.join(server, id, { identity }))).toBe('in-other-tab');
    const token = first.room.reconnectionToken.split(':')[1];
    // No password is asked for: the seat is hers.
    const second = await seated(id, { identity, takeOver: true });
    await until('the first to end', () => first.closed !== null);
    expect(first.closed).toBe(CLOSE.seatMoved);
    expect([second.id, seatsOf(id).length]).toEqual([first.id, 1]);
    const { sessionId } = first.room;
    const signature = identity.signReturn(id, sessionId, token);
    expect(await knock(id, { sessionId, reconnectionToken: token, signature })).not.toBe('let in');
    expect(await refusalOf(Guest.join(server, id, { identity }))).toBe('in-other-tab');
    await second.leave();
  });

  it('plays in two rooms at once', async () => {
    const identity = Identity.fresh();
    const [one, other] = [await open(), await open()];
    const guests = [await seated(one, { identity }), await seated(other, { identity })];
    expect(guests.map(({ closed }) => closed)).toEqual([null, null]);
    for (const guest of guests) await guest.leave();
  });

  it('is taken over before it has come in: one of the two is in the room', async () => {
    const id = await open();
    const identity = Identity.fresh();
    const [first, second] = await Promise.all([1, 2].map(() => Guest.join(server, id, { identity, takeOver: true })));
    const stays = await until('one to stay', () =>
      [first, second].find(({ closed }) => closed === null && first.closed !== second.closed),
    );
    await stays.seated();
    expect(server.rooms.get(id)?.state.players).toHaveLength(1);
    await stays.leave();
  });
});

it('a reserved nick is refused to everybody but the one it is kept for', async () => {
  const id = await open();
  expect(await refusalOf(Guest.join(server, id, { nick: 'LEGEND' }))).toBe('reserved-nick');
  await (await seated(id, { nick: 'Legend', identity: RESERVED })).leave();
});

it('a room knows the key of who is in it, and his thumbprint while he is away', async () => {
  const id = await open();
  const ann = await seated(id);
  const room = server.rooms.get(id);
  expect(room?.originOf(ann.id)).toMatchObject({ key: ann.identity.key, auth: ann.identity.auth });
  expect(room?.file().seats).toEqual([{ playerId: ann.id, key: ann.identity.auth }]);
  await ann.leave();
});
