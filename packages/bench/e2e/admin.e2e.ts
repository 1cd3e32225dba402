// The admin page in a real browser, with somebody in a room for it to look after; and what moderates a chat, in the room itself.
import { beforeAll, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
import { keepPicture, lookAt } from './kit/looks.ts';
import { expectNoFaults, openRoom, SMALL, takeSeat } from './kit/people.ts';
import { openStage } from './kit/stage.ts';

const SECRET = 'correct horse battery';
const CONTRAST = 4.5;
/** Chromium writes refused requests on the console. */
const REFUSED = /status of 403|ERR_FAILED/;

const { site, browser } = await openStage('--bots', '1', '--admin-secret', SECRET);
let ann: Visitor;
let ben: Visitor;
beforeAll(async () => {
  const { id } = await openRoom(site.url, { name: 'Evening room' });
  [ann, ben] = await Promise.all([visit(browser, { viewport: SMALL }), visit(browser, { viewport: SMALL })]);
  // The first one in is the admin.
  await takeSeat(ann.page, `${site.url}/r/${id}`, 'Ann');
  await takeSeat(ben.page, `${site.url}/r/${id}`, 'Ben');
});

it('in a room, an admin mutes from the panel, and lines go to one side alone', async () => {
  const say = async (line: string) => {
    const field = ben.page.getByRole('textbox', { name: 'Chat' });
    if (!(await field.isVisible())) await ben.page.keyboard.press('Enter');
    await field.fill(line);
    await ben.page.keyboard.press('Enter');
  };
  await say('/t for the bench');
  await ann.page.getByText('for the bench').first().waitFor();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'More about Ben' }).click();
  await ann.page.getByRole('button', { name: 'Mute', exact: true }).click();
  await ann.page.getByRole('dialog', { name: 'Mute Ben?' }).getByRole('button', { name: 'Mute' }).click();
  await ben.page.getByText('nobody sees what you write').first().waitFor();
  await say('can you hear me?');
  await ann.page.getByRole('button', { name: 'Unmute' }).click();
  await ben.page.getByText('You may speak again.').first().waitFor();
  await say('and now?');
  await ann.page.getByText('and now?').first().waitFor();
  expect(await ann.page.getByText('can you hear me?').count()).toBe(0);
  expectNoFaults(ben);
  await ben.leave();
});

it('the page shows who is where, says something, bans and lifts; it fits phones and desks in both themes', async () => {
  const operator = await visit(browser, { reducedMotion: 'reduce' });
  const { page } = operator;
  const looks = async (
    name: string,
    ...sights: readonly (readonly [width: number, colorScheme: 'dark' | 'light'])[]
  ) => {
    for (const [width, colorScheme] of sights) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      const look = await lookAt(page);
      keepPicture(`${name} ${width} ${colorScheme}`, look.png);
      expect([look.overflowPx, look.cut]).toEqual([0, []]);
      expect(look.contrasts.filter(({ ratio }) => ratio < CONTRAST)).toEqual([]);
    }
  };
  await page.goto(`${site.url}/admin`);
  await page.getByLabel('Admin secret').fill('wrong secret, sorry');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('not the secret').waitFor();
  await page.getByLabel('Admin secret').fill(SECRET);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Evening room/ }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Server and rooms');
  expect(await page.getByRole('link', { name: 'Back to the lobby' }).getAttribute('href')).toBe('/');

  await page.getByLabel('A line in the chat').fill('Half time!');
  await page.getByRole('button', { name: 'Announce' }).click();
  await page.getByRole('status').getByText('Said in 2 rooms.').waitFor();
  await ann.page.getByText('Half time!').first().waitFor();
  await looks('now', [360, 'light'], [1280, 'dark']);

  await page.getByRole('button', { name: 'People' }).click();
  await page.getByRole('heading', { name: 'Ann' }).waitFor();
  await looks('people', [360, 'light']);
  await page.getByRole('button', { name: 'Ban Ann?' }).click();
  await page.getByRole('radio', { name: 'Identity' }).check();
  await page.getByLabel('Reason').fill('own goals');
  await looks('ban', [1280, 'light'], [360, 'dark']);
  await page.getByRole('dialog').getByRole('button', { name: 'Ban' }).click();
  await page.getByRole('status').getByText('1 player was shown out').waitFor();
  await ann.page.getByText('own goals').waitFor();

  await page.getByRole('button', { name: 'Bans' }).click();
  await page.getByText('own goals').waitFor();
  await looks('bans', [360, 'light']);
  await page.getByRole('button', { name: 'Lift the ban of Ann' }).click();
  await page.getByText('Nobody is banned.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Ban somebody');
  await page.getByRole('button', { name: 'What was done' }).click();
  await page.getByText('wrong admin secret').waitFor();
  await looks('audit', [1280, 'dark']);
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await page.getByText('Level: warn').waitFor();
  await looks('log', [360, 'dark']);
  // What is told of a server that does not answer is told for as long as it is so.
  await page.route('**/api/admin/**', (route) => route.abort());
  await page.getByText('The server does not answer.').waitFor();
  await page.unroute('**/api/admin/**');
  await page.getByText('The server does not answer.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Admin secret').waitFor();
  expectNoFaults(operator, REFUSED);
});
