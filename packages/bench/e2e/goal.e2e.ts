// The same goal in three browsers: who scores it, who defends, and who only watches.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import { expectNoFaults, hold, kickOff, pitchReady, playFor, SMALL, score, takeSeat } from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const BEHIND_MS = 300;
/** The clock on the screen is set ten times a second, and by software WebGL's frames. */
const BOARD_MS = 150;
/** Starting a program and a picture in software, on a busy machine. */
const START_SLACK_MS = 3000;

const { site, browser } = await openStage('--name', 'House', '--bots', '2');
const visitors: Visitor[] = [];
beforeAll(async () => {
  for (let i = 0; i < 3; i++) visitors.push(await visit(browser, { viewport: SMALL }));
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
  // Those in the room see it once more by themselves; a viewer has the timeline for that.
  const again = [ann, bob].map((page) => page.getByTestId('goal-replay').waitFor());
  await kickOff(ann);
  // Straight ahead from the kick-off place, through the ball, into the goal.
  await hold(ann, 'ArrowRight', () => until('a goal', () => room.goals.length > 0));
  expect(room.goals[0]).toMatchObject({ team: 1, by: room.player('Ann')?.id, own: false });
  expect(await Promise.all(seen)).toEqual([
    { word: 'Goal!', who: 'Ann' },
    { word: 'Goal!', who: 'Ann' },
    { word: 'Goal!', who: 'Ann' },
  ]);
  await Promise.all(again);
  expect(await viewer.getByTestId('goal-replay').count()).toBe(0);
  await ann.getByTestId('goal-replay').waitFor({ state: 'detached' });
  for (const page of [ann, bob, viewer]) {
    await until('the score', async () => (await score(page)) === '1:0');
    await page.getByRole('log').getByText('Goal for Red by Ann').waitFor();
  }

  expect(sockets).toEqual([]);
  for (const visitor of visitors) expectNoFaults(visitor);
  room.close();
});

describe('a viewer alone', () => {
  let viewer: Visitor;
  let room: Follower;
  beforeAll(async () => {
    await Promise.all(visitors.map((visitor) => visitor.leave()));
    viewer = await visit(browser, { viewport: SMALL });
    await watch(viewer.page, `${site.url}/watch/house`);
    room = await Follower.open(site.url, 'house');
  });
  afterAll(() => room.close());

  it('has the match within a second of opening the page', async () => {
    await viewer.page.reload();
    const shownMs = await viewer.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () =>
            document.querySelector('[data-testid=scoreboard]')
              ? resolve(performance.now())
              : requestAnimationFrame(look);
          look();
        }),
    );
    expect(shownMs).toBeLessThan(1000 + START_SLACK_MS);
    await pitchReady(viewer.page);
  });

  it('is no more than 300 ms behind the server', async () => {
    await noteSeconds(viewer.page);
    // The latest six seconds: a machine that was busy a moment ago made the jitter buffer deep, and it has to come back.
    await until('six seconds that are no more than 300 ms behind', async () => {
      const noted = Object.entries(await secondsNoted(viewer.page));
      const late = noted.map(([second, ms]) => ms - (room.secondsAt.get(Number(second)) ?? Number.NaN));
      const latest = late.filter((ms) => !Number.isNaN(ms)).slice(-6);
      return latest.length === 6 && latest.sort((a, b) => a - b)[3] < BEHIND_MS + BOARD_MS;
    });
    expectNoFaults(viewer);
  });
});

async function watch(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await pitchReady(page);
}

/** The next goal's banner, as the page shows it. */
async function goalIn(page: Page): Promise<{ word: string | null; who: string | null }> {
  // In one look: it is there for a moment only.
  const seen = await page.waitForFunction(() => {
    const banner = document.querySelector('[data-testid=goal-banner] .banner');
    const text = (selector: string) => banner?.querySelector(selector)?.textContent ?? null;
    return banner && { word: text('b'), who: text('.banner-who > span') };
  });
  return (await seen.jsonValue()) as { word: string | null; who: string | null };
}

/** Notes in the page when its clock shows a new second. */
async function noteSeconds(page: Page): Promise<void> {
  await page.evaluate(() => {
    const clock = document.querySelector('[data-testid=clock]');
    if (!clock) throw new Error('no clock');
    const seen: Record<number, number> = {};
    Object.assign(window, { secondsSeen: seen });
    new MutationObserver(() => {
      const [minutes, seconds] = (clock.textContent ?? '').split(':').map(Number);
      seen[minutes * 60 + seconds] ??= Date.now();
    }).observe(clock, { characterData: true, childList: true, subtree: true });
  });
}

function secondsNoted(page: Page): Promise<Record<number, number>> {
  return page.evaluate(() => (window as unknown as { secondsSeen: Record<number, number> }).secondsSeen);
}
