// The same goal in three browsers: who scores it, who defends, and who only watches.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, type Visitor, visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import { expectNoFaults, hold, kickOff, pitchReady, playFor, SMALL, score, takeSeat } from './kit/people.ts';
import { Site } from './kit/site.ts';
import { until } from './kit/until.ts';

/** The promise is 300 ms on a local network; frames of software WebGL on a busy machine come on top. */
const BEHIND_MS = 300;
const SLACK_MS = 250;
const GOAL_WITHIN_MS = 40_000;

let site: Site;
let browser: Browser;
const visitors: Visitor[] = [];
beforeAll(async () => {
  [site, browser] = await Promise.all([Site.open('--bots', '0'), launchBrowser()]);
  for (let i = 0; i < 3; i++) visitors.push(await visit(browser, { viewport: SMALL }));
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it('is seen by the scorer, the other player and a viewer alike; the viewer opens no WebSocket', async () => {
  const [ann, bob, viewer] = visitors.map(({ page }) => page);
  const sockets: string[] = [];
  viewer.on('websocket', (socket) => sockets.push(socket.url()));

  await ann.goto(site.url);
  await ann.getByLabel('Nick').fill('Ann');
  await ann.getByRole('button', { name: 'Open a room' }).click();
  await ann.getByLabel('Room name').fill('Derby');
  await ann.getByRole('button', { name: 'Open the room' }).click();
  await pitchReady(ann);
  expect(ann.url()).toBe(`${site.url}/r/derby`);
  await Promise.all([takeSeat(bob, ann.url(), 'Bob'), watch(viewer, `${site.url}/watch/derby`)]);

  await playFor(ann, 'red');
  const room = await Follower.open(site.url, 'derby');
  await until('a side', () => room.player('Ann')?.team === 1);
  const seen = [ann, bob, viewer].map(goalIn);
  await Promise.all([ann, viewer].map(noteTimes));
  await kickOff(ann);
  // Straight ahead from the kick-off place, through the ball, into the goal.
  await hold(ann, 'ArrowRight', () => until('a goal', () => room.goals.length > 0, GOAL_WITHIN_MS));
  expect(room.goals[0]).toMatchObject({ team: 1, by: room.player('Ann')?.id, own: false });
  expect(await Promise.all(seen)).toEqual([
    { word: 'Goal!', who: 'Ann' },
    { word: 'Goal!', who: 'Ann' },
    { word: 'Goal!', who: 'Ann' },
  ]);
  for (const page of [ann, bob, viewer]) {
    await until('the score', async () => (await score(page)) === '1:0');
    await page.getByRole('log').getByText('Goal for Red by Ann').waitFor();
  }

  // Every second of the clock, and the banner, are on the viewer's screen soon after they are on the scorer's.
  const [live, watched] = await Promise.all([ann, viewer].map(timesNoted));
  const behind = Object.keys(live).flatMap((what) => (what in watched ? watched[what] - live[what] : []));
  expect(behind.length).toBeGreaterThanOrEqual(3);
  expect(behind.sort((a, b) => a - b)[Math.floor(behind.length / 2)]).toBeLessThan(BEHIND_MS + SLACK_MS);
  expect(sockets).toEqual([]);
  for (const visitor of visitors) expectNoFaults(visitor);
  room.close();
});

it('a viewer who comes later has the match within a second, the score and all', async () => {
  await Promise.all(visitors.map((visitor) => visitor.leave()));
  const late = await visit(browser, { viewport: SMALL });
  // What is measured is the match, not the download of the pitch by a browser that has never been here.
  await watch(late.page, `${site.url}/watch/derby`);
  expect(await score(late.page)).toBe('1:0');
  await late.page.reload();
  const shownMs = await late.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () =>
          document.querySelector('[data-testid=scoreboard]') ? resolve(performance.now()) : requestAnimationFrame(look);
        look();
      }),
  );
  expect(shownMs).toBeLessThan(1000 + 1500);
  expectNoFaults(late);
  await late.leave();
});

async function watch(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await pitchReady(page);
}

/** The next goal's banner, as the page shows it. */
async function goalIn(page: Page): Promise<{ word: string | null; who: string | null }> {
  const banner = page.getByTestId('goal-banner').locator('.banner');
  await banner.waitFor({ timeout: GOAL_WITHIN_MS + 10_000 });
  return {
    word: await banner.locator('b').textContent(),
    who: await banner.locator('.banner-who > span').textContent(),
  };
}

/** Notes in the page when its clock shows a new second, and when the banner of a goal comes. */
async function noteTimes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { timesSeen: seen });
    new MutationObserver(() => {
      const clock = document.querySelector('[data-testid=clock]')?.textContent;
      if (clock && clock !== '00:00') seen[clock] ??= Date.now();
      if (document.querySelector('.banner')) seen.banner ??= Date.now();
    }).observe(document.body, { characterData: true, childList: true, subtree: true });
  });
}

function timesNoted(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => (window as unknown as { timesSeen: Record<string, number> }).timesSeen);
}
