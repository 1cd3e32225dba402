// Where the camera looks (stadium-format.md §9): pure arithmetic, so a test can walk it frame by frame.
import type { Stadium } from '@touchline/shared/stadium';

/** Centre of the view, map units. */
export interface Camera {
  x: number;
  y: number;
}

/** What a frame's camera depends on. `viewWidth`, `viewHeight`: map units; `selfX` is NaN without an own disc. */
export interface CameraFrame {
  stadium: Stadium;
  viewWidth: number;
  viewHeight: number;
  ballX: number;
  ballY: number;
  selfX: number;
  selfY: number;
  /** Seconds since the last frame. */
  dt: number;
}

/** Half-extents of Classic's camera rectangle: what a small window must hold whole. */
const CLASSIC_WIDTH = 420;
const CLASSIC_HEIGHT = 200;
const MAX_SCALE = 5;
/** The followed player stays this far inside the view, per axis. */
const INSET = 50;
/** Seen beyond both ends of the rectangle: whoever comes into a running match appears on its edge (match-rules.md §6), and half of him would be cut. */
const RIM = 20;

/**
 * CSS pixels per map unit. The whole stadium where it stays readable; larger stadiums at one pixel per unit (the format's
 * scale), or smaller still where even Classic would not fit that way. `zoom` is the user's own factor.
 */
export function viewScale(stadium: Stadium, widthPx: number, heightPx: number, zoom: number): number {
  const { pitch, drawing } = stadium;
  const whole = Math.min(MAX_SCALE, fit(widthPx, pitch.width + RIM), fit(heightPx, pitch.height));
  const classic = Math.min(1, fit(widthPx, CLASSIC_WIDTH + RIM), fit(heightPx, CLASSIC_HEIGHT));
  const scale = Math.max(whole, classic) * zoom;
  return drawing.maxViewWidth > 0 ? Math.max(scale, widthPx / drawing.maxViewWidth) : scale;
}

/** Pixels per unit that show `half` to both sides; no bound from a rectangle without a size. */
function fit(px: number, half: number): number {
  return half > 0 ? px / (2 * half) : MAX_SCALE;
}

/** Moves the camera by one frame; `snap` puts it on its target at once (first frame, new stadium). */
export function moveCamera(camera: Camera, frame: CameraFrame, snap: boolean): void {
  const { pitch, drawing } = frame.stadium;
  const share = snap ? 1 : 0.04 * Math.min(1, 60 * frame.dt);
  const player = drawing.cameraFollow === 'player';
  const targetX = aim(player, frame.ballX, frame.selfX, frame.viewWidth);
  const targetY = aim(player, frame.ballY, frame.selfY, frame.viewHeight);
  camera.x = keepInside(ease(camera.x, targetX, share), pitch.width + RIM, frame.viewWidth);
  camera.y = keepInside(ease(camera.y, targetY, share), pitch.height, frame.viewHeight);
}

/** Puts it where somebody wants to look, as far as the stadium goes. */
export function placeCamera(camera: Camera, frame: CameraFrame, at: Readonly<Camera>): void {
  const { pitch } = frame.stadium;
  camera.x = keepInside(at.x, pitch.width + RIM, frame.viewWidth);
  camera.y = keepInside(at.y, pitch.height, frame.viewHeight);
}

function aim(followPlayer: boolean, ball: number, self: number, view: number): number {
  if (Number.isNaN(self)) return ball;
  if (followPlayer || Number.isNaN(ball)) return self;
  const reach = Math.max(0, view / 2 - INSET);
  return Math.min(Math.max((ball + self) / 2, self - reach), self + reach);
}

/** NaN is data (a disc may hold it): the camera then stays where it is. */
function ease(from: number, to: number, share: number): number {
  return Number.isFinite(to) ? from + (to - from) * share : from;
}

function keepInside(at: number, half: number, view: number): number {
  // Written so that a rectangle of NaN or no size centres the view.
  if (!(view < 2 * half)) return 0;
  const reach = half - view / 2;
  return Math.min(Math.max(at, -reach), reach);
}
