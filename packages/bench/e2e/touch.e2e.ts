// A phone: a finger on the stick moves the disc, a finger on the button kicks, both at once.
import type { CDPSession, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import { expectNoFaults, onPitch, openRoom, pitchReady } from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

const { site, browser } = await openStage('--bots', '0');

/** Fingers on the glass, each with a number of its own. */
class Fingers {
  private readonly down = new Map<number, { id: number; x: number; y: number }>();
  private readonly glass: CDPSession;

  constructor(glass: CDPSession) {
    this.glass = glass;
  }

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  async touch(id: number, x: number, y: number): Promise<void> {
    const type = this.down.has(id) ? 'touchMove' : 'touchStart';
    this.down.set(id, { id, x, y });
    await this.glass.send('Input.dispatchTouchEvent', { type, touchPoints: [...this.down.values()] });
  }

  async lift(id: number): Promise<void> {
    const finger = this.down.get(id);
    this.down.delete(id);
    if (finger) await this.glass.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [finger] });
  }
}

it('plays with thumbs on a phone: from the form to a kick', async () => {
  const visitor = await visit(browser, PHONE);
  const { page } = visitor;
  const { id } = await openRoom(site.url, { name: 'Beach', timeLimit: 0, scoreLimit: 0 });
  await page.goto(`${site.url}/r/${id}`);
  await page.getByLabel('Nick').fill('Thumb');
  await page.getByRole('button', { name: 'Take a seat' }).tap();
  await pitchReady(page);
  await page.getByRole('button', { name: 'Play for red' }).tap();
  await page.getByRole('button', { name: 'Kick off' }).tap();
  const room = await Follower.open(site.url, id);
  await onPitch(page, room, 'Thumb');

  // The stick stands where the thumb lands, anywhere on the left half.
  const fingers = await Fingers.on(page);
  await page.locator('.touch__stick').waitFor();
  const [x, y] = [90, 560];
  await fingers.touch(1, x, y);
  await fingers.touch(1, x, y + 40);
  await until('down on the server', () => room.holds('Thumb', 'down'));
  await until('the disc to go down', () => (room.spot('Thumb')?.y ?? 0) > 15);
  expect(room.holds('Thumb', 'right')).toBe(false);
  // A slide without lifting turns it; two directions at once are a diagonal.
  await fingers.touch(1, x + 40, y - 40);
  await until('up and right', () => room.holds('Thumb', 'up') && room.holds('Thumb', 'right'));
  await until('the disc to go up', () => (room.spot('Thumb')?.y ?? 99) < 5);

  // The other thumb holds the kick while the first one steers to the ball.
  await fingers.touch(2, 290, 640);
  await until('a kick', async () => {
    const at = room.spot('Thumb') ?? { x: 0, y: 0 };
    const [dx, dy] = [room.state.world.x[0] - at.x, room.state.world.y[0] - at.y];
    const far = Math.hypot(dx, dy) || 1;
    await fingers.touch(1, x + (40 * dx) / far, y + (40 * dy) / far);
    return room.events.some((event) => event.type === 'kick');
  });
  await fingers.touch(1, x + 40, y);
  await until('right and kick', () => room.holds('Thumb', 'right') && room.holds('Thumb', 'kick'));
  await fingers.lift(2);
  await until('no kick any more', () => !room.holds('Thumb', 'kick'));
  expect(room.holds('Thumb', 'right')).toBe(true);
  await fingers.lift(1);
  await until('standing', () => room.player('Thumb')?.input === 0);

  // Buttons above the stick stay buttons, and nothing is scrolled or zoomed by playing.
  expect(await page.evaluate(() => [scrollX, scrollY, visualViewport?.scale])).toEqual([0, 0, 1]);
  await page.getByRole('button', { name: 'Chat' }).tap();
  await page.getByRole('textbox', { name: 'Chat' }).fill('hello from a phone');
  await page.getByRole('button', { name: 'Send' }).tap();
  await until('the line', () => room.commands.find(({ type }) => type === 'chat'));
  room.close();
  expectNoFaults(visitor);
  await visitor.leave();
});
