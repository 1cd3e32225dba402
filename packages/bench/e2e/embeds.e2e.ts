// A match on somebody else's page and over somebody's stream: what is seen there, and what is not.

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../server/test/kit/temporary.ts';
import { launchBrowser, type Visitor, visit } from './kit/browser.ts';
import { expectNoFaults, openRoom } from './kit/people.ts';
import { readPng, share } from './kit/pixels.ts';
import { Site } from './kit/site.ts';
import { until } from './kit/until.ts';

/** The ball needs nobody to get into blue's goal, again and again, with time for a banner to come and go; nobody gets at it. */
const STADIUM = {
  ...{ name: 'Slope', width: 300, height: 150, bg: { type: 'grass', width: 260, height: 130 } },
  ballPhysics: { pos: [0, 100], speed: [0.8, 0], damping: 1, cMask: [] },
  planes: [{ normal: [0, -1], dist: -60, cMask: ['red', 'blue'] }],
  goals: [{ p0: [180, 80], p1: [180, 120], team: 'blue' }],
};
const LOOKS = {
  scoreboard: { colorScheme: 'dark', viewport: { width: 480, height: 120 } },
  goals: { colorScheme: 'light', viewport: { width: 960, height: 240 } },
  pitch: { colorScheme: 'dark', viewport: { width: 480, height: 270 } },
} as const;
type Shows = keyof typeof LOOKS;
const SEEN = { scoreboard: '.score', goals: '.banner', pitch: '.overlay-pitch canvas' } as const;
const SEEN_WITHIN_MS = 20_000;

let site: Site;
let browser: Browser;
let folder: string;
/** Somebody else's page, with three frames. */
let outside: Server;
let host: Visitor;
beforeAll(async () => {
  folder = temporaryFolder('slope');
  const stadium = join(folder, 'slope.hbs');
  writeFileSync(stadium, JSON.stringify(STADIUM));
  const rules = ['--score-limit', '0', '--time-limit', '0', '--bots', '1'];
  [site, browser] = await Promise.all([Site.open('--name', 'House', '--stadium', stadium, ...rules), launchBrowser()]);
  const frame = (name: string, path: string) =>
    `<iframe name="${name}" src="${site.url}${path}" style="width:32%;height:400px"></iframe>`;
  const stamp = `<iframe name="stamp" src="${site.url}/watch/house" style="width:320px;height:240px"></iframe>`;
  const nobody = frame('nobody', '/watch/nobody');
  outside = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.end(frame('watch', '/watch/house') + frame('play', '/r/house') + frame('lobby', '/') + stamp + nobody);
  }).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  host = await visit(browser);
  // Another name for this machine: another site, not only another port. It loads while overlays are looked at.
  await host.page.goto(`http://127.0.0.1:${(outside.address() as AddressInfo).port}/`, { waitUntil: 'commit' });
});
afterAll(async () => {
  outside?.close();
  await browser?.close();
  await site?.close();
});

describe('an overlay', () => {
  const opened = new Map<Shows, Overlay>();
  beforeAll(async () => {
    const all = (['scoreboard', 'goals', 'pitch'] as const).map(async (shows) =>
      opened.set(shows, await overlay(shows)),
    );
    await Promise.all(all);
  });
  afterAll(() => Promise.all([...opened.values()].map(({ visitor }) => visitor.leave())));

  // Together, since all of them wait for the same goal.
  it('of board, goals or pitch is transparent and bare, and shows what it should', async () => {
    await Promise.all([...opened].map(([shows, seen]) => looksRight(shows, seen)));
  });

  it('says nothing of a server that is gone: it fades out, and is there again', async () => {
    const { page } = opened.get('scoreboard') as Overlay;
    site.freeze();
    try {
      await until('nothing', async () => (await opaque(page)) === 0);
      expect(await page.locator('body').innerText()).not.toMatch(/server|connection|reload/i);
    } finally {
      site.thaw();
    }
    await until('the board again', async () => (await opaque(page)) > 0.3);
  });

  it('of a private room needs its key, and shows nothing at all without; one that there is not says which there are', async () => {
    const { id, watchKey } = await openRoom(site.url, { name: 'Secret', password: 'x', bots: 1 });
    const at = (query: string) => overlay('scoreboard', `/watch/${id}?overlay=${query}`);
    const [without, withKey, unknown] = await Promise.all([
      at('scoreboard'),
      at(`scoreboard&k=${watchKey}`),
      at('nonsense'),
    ]);
    await until('the board', async () => (await opaque(withKey.page)) > 0.3);
    expect(await opaque(without.page)).toBe(0);
    expect(await without.page.locator('body').innerText()).toBe('');
    await unknown.page.getByRole('heading', { name: 'There is no such overlay' }).waitFor();
    expect(await unknown.page.getByRole('link').count()).toBe(3);
    await Promise.all([without, withKey, unknown].map(({ visitor }) => visitor.leave()));
  });
});

async function looksRight(shows: Shows, { visitor, page, requests }: Overlay): Promise<void> {
  const box = page.locator(SEEN[shows]);
  await box.waitFor({ timeout: SEEN_WITHIN_MS });
  await until('all of it on the screen', async () => (await opaque(page)) > 0.05);
  for (const corner of await corners(page)) expect(corner).toBe(0);
  // Phaser comes with the pitch, and with nothing else.
  expect(requests.some((url) => url.includes('match-scene'))).toBe(shows === 'pitch');
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.getByRole('link').count()).toBe(0);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).cursor)).toBe('none');
  expect(await page.evaluate(() => document.documentElement.scrollHeight > innerHeight)).toBe(false);
  if (shows === 'goals') {
    expect(await page.locator('.banner b').textContent()).toBe('Goal!');
    await box.waitFor({ state: 'detached' });
  }
  if (shows === 'scoreboard') {
    await until('a goal', async () => Number(await page.getByTestId('score-red').textContent()) > 0, SEEN_WITHIN_MS);
    expect(await page.getByTestId('score-blue').textContent()).toBe('0');
  }
  if (shows === 'pitch') {
    const picture = readPng(await page.screenshot({ omitBackground: true }));
    expect(share(picture, '#2f6b3a')).toBeGreaterThan(0.3);
  }
  expectNoFaults(visitor);
}

describe('in a frame on another site', () => {
  it('a match plays, and nothing leads to a seat', async () => {
    const frame = await frameCalled('watch');
    await frame.getByTestId('embedded').waitFor({ timeout: SEEN_WITHIN_MS });
    await frame.locator('.pitch canvas').waitFor({ timeout: SEEN_WITHIN_MS });
    const clock = () => frame.getByTestId('clock').textContent();
    const before = await clock();
    await until('time passes', async () => (await clock()) !== before);
    expect(await frame.locator('a[href*="/r/"]').count()).toBe(0);
    for (const link of await frame.locator('a').all()) {
      expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual(['_blank', 'noopener']);
    }
    for (const button of await frame.getByRole('button').all()) {
      expect(await button.getAttribute('aria-label')).not.toMatch(/seat|room|chat|settings/i);
    }
  });

  it('of the size of a stamp, most of it is the pitch', async () => {
    const frame = await frameCalled('stamp');
    await frame.locator('.pitch canvas').waitFor({ timeout: SEEN_WITHIN_MS });
    expect((await frame.locator('.pitch').boundingBox())?.height).toBeGreaterThan(120);
    await frame.getByTestId('play-pause').waitFor();
  });

  it('a room that there is not leads out of the frame', async () => {
    const back = (await frameCalled('nobody')).getByRole('link', { name: 'Back to the lobby' });
    await back.waitFor({ timeout: SEEN_WITHIN_MS });
    expect(await back.getAttribute('target')).toBe('_blank');
  });

  it('a page that has been led elsewhere offers a tab of its own', async () => {
    const frame = await frameCalled('watch');
    await frame.evaluate(() => {
      history.pushState(null, '', '/r/house');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await frame.getByRole('link', { name: 'Open Touchline' }).waitFor();
    expect(await frame.getByRole('textbox').count()).toBe(0);
  });

  it('a seat and the lobby are refused', async () => {
    for (const name of ['play', 'lobby']) {
      const frame = await frameCalled(name);
      await until('an error', () => /^chrome-error:/.test(frame.url()));
    }
    expect(host.faults.filter((fault) => /frame-ancestors 'none'/.test(fault)).length).toBeGreaterThanOrEqual(2);
  });

  function frameCalled(name: string): Promise<Frame> {
    return until(`the frame ${name}`, () => host.page.frame({ name }));
  }
});

interface Overlay {
  readonly visitor: Visitor;
  readonly page: Page;
  /** Addresses. */
  readonly requests: readonly string[];
}

/** Each at a size of its own, in both themes: neither may show. */
async function overlay(shows: Shows, path = `/watch/house?overlay=${shows}`): Promise<Overlay> {
  const visitor = await visit(browser, LOOKS[shows]);
  const { page } = visitor;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(site.url + path);
  return { visitor, page, requests };
}

/** What a program that lays the page over its picture gets: alpha of every pixel, 0 to 255. */
async function alphas(page: Page): Promise<{ alpha: Uint8Array; width: number; height: number }> {
  const { alpha, width, height } = readPng(await page.screenshot({ omitBackground: true }));
  return { alpha, width, height };
}

/** Part of the pixels that hide what is below, from 0 to 1. */
async function opaque(page: Page): Promise<number> {
  const { alpha } = await alphas(page);
  return alpha.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / alpha.length;
}

async function corners(page: Page): Promise<number[]> {
  const { alpha, width, height } = await alphas(page);
  return [0, width - 1, width * (height - 1), width * height - 1].map((at) => alpha[at]);
}
