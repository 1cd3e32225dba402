// A goal is handed on while the match is on: the same link shows it in the room now, and in the replay afterwards.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { expectNoFaults, pitchReady, SMALL, score, scoreAlone } from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const { site, browser } = await openStage('--bots', '0');

it('a viewer copies a goal of a running match; it is seen again live, and after the match as a replay', async () => {
  const ann = await visit(browser, { viewport: SMALL });
  const { id, room } = await scoreAlone(site, ann.page, 'Ann');

  const viewer = await visit(browser, { viewport: SMALL });
  await viewer.page.goto(`${site.url}/watch/${id}`);
  await pitchReady(viewer.page);
  const link = await copiedGoal(viewer.page);
  expect(new URL(link).pathname).toMatch(new RegExp(`^/replay/${id}-[a-z2-7]{8}$`));
  expectNoFaults(viewer);
  await viewer.leave();

  const friend = await visit(browser, { viewport: SMALL });
  await friend.page.goto('about:blank');
  await friend.page.goto(link);
  await pitchReady(friend.page);
  expect(new URL(friend.page.url()).pathname).toBe(`/watch/${id}`);
  await seenAgain(friend.page);
  const live = friend.page.getByTestId('live');
  await live.click();
  await until('live', async () => (await live.getAttribute('class'))?.includes('is-live'));
  await until('the score now', async () => (await score(friend.page)) === '1:0');
  // The link was no page that one comes back to.
  await friend.page.goBack();
  expect(friend.page.url()).toBe('about:blank');

  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Stop match' }).click();
  // Opened at once: whoever is too early is told so, and need not ask again.
  await until('the end', () => room.state.phase === 'none');
  await friend.page.goto(link);
  await pitchReady(friend.page);
  expect(friend.page.url()).toBe(link);
  await seenAgain(friend.page);
  expectNoFaults(friend, NOT_YET);
  room.close();
  await Promise.all([friend.leave(), ann.leave()]);
});

it('a link with a room that never was ends where any wrong link does', async () => {
  const { page, leave } = await visit(browser, { viewport: SMALL });
  await page.goto(`${site.url}/replay/nobody-abcdefgh?t=5&room=nobody`);
  await page.getByRole('heading', { name: 'This match is just being saved' }).waitFor();
  await page.getByRole('heading', { name: 'There is no such match' }).waitFor();
  await page.goto(`${site.url}/replay/nobody-abcdefgh?t=5&room=..%2F..%2F&to=NaN`);
  await page.getByRole('heading', { name: 'There is no such match' }).waitFor();
  await leave();
});

/** That the recording is not there yet is what the browser complains of. */
const NOT_YET = /^console: Failed to load resource: .*404/;

/** What the button on the card of the only goal hands on. */
async function copiedGoal(page: Page): Promise<string> {
  const goal = page.getByRole('button', { name: /^Goal by Ann, 00:\d\d, 1–0$/ });
  await goal.waitFor();
  await goal.hover();
  const copy = page.getByTestId('copy-goal');
  await copy.click();
  await page.getByTestId('goal-card').getByText('Copied').waitFor();
  return (await copy.getAttribute('data-link')) ?? '';
}

/** The goal's clip plays, over and over. */
async function seenAgain(page: Page): Promise<void> {
  await page.getByTestId('clip-bar').waitFor();
  // Four times as fast: nobody waits for a test.
  await page.keyboard.press('5');
  for (const wanted of ['0:0', '1:0', '0:0'])
    await until(`${wanted} in the loop`, async () => (await score(page)) === wanted);
}
