import type { Segments } from '@touchline/shared/physics';
import { loadStadium } from '@touchline/shared/stadium';
import { describe, expect, test } from 'vitest';
import { distanceToSegment, rayToSegment, traceSegment } from './walls.ts';

function wall(fields: object): Segments {
  const loaded = loadStadium(
    JSON.stringify({
      name: 'x',
      width: 100,
      height: 100,
      bg: {},
      vertexes: [
        { x: -10, y: 0 },
        { x: 10, y: 0 },
      ],
      segments: [{ v0: 0, v1: 1, ...fields }],
      goals: [],
      discs: [],
      planes: [],
    }),
  );
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium.pitch.arena.segments;
}

function trace(segments: Segments) {
  const drawn: number[][] = [];
  const pen = {
    moveTo: (...at: number[]) => drawn.push(at),
    lineTo: (...at: number[]) => drawn.push(at),
    arc: (x: number, y: number, radius: number, from: number, to: number) => drawn.push([x, y, radius, from, to]),
  };
  traceSegment(pen, segments, 0);
  return drawn;
}

/** How far round the drawn arc goes, in degrees, and the height of its middle. */
function arcOf(segments: Segments): { degrees: number; middle: number } {
  const [, [, y, radius, from, to]] = trace(segments);
  const sweep = (to - from + 4 * Math.PI) % (2 * Math.PI);
  return { degrees: (sweep * 180) / Math.PI, middle: y + radius * Math.sin(from + sweep / 2) };
}

describe('[physics §3] walls as they are drawn', () => {
  test('a straight one is a line', () => {
    expect(trace(wall({}))).toEqual([
      [-10, 0],
      [10, 0],
    ]);
  });

  test.each([90, 180, 270, 330])('curve %d sweeps that far and bulges upwards', (curve) => {
    const arc = arcOf(wall({ curve }));
    expect(arc.degrees).toBeCloseTo(curve);
    expect(arc.middle).toBeLessThan(0);
  });

  test('a negative curve bulges the other way', () => {
    const arc = arcOf(wall({ curve: -90 }));
    expect(arc.degrees).toBeCloseTo(90);
    expect(arc.middle).toBeGreaterThan(0);
  });
});

describe('walls as they are met', () => {
  test('a ray meets a line and passes beside it', () => {
    expect(rayToSegment(wall({}), 0, 3, 5, 0, -1)).toBeCloseTo(5);
    expect(rayToSegment(wall({}), 0, 13, 5, 0, -1)).toBe(Number.POSITIVE_INFINITY);
    expect(rayToSegment(wall({}), 0, 3, 5, 0, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test('a ray passes through the open side of an arc, short or long', () => {
    expect(rayToSegment(wall({ curve: 180 }), 0, 0, 30, 0, -1)).toBeCloseTo(40);
    const long = wall({ curve: 270 });
    expect(rayToSegment(long, 0, 0, 30, 0, -1)).toBeCloseTo(30 + 10 + 10 * Math.SQRT2);
  });

  test('distance to an arc, and to its ends from the open side', () => {
    expect(distanceToSegment(wall({ curve: 180 }), 0, 0, -14)).toBeCloseTo(4);
    expect(distanceToSegment(wall({ curve: 180 }), 0, 10, 7)).toBeCloseTo(7);
    expect(distanceToSegment(wall({}), 0, 13, 4)).toBeCloseTo(5);
  });
});
