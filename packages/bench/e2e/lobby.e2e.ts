// A stranger's first minute: football on the lobby's card, a nick, one press, and the disc obeys.
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import { expectNoFaults, hold, onPitch, pitchReady, SMALL } from './kit/people.ts';
import { readPng, share } from './kit/pixels.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const GRASS = '#2f6b3a';

const { site, browser } = await openStage('--name', 'Saturday pitch', '--bots', '2');

/** Waits for another text than `before`. */
const change = (what: string, of: Locator, before: string | null) =>
  until(what, async () => {
    const now = await of.textContent();
    return now !== before && now;
  });

it('shows a stranger the standing room with a live match between bots', async () => {
  const visitor = await visit(browser, { viewport: SMALL });
  const { page } = visitor;
  const asked: string[] = [];
  const sockets: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto(site.url);
  const card = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Join Saturday pitch' }) });
  await card.waitFor();
  const minute = card.locator('.card-minute');
  await until('a match', async () => /^\d\d:\d\d$/.test((await minute.textContent()) ?? ''));
  await change('the clock to go on', minute, await minute.textContent());
  await card.getByText('4 bots').waitFor();

  // Tab goes the way the eye goes.
  await card.getByRole('link', { name: 'Join Saturday pitch' }).focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Watch Saturday pitch');
  const leftOf = async (text: string) => (await card.getByText(text, { exact: true }).boundingBox())?.x;
  expect(await leftOf('Join')).toBeLessThan((await leftOf('Watch')) ?? 0);

  // The living pitch: grass, and discs that are somewhere else a moment later.
  const pitch = card.locator('canvas');
  expect(share(readPng(await pitch.screenshot()), GRASS)).toBeGreaterThan(0.6);
  const drawn = () => pitch.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const first = await drawn();
  await until('the discs to move', async () => (await drawn()) !== first);

  // What the pitch needs is not loaded here, and nothing but the one stream is open.
  expect(asked.filter((url) => /match-scene|phaser/.test(url))).toEqual([]);
  // All that lives comes through one stream; what is over is asked for once.
  expect(asked.filter((url) => url.includes('/api/'))).toEqual([
    `${site.url}/api/lobby`,
    `${site.url}/api/recordings?limit=7`,
  ]);
  expect(sockets).toEqual([]);
  expectNoFaults(visitor);
  await visitor.leave();
});

it('asks for a nick, then seats him on a side at one press, and his disc obeys his keys', async () => {
  const visitor = await visit(browser, { viewport: SMALL });
  const { page } = visitor;
  await page.goto(site.url);
  const playNow = page.getByRole('button', { name: /^Play now/ });
  await page.getByText('In Saturday pitch').waitFor();
  await playNow.click();
  await page.getByText('Type a nick first.').waitFor();
  await page.getByLabel('Nick').fill('Stranger');
  await playNow.click();
  await pitchReady(page);
  const room = await Follower.open(site.url, 'saturday-pitch');
  await until('a side', () => (room.player('Stranger')?.team ?? 0) !== 0);
  await until('two a side: a bot gave way', () => [1, 2].every((team) => ofTeam(room, team).length === 2));
  await onPitch(page, room, 'Stranger');

  for (const [key, direction, sign] of [
    ['ArrowDown', 'down', 1],
    ['w', 'up', -1],
  ] as const) {
    const from = room.spot('Stranger')?.y ?? 0;
    await hold(page, key, async () => {
      await until(`${key} on the server`, () => room.holds('Stranger', direction));
      await until(`${key} to move the disc`, () => ((room.spot('Stranger')?.y ?? from) - from) * sign > 20);
    });
    await until('standing still', () => !room.holds('Stranger', direction));
  }
  await hold(page, 'x', () => until('the kick key', () => room.holds('Stranger', 'kick')));
  room.close();
  expectNoFaults(visitor);
  await visitor.leave();
});

it('shows a room that somebody opens, and who is in it, without a reload', async () => {
  const visitor = await visit(browser, { viewport: SMALL });
  const { page } = visitor;
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Open a room' }).click();
  await page.getByLabel('Room name').fill('Five a side');
  const watcher = await visit(browser, { viewport: SMALL });
  await watcher.page.goto(site.url);
  await watcher.page.getByText('1 room ·').waitFor();
  await page.getByRole('button', { name: 'Open the room' }).click();
  const card = watcher.page.getByRole('listitem').filter({ hasText: 'Five a side' });
  await card.getByText('0 of 12 seats taken').waitFor();
  // He came without a nick, so he is asked for one first.
  await page.getByRole('heading', { name: 'Join Five a side', level: 1 }).waitFor();
  await page.getByLabel('Nick').fill('Host');
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await card.getByText('1 of 12 seats taken').waitFor();
  await pitchReady(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Leave the room' }).click();
  await card.getByText('0 of 12 seats taken').waitFor();
  await page.getByRole('button', { name: /^Play now/ }).waitFor();
  expectNoFaults(visitor);
  expectNoFaults(watcher);
  await Promise.all([visitor.leave(), watcher.leave()]);
});

function ofTeam(room: Follower, team: number): readonly unknown[] {
  return room.state.players.filter((player) => player.team === team);
}
