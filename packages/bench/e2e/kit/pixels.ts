// Screenshots as numbers: how much of a rectangle has a colour, and where it is. Reads the PNGs that Chromium writes:
// 8 bits a channel, RGB or RGBA, not interlaced.
import { inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** In pixels of the picture. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly rgb: Uint8Array;
  /** One byte a pixel: 255 covers what is below, 0 shows it. */
  readonly alpha: Uint8Array;
}

/** What to look for: `#rrggbb`, within so much of it in every channel, in this part of the picture. */
export interface Look {
  readonly tolerance?: number;
  readonly within?: Rectangle;
}

export function readPng(png: Buffer): Picture {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const parts: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = body;
    if (type === 'IDAT') parts.push(body);
    at += length + 12;
  }
  if (!header) throw new Error('a PNG without a header');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, kind, , , interlaced] = header.subarray(8);
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error('a PNG of another kind');
  const channels = kind === 2 ? 3 : 4;
  const pixels = unfilter(inflateSync(Buffer.concat(parts)), width, height, channels);
  return { width, height, rgb: withoutAlpha(pixels, channels), alpha: alphaOf(pixels, channels) };
}

/** Part of the pixels that are close to `color`, from 0 to 1. */
export function share(picture: Picture, color: string, look: Look = {}): number {
  const { within } = bounds(picture, look);
  return find(picture, color, look).count / (within.width * within.height);
}

/** Middle of the pixels that are close to `color`; undefined when there are none. */
export function centre(
  picture: Picture,
  color: string,
  look: Look = {},
): { readonly x: number; readonly y: number } | undefined {
  const { count, sumX, sumY } = find(picture, color, look);
  return count === 0 ? undefined : { x: sumX / count, y: sumY / count };
}

/** How many different colours there are: an empty page has one or two. */
export function colorsIn(picture: Picture, look: Look = {}): number {
  const seen = new Set<number>();
  eachPixel(picture, look, (r, g, b) => seen.add((r << 16) | (g << 8) | b));
  return seen.size;
}

function find(picture: Picture, color: string, look: Look): { count: number; sumX: number; sumY: number } {
  const { tolerance } = bounds(picture, look);
  const hex = /^#([0-9a-f]{6})$/i.exec(color);
  if (!hex) throw new Error(`not a colour: ${color}`);
  const wanted = Number.parseInt(hex[1], 16);
  const close = (value: number, shift: number) => Math.abs(value - ((wanted >> shift) & 255)) <= tolerance;
  const found = { count: 0, sumX: 0, sumY: 0 };
  eachPixel(picture, look, (r, g, b, x, y) => {
    if (!close(r, 16) || !close(g, 8) || !close(b, 0)) return;
    found.count++;
    found.sumX += x;
    found.sumY += y;
  });
  return found;
}

function eachPixel(
  picture: Picture,
  look: Look,
  visit: (r: number, g: number, b: number, x: number, y: number) => void,
): void {
  const { within } = bounds(picture, look);
  const { rgb, width } = picture;
  for (let y = within.y; y < within.y + within.height; y++) {
    for (let x = within.x; x < within.x + within.width; x++) {
      const at = (y * width + x) * 3;
      visit(rgb[at], rgb[at + 1], rgb[at + 2], x, y);
    }
  }
}

/** The rectangle on whole pixels inside the picture. */
function bounds(picture: Picture, { tolerance = 24, within }: Look): { tolerance: number; within: Rectangle } {
  const { x, y, width, height } = within ?? { x: 0, y: 0, width: picture.width, height: picture.height };
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const inside = {
    x: left,
    y: top,
    width: Math.min(picture.width, Math.ceil(x + width)) - left,
    height: Math.min(picture.height, Math.ceil(y + height)) - top,
  };
  if (inside.width <= 0 || inside.height <= 0) throw new Error(`outside of the picture: ${JSON.stringify(within)}`);
  return { tolerance, within: inside };
}

/** PNG, section 9: every row begins with the number of its filter, which adds a neighbour to each byte. */
function unfilter(raw: Buffer, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= channels ? out[at - channels] : 0;
      const up = y > 0 ? out[at - stride] : 0;
      const corner = i >= channels && y > 0 ? out[at - stride - channels] : 0;
      out[at] = raw[y * (stride + 1) + 1 + i] + neighbour(filter, left, up, corner);
    }
  }
  return out;
}

function neighbour(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      throw new Error(`no PNG filter ${filter}`);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function alphaOf(pixels: Uint8Array, channels: number): Uint8Array {
  const alpha = new Uint8Array(pixels.length / channels).fill(255);
  if (channels === 4) for (let i = 0; i < alpha.length; i++) alpha[i] = pixels[4 * i + 3];
  return alpha;
}

function withoutAlpha(pixels: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return pixels;
  const rgb = new Uint8Array((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) rgb.set(pixels.subarray(from, from + 3), to);
  return rgb;
}
