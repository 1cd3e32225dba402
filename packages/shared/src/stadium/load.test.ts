// The way round: text → stadium → canonical text → the same stadium, for stadiums of every kind.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadStadium } from './load.ts';
import type { Stadium } from './pitch.ts';
import { MAX_TEXT } from './text.ts';

function load(text: string): Stadium {
  const loaded = loadStadium(text);
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

/** `toStrictEqual` compares by Object.is: -0 is not 0, NaN is NaN. */
function expectSameBits(text: string): void {
  const first = load(text);
  expect(load(first.text)).toStrictEqual(first);
}

const RICH = `{
  // one of everything, with values that a careless writer loses
  name: 'Half\\u2028 "time" \\ud800 ⚽', width: 420.1, height: -0, maxViewWidth: 600.9, cameraFollow: ['player'],
  spawnDistance: 1e-7, bg: { type: 'hockey', color: 'fff', width: 0.1, goalLine: Infinity }, canBeStored: false,
  kickOffReset: 'full', traits: { t: { cMask: ['all', 'kick', 'c3'], curve: -123.4, bias: 5 } },
  ballPhysics: { pos: [-0, 0], radius: 5.8, cGroup: ['c0'], color: 'transparent' },
  playerPhysics: { damping: NaN, gravity: [-0, 1e21], cGroup: ['c1', 'kick'], kickStrength: 5.3 },
  vertexes: [{ x: 0.1, y: 0.2 }, { x: -0.3, y: -0, trait: 't' }, { x: 1e300, y: 5e-324 }],
  segments: [{ v0: 0, v1: 1, trait: 't' }, { v0: 2, v1: 1, curveF: NaN, vis: false, bias: -0 }, { v0: 0, v1: 0, curve: -5, bias: -0 },
    { v0: 0, v1: 2, curveF: -Infinity, color: [9, 8, 7] }],
  goals: [{ p0: [1], p1: ['x', -0], team: 'blue' }],
  discs: [{ pos: [0.7, -0], speed: [1, 2], gravity: [NaN, -0], invMass: Infinity }, { pos: 5, color: '#nope' }],
  planes: [{ normal: [3, 7], dist: 1 / 1 }, { normal: [0, 0], dist: NaN }],
  joints: [{ d0: 0, d1: 1 }, { d0: 1, d1: 2, length: [NaN, 3], strength: 0.01, color: 'transparent' }],
  redSpawnPoints: [[-1, 0.1], [2]], blueSpawnPoints: [{ y: 3 }],
}`.replace('1 / 1', '1');

test('[stadium-format §8] a file with everything in it reads back to the same bits and the same text', () => {
  expectSameBits(RICH);
  expect(load(RICH).hash).toMatch(/^[0-9a-f]{32}$/);
});

test('[stadium-format §8] the hash names what is played, not how it was written', () => {
  const file = (more: string) => `{ name: 'A', width: 1, height: 1, bg: {}, vertexes: [{x: 0, y: 0}], ${more} }`;
  const plain = load(file('segments: [{ v0: 0, v1: 0, curve: 90, bias: -1 }]'));
  expect(load(file('segments: [{ v0: 0, v1: 0, curve: -90, bias: 1, vis: true }], traits: {}')).hash).toBe(plain.hash);
  expect(load(file('segments: [{ v0: 0, v1: 0, curve: 90, bias: 1 }]')).hash).not.toBe(plain.hash);
  expect(plain.text).not.toMatch(/"curve"/);
});

const real = fc.oneof(fc.double(), fc.integer({ min: -500, max: 500 }), fc.constant(null));
const pair = fc.oneof(fc.tuple(real, real), fc.constant(undefined));
const flags = fc.option(
  fc.subarray(['ball', 'red', 'blue', 'redKO', 'blueKO', 'wall', 'kick', 'score', 'c0', 'c3', 'all']),
);
const colour = fc.constantFrom('transparent', 'FF00FF', 'abc', '#1', [1, 2, 300], null);
const wall = { bCoef: real, cMask: flags, cGroup: flags };
const corner = fc.record({ x: real, y: real, ...wall }, { requiredKeys: ['x'] });
const segment = fc.record(
  { v0: fc.nat(2), v1: fc.nat(2), curve: real, curveF: real, bias: real, vis: fc.boolean(), color: colour, ...wall },
  { requiredKeys: ['v0', 'v1'] },
);
const disc = fc.record(
  { pos: pair, speed: pair, gravity: pair, radius: real, invMass: real, damping: real, color: colour, ...wall },
  { requiredKeys: [] },
);
const number = fc.double();
const plane = fc.record({ normal: fc.tuple(number, number), dist: real, ...wall }, { requiredKeys: ['normal'] });
const joint = fc.record(
  { d0: fc.nat(1), d1: fc.nat(1), length: fc.oneof(real, fc.tuple(number, number)), strength: real, color: colour },
  { requiredKeys: ['d0', 'd1'] },
);
const file = fc.record(
  {
    ...{ name: fc.string({ unit: 'binary' }), width: real, height: real, maxViewWidth: real, spawnDistance: real },
    bg: fc.record({ type: fc.constantFrom('grass', 'none'), cornerRadius: real, color: colour }, { requiredKeys: [] }),
    ballPhysics: fc.oneof(fc.constant('disc0'), disc),
    vertexes: fc.array(corner, { minLength: 3, maxLength: 5 }),
    ...{ segments: fc.array(segment), discs: fc.array(disc, { minLength: 2 }), planes: fc.array(plane) },
    goals: fc.array(fc.record({ p0: fc.array(real), p1: fc.array(real), team: fc.constantFrom('red', 'blue') })),
    joints: fc.array(joint),
    redSpawnPoints: fc.array(fc.tuple(number, real)),
    playerPhysics: fc.record({ invMass: real, kickback: real, cGroup: flags }, { requiredKeys: [] }),
  },
  { requiredKeys: ['bg', 'vertexes', 'discs'] },
);

/** JSON5 enough for numbers that JSON has no words for. */
function spell(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(spell).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null).replace(/\u2028|\u2029/g, ' ');
  return `{${Object.entries(value).map(([key, entry]) => `"${key}":${spell(entry)}`)}}`;
}

test('[stadium-format §8] random stadiums read back to the same bits and the same text', () => {
  fc.assert(
    fc.property(file, (value) => expectSameBits(spell(value))),
    { numRuns: 300, seed: 8 },
  );
});

test('[stadium-format §7] random values end in a stadium or a problem, never in a throw', () => {
  const noise = fc.dictionary(
    fc.constantFrom(...['name', 'width', 'bg', 'traits', 'ballPhysics', 'vertexes', 'segments', 'discs', 'planes']),
    fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.constantFrom('x', 'v0', 'pos', 'trait'), fc.jsonValue()))),
  );
  fc.assert(
    fc.property(fc.oneof(noise, fc.jsonValue()), (value) => {
      const loaded = loadStadium(JSON.stringify(value));
      expect(loaded.ok || loaded.problem.message.length > 0).toBe(true);
    }),
    { numRuns: 1000, seed: 7 },
  );
});

test('[stadium-format §6] a stadium whose canonical text would be too long to read is refused', () => {
  const text = `{"bg":{},"name":"${'\u0001'.repeat(MAX_TEXT / 4)}"}`;
  expect(loadStadium(text)).toMatchObject({ ok: false, problem: { category: 'limits' } });
});

test('[stadium-format §6] hostile files of a megabyte are answered in good time', () => {
  const element = '{"trait":"t"},';
  const list = element.repeat(Math.floor((MAX_TEXT - 600_000) / element.length)).slice(0, -1);
  const files = [
    `{"bg":{},"traits":{"t":{"cMask":[${'"ball",'.repeat(70_000)}"ball"]}},"discs":[${list}]}`,
    `{"bg":{},"traits":{"t":{"color":"${'A'.repeat(500_000)}"}},"discs":[${list}]}`,
    `{"bg":{},"vertexes":[${'{},'.repeat(MAX_TEXT / 3 - 20)}{}]}`,
    `{"bg":{},"redSpawnPoints":[${'[1],'.repeat(MAX_TEXT / 4 - 20)}[1]]}`,
    `{"bg":{},"discs":[${'0,'.repeat(MAX_TEXT / 2 - 20)}0]}`,
  ];
  const start = performance.now();
  for (const text of files) expect(loadStadium(text)).toMatchObject({ ok: false, problem: { category: 'limits' } });
  expect(performance.now() - start).toBeLessThan(20_000);
}, 30_000);
