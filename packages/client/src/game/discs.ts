// Everything round: stadium discs, players with shirt and nick, the ball. One slot per disc index, asked for new pictures only when
// the way its disc looks has changed.
import type { MatchState, Player } from '@touchline/shared/match';
import type { GameObjects, Scene } from 'phaser';
import { CHALK, LAMP } from './colours.ts';
import { inSight } from './edge.ts';
import { type Shirt, shirtOf } from './kits.ts';
import type { Screen } from './pitch.ts';
import { ImagePool } from './pool.ts';
import { Sheet } from './sheet.ts';
import {
  BAR_PX,
  barStamp,
  discStamp,
  glowStamp,
  MAX_RADIUS_PX,
  MAX_SHADOW_PX,
  nickStamp,
  playerStamp,
  ringStamp,
  shadowStamp,
  stampRadius,
} from './stamps.ts';
import type { View } from './view.ts';

/** Drawing order. */
export const DEPTH = {
  net: 1,
  joint: 2,
  shadow: 3,
  trail: 4,
  disc: 5,
  player: 6,
  nick: 7,
  ball: 8,
  fleck: 9,
  arrow: 10,
};

const SHADOW_X = 2;
const SHADOW_Y = 3.5;
const FLASH_MS = 100;
/** A nick takes this much of the pitch, or more where that would be next to nothing. */
const NICK_UNITS = 96;
/** Letters of a nick, CSS pixels. */
const SMALLEST_NICK_PX = 10;
const LARGEST_NICK_PX = 18;

/** How the discs of one frame are to be drawn. */
export interface DiscLook {
  readonly colourBlind: boolean;
  readonly flash: boolean;
}

interface Slot {
  readonly shadow: GameObjects.Image;
  readonly body: GameObjects.Image;
  /** Players only: kick ring or flash, own ring, nick. The ball: its glow, in `own`. */
  readonly kick: GameObjects.Image;
  readonly own: GameObjects.Image;
  readonly nick: GameObjects.Image;
  /** What the pictures were made for. */
  version: number;
  radiusPx: number;
  color: number;
  player: Player | null;
  shirt: Shirt | null;
  text: string;
  name: string;
  isSelf: boolean;
  /** Distance of the nick below the centre, device pixels. */
  nickDrop: number;
}

export class DiscLayer {
  readonly #scene: Scene;
  readonly #sheet: Sheet;
  readonly #slots: Slot[] = [];
  readonly #joints: ImagePool;
  readonly #kickedAt = new Map<number, number>();
  #owners: (Player | null)[] = [];

  constructor(scene: Scene, sheet: Sheet) {
    this.#scene = scene;
    this.#sheet = sheet;
    this.#joints = new ImagePool(scene, DEPTH.joint);
  }

  /** A player's foot met the ball: his ring flashes. */
  kicked(player: number, nowMs: number): void {
    this.#kickedAt.set(player, nowMs);
  }

  /** `cssPx`: device pixels per CSS pixel. */
  draw(view: View, screen: Screen, cssPx: number, look: DiscLook, nowMs: number): void {
    const { state } = view;
    const { world } = state;
    this.#joinOwners(state);
    this.#drawJoints(view, screen);
    for (let i = 0; i < world.count; i++) {
      const slot = this.#slot(i);
      const player = this.#owners[i];
      if (player === null && world.color[i] === -1) hide(slot);
      else this.#drawDisc(slot, i, player, view, screen, cssPx, look, nowMs);
    }
    for (let i = world.count; i < this.#slots.length; i++) hide(this.#slots[i]);
  }

  #joinOwners(state: MatchState): void {
    const owners = this.#owners;
    owners.length = state.world.count;
    owners.fill(null);
    for (const player of state.players) if (player.disc >= 0) owners[player.disc] = player;
  }

  #drawDisc(
    slot: Slot,
    i: number,
    player: Player | null,
    view: View,
    screen: Screen,
    cssPx: number,
    look: DiscLook,
    nowMs: number,
  ): void {
    const { world } = view.state;
    const radiusPx = world.radius[i] * screen.scale;
    const x = view.x[i] * screen.scale - screen.left;
    const y = view.y[i] * screen.scale - screen.top;
    if (!(radiusPx > 0) || !Number.isFinite(x + y)) {
      hide(slot);
      return;
    }
    const shirt = player && player.team !== 0 ? shirtOf(player.team, view.state, look.colourBlind) : null;
    const text = player ? player.avatar || String(player.number) : '';
    const isSelf = player !== null && player.id === view.selfId;
    if (
      slot.version !== this.#sheet.version ||
      slot.radiusPx !== radiusPx ||
      slot.player !== player ||
      slot.shirt !== shirt ||
      slot.text !== text ||
      slot.name !== (player?.name ?? '') ||
      slot.isSelf !== isSelf ||
      (player === null && slot.color !== world.color[i])
    ) {
      slot.version = this.#sheet.version;
      slot.radiusPx = radiusPx;
      slot.player = player;
      slot.shirt = shirt;
      slot.text = text;
      slot.name = player?.name ?? '';
      slot.isSelf = isSelf;
      slot.color = world.color[i];
      this.#dress(slot, i, screen.scale, cssPx);
    }

    slot.body.setPosition(x, y).setVisible(true);
    slot.shadow.setPosition(x + SHADOW_X * screen.scale, y + SHADOW_Y * screen.scale).setVisible(true);
    slot.own.setPosition(x, y).setVisible(isSelf || i === 0);
    slot.nick
      .setPosition(
        Math.round(inSight(x, radiusPx, x, slot.nick.width, screen.widthPx)),
        Math.round(inSight(y, radiusPx, y + slot.nickDrop, slot.nick.height, screen.heightPx)),
      )
      .setVisible(player !== null);
    const flash = player && look.flash ? 1 - (nowMs - (this.#kickedAt.get(player.id) ?? -FLASH_MS)) / FLASH_MS : 0;
    const ring = flash > 0 ? flash : player?.kickArmed ? 1 : 0;
    slot.kick
      .setPosition(x, y)
      .setVisible(ring > 0)
      .setAlpha(ring);
    // The flash is the same ring, thrown outwards.
    if (ring > 0) slot.kick.setScale(flash > 0 ? 1.28 - 0.2 * flash : 1);
  }

  /** New pictures for a slot whose disc looks different now. */
  #dress(slot: Slot, i: number, scale: number, cssPx: number): void {
    const sheet = this.#sheet;
    const radius = stampRadius(slot.radiusPx);
    const stretch = slot.radiusPx > MAX_RADIUS_PX ? slot.radiusPx / MAX_RADIUS_PX : 1;
    slot.shadow.setFrame(shadowStamp(sheet, radius)).setScale(Math.max(1, slot.radiusPx / MAX_SHADOW_PX));
    if (slot.player === null) {
      slot.body.setFrame(discStamp(sheet, radius, slot.color & 0xffffff, scale)).setScale(stretch);
      slot.body.setDepth(i === 0 ? DEPTH.ball : DEPTH.disc);
      if (i === 0) slot.own.setFrame(glowStamp(sheet, radius, slot.color & 0xffffff)).setScale(stretch);
      return;
    }
    const shirt = slot.shirt;
    if (!shirt) return;
    const line = Math.max(1.2 * cssPx, 2.2 * scale);
    slot.body
      .setFrame(playerStamp(sheet, radius, shirt, slot.text, scale))
      .setScale(stretch)
      .setDepth(DEPTH.player);
    slot.kick.setFrame(ringStamp(sheet, radius - 0.6 * line, line, CHALK));
    if (slot.isSelf) slot.own.setFrame(ringStamp(sheet, radius + 1.4 * line, line, LAMP)).setScale(stretch);
    const cssScale = scale / cssPx;
    const nickPx = Math.min(LARGEST_NICK_PX, Math.max(SMALLEST_NICK_PX, 9.5 + 3.5 * cssScale)) * cssPx;
    slot.nick.setFrame(nickStamp(sheet, slot.name, Math.round(nickPx), Math.max(6 * nickPx, NICK_UNITS * scale)));
    slot.nickDrop = slot.radiusPx + (slot.isSelf ? 2.4 * line : 0.4 * line) + 0.8 * nickPx;
  }

  #drawJoints(view: View, screen: Screen): void {
    const { joints } = view.state.stadium.pitch.arena;
    const looks = view.state.stadium.drawing.joints;
    const width = Math.max(1, Math.round(3 * screen.scale));
    for (let i = 0; i < joints.count; i++) {
      const color = looks[i].color;
      const a = joints.d0[i];
      const b = joints.d1[i];
      if (color < 0 || a >= view.state.world.count || b >= view.state.world.count) continue;
      const dx = (view.x[b] - view.x[a]) * screen.scale;
      const dy = (view.y[b] - view.y[a]) * screen.scale;
      const length = Math.hypot(dx, dy);
      if (!(length > 0 && Number.isFinite(length))) continue;
      this.#joints
        .take(
          barStamp(this.#sheet, width, color & 0xffffff),
          view.x[a] * screen.scale - screen.left + dx / 2,
          view.y[a] * screen.scale - screen.top + dy / 2,
        )
        .setRotation(Math.atan2(dy, dx))
        .setScale(length / BAR_PX, 1);
    }
    this.#joints.end();
  }

  #slot(i: number): Slot {
    const known = this.#slots[i];
    if (known) return known;
    const image = (depth: number) => this.#scene.add.image(0, 0, Sheet.key).setDepth(depth).setVisible(false);
    const slot: Slot = {
      shadow: image(DEPTH.shadow),
      own: image(i === 0 ? DEPTH.ball : DEPTH.player),
      body: image(DEPTH.disc),
      kick: image(DEPTH.player),
      nick: image(DEPTH.nick),
      version: -1,
      radiusPx: 0,
      color: 0,
      player: null,
      shirt: null,
      text: '',
      name: '',
      isSelf: false,
      nickDrop: 0,
    };
    this.#slots.push(slot);
    return slot;
  }
}

function hide(slot: Slot): void {
  slot.shadow.setVisible(false);
  slot.body.setVisible(false);
  slot.kick.setVisible(false);
  slot.own.setVisible(false);
  slot.nick.setVisible(false);
}
