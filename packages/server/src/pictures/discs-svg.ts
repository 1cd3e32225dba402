// Round things of an SVG, in map units: shirts told apart by stripe and hoop as on the page, never by colour alone.
import type { Kit } from '@touchline/shared/match';
import { CHALK } from './pitch-svg.ts';
import type { Still, StillDisc } from './still.ts';
import { drawn, FACE_OF_NAMES, hex, n } from './svg-text.ts';

const HOME: Kit = { angle: 0, textColor: 0xf4f1e6, stripes: [0xe5484d] };
const AWAY: Kit = { angle: 0, textColor: 0xf4f1e6, stripes: [0x4c8dff] };
const RIM = '#0b1014';
/** With more players than this, nicks would only lie upon each other. */
const MOST_NICKS = 16;

export function kitOf(team: 1 | 2, { redKit, blueKit }: Pick<Still, 'redKit' | 'blueKit'>): Kit {
  const own = team === 1 ? redKit : blueKit;
  return own && own.stripes.length > 0 ? own : team === 1 ? HOME : AWAY;
}

/** `pixel`: map units per pixel of the picture, so that letters and rims have a size that can be seen. */
export function discsSvg(still: Still, pixel: number): string {
  const players = still.discs.filter(({ team }) => team !== 0);
  const clips = ([1, 2] as const).map(
    (team) => `<clipPath id="shirt-${team}"><circle r="1"/></clipPath><g id="kit-${team}">${shirt(team, still)}</g>`,
  );
  const nicks = players.length <= MOST_NICKS ? players.map((disc) => nick(disc, pixel)).join('') : '';
  return `<defs>${clips.join('')}</defs>${still.discs.map((disc) => round(disc, still, pixel)).join('')}${nicks}`;
}

/** A shirt of radius 1. */
export function shirt(team: 1 | 2, still: Pick<Still, 'redKit' | 'blueKit'>): string {
  const { stripes, angle } = kitOf(team, still);
  const width = 2 / stripes.length;
  // To the right edge each time: the next stripe covers it, so no seam shows the background.
  const cloth = stripes.map(
    (color, i) => `<rect x="${n(-1 + i * width)}" y="-1.5" width="3" height="3" fill="${hex(color)}"/>`,
  );
  // The kit's first stripe begins left of the disc, since turning it must not bare an edge.
  const base = `<rect x="-1.5" y="-1.5" width="3" height="3" fill="${hex(stripes[0])}"/>`;
  const band = team === 1 ? 'x="-0.46" y="-1" width="0.92" height="2"' : 'x="-1" y="-0.46" width="2" height="0.92"';
  const mark = stripes.length > 1 ? '' : `<rect ${band} fill="#000000" fill-opacity="0.24"/>`;
  return `<g clip-path="url(#shirt-${team})"><g transform="rotate(${n(angle)})">${base}${cloth.join('')}</g>${mark}</g>`;
}

function round({ x, y, radius, color, team, text }: StillDisc, still: Still, pixel: number): string {
  if (!(radius > 0) || !Number.isFinite(x + y) || (team === 0 && color === -1)) return '';
  const rim = `stroke="${RIM}" stroke-opacity="0.72" stroke-width="${n(Math.max(1.2, pixel))}"`;
  if (team === 0) return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${hex(color)}" ${rim}/>`;
  const letters = drawn(text, 2);
  const size = (letters.length > 1 ? 0.96 : 1.12) * radius;
  return (
    `<use href="#kit-${team}" transform="translate(${n(x)} ${n(y)}) scale(${n(radius)})"/>` +
    `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="none" ${rim}/>` +
    `<text x="${n(x)}" y="${n(y + 0.36 * size)}" font-size="${n(size)}"${FACE_OF_NAMES} text-anchor="middle" fill="${hex(
      kitOf(team, still).textColor,
    )}">${letters}</text>`
  );
}

function nick({ x, y, radius, nick: name }: StillDisc, pixel: number): string {
  if (!Number.isFinite(x + y + radius)) return '';
  const size = 15 * pixel;
  return (
    `<text x="${n(x)}" y="${n(y + radius + 1.05 * size)}" font-size="${n(size)}"${FACE_OF_NAMES} text-anchor="middle" ` +
    `fill="${CHALK}" stroke="${RIM}" stroke-opacity="0.6" stroke-width="${n(3 * pixel)}" paint-order="stroke">${drawn(name, 14)}</text>`
  );
}
