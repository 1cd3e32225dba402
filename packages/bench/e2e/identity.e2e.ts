// One person, several tabs and browsers: a seat moves when it is asked to, and a key can be taken along.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import { expectNoFaults, pitchReady, SMALL, takeSeat } from './kit/people.ts';
import { openStage } from './kit/stage.ts';

/** What a browser writes into its console when a join is refused. */
const REFUSED = /status of 403/;

const { site, browser } = await openStage('--name', 'House', '--bots', '0');
let ann: Visitor;
let room: Follower;
let link: string;
beforeAll(async () => {
  link = `${site.url}/r/house`;
  ann = await visit(browser, { viewport: SMALL });
  await takeSeat(ann.page, link, 'Ann');
  room = await Follower.open(site.url, 'house');
});
afterAll(async () => {
  room?.close();
});

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

it('a second tab asks before it takes the seat, and the first may take it back', async () => {
  const second = await ann.page.context().newPage();
  await second.goto(link);
  await second.getByRole('heading', { name: 'You are playing in this room in another tab' }).waitFor();
  expect(room.called('Ann')).toHaveLength(1);
  await press(second, 'Play here instead');
  await pitchReady(second);
  await ann.page.getByRole('heading', { name: 'You play on elsewhere' }).waitFor();

  await press(ann.page, 'Take the seat back');
  await pitchReady(ann.page);
  // The other tab says so, and does not come back by itself.
  await second.getByRole('heading', { name: 'You play on elsewhere' }).waitFor();
  expect(room.called('Ann')).toHaveLength(1);
  await second.close();
  expectNoFaults(ann, REFUSED);
});

it('a key is exported, refused with a typo, and brought into another browser, which is Ann then', async () => {
  await ann.page.keyboard.press('Escape');
  await press(ann.page, 'Settings');
  const fingerprint = await ann.page.getByTestId('identity').textContent();
  await press(ann.page, 'Export');
  const key = await ann.page.getByLabel('Your key').inputValue();
  const [file] = await Promise.all([
    ann.page.waitForEvent('download'),
    ann.page.getByRole('link', { name: 'Save as a file' }).click(),
  ]);
  expect(readFileSync(await file.path(), 'utf8')).toBe(`${key}\n`);

  const other = await visit(browser, { viewport: { width: 360, height: 740 } });
  const { page } = other;
  await page.goto(link);
  await press(page, 'Your identity…');
  expect(await page.getByTestId('identity').textContent()).not.toBe(fingerprint);
  await press(page, 'Import');
  const field = page.getByLabel('Paste a key');
  await field.fill(key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
  await page.getByText('A character of this key is wrong or missing.').waitFor();
  await field.fill(key);
  await page.getByText('is gone from this browser then').waitFor();
  await press(page, 'Replace my identity');
  await page.getByRole('status').getByText(`You are ${fingerprint} now`).waitFor();
  await press(page, 'Close');
  await page.getByLabel('Nick').fill('Ann again');
  await press(page, 'Take a seat');
  // Her seat is taken, by herself.
  await page.getByRole('heading', { name: 'You are playing in this room in another tab' }).waitFor();
  expectNoFaults(other, REFUSED);
  await other.leave();
});
