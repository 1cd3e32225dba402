import { loadStadium, type Stadium, stockStadium } from '@touchline/shared/stadium';
import { describe, expect, test } from 'vitest';
import { type CameraFrame, moveCamera, viewScale } from './camera.ts';

function stock(name: string): Stadium {
  const stadium = stockStadium(name);
  if (!stadium) throw new Error(`no stadium ${name}`);
  return stadium;
}

function custom(fields: object): Stadium {
  const lists = { vertexes: [], segments: [], goals: [], discs: [], planes: [] };
  const loaded = loadStadium(JSON.stringify({ name: 'x', width: 1000, height: 400, bg: {}, ...lists, ...fields }));
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

function frame(fields: Partial<CameraFrame>): CameraFrame {
  const still = { stadium: custom({}), viewWidth: 400, viewHeight: 300, ballX: 0, ballY: 0, dt: 1 / 60 };
  return { ...still, selfX: Number.NaN, selfY: Number.NaN, ...fields };
}

describe('[stadium-format §9] scale', () => {
  test('Classic fits a phone and fills a large screen', () => {
    expect(viewScale(stock('Classic'), 360, 640, 1)).toBeCloseTo(360 / 880);
    expect(viewScale(stock('Classic'), 1920, 1080, 1)).toBeCloseTo(1920 / 880);
  });

  test('a larger stadium keeps one pixel per unit, or what Classic would have in a small window', () => {
    expect(viewScale(stock('Huge'), 1000, 700, 1)).toBe(1);
    expect(viewScale(stock('Huge'), 360, 640, 1)).toBeCloseTo(360 / 880);
    expect(viewScale(stock('Huge'), 1920, 1080, 1)).toBeCloseTo(1920 / 1540);
  });

  test('maxViewWidth shows exactly that many units where there would be more', () => {
    expect(1200 / viewScale(custom({ maxViewWidth: 600 }), 1200, 700, 1)).toBeCloseTo(600);
    expect(viewScale(custom({ maxViewWidth: 600 }), 360, 640, 1)).toBeCloseTo(360 / 600);
    expect(viewScale(custom({ maxViewWidth: 600 }), 500, 640, 2)).toBeGreaterThan(500 / 600);
  });

  test('a rectangle without a size has a scale', () => {
    expect(viewScale(custom({ width: 0, height: 0 }), 800, 600, 1)).toBe(5);
  });
});

describe('[stadium-format §9] target', () => {
  const at = (fields: Partial<CameraFrame>) => {
    const camera = { x: 0, y: 0 };
    moveCamera(camera, frame(fields), true);
    return camera;
  };

  test('the ball alone without an own disc', () => expect(at({ ballX: 120, ballY: -40 })).toEqual({ x: 120, y: -40 }));

  test('half-way between ball and player', () =>
    expect(at({ ballX: 100, ballY: 60, selfX: 0, selfY: 0 })).toEqual({ x: 50, y: 30 }));

  test('the player stays 50 units inside the view', () =>
    expect(at({ ballX: 700, ballY: 200, selfX: 0, selfY: 0 })).toEqual({ x: 150, y: 100 }));

  test('player-follow looks at the player', () => {
    const stadium = custom({ cameraFollow: 'player' });
    expect(at({ stadium, ballX: 700, selfX: 30, selfY: 20 })).toEqual({ x: 30, y: 20 });
  });

  test('the view never leaves the rectangle and its rim, and is centred where it is larger', () => {
    expect(at({ ballX: 990, ballY: 390 })).toEqual({ x: 820, y: 250 });
    expect(at({ ballX: 990, ballY: 390, viewWidth: 2400 })).toEqual({ x: 0, y: 250 });
  });

  // match-rules.md §6: whoever comes into a running match appears on the rectangle's edge, and stands there while it is paused.
  test.each([
    ['Classic', 1280, 654],
    ['Classic', 360, 680],
    ['Huge', 800, 400],
  ])('%s: who has just come into the match is seen whole, in %d × %d pixels', (name, widthPx, heightPx) => {
    const stadium = stock(name);
    const scale = viewScale(stadium, widthPx, heightPx, 1);
    const selfX = -stadium.pitch.width;
    const view = { viewWidth: widthPx / scale, viewHeight: heightPx / scale };
    const { x } = at({ stadium, ...view, selfX, selfY: 0 });
    expect(selfX - stadium.pitch.player.radius).toBeGreaterThan(x - view.viewWidth / 2);
  });

  test('a ball of NaN leaves the camera where it was', () => {
    const camera = { x: 7, y: 9 };
    moveCamera(camera, frame({ ballX: Number.NaN, ballY: Number.NaN }), false);
    expect(camera).toEqual({ x: 7, y: 9 });
  });
});

describe('[stadium-format §9] smoothing', () => {
  test.each([
    [1 / 60, 4],
    [1 / 120, 2],
    [1 / 20, 4],
  ])('a frame of %f s moves %f of 100 units', (dt, moved) => {
    const camera = { x: 0, y: 0 };
    moveCamera(camera, frame({ ballX: 100, dt }), false);
    expect(camera.x).toBeCloseTo(moved);
  });
});
