import { joinText, PROTOCOL_VERSION, work } from '@touchline/shared/protocol';
import { describe, expect, it } from 'vitest';
import { Identity } from '../../test/kit/identity.ts';
import { Gate, type GateOptions } from './gate.ts';
import { isOwnHost } from './own-host.ts';
import { reservedNicks } from './reserved-nicks.ts';

const ANN = Identity.of('Ann');
const EVE = Identity.of('Eve');
const HERE = { roomId: 'park', address: '192.0.2.1' };
const OPEN = {
  ...{ refuses: () => null, hasSeat: () => false, guarded: false },
  keyOf: (sessionId: string) => (sessionId === 'anns' ? ANN.key : null),
};

const NO_QUEUE = { refuses: () => null, enter: () => 'ticket', pass: () => {}, keepsSeat: () => false };

const gateWith = (options: Partial<GateOptions> = {}) =>
  new Gate({
    ...{ room: (id) => (id === 'park' ? OPEN : undefined), publicHost: undefined, reservedNicks: new Map() },
    ...{ joinWork: true, isKnown: () => false, keyLimit: { take: () => 0 }, queue: NO_QUEUE },
    ...options,
  });

/** What Ann's page sends, but for `more`. */
function knock(gate: Gate, more: Record<string, unknown> = {}, signer: Identity = ANN, host = 'play.example') {
  const { challenge, bits } = gate.challenge({ ...HERE, key: ANN.key });
  return {
    ...{ version: PROTOCOL_VERSION, nick: 'Ann', key: ANN.key, challenge, nonce: work(challenge, bits), host },
    signature: signer.sign(joinText(host, HERE.roomId, challenge)),
    ...more,
  };
}

describe('a join', () => {
  it('is let through with its key proven, as the gate has read it', () => {
    const gate = gateWith();
    expect(gate.check({ ...knock(gate, { nick: ' Ann\u202e ' }), isAdmin: true }, HERE)).toEqual({
      ...{ nick: 'Ann', avatar: '', password: undefined, key: ANN.key, auth: ANN.auth, takeOver: false },
    });
  });

  it('is refused without the key: by another signature, another text, or a key that is none', () => {
    const gate = gateWith();
    expect(gate.check(knock(gate, {}, EVE), HERE)).toBe('bad-proof');
    expect(gate.check(knock(gate, { host: 'other.example' }), HERE)).toBe('bad-proof');
    expect(gate.check(knock(gate, { signature: 'A'.repeat(86) }), HERE)).toBe('bad-proof');
    const key = Buffer.alloc(32, 0xff).toString('base64url');
    const { challenge, bits } = gate.challenge({ ...HERE, key });
    expect(gate.check(knock(gate, { key, challenge, nonce: work(challenge, bits) }), HERE)).toBe('bad-proof');
  });

  it('cannot be used again, elsewhere, or by another', () => {
    const gate = gateWith();
    const body = knock(gate);
    expect(gate.check(body, { ...HERE, address: '192.0.2.2' })).toBe('stale-challenge');
    expect(gate.check({ ...body, key: EVE.key }, HERE)).toBe('stale-challenge');
    expect(typeof gate.check(body, HERE)).toBe('object');
    expect(gate.check(body, HERE)).toBe('stale-challenge');
    expect(gateWith().check(knock(gate), HERE)).toBe('stale-challenge');
  });

  it('is not spent by somebody who has only seen its challenge', () => {
    const gate = gateWith();
    const body = knock(gate);
    expect(gate.check({ ...body, signature: EVE.sign(new Uint8Array()) }, HERE)).toBe('bad-proof');
    expect(typeof gate.check(body, HERE)).toBe('object');
  });

  it('is refused by the room, which hears of it only when the key is proven', () => {
    const asked: string[] = [];
    const refuses = ({ nick }: { nick: string }) => {
      asked.push(nick);
      return 'full' as const;
    };
    const room = { ...OPEN, refuses };
    const gate = gateWith({ room: () => room });
    expect(gate.check(knock(gate, {}, EVE), HERE)).toBe('bad-proof');
    expect(asked).toEqual([]);
    expect(gate.check(knock(gate), HERE)).toBe('full');
  });

  it.each([
    ['old-client', { version: PROTOCOL_VERSION - 1 }],
    ['bad-nick', { nick: ' \u200b ' }],
    ['bad-nick', { avatar: 'abc' }],
    ['bad-proof', { key: 'A'.repeat(42) }],
    ['bad-proof', { challenge: 'x'.repeat(1000) }],
  ])('is refused as %s for %o', (code, more) => {
    const gate = gateWith();
    expect(gate.check(knock(gate, more), HERE)).toBe(code);
  });

  it('of anything but an object is refused', () => {
    for (const body of [null, undefined, 7, 'x', []]) expect(gateWith().check(body, HERE)).toBe('old-client');
  });

  it('signed for another server is not believed where the server knows its name', () => {
    const gate = gateWith({ publicHost: 'play.example' });
    expect(typeof gate.check(knock(gate), HERE)).toBe('object');
    expect(gate.check(knock(gate, {}, ANN, 'evil.example'), HERE)).toBe('wrong-host');
  });
});

it('the own host is the public one, or one near by; any, where none was said', () => {
  for (const host of ['play.example', 'localhost:2567', '127.0.0.1:2567', '192.168.1.7', '[::1]:2567', '[fd00::1]'])
    expect(isOwnHost(host, 'play.example')).toBe(true);
  for (const host of ['evil.example', 'play.example:81', '203.0.113.9:2567', 'localhost.evil.example', '[2001:db8::1]'])
    expect(isOwnHost(host, 'play.example')).toBe(false);
  expect(isOwnHost('evil.example', undefined)).toBe(true);
});

describe('a reserved nick', () => {
  const names = reservedNicks([`Straße=${ANN.auth}`, `Ann B=${EVE.auth}`, `Ann B=${ANN.auth}`]);

  it('is for its keys alone, however it is written', () => {
    const gate = gateWith({ reservedNicks: names });
    expect(typeof gate.check(knock(gate, { nick: 'STRASSE' }), HERE)).toBe('object');
    const strict = gateWith({ reservedNicks: reservedNicks([`Straße=${EVE.auth}`, `Ann B=${EVE.auth}`]) });
    for (const nick of ['STRASSE', 'straße', 'Ann B', 'ann\u00a0b', 'ＡＮＮ Ｂ', 'A\u200bnn\u00ad B'])
      expect(strict.check(knock(strict, { nick }), HERE)).toBe('reserved-nick');
    expect(typeof strict.check(knock(strict, { nick: 'Ann Bee' }), HERE)).toBe('object');
  });

  it('may be kept for several', () => {
    const gate = gateWith({ reservedNicks: names });
    expect(typeof gate.check(knock(gate, { nick: 'ann b' }), HERE)).toBe('object');
  });
});

describe('the work for a seat', () => {
  /** Somebody new, from an address of his own, with his work done. */
  const come = (gate: Gate, name: string) => {
    const who = Identity.of(name);
    const here = { ...HERE, address: `at ${name}` };
    const { challenge, bits } = gate.challenge({ ...here, key: who.key });
    const signature = who.sign(joinText('play.example', HERE.roomId, challenge));
    return { bits, here, body: knock(gate, { key: who.key, challenge, nonce: work(challenge, bits), signature }) };
  };
  const priceFor = (gate: Gate, who = Identity.of('somebody')) =>
    gate.challenge({ ...HERE, address: 'elsewhere', key: who.key }).bits;

  it('must show, for this challenge', () => {
    const gate = gateWith();
    const { body, here } = come(gate, 'Ben');
    for (const nonce of ['', '000000000000', work('another', 13)])
      expect(gate.check({ ...body, nonce }, here)).toBe('stale-challenge');
    expect(typeof gate.check(body, here)).toBe('object');
  });

  it('grows with those who come in, and what was laid in while it was cheap is worth nothing then', () => {
    const gate = gateWith();
    const stock = Array.from({ length: 14 }, (_, i) => come(gate, `bot ${i}`));
    const answers = stock.map(({ body, here }) => gate.check(body, here));
    const passed = answers.filter((answer) => typeof answer === 'object').length;
    expect(passed).toBeGreaterThan(4);
    expect(passed).toBeLessThan(12);
    expect(answers.slice(passed).every((answer) => answer === 'stale-challenge')).toBe(true);
    expect(priceFor(gate)).toBe(16);
  });

  it('is the least for who is in the room, who is known, and whose turn it is, also while the room is flooded', () => {
    const flooded = (options: Partial<GateOptions>) => {
      const gate = gateWith(options);
      for (let i = 0; i < 6; i++) {
        const { body, here } = come(gate, `bot ${i}`);
        gate.check(body, here);
      }
      return gate;
    };
    const isAnn = (auth: string) => auth === ANN.auth;
    const isHers = (_roomId: string, auth: string) => isAnn(auth);
    for (const options of [
      { room: () => ({ ...OPEN, hasSeat: isAnn }) },
      { isKnown: isAnn },
      { queue: { ...NO_QUEUE, keepsSeat: isHers } },
    ]) {
      const gate = flooded(options);
      expect([priceFor(gate, ANN), priceFor(gate, EVE)]).toEqual([13, 14]);
    }
  });

  it('is more in a room that wants it so', () => {
    const room = () => ({ ...OPEN, guarded: true });
    expect(priceFor(gateWith({ room }))).toBe(16);
    expect([priceFor(gateWith({ joinWork: false })), priceFor(gateWith({ room, joinWork: false }))]).toEqual([0, 16]);
  });

  it('is not wanted of a key that knocks too often: that is refused', () => {
    const gate = gateWith({ keyLimit: { take: (auth) => (auth === ANN.auth ? 1 : 0) } });
    expect(gate.check(knock(gate), HERE)).toBe('too-many');
    const { body, here } = come(gate, 'Ben');
    expect(typeof gate.check(body, here)).toBe('object');
  });
});

describe('before a full room', () => {
  it('what was shown is good for one place in the queue, and for nothing else', () => {
    const gate = gateWith({ room: () => ({ ...OPEN, refuses: () => 'full' }) });
    const body = knock(gate);
    expect(gate.check(body, HERE)).toBe('full');
    expect(gate.enqueue(body, HERE)).toEqual({ ticket: 'ticket' });
    expect(gate.enqueue(body, HERE)).toBe('stale-challenge');
    expect(gate.check(body, HERE)).toBe('stale-challenge');
  });

  it('only who would get a free seat may wait for one', () => {
    const gate = gateWith({ room: () => ({ ...OPEN, refuses: () => 'banned' }) });
    expect(gate.enqueue(knock(gate), HERE)).toBe('banned');
    expect(gate.enqueue({}, HERE)).toBe('old-client');
    expect(gate.enqueue(knock(gate, {}, EVE), HERE)).toBe('bad-proof');
  });

  it('a queue without a place left says that the room is full', () => {
    const queue = { ...NO_QUEUE, enter: () => null };
    const gate = gateWith({ queue, room: () => ({ ...OPEN, refuses: () => 'full' }) });
    expect(gate.enqueue(knock(gate), HERE)).toBe('full');
  });
});

describe('while the server carries nobody new', () => {
  const busy = { ...NO_QUEUE, refuses: () => 'server-busy' as const };
  const annKnocks = { ...HERE, key: ANN.key };

  it('a stranger is told so before he works', () => {
    expect(gateWith({ queue: busy }).turnsAway(annKnocks)).toBe(true);
    expect(gateWith().turnsAway(annKnocks)).toBe(false);
    // There is a queue to wait in.
    expect(gateWith({ queue: { ...busy, refuses: () => 'full' as const } }).turnsAway(annKnocks)).toBe(false);
  });

  it.each([
    ['who is in the room', { room: () => ({ ...OPEN, hasSeat: (auth: string) => auth === ANN.auth }), queue: busy }],
    ['who is known', { isKnown: (auth: string) => auth === ANN.auth, queue: busy }],
    ['whose turn it is', { queue: { ...busy, keepsSeat: (_: string, auth: string) => auth === ANN.auth } }],
  ])('%s is not', (_, options) => {
    const gate = gateWith(options);
    expect([gate.turnsAway(annKnocks), gate.turnsAway({ ...annKnocks, key: EVE.key })]).toEqual([false, true]);
  });

  it('what a stranger has laid in is used up by trying it', () => {
    const gate = gateWith({ room: () => ({ ...OPEN, refuses: () => 'server-busy' }) });
    const body = knock(gate);
    expect(gate.check(body, HERE)).toBe('server-busy');
    expect(gate.check(body, HERE)).toBe('stale-challenge');
    expect(gate.enqueue(knock(gate), HERE)).toBe('server-busy');
  });
});

describe('the return of a lost connection', () => {
  const gate = gateWith();
  const proof = ANN.signReturn('park', 'anns', 'token');

  it('is signed by the key that the seat was taken with', () => {
    expect(gate.mayReturn('park', 'anns', 'token', proof)).toBe(true);
    expect(gate.mayReturn('park', 'anns', 'token', EVE.signReturn('park', 'anns', 'token'))).toBe(false);
    expect(gate.mayReturn('park', 'anns', 'token', '')).toBe(false);
  });

  it('is signed for this room, this connection and this token', () => {
    expect(gate.mayReturn('park', 'anns', 'next', proof)).toBe(false);
    expect(gate.mayReturn('park', 'nobodys', 'token', proof)).toBe(false);
    expect(gate.mayReturn('yard', 'anns', 'token', proof)).toBe(false);
  });
});
