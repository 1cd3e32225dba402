// The admin page in a real browser, with somebody in a room for it to look after; and what moderates a chat, in the room itself.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, visit } from './kit/browser.ts';
import { lookAt } from './kit/looks.ts';
import { expectNoFaults, openRoom, SMALL, takeSeat } from './kit/people.ts';
import { Site } from './kit/site.ts';

const SECRET = 'correct horse battery';
const CONTRAST = 4.5;
/** Chromium writes refused requests on the console. */
const REFUSED = /status of 403/;

let site: Site;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-admin-'));
  [site, browser] = await Promise.all([Site.open('--bots', '1', '--admin-secret', SECRET), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  console.log(`screenshots: ${folder}`);
});

it('shows who is where, says something, bans and lifts; it fits phones and desks in both themes', async () => {
  const { id } = await openRoom(site.url, { name: 'Evening room' });
  const [operator, ann] = await Promise.all([visit(browser), visit(browser, { viewport: SMALL })]);
  await takeSeat(ann.page, `${site.url}/r/${id}`, 'Ann');
  const { page } = operator;
  await page.goto(`${site.url}/admin`);
  await page.getByLabel('Admin secret').fill('wrong secret, sorry');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('not the secret').waitFor();
  await page.getByLabel('Admin secret').fill(SECRET);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Evening room/ }).waitFor();

  await page.getByLabel('A line in the chat').fill('Half time!');
  await page.getByRole('button', { name: 'Announce' }).click();
  await page.getByRole('status').getByText('Said in 2 rooms.').waitFor();
  await ann.page.getByText('Half time!').first().waitFor();

  const looks = async (name: string) => {
    for (const width of [360, 1280]) {
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const look = await lookAt(page);
        writeFileSync(join(folder, `${name} ${width} ${colorScheme}.png`), look.png);
        expect([look.overflowPx, look.cut]).toEqual([0, []]);
        expect(look.contrasts.filter(({ ratio }) => ratio < CONTRAST)).toEqual([]);
      }
    }
  };
  await looks('now');

  await page.getByRole('button', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Ban Ann?' }).click();
  await page.getByRole('radio', { name: 'Identity' }).check();
  await page.getByLabel('Reason').fill('own goals');
  await looks('ban');
  await page.getByRole('dialog').getByRole('button', { name: 'Ban' }).click();
  await page.getByRole('status').getByText('1 player was shown out').waitFor();
  await ann.page.getByText('own goals').waitFor();

  await page.getByRole('button', { name: 'Bans' }).click();
  await page.getByText('own goals').waitFor();
  await looks('bans');
  await page.getByRole('button', { name: 'Lift the ban of Ann' }).click();
  await page.getByText('Nobody is banned.').waitFor();
  await page.getByRole('button', { name: 'What was done' }).click();
  await page.getByText('wrong admin secret').waitFor();
  await looks('audit');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Admin secret').waitFor();
  expectNoFaults(operator, REFUSED);
  await Promise.all([operator.leave(), ann.leave()]);
});

it('in a room, an admin mutes from the panel, and lines go to one side alone', async () => {
  const { id } = await openRoom(site.url, { name: 'Talking room' });
  const [ann, ben] = await Promise.all([visit(browser, { viewport: SMALL }), visit(browser, { viewport: SMALL })]);
  await takeSeat(ann.page, `${site.url}/r/${id}`, 'Ann');
  await takeSeat(ben.page, `${site.url}/r/${id}`, 'Ben');
  const say = async (page: typeof ann.page, line: string) => {
    if (!(await page.getByRole('textbox', { name: 'Chat' }).isVisible())) await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Chat' }).fill(line);
    await page.keyboard.press('Enter');
  };
  await say(ben.page, '/t for the bench');
  await ann.page.getByText('for the bench').first().waitFor();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'More about Ben' }).click();
  writeFileSync(join(folder, 'panel.png'), await ann.page.screenshot());
  await ann.page.getByRole('button', { name: 'Mute', exact: true }).click();
  writeFileSync(join(folder, 'mute.png'), await ann.page.screenshot());
  await ann.page.getByRole('dialog', { name: 'Mute Ben?' }).getByRole('button', { name: 'Mute' }).click();
  await ben.page.getByText('nobody sees what you write').first().waitFor();
  await say(ben.page, 'can you hear me?');
  await ann.page.getByRole('button', { name: 'Unmute' }).click();
  await ben.page.getByText('You may speak again.').first().waitFor();
  writeFileSync(join(folder, 'chat.png'), await ben.page.screenshot());
  await say(ben.page, 'and now?');
  await ann.page.getByText('and now?').first().waitFor();
  expect(await ann.page.getByText('can you hear me?').count()).toBe(0);
  for (const visitor of [ann, ben]) {
    expectNoFaults(visitor);
    await visitor.leave();
  }
});
