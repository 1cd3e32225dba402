// A small pitch on a lobby card: grass, chalk, and where everybody stands, twice a second, eased in between.
import type { PitchGlimpse } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { settings } from '../settings/settings.ts';
import type { LobbyStream } from './lobby-stream.ts';

const STEP_MS = 500;
const STRIPES = 10;
/** A room that has shown nothing yet gets Classic's measures. */
const BARE: PitchGlimpse = { id: '', width: 420, height: 200, discs: [] };
const GRASS = ['#2f6b3a', '#2c6436'] as const;
const CHALK = 'rgba(244, 241, 230, 0.55)';
const KITS = { usual: ['#f4f1e6', '#e5484d', '#4c8dff'], safe: ['#f4f1e6', '#ffb000', '#3550d0'] } as const;

export function LivingPitch({ stream, room }: { stream: LobbyStream; room: string }): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    let from = BARE;
    let to = BARE;
    let shownAt = 0;
    let frame = 0;
    const paint = (now: number): void => {
      const part = still.matches ? 1 : Math.min(1, (now - shownAt) / STEP_MS);
      draw(element, between(from, to, part));
      frame = part < 1 ? requestAnimationFrame(paint) : 0;
    };
    const wake = (): void => {
      if (frame === 0) frame = requestAnimationFrame(paint);
    };
    const stop = stream.onGlimpse(room, (glimpse) => {
      const now = performance.now();
      from = between(from, to, Math.min(1, (now - shownAt) / STEP_MS));
      to = glimpse;
      shownAt = now;
      wake();
    });
    const resized = new ResizeObserver(wake);
    resized.observe(element);
    return () => {
      stop();
      resized.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [stream, room]);

  return (
    <div aria-hidden="true">
      <canvas ref={canvas} class="living-pitch" />
    </div>
  );
}

/** Bodies keep their index while nobody comes or goes; otherwise the new picture counts at once. */
function between(from: PitchGlimpse, to: PitchGlimpse, part: number): PitchGlimpse {
  const same = from.discs.length === to.discs.length && from.discs.every((disc, i) => disc[2] === to.discs[i][2]);
  if (!same || part >= 1) return to;
  const ease = (a: number, b: number): number => a + (b - a) * part;
  return {
    ...to,
    discs: to.discs.map(([x, y, team], i) => [ease(from.discs[i][0], x), ease(from.discs[i][1], y), team]),
  };
}

function draw(canvas: HTMLCanvasElement, { width, height, discs }: PitchGlimpse): void {
  const ratio = devicePixelRatio;
  const w = Math.round(canvas.clientWidth * ratio);
  const h = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const pen = canvas.getContext('2d');
  if (!pen || w === 0) return;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  for (let i = 0; i < STRIPES; i++) {
    pen.fillStyle = GRASS[i % 2];
    pen.fillRect(Math.floor((i * w) / STRIPES), 0, Math.ceil(w / STRIPES), h);
  }
  const scale = Math.min(w / (2 * width), h / (2 * height));
  pen.setTransform(scale, 0, 0, scale, w / 2, h / 2);
  const line = 1.5 * ratio;
  chalk(pen, width - Math.min(50, width * 0.12), height - Math.min(30, height * 0.15), line / scale);
  const kits = settings.peek().colourBlind ? KITS.safe : KITS.usual;
  const least = (2.6 * ratio) / scale;
  for (const [x, y, team] of [...discs].reverse()) {
    pen.beginPath();
    pen.arc(x, y, Math.max(team === 0 ? 10 : 15, team === 0 ? least : least * 1.4), 0, Math.PI * 2);
    pen.fillStyle = kits[team];
    pen.fill();
    pen.lineWidth = ratio / scale;
    pen.strokeStyle = '#10161c';
    pen.stroke();
  }
}

function chalk(pen: CanvasRenderingContext2D, w: number, h: number, line: number): void {
  pen.strokeStyle = CHALK;
  pen.lineWidth = line;
  const goal = Math.min(64, h * 0.4);
  pen.strokeRect(-w, -h, 2 * w, 2 * h);
  pen.beginPath();
  pen.moveTo(0, -h);
  pen.lineTo(0, h);
  pen.moveTo(75, 0);
  pen.arc(0, 0, Math.min(75, h * 0.45), 0, Math.PI * 2);
  for (const side of [-1, 1]) pen.rect(side * w, -goal, side * Math.min(25, w * 0.07), 2 * goal);
  pen.stroke();
}
