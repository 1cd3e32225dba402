// The small pictures of a match: how a disc, a shirt, a ring, a nick or an arrow looks. Painted into the sheet at device pixels.
import { CHALK, css, mix, NIGHT } from './colours.ts';
import { paintShirt, type Shirt } from './kits.ts';
import type { Sheet } from './sheet.ts';

const SHIRT_FACE = "'Barlow Condensed', 'Arial Narrow', sans-serif";
const NICK_FACE = "'Inter Variable', Inter, system-ui, sans-serif";
/** Larger discs are painted at this radius and stretched. */
export const MAX_RADIUS_PX = 160;
/** A shadow is soft, so it stands more stretching. */
export const MAX_SHADOW_PX = 48;

/** Radii in quarters of a pixel, so that a slowly growing disc does not fill the sheet. */
export function stampRadius(radiusPx: number): number {
  return Math.min(MAX_RADIUS_PX, Math.max(0.5, Math.round(4 * radiusPx) / 4));
}

/** A stadium's disc: its colour, thin dark rim. */
export function discStamp(sheet: Sheet, radius: number, color: number, unit: number): string {
  const size = 2 * radius + 2;
  return sheet.frame(`disc ${radius} ${color}`, size, size, (pen, x, y) => {
    pen.fillStyle = css(color);
    circle(pen, x, y, radius);
    pen.fill();
    rim(pen, x, y, radius, unit);
  });
}

/** A player: shirt, rim and what the shirt says. */
export function playerStamp(sheet: Sheet, radius: number, shirt: Shirt, text: string, unit: number): string {
  const size = 2 * radius + 2;
  const look = `${shirt.band} ${shirt.angle} ${shirt.textColor} ${shirt.stripes.join()}`;
  return sheet.frame(`player ${radius} ${look} ${text}`, size, size, (pen, x, y) => {
    paintShirt(pen, x, y, radius, shirt);
    rim(pen, x, y, radius, unit);
    pen.font = `700 ${(text.length > 1 ? 1.12 : 1.28) * radius}px ${SHIRT_FACE}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'alphabetic';
    pen.fillStyle = css(shirt.textColor);
    // Centred on the ink, not on the line: digits have no descenders.
    const ink = pen.measureText(text);
    const middle = (ink.actualBoundingBoxAscent - ink.actualBoundingBoxDescent) / 2;
    pen.fillText(text, x, y + middle, 1.7 * radius);
  });
}

function rim(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, unit: number): void {
  const width = Math.min(Math.max(1, 1.6 * unit), radius);
  pen.lineWidth = width;
  pen.strokeStyle = css(0x0b1014, 0.72);
  circle(pen, x, y, radius - width / 2);
  pen.stroke();
}

/** A ring outside a radius: own disc, armed kick, kick flash. */
export function ringStamp(sheet: Sheet, radius: number, width: number, color: number): string {
  const size = 2 * (radius + width) + 2;
  return sheet.frame(`ring ${radius} ${width} ${color}`, size, size, (pen, x, y) => {
    pen.lineWidth = width;
    pen.strokeStyle = css(color);
    circle(pen, x, y, radius + width / 2);
    pen.stroke();
  });
}

/** The one short shadow that everything round throws. */
export function shadowStamp(sheet: Sheet, discRadius: number): string {
  const radius = Math.min(MAX_SHADOW_PX, discRadius);
  const reach = 1.16 * radius + 1;
  return sheet.frame(`shadow ${radius}`, 2 * reach + 2, 2 * reach + 2, (pen, x, y) => {
    const soft = pen.createRadialGradient(x, y, 0.7 * radius, x, y, reach);
    soft.addColorStop(0, css(0x05080a, 0.42));
    soft.addColorStop(1, css(0x05080a, 0));
    pen.fillStyle = soft;
    circle(pen, x, y, reach);
    pen.fill();
  });
}

/** Light round the ball, so that it is the brightest thing on any pitch. */
export function glowStamp(sheet: Sheet, radius: number, color: number): string {
  const reach = 1.9 * radius;
  return sheet.frame(`glow ${radius} ${color}`, 2 * reach + 2, 2 * reach + 2, (pen, x, y) => {
    const soft = pen.createRadialGradient(x, y, 0.8 * radius, x, y, reach);
    soft.addColorStop(0, css(color, 0.24));
    soft.addColorStop(1, css(color, 0));
    pen.fillStyle = soft;
    circle(pen, x, y, reach);
    pen.fill();
  });
}

/** A plain spot: trail and flecks. */
export function spotStamp(sheet: Sheet, radius: number, color: number): string {
  const size = 2 * radius + 2;
  return sheet.frame(`spot ${radius} ${color}`, size, size, (pen, x, y) => {
    pen.fillStyle = css(color);
    circle(pen, x, y, radius);
    pen.fill();
  });
}

export const BAR_PX = 32;

/** A piece of line with soft long sides, to be stretched along a joint. */
export function barStamp(sheet: Sheet, width: number, color: number): string {
  return sheet.frame(`bar ${width} ${color}`, BAR_PX, width + 2, (pen, x, y) => {
    pen.fillStyle = css(color);
    pen.fillRect(x - BAR_PX, y - width / 2, 2 * BAR_PX, width);
  });
}

/** An arrow to the right, dark-rimmed. */
export function arrowStamp(sheet: Sheet, size: number, color: number): string {
  return sheet.frame(`arrow ${size} ${color}`, 2 * size + 4, 2 * size + 4, (pen, x, y) => {
    pen.beginPath();
    pen.moveTo(x + 0.8 * size, y);
    pen.lineTo(x - 0.55 * size, y - 0.75 * size);
    pen.lineTo(x - 0.2 * size, y);
    pen.lineTo(x - 0.55 * size, y + 0.75 * size);
    pen.closePath();
    pen.lineJoin = 'round';
    pen.lineWidth = Math.max(1.5, size / 4);
    pen.strokeStyle = css(mix(NIGHT, 0x000000, 0.4), 0.85);
    pen.stroke();
    pen.fillStyle = css(color);
    pen.fill();
  });
}

/** A nick in chalk with a dark edge, readable on grass, ice and night. */
export function nickStamp(sheet: Sheet, nick: string, fontPx: number, widestPx: number): string {
  const measure = nickPen();
  measure.font = nickFont(fontPx);
  const text = shorten(nick, widestPx, (part) => measure.measureText(part).width);
  const width = measure.measureText(text).width + 0.6 * fontPx;
  return sheet.frame(`nick ${fontPx} ${nick}`, width, 1.7 * fontPx, (pen, x, y) => {
    pen.font = nickFont(fontPx);
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    pen.lineWidth = 0.26 * fontPx;
    pen.strokeStyle = css(0x0b1014, 0.72);
    pen.strokeText(text, x, y);
    pen.fillStyle = css(CHALK);
    pen.fillText(text, x, y);
  });
}

function nickFont(px: number): string {
  return `600 ${px}px ${NICK_FACE}`;
}

let ruler: CanvasRenderingContext2D | null = null;
function nickPen(): CanvasRenderingContext2D {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) throw new Error('no 2d canvas');
  return ruler;
}

/** The text, or as much of it as fits with an ellipsis. Cuts between whole characters, never inside a pair. */
export function shorten(text: string, widest: number, measure: (text: string) => number): string {
  if (measure(text) <= widest) return text;
  const letters = [...text];
  while (letters.length > 1 && measure(`${letters.join('')}…`) > widest) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

function circle(pen: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, Math.max(0, radius), 0, 2 * Math.PI);
}
