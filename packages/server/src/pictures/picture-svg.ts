// The picture behind a link: a board above, the pitch below. Pure: the same still gives the same text.
import type { Stadium } from '@touchline/shared/stadium';
import { clock } from './clock.ts';
import { discsSvg, kitOf, shirt } from './discs-svg.ts';
import { CHALK, NIGHT, pictured, pitchSvg } from './pitch-svg.ts';
import type { Still } from './still.ts';
import { drawn, FACE_OF_NAMES, hex, n } from './svg-text.ts';

/** What chat programs and timelines ask for: 1.91 to 1. */
export const PICTURE = { widthPx: 1200, heightPx: 630 } as const;

const MIST = '#93a1ad';
const LAMP = '#ffd166';
const FIELD = { top: 178, bottom: 618, left: 24, right: 1176 } as const;
/** A line is 3 map units wide, and never less than this in the picture. */
const LEAST_LINE_PX = 2;

export function pictureSvg(stadium: Stadium, still: Still): string {
  const { widthPx, heightPx } = PICTURE;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" ` +
    `font-family="Barlow Condensed" font-weight="700"><rect width="${widthPx}" height="${heightPx}" fill="${NIGHT}"/>` +
    `${field(stadium, still)}${board(stadium, still)}</svg>`
  );
}

function field(stadium: Stadium, still: Still): string {
  const half = pictured(stadium);
  const scale = Math.min((FIELD.right - FIELD.left) / (2 * half.width), (FIELD.bottom - FIELD.top) / (2 * half.height));
  const line = Math.max(3, LEAST_LINE_PX / scale);
  const [home, away] = ([1, 2] as const).map((team) => hex(kitOf(team, still).stripes[0]));
  const middle = `translate(${PICTURE.widthPx / 2} ${(FIELD.top + FIELD.bottom) / 2}) scale(${scale.toFixed(5)})`;
  return (
    `<clipPath id="field"><rect x="${n(-half.width)}" y="${n(-half.height)}" width="${n(2 * half.width)}" height="${n(
      2 * half.height,
    )}" rx="14"/></clipPath><g transform="${middle}"><g clip-path="url(#field)">` +
    `${pitchSvg(stadium, line, home, away)}${discsSvg(still, 1 / scale)}</g></g>`
  );
}

function board(stadium: Stadium, still: Still): string {
  const words =
    `<clipPath id="name"><rect width="900" height="80"/></clipPath>` +
    `<g clip-path="url(#name)"><text x="36" y="52" font-size="33"${FACE_OF_NAMES} fill="${CHALK}">${drawn(still.name, 40)}</text></g>` +
    `<text x="1164" y="52" font-size="24"${FACE_OF_NAMES} text-anchor="end" fill="${MIST}">${drawn(stadium.name, 24)}</text>`;
  if (still.board === null) return words + text(600, 136, 56, MIST, 'middle', 'No match yet', 600);
  const { red, blue, seconds, word } = still.board;
  const side = (team: 1 | 2, out: -1 | 1): string =>
    text(600 + out * 168, 150, 100, CHALK, 'middle', n(team === 1 ? red : blue)) +
    text(600 + out * 236, 141, 56, CHALK, out < 0 ? 'end' : 'start', team === 1 ? 'RED' : 'BLUE', 600) +
    `<g transform="translate(${600 + out * (team === 1 ? 352 : 376)} 121) scale(24)">${shirt(team, still)}</g>`;
  return (
    `${words}${side(1, -1)}${side(2, 1)}${text(600, 130, 64, CHALK, 'middle', clock(seconds), 600)}` +
    text(600, 162, 24, LAMP, 'middle', word, 600)
  );
}

function text(x: number, y: number, size: number, fill: string, anchor: string, escaped: string, weight = 700): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}">${escaped}</text>`;
}
