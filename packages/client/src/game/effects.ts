// What moves besides the discs: nets that shiver, a few flecks on a goal, a faint trail, arrows to what is out of sight.
// With reduced motion there are only nets at rest and arrows.
import type { Player } from '@touchline/shared/match';
import type { Goal, Stadium } from '@touchline/shared/stadium';
import type { GameObjects, Scene, Textures } from 'phaser';
import { CHALK } from './colours.ts';
import { DEPTH } from './discs.ts';
import { edgePoint } from './edge.ts';
import { mainColour, shirtOf } from './kits.ts';
import { findNets, type Net, netBox, paintNet } from './nets.ts';
import type { Screen } from './pitch.ts';
import { ImagePool } from './pool.ts';
import type { Sheet } from './sheet.ts';
import { arrowStamp, spotStamp } from './stamps.ts';
import type { View } from './view.ts';

const SHIVER_MS = 750;
const FLECKS = 22;
const FLECK_MS = 900;
const TRAIL = 12;
const TRAIL_STEP_MS = 14;
/** Map units per tick from which a ball leaves a trail, and at which it is strongest. */
const TRAIL_FROM = 5;
const TRAIL_FULL = 10;
/** A step longer than this is a reset, not a flight. */
const LEAP = 60;
const EDGE_PX = 20;

interface DrawnNet {
  readonly net: Net;
  readonly texture: Textures.CanvasTexture;
  readonly image: GameObjects.Image;
  readonly box: readonly [number, number, number, number];
  /** The last painting showed a cloth in motion. */
  moving: boolean;
  hitAt: number;
}

interface Fleck {
  x: number;
  y: number;
  vx: number;
  vy: number;
  color: number;
  bornAt: number;
}

export class Effects {
  readonly #scene: Scene;
  readonly #sheet: Sheet;
  readonly #trail: ImagePool;
  readonly #flecksPool: ImagePool;
  readonly #arrows: ImagePool;
  #nets: DrawnNet[] = [];
  #flecks: Fleck[] = [];
  #made = 0;
  #stadium: Stadium | null = null;
  #scale = 0;
  readonly #trailX = new Float64Array(TRAIL);
  readonly #trailY = new Float64Array(TRAIL);
  #trailAt = 0;

  constructor(scene: Scene, sheet: Sheet) {
    this.#scene = scene;
    this.#sheet = sheet;
    this.#trail = new ImagePool(scene, DEPTH.trail);
    this.#flecksPool = new ImagePool(scene, DEPTH.fleck);
    this.#arrows = new ImagePool(scene, DEPTH.arrow);
    this.#trailX.fill(Number.NaN);
  }

  /** Nets are painted anew for a new stadium or scale. */
  prepare(stadium: Stadium, scale: number): void {
    if (stadium === this.#stadium && scale === this.#scale) return;
    if (stadium !== this.#stadium) this.#flecks = [];
    this.#stadium = stadium;
    this.#scale = scale;
    this.#dropNets();
    for (const net of findNets(stadium)) {
      const box = netBox(net);
      const key = `net-${this.#made++}`;
      const texture = this.#scene.textures.createCanvas(
        key,
        Math.ceil((box[2] - box[0]) * scale),
        Math.ceil((box[3] - box[1]) * scale),
      );
      if (!texture) continue;
      const image = this.#scene.add.image(0, 0, key).setOrigin(0, 0).setDepth(DEPTH.net);
      const drawn = { net, texture, image, box, moving: true, hitAt: Number.NEGATIVE_INFINITY };
      this.#nets.push(drawn);
      this.#paint(drawn, 0, 0);
    }
  }

  /** The scorer's side gets its flecks where the ball crossed; the net it went into shivers. */
  goal(view: View, team: 1 | 2, disc: number, colourBlind: boolean, nowMs: number): void {
    const conceded = view.state.stadium.pitch.goals.filter((goal) => goal.team !== team);
    const x = view.x[disc];
    const y = view.y[disc];
    const goal = nearest(conceded, x, y);
    if (!goal) return;
    for (const net of this.#nets) if (net.net.goal === goal) net.hitAt = nowMs;
    const color = mainColour(shirtOf(team, view.state, colourBlind));
    const inwards = -Math.sign(goal.p0x + goal.p1x) || 1;
    for (let i = 0; i < FLECKS; i++) {
      const along = Math.random();
      const speed = 30 + 90 * Math.random();
      const turn = (Math.random() - 0.5) * 2.2;
      this.#flecks.push({
        x: goal.p0x + along * (goal.p1x - goal.p0x),
        y: goal.p0y + along * (goal.p1y - goal.p0y),
        vx: inwards * speed * Math.cos(turn),
        vy: speed * Math.sin(turn),
        color: i % 3 === 0 ? CHALK : color,
        bornAt: nowMs + 60 * Math.random(),
      });
    }
  }

  draw(view: View, screen: Screen, cssPx: number, colourBlind: boolean, still: boolean, nowMs: number): void {
    this.#drawNets(screen, still, nowMs);
    this.#drawTrail(view, screen, still, nowMs);
    this.#drawFlecks(screen, cssPx, still, nowMs);
    this.#drawArrows(view, screen, cssPx, colourBlind);
  }

  #drawNets(screen: Screen, still: boolean, nowMs: number): void {
    for (const drawn of this.#nets) {
      const [left, top] = drawn.box;
      drawn.image.setPosition(
        Math.round(left * screen.scale) - screen.left,
        Math.round(top * screen.scale) - screen.top,
      );
      const age = (nowMs - drawn.hitAt) / SHIVER_MS;
      if (age < 1 && !still) this.#paint(drawn, (1 - age) * (1 - age), age * 26);
      else if (drawn.moving) this.#paint(drawn, 0, 0);
    }
  }

  #paint(drawn: DrawnNet, shiver: number, phase: number): void {
    const { texture, box, net } = drawn;
    const pen = texture.getContext();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, texture.width, texture.height);
    // The image sits on whole pixels; what was rounded away is painted in.
    const x = Math.round(box[0] * this.#scale);
    const y = Math.round(box[1] * this.#scale);
    pen.setTransform(this.#scale, 0, 0, this.#scale, -x, -y);
    paintNet(pen, net, 1 / this.#scale, shiver, phase);
    texture.refresh();
    drawn.moving = shiver > 0;
  }

  #drawTrail(view: View, screen: Screen, still: boolean, nowMs: number): void {
    const { world } = view.state;
    const shown = !still && world.count > 0 && world.color[0] !== -1;
    if (shown && nowMs - this.#trailAt >= TRAIL_STEP_MS) {
      const far = Math.hypot(view.x[0] - this.#trailX[0], view.y[0] - this.#trailY[0]) > LEAP;
      if (far) this.#trailX.fill(Number.NaN);
      this.#trailX.copyWithin(1, 0);
      this.#trailY.copyWithin(1, 0);
      this.#trailX[0] = view.x[0];
      this.#trailY[0] = view.y[0];
      this.#trailAt = nowMs;
    }
    const speed = shown ? Math.hypot(world.vx[0], world.vy[0]) : 0;
    const strength = Math.min(1, (speed - TRAIL_FROM) / (TRAIL_FULL - TRAIL_FROM));
    if (strength > 0) {
      const radius = world.radius[0] * screen.scale;
      const frame = spotStamp(this.#sheet, 16, world.color[0] & 0xffffff);
      for (let i = 0; i < TRAIL; i++) {
        if (Number.isNaN(this.#trailX[i])) break;
        const left = 1 - (i + 1) / (TRAIL + 1);
        this.#trail
          .take(frame, this.#trailX[i] * screen.scale - screen.left, this.#trailY[i] * screen.scale - screen.top)
          .setScale((radius * (0.35 + 0.6 * left)) / 16)
          .setAlpha(0.16 * left * strength);
      }
    }
    this.#trail.end();
  }

  #drawFlecks(screen: Screen, cssPx: number, still: boolean, nowMs: number): void {
    if (still) this.#flecks = [];
    if (this.#flecks.length > 0) this.#flecks = this.#flecks.filter((fleck) => nowMs - fleck.bornAt < FLECK_MS);
    for (const fleck of this.#flecks) {
      const age = Math.max(0, (nowMs - fleck.bornAt) / FLECK_MS);
      // Paper in air: fast at first, soon hanging.
      const flown = (1 - (1 - age) ** 3) * 0.5;
      this.#flecksPool
        .take(
          spotStamp(this.#sheet, Math.round(2 * cssPx), fleck.color),
          (fleck.x + fleck.vx * flown) * screen.scale - screen.left,
          (fleck.y + fleck.vy * flown) * screen.scale - screen.top,
        )
        .setAlpha(0.9 * (1 - age * age));
    }
    this.#flecksPool.end();
  }

  /** The ball in chalk, mates in their shirt's colour; viewers are shown the ball only. */
  #drawArrows(view: View, screen: Screen, cssPx: number, colourBlind: boolean): void {
    const { state } = view;
    if (state.world.count > 0 && state.world.color[0] !== -1) this.#arrow(view, 0, screen, cssPx, 0xffffff, 11);
    const self = view.selfId === 0 ? undefined : state.players.find((player) => player.id === view.selfId);
    if (self && self.team !== 0) {
      const color = mainColour(shirtOf(self.team, state, colourBlind));
      for (const player of state.players) {
        if (isMate(player, self)) this.#arrow(view, player.disc, screen, cssPx, color, 8);
      }
    }
    this.#arrows.end();
  }

  #arrow(view: View, disc: number, screen: Screen, cssPx: number, color: number, sizePx: number): void {
    const radius = view.state.world.radius[disc] * screen.scale;
    const x = view.x[disc] * screen.scale - screen.left;
    const y = view.y[disc] * screen.scale - screen.top;
    const edge = edgePoint(x, y, radius, screen.widthPx, screen.heightPx, EDGE_PX * cssPx);
    if (!edge) return;
    this.#arrows
      .take(arrowStamp(this.#sheet, Math.round(sizePx * cssPx), color), edge.x, edge.y)
      .setRotation(edge.angle);
  }

  #dropNets(): void {
    for (const { image, texture } of this.#nets) {
      image.destroy();
      this.#scene.textures.remove(texture);
    }
    this.#nets = [];
  }
}

function isMate(player: Player, self: Player): boolean {
  return player.team === self.team && player.id !== self.id && player.disc >= 0;
}

function nearest(goals: readonly Goal[], x: number, y: number): Goal | undefined {
  const distance = (goal: Goal) => Math.hypot((goal.p0x + goal.p1x) / 2 - x, (goal.p0y + goal.p1y) / 2 - y);
  return goals.reduce<Goal | undefined>(
    (best, goal) => (best === undefined || distance(goal) < distance(best) ? goal : best),
    undefined,
  );
}
