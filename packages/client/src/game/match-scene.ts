// Draws a view, knows no network: one Phaser scene whose canvas has exactly the screen's pixels. Nothing here uses Phaser's camera or
// its scaling; every image is placed in device pixels, so lines and letters stay as sharp as they were painted.
import { AUTO, Game, Scale, Scene } from 'phaser';
import { type Camera, type CameraFrame, moveCamera, placeCamera, viewScale } from './camera.ts';
import { NIGHT } from './colours.ts';
import { DiscLayer } from './discs.ts';
import { Effects } from './effects.ts';
import type { FreeCamera } from './free-camera.ts';
import { mainColour, shirtOf } from './kits.ts';
import { Listener, listen } from './listener.ts';
import { PitchLayer, type Screen } from './pitch.ts';
import { Sheet } from './sheet.ts';
import type { Sounds } from './sounds.ts';
import type { View, ViewSource } from './view.ts';

/** What people choose about the pitch; read anew each frame. */
export interface PitchSettings {
  /** Swap both kits for a pair that everybody can tell apart. */
  readonly colourBlind: boolean;
  /** No trail, no flash, no flecks, nets at rest. */
  readonly reducedMotion: boolean;
  /** Factor on the usual scale, 1 by default. */
  readonly zoom: number;
}

export interface PitchViewOptions {
  /** Filled by the canvas; has to have a size of its own. */
  readonly parent: HTMLElement;
  readonly source: ViewSource;
  readonly settings: () => PitchSettings;
  readonly sounds: Sounds;
  /** Nothing is painted behind and around the pitch. */
  readonly transparent?: boolean;
  /** Where people may look for themselves. */
  readonly camera?: FreeCamera;
}

export interface PitchView {
  destroy(): void;
}

const LEAST_ZOOM = 0.5;
const MOST_ZOOM = 3;
/** A hidden tab draws nothing; it still listens this often, so that a cue can sound. */
const HIDDEN_MS = 1000;

/** Starts drawing into `parent` and goes on until destroyed. */
export function createPitchView(options: PitchViewOptions): PitchView {
  const { parent } = options;
  const size = { ...measure(parent) };
  const scene = new MatchScene(options, size);
  const game = new Game({
    type: AUTO,
    parent,
    scene,
    banner: false,
    ...(options.transparent ? { transparent: true } : { backgroundColor: NIGHT }),
    audio: { noAudio: true },
    input: { keyboard: false, mouse: false, touch: false, gamepad: false },
    autoFocus: false,
    // Everything is painted smooth at its final size: multisampling would cost a phone much and show nothing.
    render: { antialias: true, antialiasGL: false, powerPreference: 'high-performance' },
    scale: { mode: Scale.NONE, width: size.widthPx, height: size.heightPx, expandParent: false },
  });

  const resize = () => {
    Object.assign(size, measure(parent));
    if (!game.isBooted) return;
    if (game.scale.width !== size.widthPx || game.scale.height !== size.heightPx) {
      game.scale.resize(size.widthPx, size.heightPx);
    }
    fill(game.canvas);
  };
  game.events.once('ready', resize);
  // Another screen or another page zoom changes density without a resize, and no browser event tells it reliably.
  game.events.on('prestep', () => window.devicePixelRatio !== size.cssPx && resize());

  const observer = new ResizeObserver(resize);
  observer.observe(parent);
  // New letters may have arrived for pictures that were painted with a substitute.
  const onFonts = () => scene.repaint();
  document.fonts.addEventListener('loadingdone', onFonts);
  const hidden = setInterval(() => {
    if (document.hidden) scene.listenOnly();
  }, HIDDEN_MS);

  return {
    destroy() {
      clearInterval(hidden);
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', onFonts);
      game.canvas?.remove();
      game.destroy(true);
      // A paused loop (hidden tab) would keep the game alive until the tab is shown again.
      if (game.isRunning) game.loop.wake();
    },
  };
}

interface Size {
  widthPx: number;
  heightPx: number;
  /** Device pixels per CSS pixel. */
  cssPx: number;
}

function measure(parent: HTMLElement): Size {
  const cssPx = window.devicePixelRatio;
  return {
    widthPx: Math.max(1, Math.round(parent.clientWidth * cssPx)),
    heightPx: Math.max(1, Math.round(parent.clientHeight * cssPx)),
    cssPx,
  };
}

function fill(canvas: HTMLCanvasElement): void {
  canvas.style.width = '100%';
  canvas.style.height = '100%';
  canvas.style.display = 'block';
  // Score and players are told in words beside the pitch.
  canvas.setAttribute('aria-hidden', 'true');
}

class MatchScene extends Scene {
  readonly #options: PitchViewOptions;
  readonly #size: Readonly<Size>;
  readonly #listener = new Listener();
  readonly #screen: Screen = { left: 0, top: 0, scale: 1, widthPx: 1, heightPx: 1 };
  readonly #camera: Camera = { x: 0, y: 0 };
  readonly #sides = { home: 0, away: 0 };
  #frame: CameraFrame | null = null;
  #lastMs = 0;
  #parts: { sheet: Sheet; pitch: PitchLayer; discs: DiscLayer; effects: Effects } | null = null;

  constructor(options: PitchViewOptions, size: Readonly<Size>) {
    super('match');
    this.#options = options;
    this.#size = size;
  }

  create(): void {
    const sheet = new Sheet(this.textures);
    const pitch = new PitchLayer(this, this.#options.transparent ?? false);
    this.#parts = { sheet, pitch, discs: new DiscLayer(this, sheet), effects: new Effects(this, sheet) };
  }

  /** Small pictures are painted again from the next frame on. */
  repaint(): void {
    this.#parts?.sheet.invalidate();
  }

  /** A frame without a picture, for a hidden tab. */
  listenOnly(): void {
    const nowMs = performance.now();
    const view = this.#options.source.frame(nowMs);
    if (view) this.#tell(view, nowMs);
  }

  override update(): void {
    // The display's own clock where there is one: evenly spaced, so motion is too. It never runs backwards.
    const frameMs = document.timeline.currentTime;
    const nowMs = Math.max(this.#lastMs, typeof frameMs === 'number' ? frameMs : performance.now());
    const dt = Math.min(0.25, (nowMs - this.#lastMs) / 1000);
    this.#lastMs = nowMs;
    const view = this.#options.source.frame(nowMs);
    const parts = this.#parts;
    if (!view || !parts) return;

    const settings = this.#options.settings();
    const { sheet, pitch, discs, effects } = parts;
    this.#look(view, dt, settings);
    sheet.begin();
    const screen = this.#screen;
    const stadium = view.state.stadium;
    pitch.prepare(stadium, screen.scale, this.#sides);
    effects.prepare(stadium, screen.scale);
    this.#tell(view, nowMs);

    const look = { ...settings, flash: !settings.reducedMotion };
    pitch.place(screen);
    discs.draw(view, screen, this.#size.cssPx, look, nowMs);
    effects.draw(view, screen, this.#size.cssPx, settings.colourBlind, settings.reducedMotion, nowMs);
    sheet.flush();
  }

  /** Scale and camera of this frame. */
  #look(view: View, dt: number, settings: PitchSettings): void {
    const { state } = view;
    const { widthPx, heightPx, cssPx } = this.#size;
    const screen = this.#screen;
    const { camera: hand } = this.#options;
    const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, (settings.zoom || 1) * (hand?.zoom ?? 1)));
    const scale = cssPx * viewScale(state.stadium, widthPx / cssPx, heightPx / cssPx, zoom);
    if (scale !== screen.scale) this.#parts?.sheet.invalidate();
    screen.scale = scale;
    screen.widthPx = widthPx;
    screen.heightPx = heightPx;
    this.#sides.home = mainColour(shirtOf(1, state, settings.colourBlind));
    this.#sides.away = mainColour(shirtOf(2, state, settings.colourBlind));

    const snap = this.#frame?.stadium !== state.stadium;
    const frame = this.#frame ?? {
      stadium: state.stadium,
      viewWidth: 0,
      viewHeight: 0,
      ballX: 0,
      ballY: 0,
      selfX: 0,
      selfY: 0,
      dt,
    };
    this.#frame = frame;
    const self = selfDisc(view);
    const playing = state.world.count > 0;
    frame.stadium = state.stadium;
    frame.viewWidth = widthPx / scale;
    frame.viewHeight = heightPx / scale;
    frame.ballX = playing ? view.x[0] : 0;
    frame.ballY = playing ? view.y[0] : 0;
    frame.selfX = self < 0 ? Number.NaN : view.x[self];
    frame.selfY = self < 0 ? Number.NaN : view.y[self];
    frame.dt = dt;
    moveCamera(this.#camera, frame, snap);
    if (hand?.centre) placeCamera(this.#camera, frame, hand.centre);
    hand?.drawn(scale / cssPx, this.#camera.x, this.#camera.y);
    screen.left = Math.round(this.#camera.x * scale - widthPx / 2);
    screen.top = Math.round(this.#camera.y * scale - heightPx / 2);
  }

  #tell(view: View, nowMs: number): void {
    const { colourBlind, reducedMotion } = this.#options.settings();
    for (const { event } of view.happenings) {
      if (event?.type === 'kick') this.#parts?.discs.kicked(event.player, nowMs);
      if (event?.type === 'goal' && !reducedMotion) {
        this.#parts?.effects.goal(view, event.team, event.disc, colourBlind, nowMs);
      }
    }
    listen(this.#listener, view, this.#options.sounds);
  }
}

function selfDisc(view: View): number {
  if (view.selfId === 0) return -1;
  for (const player of view.state.players) if (player.id === view.selfId) return player.disc;
  return -1;
}
