// A stadium as lines and areas of an SVG, in map units: what the pitch on the page shows, without its lights.
import type { Segments } from '@touchline/shared/physics';
import type { Stadium } from '@touchline/shared/stadium';
import { hex, n } from './svg-text.ts';

export const NIGHT = '#10161c';
export const CHALK = '#f4f1e6';
const GRASS = '#2f6b3a';
const GRASS_2 = '#2c6436';
const BEYOND = '#1c3826';
const ICE = '#7c8fa3';
const CONCRETE = '#232d37';
/** The background colour of files that name none: our own grass takes its place. */
const DEFAULT_COLOR = 0x718c5a;
const STRIPE = 46;
const CLASSIC = { width: 420, height: 200 } as const;

/** Half-extents of what a picture of a stadium shows: the camera's rectangle, and the lines where they reach beyond it. */
export function pictured({ pitch, drawing }: Stadium): { readonly width: number; readonly height: number } {
  const size = (a: number, b: number, usual: number): number => {
    const most = Math.max(a || 0, b || 0);
    return most > 0 && most < 1e5 ? most : usual;
  };
  const { background } = drawing;
  return {
    width: size(pitch.width, background.width, CLASSIC.width),
    height: size(pitch.height, background.height, CLASSIC.height),
  };
}

/** All that stands still. `line`: width of a line; `home`, `away`: colours of the sides. */
export function pitchSvg(stadium: Stadium, line: number, home: string, away: string): string {
  const { type } = stadium.drawing.background;
  const ground = type === 'grass' ? grass(stadium, line) : type === 'hockey' ? ice(stadium, line, home, away) : '';
  return `${surround(stadium)}${ground}${walls(stadium, line)}${goals(stadium, line, home, away)}`;
}

function surround(stadium: Stadium): string {
  const { width, height } = pictured(stadium);
  const { type, color } = stadium.drawing.background;
  const own = color === DEFAULT_COLOR ? BEYOND : color < 0 ? NIGHT : hex(color);
  return `<rect x="${n(-width)}" y="${n(-height)}" width="${n(2 * width)}" height="${n(2 * height)}" rx="14" fill="${
    type === 'hockey' ? CONCRETE : own
  }"/>`;
}

/** The rectangle of the lines, as attributes. */
function frame({ drawing }: Stadium): string {
  const { width, height, cornerRadius } = drawing.background;
  const corner = Math.max(0, Math.min(cornerRadius, width, height)) || 0;
  return `x="${n(-width)}" y="${n(-height)}" width="${n(2 * width)}" height="${n(2 * height)}" rx="${n(corner)}"`;
}

function grass(stadium: Stadium, line: number): string {
  const { width, height, kickOffRadius, color } = stadium.drawing.background;
  if (!(width > 0 && height > 0)) return '';
  const usual = color === DEFAULT_COLOR;
  const light = usual ? GRASS : color < 0 ? NIGHT : hex(color);
  // An even number, so that two stripes meet under the half-way line; not more than a picture shows.
  const count = 2 * Math.min(40, Math.max(1, Math.round(width / STRIPE)));
  const wide = (2 * width) / count;
  let stripes = '';
  for (let i = 0; i < count; i += 2) {
    stripes += `<rect x="${n(-width + i * wide)}" y="${n(-height)}" width="${n(wide)}" height="${n(2 * height)}"/>`;
  }
  const mown = `<g clip-path="url(#lines)" fill="${usual ? GRASS_2 : '#000000'}" fill-opacity="${usual ? 1 : 0.05}">${stripes}</g>`;
  const circle = kickOffRadius > 0 ? `<circle r="${n(kickOffRadius)}"/>` : '';
  return (
    `<clipPath id="lines"><rect ${frame(stadium)}/></clipPath><rect ${frame(stadium)} fill="${light}"/>${mown}` +
    `<g fill="none" stroke="${CHALK}" stroke-opacity="0.8" stroke-width="${n(line)}">` +
    `<rect ${frame(stadium)}/><path d="M0 ${n(-height)}V${n(height)}"/>${circle}</g>` +
    `<circle r="${n(1.4 * line)}" fill="${CHALK}" fill-opacity="0.8"/>`
  );
}

function ice(stadium: Stadium, line: number, home: string, away: string): string {
  const { width, height, kickOffRadius, cornerRadius, goalLine } = stadium.drawing.background;
  if (!(width > 0 && height > 0)) return '';
  const circle = kickOffRadius > 0 ? kickOffRadius : 0;
  const half = (side: -1 | 1, color: string): string => {
    const arc = circle > 0 ? `M0 ${n(-circle)}A${n(circle)} ${n(circle)} 0 0 ${side > 0 ? 1 : 0} 0 ${n(circle)}` : '';
    const at = n(side * (width - goalLine));
    const across = goalLine >= cornerRadius ? `M${at} ${n(-height)}V${n(height)}` : '';
    return arc + across === '' ? '' : `<path d="${arc}${across}" stroke="${color}" stroke-opacity="0.85"/>`;
  };
  return (
    `<rect ${frame(stadium)} fill="${ICE}"/><g fill="none" stroke-width="${n(line)}">` +
    `<path d="M0 ${n(-height)}V${n(-circle)}M0 ${n(circle)}V${n(height)}" stroke="${CHALK}" stroke-dasharray="12 10"/>` +
    `${half(-1, home)}${half(1, away)}<rect ${frame(stadium)} stroke="${CHALK}"/></g>`
  );
}

function walls({ pitch, drawing }: Stadium, line: number): string {
  const { segments } = pitch.arena;
  const byColor = new Map<number, string[]>();
  for (let i = 0; i < segments.count; i++) {
    const { visible, color } = drawing.segments[i];
    if (!visible || color < 0) continue;
    const paths = byColor.get(color) ?? [];
    paths.push(wall(segments, i));
    byColor.set(color, paths);
  }
  const groups = [...byColor].map(([color, paths]) => `<path d="${paths.join('')}" stroke="${hex(color)}"/>`);
  return `<g fill="none" stroke-linecap="round" stroke-width="${n(line)}">${groups.join('')}</g>`;
}

/** An arc runs from its first end to its second with growing angle: clockwise on a screen, whose y grows downwards. */
function wall({ ax, ay, bx, by, cx, cy, r, curved }: Segments, i: number): string {
  const from = `M${n(ax[i])} ${n(ay[i])}`;
  const to = `${n(bx[i])} ${n(by[i])}`;
  if (curved[i] !== 1 || !(r[i] < 1e6)) return `${from}L${to}`;
  const turn = Math.atan2(by[i] - cy[i], bx[i] - cx[i]) - Math.atan2(ay[i] - cy[i], ax[i] - cx[i]);
  const large = (turn + 4 * Math.PI) % (2 * Math.PI) > Math.PI ? 1 : 0;
  return `${from}A${n(r[i])} ${n(r[i])} 0 ${large} 1 ${to}`;
}

/** Each line in the colour of the side that defends it. */
function goals({ pitch }: Stadium, line: number, home: string, away: string): string {
  const lines = pitch.goals.map(
    ({ p0x, p0y, p1x, p1y, team }) =>
      `<path d="M${n(p0x)} ${n(p0y)}L${n(p1x)} ${n(p1y)}" stroke="${team === 1 ? home : away}"/>`,
  );
  return `<g stroke-width="${n(1.6 * line)}" stroke-linecap="round" stroke-opacity="0.9">${lines.join('')}</g>`;
}
