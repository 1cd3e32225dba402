// The still part of the picture: surround, grass or ice, lines, walls. Painted once into tiles at the screen's own resolution and
// painted again only when the stadium or the scale changes; per frame a tile is one image that moves.
import type { Stadium } from '@touchline/shared/stadium';
import type { GameObjects, Scene } from 'phaser';
import { CHALK, css, GRASS, GRASS_2, ICE, mix, NIGHT } from './colours.ts';
import { traceSegment } from './walls.ts';

/** Colours of the two sides' lines on ice. */
export interface SideColours {
  readonly home: number;
  readonly away: number;
}

/** Which part of the world a frame shows. A point is drawn at `x · scale - left`, in device pixels. */
export interface Screen {
  /** Whole pixels, so that painted lines stay on the pixels they were painted for. */
  left: number;
  top: number;
  scale: number;
  widthPx: number;
  heightPx: number;
}

const LINE = 3;
const DEFAULT_COLOR = 0x718c5a;
const CONCRETE = 0x232d37;
/** How far beyond the camera rectangle the surround fades into the night. */
const FADE = 110;
const STRIPE = 46;
const TILE = 2048;
const EAGER_TILES = 12;
const KEPT_TILES = 24;
const LINE_ALPHA = 0.8;

/** Half-extents of what is painted. */
export function paintedExtent(stadium: Stadium): { readonly width: number; readonly height: number } {
  const { width, height } = stadium.pitch;
  const { background } = stadium.drawing;
  const size = (a: number, b: number) => FADE + Math.max(0, a || 0, b || 0);
  return { width: size(width, background.width), height: size(height, background.height) };
}

/** Paints all that stands still, in map units. `bare`: only what is played on, and nothing around it. */
export function paintPitch(pen: CanvasRenderingContext2D, stadium: Stadium, sides: SideColours, bare = false): void {
  const { background } = stadium.drawing;
  if (!bare || isGround(stadium)) paintSurround(pen, stadium);
  if (background.type === 'grass') paintGrass(pen, stadium);
  if (background.type === 'hockey') paintIce(pen, stadium, sides);
  paintWalls(pen, stadium);
}

/** Red, green and blue of the mown stripes and of what lies beyond the lines. */
function grassColours(color: number): { readonly light: number; readonly dark: number; readonly beyond: number } {
  if (color === DEFAULT_COLOR) return { light: GRASS, dark: GRASS_2, beyond: mix(GRASS_2, NIGHT, 0.56) };
  const own = color < 0 ? NIGHT : color & 0xffffff;
  return { light: own, dark: mix(own, 0x000000, 0.05), beyond: mix(own, NIGHT, 0.4) };
}

function paintSurround(pen: CanvasRenderingContext2D, stadium: Stadium): void {
  const { background } = stadium.drawing;
  const extent = paintedExtent(stadium);
  const framed = background.type !== 'none' && background.width > 0 && background.height > 0;
  pen.fillStyle = css(surroundColour(background.type, background.color, framed));
  pen.fillRect(-extent.width, -extent.height, 2 * extent.width, 2 * extent.height);
  // Keep what two soft edges, one per axis, let through: a vignette with rounded corners.
  pen.globalCompositeOperation = 'destination-in';
  const inner = (lines: number, half: number) => (framed ? Math.min(half, lines) : half);
  for (const [half, from, x, y] of [
    [extent.width, inner(background.width, extent.width - FADE), 1, 0],
    [extent.height, inner(background.height, extent.height - FADE), 0, 1],
  ]) {
    const edge = pen.createLinearGradient(-half * x, -half * y, half * x, half * y);
    for (let i = 0; i <= 8; i++) {
      const share = i / 8;
      const alpha = share * share * (3 - 2 * share);
      const stop = (share * (half - from)) / (2 * half);
      edge.addColorStop(stop, css(0, alpha));
      edge.addColorStop(1 - stop, css(0, alpha));
    }
    pen.fillStyle = edge;
    pen.fillRect(-extent.width, -extent.height, 2 * extent.width, 2 * extent.height);
  }
  pen.globalCompositeOperation = 'source-over';
}

/** Grass or ice without lines to end it: the surround is all there is to play on. */
function isGround({ drawing: { background } }: Stadium): boolean {
  return background.type !== 'none' && !(background.width > 0 && background.height > 0);
}

function surroundColour(type: 'grass' | 'hockey' | 'none', color: number, framed: boolean): number {
  if (type === 'hockey') return CONCRETE;
  const { light, beyond } = grassColours(color);
  return framed ? beyond : light;
}

function tracePitch(pen: CanvasRenderingContext2D, stadium: Stadium): void {
  const { width, height, cornerRadius } = stadium.drawing.background;
  pen.beginPath();
  pen.roundRect(-width, -height, 2 * width, 2 * height, Math.max(0, Math.min(cornerRadius, width, height)));
}

function paintGrass(pen: CanvasRenderingContext2D, stadium: Stadium): void {
  const { width, height, kickOffRadius, color } = stadium.drawing.background;
  if (!(width > 0 && height > 0)) return;
  const { light, dark } = grassColours(color);
  pen.save();
  tracePitch(pen, stadium);
  pen.clip();
  pen.fillStyle = css(light);
  pen.fillRect(-width, -height, 2 * width, 2 * height);
  // An even number, so that two stripes meet under the half-way line.
  const count = 2 * Math.max(1, Math.round(width / STRIPE));
  pen.fillStyle = css(dark);
  for (let i = 0; i < count; i += 2)
    pen.fillRect(-width + (i * 2 * width) / count, -height, (2 * width) / count, 2 * height);
  paintFloodlight(pen, width, height);
  pen.restore();

  pen.strokeStyle = css(CHALK, LINE_ALPHA);
  pen.fillStyle = css(CHALK, LINE_ALPHA);
  pen.lineWidth = LINE;
  // One path: where lines meet, the chalk is not laid twice.
  tracePitch(pen, stadium);
  pen.moveTo(0, -height);
  if (kickOffRadius > 0) {
    pen.lineTo(0, -kickOffRadius);
    pen.arc(0, 0, kickOffRadius, -Math.PI / 2, 1.5 * Math.PI);
    pen.moveTo(0, -kickOffRadius);
  }
  pen.lineTo(0, height);
  pen.stroke();
  pen.beginPath();
  pen.arc(0, 0, 1.4 * LINE, 0, 2 * Math.PI);
  pen.fill();
}

function paintIce(pen: CanvasRenderingContext2D, stadium: Stadium, sides: SideColours): void {
  const { width, height, kickOffRadius, cornerRadius, goalLine } = stadium.drawing.background;
  if (!(width > 0 && height > 0)) return;
  pen.save();
  tracePitch(pen, stadium);
  pen.clip();
  pen.fillStyle = css(ICE);
  pen.fillRect(-width, -height, 2 * width, 2 * height);
  paintFloodlight(pen, width, height);
  pen.restore();

  pen.lineWidth = LINE;
  pen.strokeStyle = css(CHALK, LINE_ALPHA);
  pen.beginPath();
  pen.setLineDash([12, 10]);
  for (const down of [1, -1]) {
    pen.moveTo(0, down * Math.max(0, kickOffRadius));
    pen.lineTo(0, down * height);
  }
  pen.stroke();
  pen.setLineDash([]);
  for (const [color, side] of [
    [sides.home, -1],
    [sides.away, 1],
  ]) {
    pen.strokeStyle = css(color, 0.85);
    pen.beginPath();
    if (kickOffRadius > 0) pen.arc(0, 0, kickOffRadius, -Math.PI / 2, Math.PI / 2, side < 0);
    if (goalLine >= cornerRadius) {
      pen.moveTo(side * (width - goalLine), -height);
      pen.lineTo(side * (width - goalLine), height);
    }
    pen.stroke();
  }
  pen.strokeStyle = css(mix(CHALK, 0xffd166, 0.25), 0.9);
  tracePitch(pen, stadium);
  pen.stroke();
}

/** Light falls on the middle; corners are a little darker. */
function paintFloodlight(pen: CanvasRenderingContext2D, width: number, height: number): void {
  const light = pen.createRadialGradient(0, 0, 0, 0, 0, Math.hypot(width, height));
  light.addColorStop(0, css(0xfff8e0, 0.09));
  light.addColorStop(0.45, css(0xfff8e0, 0));
  light.addColorStop(0.45, css(0x000000, 0));
  light.addColorStop(1, css(0x000000, 0.2));
  pen.fillStyle = light;
  pen.fillRect(-width, -height, 2 * width, 2 * height);
}

function paintWalls(pen: CanvasRenderingContext2D, stadium: Stadium): void {
  const { segments } = stadium.pitch.arena;
  pen.lineWidth = LINE;
  pen.lineCap = 'round';
  let color = -1;
  let open = false;
  for (let i = 0; i < segments.count; i++) {
    const look = stadium.drawing.segments[i];
    if (!look.visible || look.color < 0) continue;
    // Runs of one colour are one path; order between colours is the file's.
    if (!open || look.color !== color) {
      if (open) pen.stroke();
      pen.beginPath();
      color = look.color;
      pen.strokeStyle = css(color);
      open = true;
    }
    traceSegment(pen, segments, i);
  }
  if (open) pen.stroke();
}

interface Tile {
  readonly key: string;
  readonly image: GameObjects.Image;
  readonly column: number;
  readonly row: number;
}

/** The painted pitch on screen. */
export class PitchLayer {
  readonly #scene: Scene;
  readonly #bare: boolean;
  #tiles = new Map<string, Tile>();
  #stadium: Stadium | null = null;
  #sides: SideColours = { home: 0, away: 0 };
  #scale = 0;
  /** Of the painted area, in whole device pixels. */
  #halfWidth = 0;
  #halfHeight = 0;
  #columns = 0;
  #rows = 0;
  #made = 0;

  constructor(scene: Scene, bare: boolean) {
    this.#scene = scene;
    this.#bare = bare;
  }

  /** Paints when something changed; small pitches whole, large ones tile by tile as the camera gets there. */
  prepare(stadium: Stadium, scale: number, sides: SideColours): void {
    const same = this.#sides.home === sides.home && this.#sides.away === sides.away;
    if (same && stadium === this.#stadium && scale === this.#scale) return;
    this.destroy();
    this.#stadium = stadium;
    this.#scale = scale;
    this.#sides = { home: sides.home, away: sides.away };
    const extent = paintedExtent(stadium);
    this.#halfWidth = Math.ceil(extent.width * scale);
    this.#halfHeight = Math.ceil(extent.height * scale);
    this.#columns = Math.ceil((2 * this.#halfWidth) / TILE);
    this.#rows = Math.ceil((2 * this.#halfHeight) / TILE);
    if (this.#columns * this.#rows > EAGER_TILES) return;
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) this.#paint(stadium, column, row);
    }
  }

  /** Puts the tiles where the camera looks. */
  place(screen: Screen): void {
    const stadium = this.#stadium;
    if (!stadium) return;
    const originX = -this.#halfWidth - screen.left;
    const originY = -this.#halfHeight - screen.top;
    const last = (px: number, origin: number, count: number) => Math.min(count - 1, Math.floor((px - origin) / TILE));
    const lastRow = last(screen.heightPx, originY, this.#rows);
    const lastColumn = last(screen.widthPx, originX, this.#columns);
    for (let row = Math.max(0, Math.floor(-originY / TILE)); row <= lastRow; row++) {
      for (let column = Math.max(0, Math.floor(-originX / TILE)); column <= lastColumn; column++) {
        if (!this.#tiles.has(tileKey(column, row))) this.#paint(stadium, column, row);
      }
    }
    for (const tile of this.#tiles.values()) {
      const x = originX + tile.column * TILE;
      const y = originY + tile.row * TILE;
      const inView = x < screen.widthPx && y < screen.heightPx && x + TILE > 0 && y + TILE > 0;
      tile.image.setPosition(x, y).setVisible(inView);
      if (!inView && this.#tiles.size > KEPT_TILES) this.#drop(tile);
    }
  }

  destroy(): void {
    for (const tile of this.#tiles.values()) this.#drop(tile);
    this.#stadium = null;
  }

  #paint(stadium: Stadium, column: number, row: number): void {
    const left = column * TILE;
    const top = row * TILE;
    const width = Math.min(TILE, 2 * this.#halfWidth - left);
    const height = Math.min(TILE, 2 * this.#halfHeight - top);
    if (width <= 0 || height <= 0) return;
    const key = `pitch-${this.#made++}`;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.setTransform(this.#scale, 0, 0, this.#scale, this.#halfWidth - left, this.#halfHeight - top);
    paintPitch(pen, stadium, this.#sides, this.#bare);
    // Phaser takes any canvas here, its types know images only. Its own canvas textures would keep a second copy of the pixels.
    this.#scene.textures.addImage(key, canvas as unknown as HTMLImageElement);
    const image = this.#scene.add.image(0, 0, key).setOrigin(0, 0);
    this.#tiles.set(tileKey(column, row), { key, image, column, row });
  }

  #drop(tile: Tile): void {
    tile.image.destroy();
    this.#scene.textures.remove(tile.key);
    this.#tiles.delete(tileKey(tile.column, tile.row));
  }
}

function tileKey(column: number, row: number): string {
  return `${column}/${row}`;
}
