// The ten stadiums everybody knows, built from the table of physics.md §9.1. Their order of elements is exact, since
// collisions run in list order; their arcs are given as k, so every engine builds the same bits and the same hash.
import { compileStadium } from './compile.ts';
import type { Stadium } from './pitch.ts';
import { readStadium } from './read.ts';

type Row = readonly [
  name: string,
  kind: 'grass' | 'hockey',
  width: number,
  height: number,
  fieldWidth: number,
  fieldHeight: number,
  goal: number,
  kickOffRadius: number,
  cornerRadius: number,
  goalLine: number,
  goalX: number,
  spawnDistance: number,
];

const ROWS: readonly Row[] = [
  ['Classic', 'grass', 420, 200, 370, 170, 64, 75, 0, 0, 370, 277.5],
  ['Easy', 'grass', 420, 200, 370, 170, 90, 75, 0, 0, 370, 277.5],
  ['Small', 'grass', 420, 200, 320, 130, 55, 70, 0, 0, 320, 240],
  ['Big', 'grass', 600, 270, 550, 240, 80, 80, 0, 0, 550, 400],
  ['Rounded', 'grass', 420, 200, 370, 170, 64, 75, 75, 0, 370, 277.5],
  ['Hockey', 'hockey', 420, 204, 398, 182, 68, 75, 100, 120, 278, 208.5],
  ['Big Hockey', 'hockey', 600, 270, 550, 240, 90, 75, 150, 160, 390, 292.5],
  ['Big Easy', 'grass', 600, 270, 550, 240, 95, 80, 0, 0, 550, 400],
  ['Big Rounded', 'grass', 600, 270, 550, 240, 80, 75, 100, 0, 550, 400],
  ['Huge', 'grass', 750, 350, 700, 320, 100, 80, 0, 0, 700, 400],
];

/** k of `curve: 90` and `curve: 180` (physics.md §9.4). A file's -90 is 90 with the two ends exchanged. */
const QUARTER = 1.0000000000000002;
const HALF = 6.123233995736766e-17;

/** The names as people see them, in the order of physics.md §9.1. */
export const STOCK_NAMES: readonly string[] = ROWS.map(([name]) => name);

const compiled = new Map<string, Stadium>();

/** A stock stadium by name, whatever its spaces and case; compiled when first asked for. */
export function stockStadium(name: string): Stadium | undefined {
  const row = ROWS.find((candidate) => simplify(candidate[0]) === simplify(name));
  if (row === undefined) return undefined;
  const known = compiled.get(row[0]);
  if (known !== undefined) return known;
  const read = readStadium(stockFile(row));
  if (!read.ok) throw new Error(`stock stadium ${row[0]}: ${read.problem.message}`);
  const stadium = compileStadium(read.document);
  compiled.set(row[0], stadium);
  return stadium;
}

const simplify = (name: string): string => name.replaceAll(' ', '').toLowerCase();

/** The stadium as a file would describe it; letters as in physics.md §9.1. */
function stockFile([name, kind, W, H, fw, fh, g, kr, cr, gl, gx, spawnDistance]: Row): object {
  const hockey = kind === 'hockey';
  const net = { bCoef: 0.1, cMask: [hockey ? 'all' : 'ball'] };
  const kickOff = { bCoef: 0.1, cMask: ['red', 'blue'] };
  const silent = { cMask: [] };
  const barrier = { ...kickOff, vis: false };
  const border = { vis: false, cMask: ['ball'] };
  const corner = hockey ? 12 : 20;
  const post = (x: number, y: number, color: string) => ({ pos: [x, y], radius: 8, invMass: 0, color });
  const at = (rest: object, ...points: readonly [x: number, y: number][]) =>
    points.map(([x, y]) => ({ x, y, ...rest }));
  const wall = (v0: number, v1: number, curveF: number | undefined, rest: object) => ({ v0, v1, curveF, ...rest });
  const plane = (nx: number, ny: number, dist: number, rest: object) => ({ normal: [nx, ny], dist, ...rest });
  const grass = <T>(parts: T[]): T[] => (hockey ? [] : parts);
  const rounded = <T>(parts: T[]): T[] => (cr > 0 ? parts : []);
  return {
    ...{ name, width: W, height: H, spawnDistance },
    bg: {
      ...{ type: kind, width: fw, height: fh, kickOffRadius: kr, cornerRadius: cr, goalLine: gl },
      color: hockey ? '000000' : '718C5A',
    },
    vertexes: [
      ...at(net, [gx + 8, -g], [gx + 8, g], [gx + 30, 22 - g], [gx + 30, g - 22]),
      ...at(net, [-gx - 8, -g], [-gx - 8, g], [-gx - 30, 22 - g], [-gx - 30, g - 22]),
      ...at({ ...kickOff, cGroup: ['redKO', 'blueKO'] }, [0, -H], [0, -kr], [0, kr], [0, H]),
      ...grass(at(silent, [-fw, -fh], [fw, -fh], [fw, -g], [fw, g], [fw, fh], [-fw, fh], [-fw, g], [-fw, -g])),
      ...rounded(at(silent, [cr - fw, -fh], [-fw, cr - fh], [cr - fw, fh], [-fw, fh - cr])),
      ...rounded(at(silent, [fw - cr, fh], [fw, fh - cr], [fw - cr, -fh], [fw, cr - fh])),
    ],
    segments: [
      ...[wall(0, 2, QUARTER, net), wall(3, 2, undefined, net), wall(3, 1, QUARTER, net)],
      ...[wall(6, 4, QUARTER, net), wall(7, 6, undefined, net), wall(5, 7, QUARTER, net)],
      wall(8, 9, undefined, { ...barrier, cGroup: ['redKO', 'blueKO'] }),
      wall(10, 11, undefined, { ...barrier, cGroup: ['redKO', 'blueKO'] }),
      wall(9, 10, HALF, { ...barrier, cGroup: ['redKO'] }),
      wall(10, 9, HALF, { ...barrier, cGroup: ['blueKO'] }),
      ...grass([wall(13, 14, undefined, border), wall(15, 16, undefined, border)]),
      ...grass([wall(17, 18, undefined, border), wall(19, 12, undefined, border)]),
      ...rounded([wall(corner + 1, corner, QUARTER, border), wall(corner + 2, corner + 3, QUARTER, border)]),
      ...rounded([wall(corner + 5, corner + 4, QUARTER, border), wall(corner + 6, corner + 7, QUARTER, border)]),
    ],
    goals: [
      { p0: [gx, -g], p1: [gx, g], team: 'blue' },
      { p0: [-gx, -g], p1: [-gx, g], team: 'red' },
    ],
    discs: [...[post(gx, -g, 'CCCCFF'), post(gx, g, 'CCCCFF')], ...[post(-gx, -g, 'FFCCCC'), post(-gx, g, 'FFCCCC')]],
    planes: [
      ...[plane(0, 1, -H, { bCoef: 0 }), plane(0, -1, -H, { bCoef: 0 })],
      ...[plane(1, 0, -W, { bCoef: 0 }), plane(-1, 0, -W, { bCoef: 0 })],
      ...[plane(0, 1, -fh, { cMask: ['ball'] }), plane(0, -1, -fh, { cMask: ['ball'] })],
      ...(hockey ? [plane(1, 0, -fw, { cMask: ['ball'] }), plane(-1, 0, -fw, { cMask: ['ball'] })] : []),
    ],
  };
}
