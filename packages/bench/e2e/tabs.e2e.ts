// Browsers open six connections to an HTTP/1.1 server over all tabs, and a stream holds one for ever. Seven tabs of the lobby
// work all the same, because a tab that nobody looks at lets go of its stream.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { expectNoFaults, SMALL } from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const TABS = 7;

const { site, browser } = await openStage('--bots', '0');

const openStreams = async () => {
  const health = (await (await fetch(`${site.url}/healthz`)).json()) as { streams: { open: number } };
  return health.streams.open;
};
const live = (page: Page) => page.locator('.stream-state').getByText('Live').waitFor();

/** A headless browser shows all of its tabs at once: what it tells of them is put in its place. */
const turn = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now === 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

it('seven tabs all become live, and hold one stream between them', async () => {
  const visitor = await visit(browser, { viewport: SMALL });
  const pages = [visitor.page];
  for (let i = 1; i < TABS; i++) pages.push(await visitor.page.context().newPage());
  for (const page of pages) {
    await page.goto(site.url);
    await live(page);
    await turn(page, 'hidden');
  }
  await until('no stream of hidden tabs', async () => (await openStreams()) === 0);

  // Each one that is looked at again goes on by itself, with what has happened meanwhile.
  for (const page of pages) {
    await turn(page, 'visible');
    await until('a stream', async () => (await openStreams()) === 1);
    await live(page);
    await turn(page, 'hidden');
    await until('no stream', async () => (await openStreams()) === 0);
  }
  expectNoFaults(visitor);
  await visitor.leave();
});

it('six that are looked at hold six streams; the seventh loads as soon as one of them is hidden', async () => {
  const visitor = await visit(browser, { viewport: SMALL });
  const pages = [visitor.page];
  for (let i = 1; i < TABS; i++) pages.push(await visitor.page.context().newPage());
  for (const page of pages.slice(0, 6)) {
    await page.goto(site.url);
    await live(page);
  }
  expect(await openStreams()).toBe(6);
  const seventh = pages[6].goto(site.url);
  await turn(pages[0], 'hidden');
  await seventh;
  await live(pages[6]);
  expectNoFaults(visitor);
  await visitor.leave();
});
