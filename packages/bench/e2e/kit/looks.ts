// What a page looks like, judged by its screenshot: every text that can be seen, and how well it stands out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type Picture, type Rectangle, readPng } from './pixels.ts';

const PICTURES = fileURLToPath(new URL('../../screenshots/', import.meta.url));

type Rgb = readonly [number, number, number];

/** A shade's key is the first 5 bits of each colour, 3 bits apart: from it to itself and to those at most 16 values away in each colour. */
const AWAY = [-2, -1, 0, 1, 2];
const NEAR = AWAY.flatMap((r) => AWAY.flatMap((g) => AWAY.map((b) => r * 65536 + g * 256 + b)));
const NOTHING = { count: 1, r: 0, g: 0, b: 0 };

/** A text on the screen, with the colour of its letters as the styles say it. */
interface SeenText {
  readonly text: string;
  readonly where: string;
  readonly box: Rectangle;
  readonly color: readonly [number, number, number, number];
}

export interface Look {
  readonly picture: Picture;
  readonly png: Buffer;
  /** How many texts there are. */
  readonly texts: number;
  /** Contrast of every text that stood still against what is behind it, lowest first. */
  readonly contrasts: readonly { readonly text: string; readonly where: string; readonly ratio: number }[];
  /** Texts and controls that begin or end outside of the window, to the left or to the right. */
  readonly cut: readonly string[];
  /** How far the page is wider than the window. */
  readonly overflowPx: number;
}

/** For people: the last run's are in `screenshots`. */
export function keepPicture(name: string, png: Buffer): void {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(join(PICTURES, `${name}.png`), png);
}

export async function lookAt(page: Page): Promise<Look> {
  // A match goes on meanwhile: what comes or goes while the picture is taken cannot be judged by it.
  const before = await page.evaluate(readTexts);
  const png = await page.screenshot({ animations: 'disabled' });
  const picture = readPng(png);
  const { texts, cut, overflowPx } = await page.evaluate(readTexts);
  const seen = new Set(before.texts.map((text) => JSON.stringify(text)));
  const contrasts = texts
    .filter((text) => seen.has(JSON.stringify(text)))
    .map(({ text, where, box, color }) => {
      const behind = mostCommon(picture, box);
      return { text, where, ratio: Math.round(contrast(blend(color, behind), behind) * 100) / 100 };
    });
  return { picture, png, texts: texts.length, contrasts: contrasts.sort((a, b) => a.ratio - b.ratio), cut, overflowPx };
}

/** Runs in the page. Left out: what cannot be seen whole, what is covered, controls that are switched off, the number on a drawn shirt. */
function readTexts(): { texts: SeenText[]; cut: string[]; overflowPx: number } {
  const isScrolledAway = (element: Element, top: number, bottom: number): boolean => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(at).overflowY);
      if (scrolls && (top < box.top - 1 || bottom > box.bottom + 1)) return true;
    }
    return false;
  };
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const texts: SeenText[] = [];
  const cut: string[] = [];
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    if (own.length === 0 || !pen || element.closest(':disabled, .kickoff-disc')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.setStartBefore(own[0]);
    range.setEndAfter(own[own.length - 1]);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    if (right - left < 2 || bottom - top < 6) continue;
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    if (y < 0 || y > innerHeight || isScrolledAway(element, top, bottom)) continue;
    const text = own.map((node) => node.textContent?.trim()).join(' ');
    const style = getComputedStyle(element);
    if (style.clip !== 'auto' || style.clipPath !== 'none') continue;
    const onTop = document.elementFromPoint(Math.min(Math.max(x, 0), innerWidth - 1), y);
    if (style.pointerEvents !== 'none' && onTop && !element.contains(onTop) && !onTop.contains(element)) continue;
    if (left < -0.5 || right > innerWidth + 0.5) cut.push(text);
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = style.color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    let opacity = a / 255;
    for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const where = `${element.localName}.${element.className}`;
    texts.push({
      ...{ text, where, color: [r, g, b, opacity] },
      box: { x: Math.max(0, left), y: Math.max(0, top), width: right - left, height: bottom - top },
    });
  }
  for (const control of document.body.querySelectorAll('button, a, input, select, [role=dialog], dialog')) {
    const { left, right, width } = control.getBoundingClientRect();
    if (width > 2 && control.checkVisibility() && (left < -0.5 || right > innerWidth + 0.5))
      cut.push(`${control.localName}.${control.className}`);
  }
  return { texts, cut, overflowPx: document.documentElement.scrollWidth - innerWidth };
}

/**
 * The colour that most of a rectangle has: letters cover the lesser part of what they stand on. A shade counts together with those next to it,
 * or the one colour of the letters would outnumber the many of a shaded ground, or of a pitch that shows through.
 */
function mostCommon({ rgb, width, height }: Picture, box: Rectangle): Rgb {
  const shades = new Map<number, { count: number; r: number; g: number; b: number }>();
  for (let y = Math.floor(box.y); y < Math.min(height, box.y + box.height); y++) {
    for (let x = Math.floor(box.x); x < Math.min(width, box.x + box.width); x++) {
      const at = (y * width + x) * 3;
      const [r, g, b] = [rgb[at], rgb[at + 1], rgb[at + 2]];
      const key = ((r >> 3) << 16) | ((g >> 3) << 8) | (b >> 3);
      const shade = shades.get(key) ?? { count: 0, r: 0, g: 0, b: 0 };
      shades.set(key, shade);
      shade.count++;
      shade.r += r;
      shade.g += g;
      shade.b += b;
    }
  }
  const near = (key: number) => NEAR.flatMap((step) => shades.get(key + step) ?? []);
  const most = [...shades.keys()]
    .map((key) => ({ key, count: near(key).reduce((sum, { count }) => sum + count, 0) }))
    .reduce((best, other) => (other.count > best.count ? other : best), { key: 0, count: 0 });
  const { count, r, g, b } = near(most.key).reduce((best, other) => (other.count > best.count ? other : best), NOTHING);
  return [r / count, g / count, b / count];
}

function blend([r, g, b, alpha]: SeenText['color'], behind: Rgb): Rgb {
  const mix = (over: number, under: number) => over * alpha + under * (1 - alpha);
  return [mix(r, behind[0]), mix(g, behind[1]), mix(b, behind[2])];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
