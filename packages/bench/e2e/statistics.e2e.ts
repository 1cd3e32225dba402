// A match in figures: the same ones for who plays it, who watches it, who replays it, and who asks the API.
import type { MatchListing, MatchReport, PlayerReport } from '@touchline/shared/protocol';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import {
  expectNoFaults,
  hold,
  kickOff,
  onPitch,
  openRoom,
  pitchReady,
  playFor,
  SMALL,
  score,
  takeSeat,
} from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const GOAL_WITHIN_MS = 40_000;

const { site, browser } = await openStage('--bots', '0');

/** Both sides' figures by name, as they stand in the table. */
async function sides(page: Page): Promise<Record<string, string>> {
  const rows = await page
    .getByTestId('statistics-sides')
    .locator('tbody tr')
    .evaluateAll((list) => list.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  return Object.fromEntries(rows.map(([red, name, blue]) => [name, `${red} ${blue}`]));
}

/** A player's line of the table, cell by cell, the name without its side. */
async function lineOf(page: Page, name: string): Promise<string[]> {
  const row = page.getByTestId('statistics-players').locator('tbody tr').filter({ hasText: name });
  return row.locator('td').allTextContents();
}

async function json<T>(path: string): Promise<T> {
  return (await (await fetch(site.url + path)).json()) as T;
}

it('a goal is in the figures of who scored it, of a viewer who came later, of the replay and of the API', async () => {
  const { id } = await openRoom(site.url, { name: 'Derby', scoreLimit: 3, timeLimit: 0 });
  const ann = await visit(browser, { viewport: SMALL });
  await takeSeat(ann.page, `${site.url}/r/${id}`, 'Ann');
  const room = await Follower.open(site.url, id);
  await ann.page.keyboard.press('t');
  await ann.page.getByText('No match has been played yet').waitFor();
  await ann.page.keyboard.press('Escape');
  await playFor(ann.page, 'red');
  await until('a side', () => room.player('Ann')?.team === 1);
  await kickOff(ann.page);
  await onPitch(ann.page, room, 'Ann');
  await hold(ann.page, 'ArrowRight', () => until('a goal', () => room.goals.length > 0, GOAL_WITHIN_MS));

  // After the goal nothing is in play: the figures stand.
  const viewer = await visit(browser, { viewport: SMALL });
  await viewer.page.goto(`${site.url}/watch/${id}`);
  await pitchReady(viewer.page);
  await viewer.page.keyboard.press('t');
  await until('the past in the figures', async () => (await sides(viewer.page).catch(() => null))?.Goals === '1 0');
  expect(await lineOf(viewer.page, 'Ann')).toMatchObject({ length: 9, 0: '1', 3: '1' });
  await viewer.page.getByTestId('heat-of').selectOption('Ann');
  await viewer.page.getByRole('img', { name: /^Heat map of Ann\. \d+ % of the time on the left/ }).waitFor();

  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Stop match' }).click();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'Last match' }).click();
  await until('her figures', async () => (await sides(ann.page)).Goals === '1 0');
  const ofAnn = await lineOf(ann.page, 'Ann');
  await until('the same for the viewer', async () => (await lineOf(viewer.page, 'Ann')).join() === ofAnn.join());
  await ann.page.keyboard.press('Escape');
  await ann.page.getByTestId('statistics-sheet').waitFor({ state: 'detached' });
  for (const visitor of [ann, viewer]) expectNoFaults(visitor);
  await viewer.leave();
  room.close();

  const [match] = await until('the match', async () => {
    const list = await json<MatchListing[]>('/api/matches?player=ann');
    return list.length > 0 && list;
  });
  const { statistics } = await json<MatchReport>(`/api/matches/${match.id}`);
  const [line] = statistics.players;
  expect([line.goals, line.shots, line.touches, line.distance].map(String)).toEqual([
    ...[ofAnn[0], ofAnn[3], ofAnn[6], ofAnn[8].replace(/\D/g, '')],
  ]);
  expect((await json<PlayerReport>('/api/players/ANN')).totals).toMatchObject({ goals: 1, distance: line.distance });

  const { page } = ann;
  await page.goto(`${site.url}/replay/${match.id}`);
  await pitchReady(page);
  await page.getByTestId('play-pause').click();
  await page.keyboard.press('End');
  await until('the end', async () => (await score(page)) === '1:0');
  await page.getByTestId('statistics').click();
  await until(
    'the same in the replay',
    async () => (await lineOf(page, 'Ann').catch(() => [])).join() === ofAnn.join(),
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await until('the start', async () => (await score(page)) === '0:0');
  await page.keyboard.press('t');
  await until('no goal at the start', async () => (await sides(page).catch(() => null))?.Goals === '0 0');
  expectNoFaults(ann);
  await ann.leave();
});
