import { expect, it } from 'vitest';
import { FreeCamera } from './free-camera.ts';

function seen(scale = 2): { camera: FreeCamera; moved: boolean[] } {
  const camera = new FreeCamera();
  const moved: boolean[] = [];
  camera.onMoved = (now) => moved.push(now);
  camera.drawn(scale, 10, 20);
  return { camera, moved };
}

it('what is dragged stays under the finger', () => {
  const { camera, moved } = seen();
  camera.pan(100, -40);
  expect(camera.centre).toEqual({ x: -40, y: 40 });
  expect(moved).toEqual([true]);
});
it('coming closer is no reason to let go of play', () => {
  const { camera } = seen();
  camera.approach(2, 50, 0);
  expect([camera.zoom, camera.centre]).toEqual([2, null]);
});
it('dragged away, what is under the pointer stays there when it comes closer', () => {
  const { camera } = seen();
  camera.pan(0, 0);
  // 50 px right of the middle: map x = 10 + 25.
  camera.approach(2, 50, 0);
  expect(camera.zoom).toBe(2);
  expect(((camera.centre?.x ?? 0) - 35) * -4).toBeCloseTo(50);
});
it('comes so close and no closer', () => {
  const { camera } = seen();
  for (let i = 0; i < 20; i++) camera.approach(2, 0, 0);
  expect(camera.zoom).toBe(3);
  for (let i = 0; i < 20; i++) camera.approach(0.5, 0, 0);
  expect(camera.zoom).toBe(0.5);
});
it('goes back to play', () => {
  const { camera, moved } = seen();
  camera.pan(5, 5);
  camera.approach(2, 0, 0);
  camera.followPlay();
  expect([camera.zoom, camera.centre]).toEqual([2, null]);
  expect(moved.at(-1)).toBe(true);
  camera.reset();
  expect([camera.zoom, camera.centre]).toEqual([1, null]);
  expect(moved.at(-1)).toBe(false);
});
