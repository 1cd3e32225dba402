// Document → canonical text (stadium-format.md §8): one spelling for one stadium, so that its hash names it.
// Promise: reading it gives the same bits, needs no trigonometry (arcs carry `curveF`), and writing that gives the same text.
import type { Disc } from '../physics/index.ts';
import { formatColour, formatFlags } from './forms.ts';
import type { Drawing, Goal, PlayerPhysics } from './pitch.ts';
import { DEFAULTS, type Joint, type Plane, type Segment, type StadiumDocument, type Vertex } from './types.ts';

/** The canonical text. `curve` is left out although §8 allows it: its digits would depend on the engine's atan. */
export function writeStadium(document: StadiumDocument): string {
  const { stadium } = DEFAULTS;
  return `{\n  ${list([
    `"name": ${text(document.name)}`,
    `"width": ${real(document.width)}`,
    `"height": ${real(document.height)}`,
    number('maxViewWidth', document.maxViewWidth, stadium.maxViewWidth),
    document.cameraFollow === 'player' ? '"cameraFollow": "player"' : '',
    number('spawnDistance', document.spawnDistance, stadium.spawnDistance),
    `"bg": ${writeBackground(document.background)}`,
    document.canBeStored ? '' : '"canBeStored": false',
    document.fullReset ? '"kickOffReset": "full"' : '',
    '"ballPhysics": "disc0"',
    `"vertexes": ${lines(document.vertexes, writeVertex)}`,
    `"segments": ${lines(document.segments, writeSegment)}`,
    `"goals": ${lines(document.goals, writeGoal)}`,
    `"discs": ${lines(document.discs, writeDisc)}`,
    `"planes": ${lines(document.planes, writePlane)}`,
    optional('joints', lines(document.joints, writeJoint)),
    optional(
      'redSpawnPoints',
      lines(document.redSpawnPoints, ([x, y]) => pair(x, y)),
    ),
    optional(
      'blueSpawnPoints',
      lines(document.blueSpawnPoints, ([x, y]) => pair(x, y)),
    ),
    optional('playerPhysics', writePlayer(document.player)),
  ]).join(',\n  ')}\n}\n`;
}

function writeBackground(background: Drawing['background']): string {
  const defaults = DEFAULTS.background;
  return object([
    background.type === 'none' ? '' : `"type": ${text(background.type)}`,
    number('width', background.width, defaults.width),
    number('height', background.height, defaults.height),
    number('kickOffRadius', background.kickOffRadius, defaults.kickOffRadius),
    number('cornerRadius', background.cornerRadius, defaults.cornerRadius),
    number('goalLine', background.goalLine, defaults.goalLine),
    colour(background.color, defaults.color),
  ]);
}

function writeWall(
  wall: { bCoef: number; cMask: number; cGroup: number },
  defaults: { bCoef: number; cMask: number; cGroup: number },
): string[] {
  return [
    number('bCoef', wall.bCoef, defaults.bCoef),
    flags('cMask', wall.cMask, defaults.cMask),
    flags('cGroup', wall.cGroup, defaults.cGroup),
  ];
}

function writeVertex(vertex: Vertex): string {
  return object([`"x": ${real(vertex.x)}`, `"y": ${real(vertex.y)}`, ...writeWall(vertex, DEFAULTS.vertex)]);
}

function writeSegment(segment: Segment): string {
  const defaults = DEFAULTS.segment;
  return object([
    `"v0": ${segment.v0}`,
    `"v1": ${segment.v1}`,
    number('curveF', segment.k, defaults.k),
    number('bias', segment.bias, defaults.bias),
    ...writeWall(segment, defaults),
    segment.vis ? '' : '"vis": false',
    colour(segment.color, defaults.color),
  ]);
}

function writeGoal(goal: Goal): string {
  const [p0, p1] = [pair(goal.p0x, goal.p0y), pair(goal.p1x, goal.p1y)];
  return object([`"p0": ${p0}`, `"p1": ${p1}`, `"team": "${goal.team === 1 ? 'red' : 'blue'}"`]);
}

function writeDisc(disc: Disc): string {
  const defaults = DEFAULTS.disc;
  return object([
    vector('pos', disc.x, disc.y),
    vector('speed', disc.vx, disc.vy),
    vector('gravity', disc.gx, disc.gy),
    number('radius', disc.radius, defaults.radius),
    number('invMass', disc.invMass, defaults.invMass),
    number('damping', disc.damping, defaults.damping),
    colour(disc.color, defaults.color),
    ...writeWall(disc, defaults),
  ]);
}

function writePlane(plane: Plane): string {
  const normal = pair(plane.nx, plane.ny);
  return object([`"normal": ${normal}`, `"dist": ${real(plane.dist)}`, ...writeWall(plane, DEFAULTS.plane)]);
}

function writeJoint(joint: Joint): string {
  const defaults = DEFAULTS.joint;
  return object([
    `"d0": ${joint.d0}`,
    `"d1": ${joint.d1}`,
    joint.length === undefined ? '' : `"length": ${pair(...joint.length)}`,
    number('strength', joint.strength, defaults.strength),
    colour(joint.color, defaults.color),
  ]);
}

function writePlayer(player: PlayerPhysics): string {
  const defaults = DEFAULTS.player;
  const field = (key: keyof PlayerPhysics) => number(key, player[key], defaults[key]);
  return object([
    field('radius'),
    field('bCoef'),
    field('invMass'),
    field('damping'),
    field('acceleration'),
    field('kickingAcceleration'),
    field('kickingDamping'),
    field('kickStrength'),
    field('kickback'),
    vector('gravity', player.gx, player.gy),
    flags('cGroup', player.cGroup, defaults.cGroup),
  ]);
}

/** The shortest decimal that reads back to the same double; -0, NaN and Infinity as JSON5 writes them. */
function real(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** JSON's quoting (it also escapes lone surrogates), plus the two separators at which json5 complains. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

const list = (fields: readonly string[]): string[] => fields.filter((field) => field !== '');
const object = (fields: readonly string[]): string => `{${list(fields).join(', ')}}`;
const pair = (x: number, y: number): string => `[${real(x)}, ${real(y)}]`;

function lines<T>(elements: readonly T[], write: (element: T) => string): string {
  return elements.length === 0 ? '[]' : `[\n    ${elements.map(write).join(',\n    ')}\n  ]`;
}

function optional(key: string, value: string): string {
  return value === '[]' || value === '{}' ? '' : `"${key}": ${value}`;
}

/** Compared by bits: -0 is not the default 0. */
function number(key: string, value: number, fallback: number): string {
  return Object.is(value, fallback) ? '' : `"${key}": ${real(value)}`;
}

function vector(key: string, x: number, y: number): string {
  return Object.is(x, 0) && Object.is(y, 0) ? '' : `"${key}": ${pair(x, y)}`;
}

function flags(key: string, mask: number, fallback: number): string {
  return mask === fallback ? '' : `"${key}": ${JSON.stringify(formatFlags(mask))}`;
}

function colour(value: number, fallback: number): string {
  return value === fallback ? '' : `"color": "${formatColour(value)}"`;
}
