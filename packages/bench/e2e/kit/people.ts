// What people do on the site, by what they see: names of fields and buttons, keys, and words on the screen.
import type { CreatedRoom, CreateRoom } from '@touchline/shared/protocol';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Visitor } from './browser.ts';
import { Follower } from './follower.ts';
import type { Site } from './site.ts';
import { until } from './until.ts';

/** Small: WebGL is drawn in software here. */
export const SMALL = { width: 800, height: 450 } as const;

/** Opens a room as the lobby does it, without the lobby. */
export async function openRoom(origin: string, settings: CreateRoom): Promise<CreatedRoom> {
  const response = await fetch(`${origin}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (response.status !== 201) throw new Error(`no room: ${response.status} ${await response.text()}`);
  return (await response.json()) as CreatedRoom;
}

/** From a link to a seat: the form before the room, then the pitch. */
export async function takeSeat(page: Page, link: string, nick: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Nick').fill(nick);
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await pitchReady(page);
}

/** The room is on the screen, and the pitch is drawn in it. */
export async function pitchReady(page: Page): Promise<void> {
  await page.getByTestId('scoreboard').waitFor();
  await page.locator('.pitch canvas').waitFor();
  await page.locator('.pitch-note').waitFor({ state: 'detached' });
}

export async function playFor(page: Page, side: 'red' | 'blue'): Promise<void> {
  await page.getByRole('button', { name: `Play for ${side}` }).click();
}

/** The admin's button on the pitch; afterwards there is a match. */
export async function kickOff(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Kick off' }).click();
  await until('a match', async () => (await matchState(page)) !== 'No match');
}

/** He has a disc, and his page knows it: from now on his keys are for the pitch. */
export async function onPitch(page: Page, room: Follower, nick: string): Promise<{ x: number; y: number }> {
  const spot = await until(`${nick} on the pitch`, () => room.spot(nick));
  // The bar for those who sit out goes away, but the panel hides it as well.
  await page.getByRole('dialog', { name: 'Room panel' }).waitFor({ state: 'detached' });
  await until('a match on the page', async () => (await matchState(page)) !== 'No match');
  await page.locator('.choice-bar').waitFor({ state: 'detached' });
  return spot;
}

export async function matchState(page: Page): Promise<string> {
  return (await page.getByTestId('match-state').textContent()) ?? '';
}

export async function score(page: Page): Promise<string> {
  const [red, blue] = await Promise.all(
    ['score-red', 'score-blue'].map((side) => page.getByTestId(side).textContent()),
  );
  return `${red}:${blue}`;
}

/** Presses a key and keeps it down while `what` comes true; lets go whatever happens. */
export async function hold(page: Page, key: string, what: () => Promise<unknown>): Promise<void> {
  await page.keyboard.down(key);
  try {
    await what();
  } finally {
    await page.keyboard.up(key);
  }
}

/** Says a line from the pitch, and is back on it: the field is closed, and the keys are the pitch's again. */
export async function sayAndPlayOn(page: Page, line: string): Promise<void> {
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Chat' });
  await field.waitFor();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
}

/** Opens the room "Derby", plays for red in it and scores: straight ahead from the kick-off place, through the ball. */
export async function scoreAlone({ url }: Site, page: Page, nick: string): Promise<{ id: string; room: Follower }> {
  const { id } = await openRoom(url, { name: 'Derby', scoreLimit: 3, timeLimit: 0 });
  await takeSeat(page, `${url}/r/${id}`, nick);
  const room = await Follower.open(url, id);
  await playFor(page, 'red');
  await until('a side', () => room.player(nick)?.team === 1);
  await kickOff(page);
  await hold(page, 'ArrowRight', () => until('a goal', () => room.goals.length > 0));
  return { id, room };
}

/** Nothing went wrong in the page but what the test has brought about. */
export function expectNoFaults({ faults }: Visitor, ...allowed: readonly RegExp[]): void {
  expect(faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
}
