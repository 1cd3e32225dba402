// Rooms with doors: a password, the last seat, a link, a stadium of one's own, and an admin who shows people out.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
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
  takeSeat,
} from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

/** A refusal is an HTTP status, and browsers write those into the console. */
const REFUSED = /matchmake|status of [45]/;

const { site, browser } = await openStage('--name', 'House', '--bots', '0');
let host: Visitor;
let friend: Visitor;
beforeAll(async () => {
  [host, friend] = await Promise.all([visit(browser, { viewport: SMALL }), visit(browser, { viewport: SMALL })]);
  for (const [{ page }, nick] of [
    [host, 'Hanna'],
    [friend, 'Frank'],
  ] as const) {
    await page.goto(site.url);
    await page.getByLabel('Nick').fill(nick);
  }
});

/** The lobby's dialog, from its button to the room. */
async function open(page: Page, name: string, fill: (page: Page) => Promise<void>): Promise<string> {
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Open a room' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a room' });
  await dialog.getByLabel('Room name').fill(name);
  await fill(page);
  await dialog.getByRole('button', { name: 'Open the room' }).click();
  await pitchReady(page);
  return page.url();
}

const join = (page: Page) => page.getByRole('button', { name: 'Take a seat' }).click();

describe('a password', () => {
  it('keeps out whoever does not know it, tells him so, and lets him in when he does', async () => {
    const link = await open(host.page, 'Members', (page) => page.getByLabel('Password').fill('sesame'));
    const { page } = friend;
    await page.goto(site.url);
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Members' })
      .filter({ hasText: 'Password needed' })
      .getByRole('link', { name: 'Join Members' })
      .click();
    await page.getByRole('heading', { name: 'Join Members', level: 1 }).waitFor();
    expect(page.url()).toBe(link);
    // His nick is known, so the question is for the word.
    const word = page.getByLabel('Room password');
    await until('the field for the word', () => word.evaluate((field) => field === document.activeElement));
    await page.keyboard.type('open');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('That password does not open this room.').waitFor();
    await page.getByRole('link', { name: 'Back to the lobby' }).waitFor();
    await word.fill('sesame');
    await join(page);
    await pitchReady(page);
    await host.page.getByRole('log').getByText('Frank came in').waitFor();
  });

  it('is part of the watch link as a key, without which nobody watches', async () => {
    await host.page.keyboard.press('Escape');
    const watchLink = await host.page.getByTestId('copy-watch').getAttribute('data-link');
    await host.page.keyboard.press('Escape');
    const viewer = await visit(browser, { viewport: SMALL });
    await viewer.page.goto(`${site.url}/watch/members`);
    await viewer.page.getByRole('heading', { name: 'This watch link does not open the room' }).waitFor();
    await viewer.page.goto(watchLink ?? '');
    await pitchReady(viewer.page);
    expectNoFaults(viewer, REFUSED);
    await viewer.leave();
  });
});

it('a full room has a queue, which shows the place in it, and seats the next by itself', async () => {
  const { id } = await openRoom(site.url, { name: 'Singles', maxPlayers: 2 });
  const link = `${site.url}/r/${id}`;
  await takeSeat(host.page, link, 'Hanna');
  await takeSeat(friend.page, link, 'Frank');
  const [third, fourth] = await Promise.all([visit(browser, { viewport: SMALL }), visit(browser, { viewport: SMALL })]);
  const ask = async ({ page }: Visitor, nick: string) => {
    await page.goto(link);
    await page.getByLabel('Nick').fill(nick);
    await join(page);
  };
  await ask(third, 'Third');
  await third.page.getByRole('heading', { name: 'You are next' }).waitFor();
  await ask(fourth, 'Fourth');
  await fourth.page.getByRole('heading', { name: 'Place 2 in the queue' }).waitFor();
  await third.page.getByText('2 people are waiting, you among them.').waitFor();

  const watch = third.page.getByRole('link', { name: 'Watch meanwhile' });
  expect([await watch.getAttribute('href'), await watch.getAttribute('target')]).toEqual([`/watch/${id}`, '_blank']);

  await friend.page.keyboard.press('Escape');
  await friend.page.getByRole('link', { name: 'Leave the room' }).click();
  await pitchReady(third.page);
  await host.page.getByRole('log').getByText('Third came in').waitFor();
  await fourth.page.getByRole('heading', { name: 'You are next' }).waitFor();
  await fourth.page.getByRole('link', { name: 'Leave the queue' }).click();
  await fourth.page.getByRole('heading', { name: 'Fixtures' }).waitFor();
  expectNoFaults(third, REFUSED);
  expectNoFaults(fourth, REFUSED);
  await Promise.all([third.leave(), fourth.leave()]);
});

it('work at the gate that takes longer than a moment is told, and can be given up', async () => {
  const { page } = friend;
  await page.route('**/challenge', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), bits: 24 } });
  });
  await page.goto(`${site.url}/r/house`);
  await page.getByLabel('Nick').fill('Frank');
  await join(page);
  await page.getByRole('heading', { name: 'Checking in…' }).waitFor();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Fixtures' }).waitFor();
  await until('no work any more', () => page.workers().length === 0);
  await page.unroute('**/challenge');
});

it('a server that carries nobody new says so, and takes in who waits as soon as it can', async () => {
  const grace = await visit(browser, { viewport: SMALL });
  const { page } = grace;
  let knocks = 0;
  await page.route('**/challenge', async (route) => {
    knocks++;
    await route.fulfill({ status: 503, json: { code: 'server-busy', message: '', where: 'server-busy' } });
  });
  await page.goto(`${site.url}/r/house`);
  await page.getByLabel('Nick').fill('Grace');
  await join(page);
  const said = page.getByRole('heading', { name: 'This server has all the players that it can carry' });
  await said.waitFor();
  expect(await page.getByRole('link', { name: 'Watch instead' }).getAttribute('href')).toBe('/watch/house');
  await said.evaluate((heading) => heading.setAttribute('data-seen', ''));
  await until('two more knocks', () => knocks >= 3, 30_000);
  // It stands there still: nothing has flickered.
  expect(await said.getAttribute('data-seen')).toBe('');
  await page.unroute('**/challenge');
  await pitchReady(page);
  expectNoFaults(grace, REFUSED, /^503 .*challenge$/);
  await grace.leave();
});

it('an unlisted room is not in the lobby, and opens by its link', async () => {
  const link = await open(host.page, 'Secret garden', (page) =>
    page.getByRole('radio', { name: 'By link only' }).check(),
  );
  expect(link).toMatch(/\/r\/[a-z0-9]{12}$/);
  await friend.page.goto(site.url);
  await friend.page.getByRole('link', { name: 'Join House' }).waitFor();
  expect(await friend.page.getByText('Secret garden').count()).toBe(0);
  await friend.page.goto(link);
  await friend.page.getByRole('heading', { name: 'Join Secret garden', level: 1 }).waitFor();
  // The link for watching it has a key, which the link for playing has not.
  expect(await friend.page.getByRole('link', { name: 'Just watch' }).count()).toBe(0);
  await join(friend.page);
  await pitchReady(friend.page);
});

it('a room that is not there has a page that says so, and a way on', async () => {
  const { page } = friend;
  for (const path of ['/r/no-such-room', '/watch/no-such-room']) {
    await page.goto(site.url + path);
    await page.getByRole('heading', { name: 'There is no such room' }).waitFor();
    await page.getByRole('link', { name: 'Back to the lobby' }).click();
    await page.getByRole('heading', { name: 'Fixtures' }).waitFor();
  }
});

describe('a stadium of one’s own', () => {
  // A walled yard: the ball lies above the middle, red begins at the left.
  const YARD = {
    ...{ name: 'Back yard', width: 300, height: 150, spawnDistance: 100, bg: { type: 'hockey' } },
    traits: {},
    vertexes: [
      { x: -250, y: -100 },
      { x: 250, y: -100 },
      { x: 250, y: 100 },
      { x: -250, y: 100 },
    ],
    segments: [0, 1, 2, 3].map((i) => ({ v0: i, v1: (i + 1) % 4 })),
    goals: [{ p0: [240, -100], p1: [240, 100], team: 'blue' }],
    discs: [],
    planes: [],
    ballPhysics: { radius: 8, pos: [60, -40] },
  };
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

  it('is refused with its line when it is malformed', async () => {
    const { page } = host;
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Open a room' }).click();
    const text = JSON.stringify(YARD, null, 2).replace('"traits": {},', '"traits": {,');
    const line = text.split('\n').findIndex((words) => words.includes('"traits"')) + 1;
    await page.getByTestId('stadium-file').setInputFiles(file('broken.hbs', text));
    const alert = page.getByRole('alert');
    await alert.getByText('This stadium cannot be used:').waitFor();
    expect(await alert.textContent()).toMatch(new RegExp(`Line ${line}\\b.*is not expected here`));

    // A file that can be read and makes no sense is refused by the place and the reason.
    const wrong = JSON.stringify({ ...YARD, segments: [{ v0: 0, v1: 9 }] });
    await page.getByTestId('stadium-file').setInputFiles(file('wrong.hbs', wrong));
    await alert.getByText(/segments\[0\] ends at vertex 9/).waitFor();
  });

  it('is played on', async () => {
    const { page } = host;
    const link = await open(page, 'Yard room', async () => {
      await page.getByTestId('stadium-file').setInputFiles(file('yard.hbs', JSON.stringify(YARD)));
      await page.getByText('Back yard is ready.').waitFor();
    });
    await playFor(page, 'red');
    await kickOff(page);
    const room = await Follower.open(site.url, new URL(link).pathname.slice(3));
    expect(await onPitch(page, room, 'Hanna')).toEqual({ x: -100, y: 0 });
    const { stadium, world } = room.state;
    expect([stadium.name, world.x[0], world.y[0]]).toEqual(['Back yard', 60, -40]);
    await hold(page, 'ArrowUp', () => until('the wall to stop her', () => (room.spot('Hanna')?.y ?? 0) < -80));
    room.close();
  });
});

describe('being shown out', () => {
  it('a kicked player reads by whom and why, and may come back', async () => {
    const link = await open(host.page, 'House rules', async () => undefined);
    await takeSeat(friend.page, link, 'Frank');
    await showOut('Kick', 'too loud');
    await friend.page.getByRole('heading', { name: 'You were kicked' }).waitFor();
    await friend.page.getByText('By Hanna').waitFor();
    await friend.page.getByText('Reason: too loud').waitFor();
    await friend.page.getByRole('link', { name: 'Watch instead' }).waitFor();
    await friend.page.getByRole('button', { name: 'Join again' }).click();
    await pitchReady(friend.page);
  });

  it('a banned player stays out, also when he comes again, until the bans are lifted', async () => {
    await showOut('Ban', '');
    const { page } = friend;
    await page.getByRole('heading', { name: 'You were banned' }).waitFor();
    await page.getByText('By Hanna').waitFor();
    expect(await page.getByRole('button', { name: 'Join again' }).count()).toBe(0);
    await page.reload();
    await join(page);
    await page.getByRole('heading', { name: 'You are banned here' }).waitFor();
    await host.page.keyboard.press('Escape');
    await host.page.getByRole('button', { name: 'Lift all bans' }).click();
    await host.page.getByText('All bans are lifted.').waitFor();
    await page.reload();
    await join(page);
    await pitchReady(page);
    for (const visitor of [host, friend]) expectNoFaults(visitor, REFUSED);
  });

  /** The admin's way through the panel. */
  async function showOut(how: 'Kick' | 'Ban', reason: string): Promise<void> {
    const { page } = host;
    await page.keyboard.press('Escape');
    const panel = page.getByRole('dialog', { name: 'Room panel' });
    await panel.getByRole('button', { name: 'More about Frank' }).click();
    await panel.getByRole('button', { name: how, exact: true }).click();
    const question = page.getByRole('dialog', { name: `${how} Frank?` });
    await question.getByLabel('Reason').fill(reason);
    await question.getByRole('button', { name: how, exact: true }).click();
    await question.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  }
});
