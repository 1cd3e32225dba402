// What stands in a picture, before anything is rasterised.
import { apply, createState } from '@touchline/shared/match';
import { loadStadium, STOCK_NAMES, type Stadium, stockStadium } from '@touchline/shared/stadium';
import { expect, it } from 'vitest';
import { pictureSvg } from './picture-svg.ts';
import { pictured } from './pitch-svg.ts';
import { type Still, stillOf } from './still.ts';
import { drawn, escapeText, n } from './svg-text.ts';

const classic = stockStadium('Classic') as Stadium;

const STILL: Still = {
  name: 'Sunday cup',
  board: { red: 2, blue: 1, seconds: 193, word: 'Goal!' },
  redKit: null,
  blueKit: null,
  discs: [
    { x: -60, y: 10, radius: 15, color: 0, team: 1, text: '7', nick: 'Ann' },
    { x: 60, y: 10, radius: 15, color: 0, team: 2, text: 'IX', nick: 'Bob' },
    { x: 0, y: 0, radius: 10, color: 0xffffff, team: 0, text: '', nick: '' },
  ],
};

/** Every tag that is opened is closed, and nothing stands in it that is no attribute: what an XML parser would refuse. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  let rest = svg;
  while (rest !== '') {
    const text = /^[^<>&]+|^&(?:amp|lt|gt|quot|#39);/.exec(rest);
    const tag = /^<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<>]*")*)(\/?)>/.exec(rest);
    const found = text ?? tag;
    if (!found) throw new Error(`not well-formed: ${rest.slice(0, 80)}`);
    rest = rest.slice(found[0].length);
    if (!tag || text) continue;
    if (tag[1] === '/') expect(open.pop()).toBe(tag[2]);
    else if (tag[4] === '') open.push(tag[2]);
  }
  expect(open).toEqual([]);
}

it('shows score, clock, word, room, stadium, shirts and nicks', () => {
  const svg = pictureSvg(classic, STILL);
  expectWellFormed(svg);
  for (const word of [
    'Sunday cup',
    'Classic',
    '>2<',
    '>1<',
    '03:13',
    'Goal!',
    'RED',
    'BLUE',
    'Ann',
    'Bob',
    '>7<',
    '>IX<',
  ]) {
    expect(svg).toContain(word);
  }
  expect(svg.match(/href="#kit-1"/g)).toHaveLength(1);
  expect(svg).toMatch(/<circle cx="0" cy="0" r="10" fill="#ffffff"/);
});

it('the same still gives the same text', () => {
  expect(pictureSvg(classic, STILL)).toBe(pictureSvg(classic, structuredClone(STILL)));
});

it('without a match there is a pitch, and no score', () => {
  const svg = pictureSvg(classic, stillOf(createState(classic), 'Quiet'));
  expect(svg).toContain('No match yet');
  expect(svg).not.toContain('00:00');
});

it.each(STOCK_NAMES)('%s is drawn whole', (name) => {
  const stadium = stockStadium(name) as Stadium;
  const svg = pictureSvg(stadium, stillOf(createState(stadium), name));
  expectWellFormed(svg);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|e[+-]\d/);
  expect(svg.match(/stroke="#(e5484d|4c8dff)"/g)?.length).toBeGreaterThanOrEqual(2);
});

it('a room its own kits: goal lines and shirts in their colours', () => {
  const redKit = { angle: 45, textColor: 0x123456, stripes: [0x00aa44, 0xffffff] };
  const svg = pictureSvg(classic, { ...STILL, redKit, blueKit: { ...redKit, stripes: [] } });
  expect(svg).toContain('rotate(45)');
  expect(svg).toContain('fill="#123456"');
  expect(svg).toMatch(/<path d="M-370 -64L-370 64" stroke="#00aa44"/);
  expect(svg).toMatch(/<path d="M370 -64L370 64" stroke="#4c8dff"/);
});

it('names of strangers stay names', () => {
  const hostile = `"><script>alert('1')</script>&`;
  const [red, ...others] = STILL.discs;
  const svg = pictureSvg(
    { ...classic, name: hostile },
    { ...STILL, name: hostile, discs: [{ ...red, nick: hostile, text: '<>' }, ...others] },
  );
  expectWellFormed(svg);
  expect(svg).not.toContain('<script');
});

it('numbers that no picture holds do not break it', () => {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 0].map((x) => ({ ...STILL.discs[0], x, radius: x }));
  const background = { ...classic.drawing.background, width: Number.NaN, height: 1e300, kickOffRadius: Number.NaN };
  const stadium = {
    ...classic,
    drawing: { ...classic.drawing, background },
    pitch: { ...classic.pitch, width: 0, height: -5 },
  };
  expect(pictured(stadium)).toEqual({ width: 420, height: 200 });
  const svg = pictureSvg(stadium, { ...STILL, discs: wild });
  expectWellFormed(svg);
  expect(svg).not.toMatch(/NaN|Infinity|e[+-]\d/);
  expect([n(Number.NaN), n(-0), n(1e21), n(0.126), n(-2.5)]).toEqual(['0', '0', '0', '0.13', '-2.5']);
});

it('a match on a pitch full of discs: the players stand before them, the ball is on top', () => {
  const discs = Array.from({ length: 254 }, (_, i) => ({ pos: [i, 0], radius: 3, color: '00ff00' }));
  const loaded = loadStadium(JSON.stringify({ name: 'Full', width: 400, height: 200, bg: {}, discs }));
  if (!loaded.ok) throw new Error(loaded.problem.message);
  const { stadium } = loaded;
  const state = createState(stadium);
  const stadiums = new Map([[stadium.hash, stadium]]);
  apply(state, { type: 'join', id: 1, name: 'Ann', avatar: 'A', bot: false }, stadiums);
  apply(state, { type: 'team', id: 1, team: 2, by: 0 }, stadiums);
  apply(state, { type: 'start', by: 0 }, stadiums);
  const still = stillOf(state, 'x');
  expect(still.board).toMatchObject({ red: 0, blue: 0, seconds: 0, word: 'Kick-off' });
  expect(still.discs.slice(-2)).toMatchObject([
    { team: 2, text: 'A', nick: 'Ann' },
    { team: 0, radius: state.world.radius[0], nick: '' },
  ]);
  expect(still.discs).toHaveLength(stadium.pitch.discs.length + 1);
});

it('only letters that the faces have, and only so many', () => {
  expect(drawn('Łódź 日本🙂 Ж', 20)).toBe('Łódź Ж');
  expect(drawn('a b\n\tc', 20)).toBe('a b c');
  expect(drawn('abcdefgh', 5)).toBe('abcd…');
  expect(drawn('<<<<', 4)).toBe('&lt;&lt;&lt;&lt;');
  expect(escapeText(`<a href="x" b='y'>&`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
});
