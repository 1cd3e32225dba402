// What it looks like: six places at three widths in light and dark. Pictures are kept for people; what can be told by numbers is told here.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
import { keepPicture, type Look, lookAt } from './kit/looks.ts';
import { expectNoFaults, openRoom, pitchReady, playFor, takeSeat } from './kit/people.ts';
import { colorsIn, type Rectangle, share } from './kit/pixels.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const SIZES = [
  { width: 360, height: 740 },
  { width: 800, height: 600 },
  { width: 1920, height: 1080 },
] as const;
const THEMES = ['dark', 'light'] as const;
const CASES = SIZES.flatMap((size) => THEMES.map((theme) => ({ size, theme, title: `${size.width} px, ${theme}` })));
const GRASS = '#2f6b3a';
/** look.md, for text. */
const CONTRAST = 4.5;

const { site, browser } = await openStage('--name', 'Saturday pitch', '--bots', '2');

/** One place, seen in all six ways; `settle` waits until it is drawn in its new size. */
function place(name: string, arrive: (page: Page) => Promise<void>, check: (page: Page, look: Look) => Promise<void>) {
  describe(name, () => {
    let visitor: Visitor;
    beforeAll(async () => {
      visitor = await visit(browser, { viewport: SIZES[0], reducedMotion: 'reduce' });
      await arrive(visitor.page);
    });
    afterAll(async () => {
      expectNoFaults(visitor);
      await visitor.leave();
    });

    it.each(CASES)('$title', async ({ size, theme, title }) => {
      const { page } = visitor;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      const look = await lookAt(page);
      keepPicture(`${name} ${title}`, look.png);
      expect(look.overflowPx).toBeLessThanOrEqual(0);
      expect(look.cut).toEqual([]);
      expect(look.texts).toBeGreaterThan(3);
      expect(look.contrasts.filter(({ ratio }) => ratio < CONTRAST)).toEqual([]);
      await check(page, look);
    });
  });
}

/** Fonts are there, canvases have the size of their places, and two frames have been drawn since. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    for (let i = 0; i < 3; i++) await frame();
  });
  await until('canvases to fit', () =>
    page.evaluate(() =>
      [...document.querySelectorAll('canvas')].every((canvas) => {
        const place = canvas.parentElement?.getBoundingClientRect();
        return place && Math.abs(canvas.getBoundingClientRect().width - place.width) < 2;
      }),
    ),
  );
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

async function boxOf(page: Page, selector: string): Promise<Rectangle> {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen`);
  return box;
}

/** Grass is most of the picture, and there are lines, discs and names on it. */
async function expectPitch(page: Page, { picture }: Look, selector: string, grass: number): Promise<void> {
  const within = await boxOf(page, selector);
  expect(share(picture, GRASS, { within })).toBeGreaterThan(grass);
  expect(colorsIn(picture, { within })).toBeGreaterThan(20);
}

place(
  'lobby',
  async (page) => {
    await page.goto(site.url);
    await page.getByLabel('Nick').fill('Ann');
    await until('a match', async () => /\d\d:\d\d/.test((await page.locator('.card-minute').textContent()) ?? ''));
  },
  (page, look) => expectPitch(page, look, '.living-pitch', 0.6),
);

place(
  'open',
  async (page) => {
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Open a room' }).click();
    await page.getByRole('option', { name: 'Big', exact: true }).waitFor({ state: 'attached' });
  },
  async (page, look) => {
    expect(colorsIn(look.picture, { within: await boxOf(page, 'dialog') })).toBeGreaterThan(20);
  },
);

place(
  'join',
  async (page) => {
    const { id } = await openRoom(site.url, { name: 'Members', password: 'sesame' });
    await page.goto(`${site.url}/r/${id}`);
    await page.getByLabel('Room password').waitFor();
  },
  async (_page, look) => {
    expect(share(look.picture, GRASS)).toBeGreaterThan(0.1);
  },
);

place(
  'room',
  async (page) => {
    await takeSeat(page, `${site.url}/r/saturday-pitch`, 'Ann');
    await page.keyboard.press('Enter');
    await page.keyboard.type('good evening');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('good evening').waitFor();
    expect((await lookAt(page)).cut).toEqual([]);
    await page.keyboard.press('Escape');
    await playFor(page, 'red');
  },
  // A phone held upright shows the pitch as a band.
  (page, look) => expectPitch(page, look, '.pitch', 0.12),
);

place(
  'panel',
  async (page) => {
    const { id } = await openRoom(site.url, { name: 'Evening kick-about', bots: 2 });
    await takeSeat(page, `${site.url}/r/${id}`, 'Ann');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More about Ann' }).click();
  },
  async (page, look) => {
    expect(colorsIn(look.picture, { within: await boxOf(page, '.panel') })).toBeGreaterThan(20);
  },
);

place(
  'watch',
  async (page) => {
    await page.goto(`${site.url}/watch/saturday-pitch`);
    await pitchReady(page);
  },
  (page, look) => expectPitch(page, look, '.pitch', 0.12),
);

describe('the banner of a goal', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await visit(browser, { viewport: { width: 800, height: 600 }, reducedMotion: 'reduce' });
    await visitor.page.goto(`${site.url}/watch/saturday-pitch`);
    await pitchReady(visitor.page);
    // Both at once, for as long as somebody looks; the page's own comes and goes with the match.
    await visitor.page.evaluate(() => {
      const place = document.querySelector('.banner-place')?.cloneNode() as HTMLElement;
      const banner = (team: number, word: string) =>
        `<div class="banner is-team-${team}"><b>${word}</b><span class="banner-who"><span>Ann</span><small>by Bob</small></span></div>`;
      place.innerHTML = banner(1, 'Red scores') + banner(2, 'Blue scores');
      place.style.top = '40%';
      document.querySelector('.room-field')?.append(place);
    });
  });
  afterAll(() => visitor.leave());

  it.each(THEMES.flatMap((theme) => ['ours', 'safe'].map((kits) => ({ theme, kits }))))(
    'can be read, $theme, $kits kits',
    async ({ theme, kits }) => {
      const { page } = visitor;
      await page.emulateMedia({ colorScheme: theme });
      await page.evaluate((name) => {
        document.documentElement.dataset.kits = name;
      }, kits);
      await settled(page);
      const look = await lookAt(page);
      keepPicture(`banner ${theme} ${kits}`, look.png);
      const words = look.contrasts.filter(({ where }) => where === 'b.');
      expect(words.map(({ text }) => text).sort()).toEqual(expect.arrayContaining(['Blue scores', 'Red scores']));
      expect(look.contrasts.filter(({ ratio }) => ratio < CONTRAST)).toEqual([]);
    },
  );
});

place(
  'statistics',
  async (page) => {
    await page.goto(`${site.url}/watch/saturday-pitch`);
    await pitchReady(page);
    await page.getByTestId('statistics').click();
    await page.getByTestId('statistics-players').getByRole('row').nth(4).waitFor();
    await page.keyboard.press('Escape');
    // Paused: no goal is announced behind the sheet while it is looked at.
    await page.getByTestId('play-pause').click();
    const banner = page.getByTestId('goal-banner').locator('.banner');
    await until('nothing announced', async () => {
      // Full time stays announced for as long as one stands there.
      if ((await banner.filter({ hasText: /win/ }).count()) > 0) await page.keyboard.press('ArrowLeft');
      return (await banner.count()) === 0;
    });
    await page.getByTestId('statistics').click();
    await page.getByTestId('statistics-players').waitFor();
  },
  async (page, look) => {
    expect(colorsIn(look.picture, { within: await boxOf(page, 'dialog') })).toBeGreaterThan(20);
  },
);
