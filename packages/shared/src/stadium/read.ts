// Value → document: traits, defaults, every refusal of stadium-format.md §7 in its order, and the leniency of §11.
// Promise: a document that comes out of here compiles; a value of any shape and size ends in a document or a problem.
import { type Disc, FLAGS } from '../physics/index.ts';
import { readCurve } from './curve.ts';
import { createReading, describe, Fields, own, type Place, type Reading, Refusal } from './fields.ts';
import { isKeyword, toInt } from './forms.ts';
import type { Drawing, Goal, PlayerPhysics } from './pitch.ts';
import type { Problem, Warning } from './problem.ts';
import {
  DEFAULTS,
  type Joint,
  type Plane,
  type Segment,
  type SpawnPoint,
  type StadiumDocument,
  type Vertex,
} from './types.ts';

/** Entries a list may have (§6), discs counting the ball. The last three are ours: without limit in the reference, and
 * far above any map, but joints cost time in every tick and a player joining must not wait for a megabyte. */
const LIMITS = {
  vertexes: 255,
  segments: 255,
  goals: 255,
  discs: 255,
  planes: 255,
  joints: 4096,
  redSpawnPoints: 4096,
  blueSpawnPoints: 4096,
} as const;

/** A list so long is refused before its entries are looked at: a megabyte of them took two seconds. */
const HOPELESS = 10_000;

export type ReadResult =
  | { readonly ok: true; readonly document: StadiumDocument; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly problem: Problem };

/** Reads the value of a stadium file; stops at the first fault, in the order of stadium-format §7. */
export function readStadium(value: unknown): ReadResult {
  const reading = createReading();
  try {
    return { ok: true, document: readDocument(reading, value), warnings: reading.warnings };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, problem: error.problem };
  }
}

function readDocument(reading: Reading, value: unknown): StadiumDocument {
  if (value === null) throw new Refusal({ category: 'unknown', message: 'The file holds nothing but null.' });
  if (typeof value !== 'object' || Array.isArray(value)) {
    const message = `A stadium is an object, { … }, but this file is ${describe(value)}.`;
    throw new Refusal({ category: 'type', key: 'name', message });
  }
  const top = new Fields(reading, { name: '' }, value);
  const name = readName(top);
  const width = readSize(top, 'width');
  const height = readSize(top, 'height');
  const maxViewWidth = toInt(top.number('maxViewWidth', DEFAULTS.stadium.maxViewWidth));
  const [spawnDistance] = top.finite('spawnDistance', top.number('spawnDistance', DEFAULTS.stadium.spawnDistance)) as [
    number,
  ];
  const background = readBackground(reading, top.get('bg'));
  const canBeStored = top.boolean('canBeStored', DEFAULTS.stadium.canBeStored);
  const ball = readBall(reading, top.get('ballPhysics'));

  const list = <T>(key: ElementList, readOne: (fields: Fields) => T, built: T[] = []): T[] =>
    readElements(reading, top, key, readOne, built);
  const vertexes = list('vertexes', readVertex);
  const segments = list('segments', readSegment);
  const goals = list('goals', readGoal);
  const discs = list('discs', (fields) => readDisc(fields, DEFAULTS.disc), ball === undefined ? [] : [ball]);
  const planes = list('planes', readPlane);
  const joints = list('joints', (fields) => readJoint(fields, discs.length));
  const redSpawnPoints = readSpawnPoints(reading, top, 'redSpawnPoints');
  const blueSpawnPoints = readSpawnPoints(reading, top, 'blueSpawnPoints');
  const player = readPlayer(reading, top.get('playerPhysics'));

  const lists = { vertexes, segments, goals, discs, planes, joints, redSpawnPoints, blueSpawnPoints };
  checkLimits(lists);
  checkCorners(segments, vertexes.length);
  return {
    name,
    width: width ?? extent(background.width, vertexes, discs, 'x'),
    height: height ?? extent(background.height, vertexes, discs, 'y'),
    maxViewWidth,
    cameraFollow: isKeyword(top.get('cameraFollow'), 'player') ? 'player' : 'ball',
    spawnDistance,
    background,
    canBeStored,
    fullReset: isKeyword(top.get('kickOffReset'), 'full'),
    ...lists,
    player,
  };
}

function readName(top: Fields): string {
  const name = top.get('name');
  if (name === undefined) top.warn('name', `is missing; the stadium is called "${DEFAULTS.stadium.name}"`);
  else if (typeof name !== 'string') top.refuse('name', 'a text in quotes');
  return name ?? DEFAULTS.stadium.name;
}

function readSize(top: Fields, key: 'width' | 'height'): number | undefined {
  if (top.get(key) !== undefined) return top.finite(key, top.number(key, 0))[0];
  top.warn(key, 'is missing; it is taken from what the stadium contains');
  return;
}

/** §11: how far anything reaches from the centre, along one axis. */
function extent(background: number, vertexes: readonly Vertex[], discs: readonly Disc[], axis: 'x' | 'y'): number {
  const reach = [background, ...vertexes.map((v) => Math.abs(v[axis]))];
  for (const disc of discs) reach.push(Math.abs(disc[axis]) + disc.radius);
  return Math.max(0, ...reach.filter(Number.isFinite));
}

function readBackground(reading: Reading, value: unknown): Drawing['background'] {
  if (value === undefined) {
    const message = '"bg" is missing; write "bg": {} for a plain background.';
    throw new Refusal({ category: 'unknown', key: 'bg', message });
  }
  const fields = new Fields(reading, { name: '"bg"' }, value);
  const type = fields.get('type');
  const defaults = DEFAULTS.background;
  const radius = (key: 'kickOffRadius' | 'cornerRadius') => {
    const written = fields.number(key, defaults[key]);
    if (written < 0) fields.warn(key, 'is negative; it is drawn as 0');
    return Math.max(written, 0);
  };
  return {
    type: type === 'grass' || type === 'hockey' ? type : 'none',
    width: fields.number('width', defaults.width),
    height: fields.number('height', defaults.height),
    kickOffRadius: radius('kickOffRadius'),
    cornerRadius: radius('cornerRadius'),
    color: fields.colour('color', defaults.color),
    goalLine: fields.number('goalLine', defaults.goalLine),
  };
}

/** §5.7: undefined when the first of `discs` is the ball. */
function readBall(reading: Reading, value: unknown): Disc | undefined {
  if (isKeyword(value, 'disc0')) return;
  const ball = readDisc(new Fields(reading, { name: '"ballPhysics"' }, value), DEFAULTS.ball);
  return { ...ball, cGroup: ball.cGroup | FLAGS.kick | FLAGS.score };
}

type ElementList = 'vertexes' | 'segments' | 'goals' | 'discs' | 'planes' | 'joints';

function readList(top: Fields, key: keyof typeof LIMITS): readonly unknown[] {
  const list = top.get(key) ?? [];
  if (!Array.isArray(list)) return top.refuse(key, 'a list, [ … ]');
  if (list.length > HOPELESS) tooMany(key, list.length);
  return list;
}

function readElements<T>(
  reading: Reading,
  top: Fields,
  list: ElementList,
  readOne: (fields: Fields) => T,
  built: T[],
): T[] {
  const traits = top.get('traits');
  for (const [position, element] of readList(top, list).entries()) {
    const place = placeOf(list, position, built.length);
    const trait = traitName(element);
    const fields = new Fields(reading, place, element, trait === undefined ? undefined : own(traits, trait));
    // A disc has no required field, so a number or a text there is a disc of defaults (§5.7 says so of the ball).
    const isObject = typeof element === 'object' && element !== null && !Array.isArray(element);
    if (!isObject && (list !== 'discs' || element === null)) refuseElement(place, 'an object, { … }', element);
    if (trait !== undefined && (typeof traits !== 'object' || Array.isArray(traits))) {
      fields.warn('trait', `is ${describe(trait)}, but the file has no "traits"; it is ignored`);
    }
    built.push(readOne(fields));
  }
  return built;
}

function traitName(element: unknown): string | undefined {
  const trait = own(element, 'trait');
  return typeof trait === 'string' || typeof trait === 'number' ? String(trait) : undefined;
}

function placeOf(list: keyof typeof LIMITS, position: number, index: number): Place {
  const shifted = position === index ? '' : ` (disc ${index}, as the ball is disc 0)`;
  return { name: `${list}[${position}]${shifted}`, list, index };
}

function refuseElement({ name, ...place }: Place, wanted: string, value: unknown): never {
  throw new Refusal({
    category: 'section',
    ...place,
    message: `${name} must be ${wanted}, but it is ${describe(value)}.`,
  });
}

function readWall(fields: Fields, defaults: { bCoef: number; cMask: number; cGroup: number }) {
  return {
    bCoef: fields.number('bCoef', defaults.bCoef),
    cMask: fields.flags('cMask', defaults.cMask),
    cGroup: fields.flags('cGroup', defaults.cGroup),
  };
}

function readVertex(fields: Fields): Vertex {
  // Missing is read as NaN, as the game does, and then becomes 0 like every position that is no number (§11).
  const [x] = fields.finite('x', fields.number('x', Number.NaN)) as [number];
  const [y] = fields.finite('y', fields.number('y', Number.NaN)) as [number];
  return { x, y, ...readWall(fields, DEFAULTS.vertex) };
}

function readSegment(fields: Fields): Segment {
  const v0 = fields.int('v0');
  const v1 = fields.int('v1');
  const rest = {
    ...readWall(fields, DEFAULTS.segment),
    vis: fields.boolean('vis', DEFAULTS.segment.vis),
    color: fields.colour('color', DEFAULTS.segment.color),
  };
  const bias = fields.number('bias', DEFAULTS.segment.bias);
  if (fields.get('curveF') !== undefined) return { v0, v1, k: fields.number('curveF', 0), bias, ...rest };
  const { k, flip } = readCurve(fields.number('curve', 0));
  // 0 - bias, not -bias: an absent bias stays +0 and needs no mention in the canonical text.
  return flip ? { v0: v1, v1: v0, k, bias: 0 - bias, ...rest } : { v0, v1, k, bias, ...rest };
}

function readGoal(fields: Fields): Goal {
  const [p0x, p0y] = looseList(fields, 'p0');
  const [p1x, p1y] = looseList(fields, 'p1');
  const team = fields.get('team');
  if (team !== 'red' && team !== 'blue') fields.refuse('team', '"red" or "blue"');
  return { p0x, p0y, p1x, p1y, team: team === 'red' ? 1 : 2 };
}

/** §5.3: must be a list, of which nobody checks the entries. */
function looseList(fields: Fields, key: 'p0' | 'p1'): [number, number] {
  return Array.isArray(fields.get(key)) ? fields.loosePair(key) : fields.refuse(key, 'two numbers, like [0, 1]');
}

function readDisc(fields: Fields, defaults: Disc): Disc {
  const [x, y] = fields.finite('pos', ...fields.loosePair('pos')) as [number, number];
  const [vx, vy] = fields.finite('speed', ...fields.loosePair('speed')) as [number, number];
  const [gx, gy] = fields.loosePair('gravity');
  return {
    ...{ x, y, vx, vy, gx, gy },
    radius: fields.number('radius', defaults.radius),
    invMass: fields.number('invMass', defaults.invMass),
    damping: fields.number('damping', defaults.damping),
    color: fields.colour('color', defaults.color),
    ...readWall(fields, defaults),
  };
}

function readPlane(fields: Fields): Plane {
  const [nx, ny] = fields.strictPair('normal');
  if (fields.get('dist') === undefined) fields.warn('dist', 'is missing; it counts as 0');
  return { nx, ny, dist: fields.number('dist', 0), ...readWall(fields, DEFAULTS.plane) };
}

function readJoint(fields: Fields, discs: number): Joint {
  const disc = (key: 'd0' | 'd1') => {
    const index = fields.int(key);
    return index >= 0 && index < discs ? index : fields.refuse(key, `a disc, 0 to ${discs - 1} (0 is the ball)`);
  };
  const rigid = isKeyword(fields.get('strength') ?? 'rigid', 'rigid');
  return {
    d0: disc('d0'),
    d1: disc('d1'),
    length: readLength(fields),
    strength: rigid ? DEFAULTS.joint.strength : fields.number('strength', 0),
    color: fields.colour('color', DEFAULTS.joint.color),
  };
}

function readLength(fields: Fields): Joint['length'] {
  const length = fields.get('length');
  if (length === undefined) return;
  return typeof length === 'number' ? [length, length] : fields.strictPair('length');
}

/** §2 and §11: `[x, y]` or `{ x, y }`, of which one may be missing. */
function readSpawnPoints(reading: Reading, top: Fields, list: 'redSpawnPoints' | 'blueSpawnPoints'): SpawnPoint[] {
  return readList(top, list).map((value, index) => {
    const place = placeOf(list, index, index);
    const pair = Array.isArray(value) ? [value[0], value[1]] : [own(value, 'x'), own(value, 'y')];
    const known = pair.filter((entry) => entry !== undefined && entry !== null);
    if (known.length === 0 || !known.every((entry) => typeof entry === 'number')) {
      refuseElement(place, 'two numbers, like [0, 1]', value);
    }
    const fields = new Fields(reading, place, value);
    const [x, y] = pair.map((entry: unknown) => (typeof entry === 'number' ? entry : 0)) as [number, number];
    if (known.length === 1) fields.warn(pair[0] === known[0] ? 'y' : 'x', 'is missing; it counts as 0');
    if (Number.isNaN(x)) fields.warn('x', 'is not a number; it counts as 0');
    if (Number.isNaN(y)) fields.warn('y', 'is not a number; it counts as 0');
    return [Number.isNaN(x) ? 0 : x, Number.isNaN(y) ? 0 : y];
  });
}

function readPlayer(reading: Reading, value: unknown): PlayerPhysics {
  const fields = new Fields(reading, { name: '"playerPhysics"' }, value);
  const defaults = DEFAULTS.player;
  const radius = fields.number('radius', defaults.radius);
  if (radius < 0) fields.refuse('radius', '0 or more');
  const number = (key: keyof PlayerPhysics) => fields.number(key, defaults[key]);
  const numbers = {
    bCoef: number('bCoef'),
    invMass: number('invMass'),
    damping: number('damping'),
    acceleration: number('acceleration'),
    kickingAcceleration: number('kickingAcceleration'),
    kickingDamping: number('kickingDamping'),
    kickStrength: number('kickStrength'),
    kickback: number('kickback'),
  };
  const cGroup = fields.flags('cGroup', defaults.cGroup);
  const [gx, gy] = fields.get('gravity') === undefined ? [defaults.gx, defaults.gy] : fields.strictPair('gravity');
  return { radius, ...numbers, gx, gy, cGroup };
}

function checkLimits(lists: Readonly<Record<keyof typeof LIMITS, readonly unknown[]>>): void {
  for (const list of Object.keys(LIMITS) as (keyof typeof LIMITS)[]) {
    const count = lists[list].length;
    if (count > LIMITS[list]) tooMany(list, count);
  }
  if (lists.discs.length > 0) return;
  const message = '"ballPhysics" is "disc0", but "discs" is empty, so there is no ball.';
  throw new Refusal({ category: 'limits', list: 'discs', message });
}

function tooMany(list: keyof typeof LIMITS, count: number): never {
  const ball = list === 'discs' ? ', counting the ball' : '';
  const message = `"${list}" has ${count} entries${ball}; a stadium may have ${LIMITS[list]}.`;
  throw new Refusal({ category: 'limits', list, message });
}

function checkCorners(segments: readonly Segment[], vertexes: number): void {
  for (const [index, { v0, v1 }] of segments.entries()) {
    const key = [v0, v1].findIndex((v) => v < 0 || v >= vertexes);
    if (key === -1) continue;
    const message = `segments[${index}] ends at vertex ${[v0, v1][key]}, but there are ${vertexes} vertexes, counted from 0.`;
    throw new Refusal({ category: 'unknown', list: 'segments', index, message });
  }
}
