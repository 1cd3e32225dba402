// Value → document: traits, defaults, every refusal and every leniency of stadium-format.md §2, §3, §5 to §7 and §11.
import { describe, expect, test } from 'vitest';
import { readStadium } from './read.ts';
import type { StadiumDocument } from './types.ts';

const ALL = 63;
const WALL = 32;

/** The smallest useful file: two corners. */
const base = {
  ...{ name: 'Test', width: 400, height: 200, bg: {} },
  vertexes: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ],
  ...{ segments: [], goals: [], discs: [], planes: [] },
};

const read = (changes: object) => readStadium({ ...base, ...changes });

function document(changes: object): StadiumDocument {
  const result = read(changes);
  if (!result.ok) throw new Error(result.problem.message);
  return result.document;
}

/** The refusal without its sentence, or undefined if the file loads. */
function refusal(changes: object) {
  const result = read(changes);
  if (result.ok) return undefined;
  const { message, ...problem } = result.problem;
  expect(message).not.toBe('');
  return problem;
}

function warnings(changes: object) {
  const result = read(changes);
  if (!result.ok) throw new Error(result.problem.message);
  return result.warnings.map(({ message: _, ...where }) => where);
}

const without = (key: string) => Object.fromEntries(Object.entries(base).filter(([name]) => name !== key));
const goal = { p0: [0, -1], p1: [0, 1], team: 'red' };
const many = (count: number, element: unknown) => Array.from({ length: count }, () => element);

describe('defaults', () => {
  test('[stadium-format §2] what a minimal file means', () => {
    expect(document({})).toEqual({
      ...{ name: 'Test', width: 400, height: 200, maxViewWidth: 0, cameraFollow: 'ball', spawnDistance: 200 },
      background: { type: 'none', width: 0, height: 0, kickOffRadius: 0, cornerRadius: 0, goalLine: 0, color: 7441498 },
      ...{ canBeStored: true, fullReset: false, segments: [], goals: [], planes: [], joints: [] },
      vertexes: [
        { x: 0, y: 0, bCoef: 1, cMask: ALL, cGroup: WALL },
        { x: 10, y: 0, bCoef: 1, cMask: ALL, cGroup: WALL },
      ],
      discs: [
        {
          ...{ x: 0, y: 0, vx: 0, vy: 0, gx: 0, gy: 0, radius: 10, invMass: 1, damping: 0.99, bCoef: 0.5 },
          ...{ color: 0xffffff, cMask: ALL, cGroup: 193 },
        },
      ],
      ...{ redSpawnPoints: [], blueSpawnPoints: [] },
      player: {
        ...{ radius: 15, invMass: 0.5, bCoef: 0.5, damping: 0.96, acceleration: 0.1, kickingAcceleration: 0.07 },
        ...{ kickingDamping: 0.96, kickStrength: 5, kickback: 0, gx: 0, gy: 0, cGroup: 0 },
      },
    });
    expect(warnings({})).toEqual([]);
  });

  test('[stadium-format §5] elements that say only what they must', () => {
    const { segments, planes, joints, discs } = document({
      segments: [{ v0: 0, v1: 1 }],
      planes: [{ normal: [0, 2], dist: 3 }],
      discs: [{}],
      joints: [{ d0: 0, d1: 1 }],
    });
    const wall = { bCoef: 1, cMask: ALL, cGroup: WALL };
    expect(segments).toEqual([{ v0: 0, v1: 1, k: Infinity, bias: 0, vis: true, color: 0, ...wall }]);
    expect(planes).toEqual([{ nx: 0, ny: 2, dist: 3, ...wall }]);
    expect(joints).toEqual([{ d0: 0, d1: 1, length: undefined, strength: Infinity, color: 0 }]);
    expect(discs[1]).toMatchObject({ radius: 10, cMask: ALL, cGroup: ALL });
  });

  test('[stadium-format, conventions] null is absent, everywhere', () => {
    const nulls = { maxViewWidth: null, spawnDistance: null, canBeStored: null, traits: null, ballPhysics: null };
    const lists = { playerPhysics: { radius: null, gravity: null }, joints: null, redSpawnPoints: null };
    expect(document({ ...nulls, ...lists, discs: [{ pos: null, radius: null, cMask: null, color: null }] })).toEqual(
      document({ discs: [{}] }),
    );
  });

  test('[stadium-format §2] odd values of the loose fields', () => {
    expect(document({ maxViewWidth: 600.9 }).maxViewWidth).toBe(600);
    expect(document({ cameraFollow: 'player' }).cameraFollow).toBe('player');
    expect(document({ cameraFollow: ['player'] }).cameraFollow).toBe('player');
    for (const cameraFollow of ['Player', 3, {}, ['player', 1]]) {
      expect(document({ cameraFollow }).cameraFollow).toBe('ball');
    }
    expect(document({ kickOffReset: ['full'] }).fullReset).toBe(true);
    for (const kickOffReset of ['partial', 'FULL', 1]) expect(document({ kickOffReset }).fullReset).toBe(false);
  });

  test('[stadium-format §2.1] the background', () => {
    expect(document({ bg: { type: 'hockey', color: 'FF0000', goalLine: 5 } }).background).toMatchObject({
      ...{ type: 'hockey', color: 0xff0000, goalLine: 5 },
    });
    expect(document({ bg: { type: ['grass'], color: '#FF0000' } }).background).toMatchObject({
      ...{ type: 'none', color: 7441498 },
    });
    for (const bg of ['grass', 5, []]) expect(document({ bg }).background).toEqual(document({}).background);
  });
});

describe('traits', () => {
  const traits = { wall: { cMask: ['ball'], bCoef: 0.1, vis: false, curve: 90, x: 7, radius: 3 }, empty: {} };
  const vertex = (element: object) => document({ traits, vertexes: [{ trait: 'wall', y: 1, ...element }] }).vertexes[0];
  const segment = (element: object, more: object = {}) =>
    document({ traits: { ...traits, ...more }, segments: [{ v0: 0, v1: 1, trait: 'wall', ...element }] }).segments[0];

  test('[stadium-format §3] a trait fills in what is missing, required fields too', () => {
    expect(vertex({})).toEqual({ x: 7, y: 1, bCoef: 0.1, cMask: 1, cGroup: WALL });
  });

  test('[stadium-format §3] own null is filled by the trait', () => {
    expect(vertex({ bCoef: null, x: null })).toMatchObject({ bCoef: 0.1, x: 7 });
  });

  test('[stadium-format §3] the own value wins, also 0, false and []', () => {
    expect(vertex({ bCoef: 0, cMask: [], x: 0 })).toMatchObject({ bCoef: 0, cMask: 0, x: 0 });
    expect(segment({ vis: true })?.vis).toBe(true);
    expect(refusal({ traits, vertexes: [{ y: 1, trait: 'wall', cMask: '' }] })).toMatchObject({ key: 'cMask' });
  });

  test('[stadium-format §3] a list is replaced, never merged', () => {
    expect(vertex({ cMask: ['red'] })?.cMask).toBe(2);
  });

  test("[stadium-format §3] a trait's own trait is not followed", () => {
    const chain = { a: { trait: 'b' }, b: { bCoef: 9 } };
    expect(document({ traits: chain, vertexes: [{ x: 0, y: 0, trait: 'a' }] }).vertexes[0]?.bCoef).toBe(1);
  });

  test('[stadium-format §3] a name that is not there is ignored, silently', () => {
    expect(vertex({ trait: 'nothing', x: 0 })?.bCoef).toBe(1);
    expect(warnings({ traits, vertexes: [{ x: 0, y: 0, trait: 'nothing' }] })).toEqual([]);
  });

  test('[stadium-format §3] the trait first, then curveF before curve', () => {
    expect(segment({ curveF: 2 })?.k).toBe(2);
    expect(segment({ curve: 180, trait: 'f' }, { f: { curveF: 3 } })?.k).toBe(3);
    expect(segment({})?.k).toBe(1.0000000000000002);
  });

  test('[stadium-format §3] every list takes traits; ball, players and background do not', () => {
    const all = {
      ...{ v: { x: 1, y: 2 }, s: { v0: 0, v1: 0 }, g: goal, d: { pos: [3, 4] }, p: { normal: [1, 0], dist: 5 } },
      ...{ j: { d0: 0, d1: 1, length: 6 }, big: { radius: 99, width: 99 } },
    };
    const lists = { segments: [{ trait: 's' }], goals: [{ trait: 'g' }], discs: [{ trait: 'd' }] };
    const more = { vertexes: [{ trait: 'v' }], planes: [{ trait: 'p' }], joints: [{ trait: 'j' }] };
    const big = { bg: { trait: 'big' }, ballPhysics: { trait: 'big' }, playerPhysics: { trait: 'big' } };
    const read = document({ traits: all, ...lists, ...more, ...big });
    expect(read.vertexes[0]).toMatchObject({ x: 1, y: 2 });
    expect(read.goals[0]).toMatchObject({ team: 1 });
    expect(read.discs[1]).toMatchObject({ x: 3, y: 4 });
    expect(read.planes[0]).toMatchObject({ dist: 5 });
    expect(read.joints[0]).toMatchObject({ length: [6, 6] });
    expect([read.discs[0]?.radius, read.player.radius, read.background.width]).toEqual([10, 15, 0]);
  });

  test('[stadium-format §3] a hostile trait reaches no prototype and is reached through none', () => {
    const hostile = JSON.parse('{"__proto__": {"bCoef": 5}, "bad": {"__proto__": {"bCoef": 6, "polluted": 1}}}');
    const names = ['__proto__', 'bad', 'constructor', 'toString', 'hasOwnProperty'];
    const vertexes = names.map((trait) => ({ x: 0, y: 0, trait }));
    expect(document({ traits: hostile, vertexes }).vertexes.map((v) => v.bCoef)).toEqual([5, 1, 1, 1, 1]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get({}, 'bCoef')).toBeUndefined();
  });
});

describe('elements', () => {
  test('[stadium-format §5.2] a negative curve exchanges the ends and the sign of bias, also when it makes no arc', () => {
    const segment = (element: object) => document({ segments: [{ v0: 0, v1: 1, ...element }] }).segments[0];
    expect(segment({ curve: -90, bias: 4 })).toMatchObject({ v0: 1, v1: 0, bias: -4, k: 1.0000000000000002 });
    expect(segment({ curve: -90, bias: 4 })).toEqual(segment({ curve: 90, bias: -4, v0: 1, v1: 0 }));
    for (const curve of [-5, -350])
      expect(segment({ curve, bias: 4 })).toMatchObject({ v0: 1, v1: 0, bias: -4, k: Infinity });
    expect(Object.is(segment({ curve: -90 })?.bias, 0)).toBe(true);
  });

  test('[stadium-format §5.2] curveF is k, verbatim, and curve is then ignored', () => {
    const segment = (element: object) => document({ segments: [{ v0: 0, v1: 1, ...element }] }).segments[0];
    expect(segment({ curveF: -0.5, curve: -90, bias: 4 })).toMatchObject({ v0: 0, v1: 1, bias: 4, k: -0.5 });
    for (const curveF of [NaN, Infinity, -Infinity]) expect(segment({ curveF, curve: 90 })?.k).toBe(curveF);
    expect(segment({ curveF: null, curve: 90 })?.k).toBe(1.0000000000000002);
    expect(segment({ v0: 1, v1: 1 })).toMatchObject({ v0: 1, v1: 1 });
  });

  test('[stadium-format §5.3] a goal is named after the team that defends it', () => {
    const goals = [goal, { ...goal, team: 'blue' }, { ...goal, p0: [5], p1: ['6', 7] }];
    expect(document({ goals }).goals).toEqual([
      { p0x: 0, p0y: -1, p1x: 0, p1y: 1, team: 1 },
      { p0x: 0, p0y: -1, p1x: 0, p1y: 1, team: 2 },
      { p0x: 5, p0y: NaN, p1x: NaN, p1y: 7, team: 1 },
    ]);
  });

  test('[stadium-format §5.6] lengths and strengths of joints', () => {
    const joint = (element: object) => document({ discs: [{}], joints: [{ d0: 0, d1: 1, ...element }] }).joints[0];
    expect(joint({ length: null }).length).toBeUndefined();
    expect(joint({ length: 5 })?.length).toEqual([5, 5]);
    expect(joint({ length: [9, 3, 'x'] })?.length).toEqual([9, 3]);
    for (const strength of ['rigid', ['rigid'], null]) expect(joint({ strength })?.strength).toBe(Infinity);
    expect(joint({ strength: 0.05, color: 'transparent' })).toMatchObject({ strength: 0.05, color: -1 });
  });

  test('[stadium-format §5.7] the ball: default, its own physics, the first disc, or nonsense', () => {
    expect(document({ ballPhysics: { radius: 6, cGroup: ['wall'] } }).discs).toMatchObject([
      { radius: 6, cGroup: 224 },
    ]);
    expect(document({ ballPhysics: {} }).discs[0]?.cGroup).toBe(193);
    for (const ballPhysics of ['disc0', ['disc0']]) {
      const { discs } = document({ ballPhysics, discs: [{ radius: 3 }, { radius: 4 }] });
      expect(discs.map(({ radius, cGroup }) => [radius, cGroup])).toEqual([
        [3, ALL],
        [4, ALL],
      ]);
    }
    for (const ballPhysics of [5, 'disc1', ['disc0', 'disc0'], true]) {
      expect(document({ ballPhysics }).discs).toEqual(document({}).discs);
    }
  });

  test('[stadium-format §5.8] player physics, whose cMask is ignored', () => {
    const playerPhysics = {
      radius: 10,
      kickback: 2,
      gravity: [1, 2, 3],
      cGroup: ['kick'],
      cMask: 5,
      acceleration: 0.2,
    };
    expect(document({ playerPhysics }).player).toMatchObject({
      ...{ radius: 10, kickback: 2, gx: 1, gy: 2, cGroup: 64, acceleration: 0.2, damping: 0.96 },
    });
  });

  test('[stadium-format §6] no range check: negative, huge and infinite numbers load', () => {
    const discs = [{ radius: -5, invMass: Infinity, damping: NaN, pos: [-Infinity, 1e300], gravity: [NaN, 0] }];
    expect(document({ discs }).discs[1]).toMatchObject({ radius: -5, invMass: Infinity, x: -Infinity, gx: NaN });
  });
});

describe('refusals', () => {
  const section = (list: string, index: number) => ({ category: 'section', list, index });
  const corner = (element: object) => ({
    vertexes: [
      { x: 0, y: 0 },
      { x: 1, y: 1, ...element },
    ],
  });

  test.each([
    ['an index that names no vertex', { segments: [{ v0: 0, v1: 7 }] }, { category: 'unknown', list: 'segments' }],
    ['a negative index', { segments: [{ v0: -1, v1: 0 }] }, { category: 'unknown', list: 'segments', index: 0 }],
    ['half an index', { segments: [{ v0: 0.5, v1: 1 }] }, { ...section('segments', 0), key: 'v0' }],
    ['an index beyond 32 bits', { segments: [{ v0: 2147483648, v1: 1 }] }, section('segments', 0)],
    ['a missing index', { segments: [{ v0: 0 }] }, { ...section('segments', 0), key: 'v1' }],
    ['vis: 1', { segments: [{ v0: 0, v1: 1, vis: 1 }] }, { ...section('segments', 0), key: 'vis' }],
    ['curve: "90"', { segments: [{ v0: 0, v1: 1, curve: '90' }] }, { ...section('segments', 0), key: 'curve' }],
    ['a segment of colour 5', { segments: [{ v0: 0, v1: 1, color: 5 }] }, { ...section('segments', 0), key: 'color' }],
    ['a null vertex', { vertexes: [{ x: 0, y: 0 }, null] }, section('vertexes', 1)],
    ['a number for a vertex', { vertexes: [5] }, section('vertexes', 0)],
    ['cMask: "all"', corner({ cMask: 'all' }), { ...section('vertexes', 1), key: 'cMask' }],
    ['x: "5"', corner({ x: '5' }), { ...section('vertexes', 1), key: 'x' }],
    ['a goal of the spectators', { goals: [{ ...goal, team: 'spec' }] }, { ...section('goals', 0), key: 'team' }],
    ['a goal of ["red"]', { goals: [{ ...goal, team: ['red'] }] }, section('goals', 0)],
    ['a goal without p1', { goals: [{ ...goal, p1: null }] }, { ...section('goals', 0), key: 'p1' }],
    ['a disc of radius "5"', { discs: [{ radius: '5' }] }, { ...section('discs', 1), key: 'radius' }],
    ['the same as the ball', { ballPhysics: 'disc0', discs: [{ radius: '5' }] }, section('discs', 0)],
    ['a null disc', { discs: [{}, null] }, section('discs', 2)],
    ['a plane without normal', { planes: [{ dist: 0 }] }, { ...section('planes', 0), key: 'normal' }],
    ['half a normal', { planes: [{ normal: [1], dist: 0 }] }, { ...section('planes', 0), key: 'normal' }],
    ['a joint to a disc that is not there', { joints: [{ d0: 0, d1: 1 }] }, { ...section('joints', 0), key: 'd1' }],
    ['a joint to disc -1', { joints: [{ d0: -1, d1: 0 }] }, { ...section('joints', 0), key: 'd0' }],
    ['half a length', { joints: [{ d0: 0, d1: 0, length: [1] }] }, { ...section('joints', 0), key: 'length' }],
    ['length: "5"', { joints: [{ d0: 0, d1: 0, length: '5' }] }, { ...section('joints', 0), key: 'length' }],
    ['soft strength', { joints: [{ d0: 0, d1: 0, strength: 'soft' }] }, { ...section('joints', 0), key: 'strength' }],
    [
      'a spawn point of texts',
      {
        redSpawnPoints: [
          [0, 0],
          ['1', 2],
        ],
      },
      section('redSpawnPoints', 1),
    ],
    ['an empty spawn point', { blueSpawnPoints: [[]] }, section('blueSpawnPoints', 0)],
    ['a null spawn point', { blueSpawnPoints: [null] }, section('blueSpawnPoints', 0)],
    ['spawn points in an object', { redSpawnPoints: {} }, { category: 'type', key: 'redSpawnPoints' }],
    ['vertexes in an object', { vertexes: {} }, { category: 'type', key: 'vertexes' }],
    ['joints: "x"', { joints: 'x' }, { category: 'type', key: 'joints' }],
    ['canBeStored: 1', { canBeStored: 1 }, { category: 'type', key: 'canBeStored' }],
    ['name: 5', { name: 5 }, { category: 'type', key: 'name' }],
    ['width: "400"', { width: '400' }, { category: 'type', key: 'width' }],
    ['maxViewWidth: "x"', { maxViewWidth: 'x' }, { category: 'type', key: 'maxViewWidth' }],
    ['spawnDistance: []', { spawnDistance: [] }, { category: 'type', key: 'spawnDistance' }],
    ['bg.width: "x"', { bg: { width: 'x' } }, { category: 'type', key: 'width' }],
    ['bg.color: 5', { bg: { color: 5 } }, { category: 'colour', key: 'color' }],
    ['a ball of colour {}', { ballPhysics: { color: {} } }, { category: 'colour', key: 'color' }],
    ['a ball of radius "5"', { ballPhysics: { radius: '5' } }, { category: 'type', key: 'radius' }],
    ['a ball with cMask 1', { ballPhysics: { cMask: 1 } }, { category: 'type', key: 'cMask' }],
    ['half a gravity of players', { playerPhysics: { gravity: [1] } }, { category: 'type', key: 'gravity' }],
    ['players of cGroup "red"', { playerPhysics: { cGroup: 'red' } }, { category: 'type', key: 'cGroup' }],
    ['no bg', { bg: undefined }, { category: 'unknown', key: 'bg' }],
    ['null bg', { bg: null }, { category: 'unknown', key: 'bg' }],
  ])('[stadium-format §7] %s', (_, changes, problem) => {
    expect(refusal(changes)).toMatchObject(problem);
  });

  test.each([
    ['unknown flags', corner({ cMask: ['zzz', 5] })],
    ['a zero normal', { planes: [{ normal: [0, 0], dist: 1 }] }],
    ['traits: 3', { traits: 3 }],
    ['traits: []', { traits: [] }],
    ['playerPhysics: "x"', { playerPhysics: 'x' }],
    ['300 joints', { joints: many(300, { d0: 0, d1: 0 }) }],
    ['a disc that is a number', { discs: [5] }],
    ['unknown keys', { cameraWidth: 'x', _data: [], discs: [{ _selected: true, id: 3 }] }],
  ])('[stadium-format §7] accepted: %s', (_, changes) => {
    expect(refusal(changes)).toBeUndefined();
  });

  test('[stadium-format §7] the top value', () => {
    const category = (value: unknown) => {
      const result = readStadium(value);
      return result.ok ? undefined : result.problem.category;
    };
    expect([5, 'x', [], true].map(category)).toEqual(['type', 'type', 'type', 'type']);
    expect(category(null)).toBe('unknown');
  });

  test.each(['vertexes', 'segments', 'planes', 'goals'])('[stadium-format §6] 255 %s load, 256 do not', (list) => {
    const element = { x: 0, y: 0, v0: 0, v1: 0, normal: [0, 1], dist: 0, ...goal };
    expect(refusal({ [list]: many(255, element) })).toBeUndefined();
    expect(refusal({ [list]: many(256, element) })).toEqual({ category: 'limits', list });
  });

  test('[stadium-format §6] between 1 and 255 discs, counting the ball', () => {
    const limits = { category: 'limits', list: 'discs' };
    expect(refusal({ discs: many(254, {}) })).toBeUndefined();
    expect(refusal({ discs: many(255, {}) })).toEqual(limits);
    expect(refusal({ ballPhysics: 'disc0', discs: many(255, {}) })).toBeUndefined();
    expect(refusal({ ballPhysics: 'disc0', discs: many(256, {}) })).toEqual(limits);
    expect(refusal({ ballPhysics: 'disc0' })).toEqual(limits);
  });

  test('[stadium-format §6] a list of thousands is refused unread', () => {
    expect(refusal({ vertexes: [...many(10_000, {}), 7] })).toEqual({ category: 'limits', list: 'vertexes' });
    expect(refusal({ redSpawnPoints: [...many(10_000, [0, 0]), 7] })?.category).toBe('limits');
  });

  test('[stadium-format §6] our own limits: 4096 joints and spawn points', () => {
    expect(refusal({ joints: many(4096, { d0: 0, d1: 0 }), redSpawnPoints: many(4096, [0, 0]) })).toBeUndefined();
    expect(refusal({ joints: many(4097, { d0: 0, d1: 0 }) })).toEqual({ category: 'limits', list: 'joints' });
    expect(refusal({ blueSpawnPoints: many(4097, [0, 0]) })).toEqual({ category: 'limits', list: 'blueSpawnPoints' });
  });

  test('[stadium-format §7] of several faults the first in the order of checks is told', () => {
    const faults: [object, string][] = [
      [{ name: 5 }, 'name'],
      [{ width: 'x' }, 'width'],
      [{ height: 'x' }, 'height'],
      [{ maxViewWidth: 'x' }, 'maxViewWidth'],
      [{ spawnDistance: 'x' }, 'spawnDistance'],
      [{ bg: { cornerRadius: 'x', color: 5 } }, 'cornerRadius'],
      [{ canBeStored: 1 }, 'canBeStored'],
      [{ ballPhysics: { invMass: 'x' } }, 'invMass'],
      [{ vertexes: [{ x: 'x', y: 0 }] }, 'x'],
      [{ segments: [{ v0: 9, v1: 'x' }] }, 'v1'],
      [{ goals: [{ p0: 5 }] }, 'p0'],
      [{ discs: [{ damping: 'x' }] }, 'damping'],
      [{ planes: [{}] }, 'normal'],
      [{ joints: [{}] }, 'd0'],
      [{ redSpawnPoints: 5 }, 'redSpawnPoints'],
      [{ blueSpawnPoints: 5 }, 'blueSpawnPoints'],
      [{ playerPhysics: { kickback: 'x' } }, 'kickback'],
    ];
    for (let from = 0; from < faults.length; from++) {
      const changes = Object.assign({}, ...faults.slice(from).map(([change]) => change));
      expect(refusal(changes)?.key).toBe(faults[from]?.[1]);
    }
    expect(refusal({ segments: [{ v0: 9, v1: 9 }], goals: many(256, goal) })?.category).toBe('limits');
    expect(refusal({ segments: [{ v0: 9, v1: 9 }], playerPhysics: { radius: 'x' } })?.category).toBe('type');
  });
});

describe('leniency', () => {
  test('[stadium-format §11] no name, no size: a name of ours, and the extent of the contents', () => {
    const vertexes = [{ x: -300, y: 20 }];
    const discs = [{ pos: [10, 150], radius: 5 }];
    const nameless = { name: undefined, width: null, height: undefined };
    expect(document({ ...nameless, vertexes, discs })).toMatchObject({
      name: 'Unnamed stadium',
      width: 300,
      height: 155,
    });
    expect(document({ ...nameless, bg: { width: 350, height: 170 } })).toMatchObject({ width: 350, height: 170 });
    expect(document({ ...nameless, vertexes: [{ x: Infinity, y: NaN }] })).toMatchObject({ width: 10, height: 10 });
    expect(warnings(nameless)).toEqual([{ key: 'name' }, { key: 'width' }, { key: 'height' }]);
  });

  test.each(['vertexes', 'segments', 'goals', 'discs', 'planes'])('[stadium-format §11] %s may be absent', (list) => {
    const result = readStadium(without(list));
    expect(result).toMatchObject({ ok: true, warnings: [] });
    expect(refusal({ [list]: null })).toBeUndefined();
  });

  test('[stadium-format §11] a vertex without x or y, a plane without dist: 0, with a warning', () => {
    const changes = { vertexes: [{ x: 1 }, { y: null, x: 2 }], planes: [{ normal: [0, 1] }] };
    expect(document(changes).vertexes).toMatchObject([
      { x: 1, y: 0 },
      { x: 2, y: 0 },
    ]);
    expect(document(changes).planes).toMatchObject([{ dist: 0 }]);
    expect(warnings(changes)).toEqual([
      { list: 'vertexes', index: 0, key: 'y' },
      { list: 'vertexes', index: 1, key: 'y' },
      { list: 'planes', index: 0, key: 'dist' },
    ]);
  });

  test('[stadium-format §11] spawn points with one number, or as { x, y }', () => {
    const redSpawnPoints = [[1], [null, 2], { x: 3, y: 4 }, { y: 5 }, [6, 7, 'ignored']];
    expect(document({ redSpawnPoints }).redSpawnPoints).toEqual([
      [1, 0],
      [0, 2],
      [3, 4],
      [0, 5],
      [6, 7],
    ]);
  });

  test('[stadium-format §11] a trait is named, but the file has none: ignored, with a warning', () => {
    expect(warnings({ vertexes: [{ x: 0, y: 0, trait: 'wall' }] })).toEqual([
      { list: 'vertexes', index: 0, key: 'trait' },
    ]);
    expect(warnings({ traits: {}, vertexes: [{ x: 0, y: 0, trait: 'wall' }] })).toEqual([]);
  });

  test('[stadium-format §11] negative radii: drawn as 0 in the background, refused for players', () => {
    const bg = { cornerRadius: -5, kickOffRadius: -1, goalLine: -3, width: -2 };
    expect(document({ bg }).background).toMatchObject({ cornerRadius: 0, kickOffRadius: 0, goalLine: -3, width: -2 });
    expect(refusal({ playerPhysics: { radius: -1 } })).toEqual({ category: 'type', key: 'radius' });
    expect(refusal({ playerPhysics: { radius: 0 } })).toBeUndefined();
  });

  test('[stadium-format §11] positions and speeds that would be NaN become 0, with a warning; gravity flows', () => {
    const discs = [{ pos: 5 }, { pos: [7], speed: ['1', 2], gravity: 'x' }];
    expect(document({ discs }).discs.slice(1)).toMatchObject([
      { x: 0, y: 0 },
      { x: 7, y: 0, vx: 0, vy: 2, gx: NaN, gy: NaN },
    ]);
    expect(warnings({ discs })).toEqual([
      { list: 'discs', index: 1, key: 'pos' },
      { list: 'discs', index: 2, key: 'pos' },
      { list: 'discs', index: 2, key: 'speed' },
    ]);
    const places = { width: NaN, spawnDistance: NaN, vertexes: [{ x: NaN, y: 1 }], redSpawnPoints: [[NaN, 1]] };
    expect(document({ ...places, ballPhysics: { pos: [NaN, 2] } })).toMatchObject({
      ...{ width: 0, spawnDistance: 0, vertexes: [{ x: 0, y: 1 }], redSpawnPoints: [[0, 1]], discs: [{ x: 0, y: 2 }] },
    });
  });
});

test('[stadium-format §6] a huge trait behind many elements costs no more than its size', () => {
  const flags = Object.fromEntries(many(100_000, 0).map((_, i) => [`k${i}`, i]));
  const trait = { ...flags, cMask: many(100_000, 'ball'), cGroup: many(100_000, 'x'), color: 'F'.repeat(500_000) };
  const start = performance.now();
  expect(refusal({ traits: { trait }, discs: many(50_000, { trait: 'trait' }) })?.category).toBe('limits');
  expect(performance.now() - start).toBeLessThan(5_000);
});
