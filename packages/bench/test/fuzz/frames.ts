// What comes over a player's WebSocket: whole messages, nearly whole ones, and bytes.
import { getMessageBytes } from '@colyseus/core';
import { messages, type Verb } from '@touchline/shared/protocol';
import { STOCK_NAMES, stockStadium } from '@touchline/shared/stadium';
import { CODE } from '../../../server/test/kit/raw.ts';
import type { Dice } from './dice.ts';

export interface Frame {
  readonly opcode: number;
  readonly bytes: Uint8Array;
}

const VERBS = Object.keys(messages) as Verb[];
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '*', 'x'.repeat(200)];
const VALUES = [null, undefined, true, -1, 2 ** 53, Number.NaN, 1e308, '', '\u0000\ud800', 'x'.repeat(500), [], {}];
const HASHES = STOCK_NAMES.map((name) => stockStadium(name)?.hash ?? '');

/** A body that may do something, for each verb. */
function goodBody(dice: Dice, verb: Verb): object {
  const id = 1 + dice.below(40);
  const flag = dice.chance(0.5);
  switch (verb) {
    case 'chat':
      return { text: 'x'.repeat(1 + dice.below(140)) };
    case 'team':
      return { id, team: dice.below(3) };
    case 'teams':
      return { how: dice.pick(['auto', 'random', 'reset']) };
    case 'lock':
      return { locked: flag };
    case 'pause':
      return { paused: flag };
    case 'limits':
      return { scoreLimit: dice.below(100), timeLimit: dice.below(100) };
    case 'kickRate':
      return { min: dice.below(256), rate: dice.below(256), burst: dice.below(101) };
    case 'stadium':
      return { hash: dice.pick(HASHES) };
    case 'kit':
      return { team: 1 + dice.below(2), angle: dice.below(361), textColor: dice.below(2 ** 24), stripes: [1, 2] };
    case 'kick':
      return { id, reason: '', ban: flag };
    case 'admin':
      return { id, admin: flag };
    case 'claimAdmin':
      return { password: 'guess' };
    case 'password':
      return { password: null };
    case 'avatar':
      return { avatar: '\u{1f600}' };
    case 'bots':
      return { perSide: dice.below(4), level: 1 + dice.below(3) };
    default:
      return {};
  }
}

/** A field another, one more, or something else altogether. */
function badBody(dice: Dice, verb: Verb): unknown {
  if (dice.chance(0.2)) return dice.pick(VALUES);
  const entries = Object.entries(goodBody(dice, verb)).map(([name, value]) => [
    name,
    dice.chance(0.5) ? dice.pick(VALUES) : value,
  ]);
  if (dice.chance(0.5)) entries.push([dice.pick(NAMES), dice.pick(VALUES)]);
  return Object.fromEntries(entries);
}

/** The framework encodes every message into the same memory. */
const message = (name: string, body: unknown) => Buffer.from(getMessageBytes.raw(CODE.data, name, body));

/** Most are whole messages, or the first that is not would end every connection at once. */
export function anyFrame(dice: Dice): Frame {
  const verb = dice.pick(VERBS);
  const whole = () => message(verb, dice.chance(0.6) ? goodBody(dice, verb) : badBody(dice, verb));
  if (dice.chance(0.9)) return { opcode: 2, bytes: whole() };
  const opcode = dice.chance(0.8) ? 2 : dice.pick([0, 1, 3, 8, 9, 10, 15]);
  switch (dice.below(7)) {
    case 0:
      return { opcode, bytes: message(dice.pick(NAMES), badBody(dice, verb)) };
    case 1:
      return { opcode, bytes: dice.bytes(64) };
    case 2:
      return { opcode, bytes: Buffer.concat([Buffer.from([dice.below(32)]), dice.bytes(64)]) };
    case 3:
      return { opcode, bytes: Buffer.alloc(0) };
    case 4:
      // Larger than any that is taken.
      return { opcode, bytes: Buffer.alloc(4000 + dice.below(4000), dice.below(256)) };
    default:
      return { opcode, bytes: dice.damage(whole()) };
  }
}
