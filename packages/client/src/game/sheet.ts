// All small pictures of a match on one canvas: shirts, discs, nicks, rings. One texture keeps a frame at a draw call or two.
import type { Textures } from 'phaser';

export type Paint = (pen: CanvasRenderingContext2D, centreX: number, centreY: number) => void;

/** Where the next picture goes: shelves from top to bottom, each filled from left to right. */
export class Shelves {
  readonly #size: number;
  #x = 0;
  #y = 0;
  #height = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** The upper left corner of a free place, null when the sheet is full. */
  place(width: number, height: number): { readonly x: number; readonly y: number } | null {
    if (this.#x + width > this.#size) {
      this.#x = 0;
      this.#y += this.#height;
      this.#height = 0;
    }
    if (width > this.#size || this.#y + height > this.#size) return null;
    const place = { x: this.#x, y: this.#y };
    this.#x += width;
    this.#height = Math.max(this.#height, height);
    return place;
  }
}

const SMALLEST = 1024;
const LARGEST = 4096;
/** Free pixels round each picture, so that smoothing never pulls in a neighbour. */
const GAP = 2;
/** An empty picture. */
const NOTHING = 'nothing';

export class Sheet {
  static readonly key = 'sheet';
  /** Grows whenever all pictures were thrown away: who keeps frame names has to ask again. */
  version = 0;
  readonly #texture: Textures.CanvasTexture;
  #shelves = new Shelves(SMALLEST);
  #size = SMALLEST;
  #names = new Set<string>();
  #painted = false;
  #overflow = false;
  #stale = false;

  constructor(textures: Textures.TextureManager) {
    const texture = textures.createCanvas(Sheet.key, SMALLEST, SMALLEST);
    if (!texture) throw new Error('a sheet exists already');
    this.#texture = texture;
    this.#reserve();
  }

  /** Once per frame, before the first picture is asked for: a full sheet starts anew, larger while it may grow. */
  begin(): void {
    if (!this.#overflow && !this.#stale) return;
    if (this.#overflow && this.#size < LARGEST) {
      this.#size *= 2;
      this.#texture.setSize(this.#size, this.#size);
    }
    this.#overflow = false;
    this.#stale = false;
    this.#clear();
  }

  /** The frame `name`, painted on first use into `width` × `height` pixels. Empty when the sheet is full (until the next frame). */
  frame(name: string, width: number, height: number, paint: Paint): string {
    if (this.#names.has(name)) return name;
    const cellWidth = Math.ceil(width) + GAP;
    const cellHeight = Math.ceil(height) + GAP;
    const place = this.#shelves.place(cellWidth, cellHeight);
    if (!place) {
      this.#overflow = true;
      return NOTHING;
    }
    const pen = this.#texture.getContext();
    pen.save();
    pen.beginPath();
    pen.rect(place.x, place.y, cellWidth, cellHeight);
    pen.clip();
    paint(pen, place.x + cellWidth / 2, place.y + cellHeight / 2);
    pen.restore();
    this.#texture.add(name, 0, place.x, place.y, cellWidth, cellHeight);
    this.#names.add(name);
    this.#painted = true;
    return name;
  }

  /**
   * All pictures are to be painted again, their size or their face has changed. They go at the next `begin`: until then an image on
   * screen may still show them.
   */
  invalidate(): void {
    this.#stale = true;
  }

  /** Once per frame, after the last picture was asked for. */
  flush(): void {
    if (this.#painted) this.#texture.refresh();
    this.#painted = false;
  }

  #clear(): void {
    for (const name of this.#names) this.#texture.remove(name);
    this.#names.clear();
    this.#texture.getContext().clearRect(0, 0, this.#size, this.#size);
    this.#shelves = new Shelves(this.#size);
    this.#painted = true;
    this.version++;
    this.#reserve();
  }

  #reserve(): void {
    this.frame(NOTHING, 1, 1, () => undefined);
  }
}
