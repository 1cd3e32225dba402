// Shirts: which one a team wears, and how it is painted on a round player.
import type { Kit, MatchState } from '@touchline/shared/match';
import { AWAY, CHALK, CLEAR_AWAY, CLEAR_HOME, css, HOME, lightness, mix, NIGHT } from './colours.ts';

/** `band`: the mark that tells the sides apart without colour, red's stripe or blue's hoop. */
export interface Shirt extends Kit {
  readonly band: 'stripe' | 'hoop' | 'none';
}

const RED: Shirt = { angle: 0, textColor: CHALK, stripes: [HOME], band: 'stripe' };
const BLUE: Shirt = { angle: 0, textColor: CHALK, stripes: [AWAY], band: 'hoop' };
const CLEAR_RED: Shirt = { angle: 0, textColor: NIGHT, stripes: [CLEAR_HOME], band: 'stripe' };
const CLEAR_BLUE: Shirt = { angle: 0, textColor: CHALK, stripes: [CLEAR_AWAY], band: 'hoop' };

const marked = new WeakMap<Kit, Shirt>();

/** The same object for the same kit, so that a drawn shirt is known by identity. */
export function shirtOf(team: 1 | 2, state: Pick<MatchState, 'redKit' | 'blueKit'>, colourBlind: boolean): Shirt {
  if (colourBlind) return team === 1 ? CLEAR_RED : CLEAR_BLUE;
  const kit = team === 1 ? state.redKit : state.blueKit;
  if (kit === null || kit.stripes.length === 0) return team === 1 ? RED : BLUE;
  const known = marked.get(kit);
  if (known) return known;
  // A kit of one colour still gets its side's mark; stripes of its own are left as somebody designed them.
  const band = kit.stripes.length > 1 ? 'none' : team === 1 ? 'stripe' : 'hoop';
  const shirt: Shirt = { angle: kit.angle, textColor: kit.textColor, stripes: kit.stripes, band };
  marked.set(kit, shirt);
  return shirt;
}

/** The colour a team is known by beside the pitch: arrows, banners, flecks. */
export function mainColour(shirt: Shirt): number {
  return shirt.stripes[0];
}

/** Fills a disc with the shirt. `radius` and the centre in pixels of the pen. */
export function paintShirt(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, shirt: Shirt): void {
  pen.save();
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.clip();
  pen.translate(x, y);
  pen.save();
  // As in the format's other clients: stripes side by side from the left, the whole turned clockwise by the angle.
  pen.rotate((shirt.angle * Math.PI) / 180);
  const width = (2 * radius) / shirt.stripes.length;
  shirt.stripes.forEach((color, i) => {
    pen.fillStyle = css(color);
    // To the right edge each time: the next stripe covers it, so no seam shows the background.
    pen.fillRect(-radius + i * width - (i === 0 ? 1 : 0), -radius - 1, 2 * radius + 2, 2 * radius + 2);
  });
  pen.restore();
  if (shirt.band !== 'none') {
    const color = shirt.stripes[0];
    pen.fillStyle = css(mix(color, lightness(color) > 0.2 ? 0x000000 : 0xffffff, 0.24));
    const half = 0.46 * radius;
    if (shirt.band === 'hoop') pen.fillRect(-radius, -half, 2 * radius, 2 * half);
    else pen.fillRect(-half, -radius, 2 * half, 2 * radius);
  }
  pen.restore();
}
