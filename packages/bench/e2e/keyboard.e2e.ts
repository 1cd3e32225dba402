// Without a mouse: into the room, onto a side, a word in the chat. And keys that belong elsewhere never move a disc.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import {
  expectNoFaults,
  hold,
  kickOff,
  matchState,
  onPitch,
  openRoom,
  pitchReady,
  SMALL,
  sayAndPlayOn,
} from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

/** More presses of Tab than any page of ours has things to focus. */
const MOST_TABS = 60;

const { site, browser } = await openStage('--bots', '0', '--unlisted');
let visitor: Visitor;
let page: Page;
let room: Follower;
beforeAll(async () => {
  visitor = await visit(browser, { viewport: SMALL });
  ({ page } = visitor);
});
afterAll(async () => {
  room?.close();
});

/** Presses Tab until that has the focus, as somebody would who reads the screen. */
async function tabTo(role: 'button' | 'link' | 'textbox', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name });
  await wanted.waitFor();
  for (let i = 0; i < MOST_TABS; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${name}`);
}

const chatLines = () => room.commands.flatMap((command) => (command.type === 'chat' ? command.text : []));

it('leads from the lobby to a side, a match and a chat line by keys alone', async () => {
  await openRoom(site.url, { name: 'Keys only', timeLimit: 0, scoreLimit: 0 });
  await page.goto(site.url);
  await tabTo('textbox', 'Nick');
  await page.keyboard.type('Keys');
  await tabTo('link', 'Join Keys only');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Join Keys only', level: 1 }).waitFor();
  await tabTo('button', 'Take a seat');
  await page.keyboard.press('Enter');
  await pitchReady(page);
  room = await Follower.open(site.url, 'keys-only');

  // Esc opens the panel, where Tab goes from control to control.
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Room panel' }).waitFor();
  await tabTo('button', 'Join blue');
  await page.keyboard.press('Enter');
  await until('his side', () => room.player('Keys')?.team === 2);
  await tabTo('button', 'Kick off');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const from = await onPitch(page, room, 'Keys');

  await sayAndPlayOn(page, 'good evening');
  await until('his line', () => chatLines().includes('good evening'));
  await page.getByRole('log').getByText('good evening').waitFor();
  expect(room.spot('Keys')).toEqual(from);

  // And the pitch has the keys again.
  await hold(page, 'ArrowRight', () => until('his disc to move', () => (room.spot('Keys')?.x ?? from.x) - from.x > 15));
  await until('standing', () => room.player('Keys')?.input === 0);
});

it('what is typed into the chat moves nothing', async () => {
  const before = inputsSoFar();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Chat' }).waitFor();
  await page.keyboard.type('wasd x  wasd ?', { delay: 30 });
  for (const key of ['ArrowLeft', 'ArrowUp']) {
    await page.keyboard.down(key);
    await page.keyboard.up(key);
  }
  const field = page.getByRole('textbox', { name: 'Chat' });
  await field.fill('after the keys');
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
  await until('the line', () => chatLines().includes('after the keys'));
  expect(inputsSoFar()).toBe(before);
});

it('a key that is held while the chat opens is let go', async () => {
  const field = page.getByRole('textbox', { name: 'Chat' });
  await hold(page, 'ArrowLeft', async () => {
    await until('left', () => room.holds('Keys', 'left'));
    await page.keyboard.press('Enter');
    await field.waitFor();
    await until('let go', () => room.player('Keys')?.input === 0);
  });
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
});

it('a window that loses the focus holds no key', async () => {
  await hold(page, 'ArrowRight', async () => {
    await until('right', () => room.holds('Keys', 'right'));
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await until('let go', () => room.player('Keys')?.input === 0);
  });
});

it('a direction that is held when he gets his disc moves it', async () => {
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Stop match' }).click();
  await until('no match', () => room.state.phase === 'none');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Room panel' }).waitFor({ state: 'detached' });
  await hold(page, 'ArrowDown', async () => {
    // By mouse: the keys stay as they are.
    await kickOff(page);
    await until('down', () => room.holds('Keys', 'down'));
  });
  await until('standing', () => room.player('Keys')?.input === 0);
});

it('Tab shows the players while it is held, ? the shortcuts, F3 the figures, Esc closes what is open', async () => {
  await page.keyboard.down('Tab');
  await page.getByTestId('players-overlay').getByText('Keys').waitFor();
  await page.keyboard.up('Tab');
  await page.getByTestId('players-overlay').waitFor({ state: 'detached' });
  await hold(page, 'ArrowUp', () => until('the pitch to have the keys', () => room.holds('Keys', 'up')));

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor({ state: 'detached' });

  await page.keyboard.press('F3');
  const figures = page.getByTestId('debug-overlay');
  await until('a ping', async () => /Ping[1-9]\d* ms/.test((await figures.textContent()) ?? ''));
  await until('frames', async () => /Frames[1-9]/.test((await figures.textContent()) ?? ''));
  expect(await figures.textContent()).toContain('Divergences0');
  await page.keyboard.press('F3');
  await figures.waitFor({ state: 'detached' });

  // A slash is the beginning of a command; what it does is seen by all.
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Chat' }).fill('/pause');
  await page.keyboard.press('Enter');
  await until('a pause', async () => (await matchState(page)) === 'Paused');
  expectNoFaults(visitor);
});

/** Changes of his keys that the room has seen. */
function inputsSoFar(): number {
  return room.commands.filter(({ type }) => type === 'input').length;
}
