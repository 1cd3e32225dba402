// The server goes away and comes back: everybody is told which it was, and is back in the match by himself.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { Guest } from '../../server/test/kit/boot.ts';
import { Identity } from '../../server/test/kit/identity.ts';
import { type Visitor, visit } from './kit/browser.ts';
import { Follower } from './kit/follower.ts';
import { expectNoFaults, hold, matchState, onPitch, pitchReady, playFor, SMALL, takeSeat } from './kit/people.ts';
import { openStage } from './kit/stage.ts';
import { until } from './kit/until.ts';

/** What a browser writes into its console while nobody answers, and when a seat of the server's last life is unknown. */
const NOBODY_ANSWERS = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|WebSocket connection|matchmake|status of [45]/;
const BEN = Identity.of('Ben');

const { site, browser } = await openStage('--name', 'House', '--bots', '2');
let lobby: Visitor;
let player: Visitor;
let viewer: Visitor;
beforeAll(async () => {
  [lobby, player, viewer] = await Promise.all([1, 2, 3].map(() => visit(browser, { viewport: SMALL })));
  await lobby.page.goto(site.url);
  await takeSeat(player.page, `${site.url}/r/house`, 'Guest');
  await playFor(player.page, 'red');
  await viewer.page.goto(`${site.url}/watch/house`);
  await pitchReady(viewer.page);
});
beforeEach(() => lobby.page.locator('.stream-state').getByText('Live').waitFor());

/** All three have what they had: the list, the seat, the match. */
async function expectBack(): Promise<void> {
  const room = await Follower.open(site.url, 'house');
  await until('the player to be in again', () => room.player('Guest'));
  expect(room.called('Guest')).toHaveLength(1);
  await pitchReady(player.page);
  await player.page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(room.player('Guest')?.team).toBe(1);
  await onPitch(player.page, room, 'Guest');
  await hold(player.page, 'ArrowUp', () => until('his key', () => room.holds('Guest', 'up')));
  room.close();

  await viewer.page.getByRole('alertdialog').waitFor({ state: 'detached' });
  const tick = await clockOf(viewer);
  await until('the viewer to see play', async () => (await clockOf(viewer)) !== tick);
  await lobby.page.locator('.stream-state').getByText('Live').waitFor();
}

it('a restart is told, and everybody is back by himself', async () => {
  const stopped = site.stop();
  await player.page.getByText('The server is restarting').waitFor();
  await viewer.page.getByRole('alertdialog', { name: 'The server is restarting' }).waitFor();
  await lobby.page.getByText('Connection lost, trying again…').waitFor();
  expect(await stopped).toBe(0);
  await site.start();
  await expectBack();
});

it('after kill -9 the connection is lost, and everybody is back as soon as the server is', async () => {
  const ben = await Guest.join(site, 'house', { nick: 'Ben', identity: BEN }).then((guest) => guest.seated());
  ben.room.reconnection.enabled = false;
  ben.ask('team', { id: ben.id, team: 2 });
  // What a viewer has seen is on the disk, and not lost.
  const watching = await Follower.open(site.url, 'house');
  await until('a side', () => watching.player('Ben')?.team === 2);
  watching.close();
  await site.kill();
  await player.page.getByRole('alertdialog', { name: 'Connection lost' }).waitFor();
  await viewer.page.getByRole('alertdialog', { name: 'Connection lost' }).waitFor();
  await lobby.page.getByText('Connection lost, trying again…').waitFor();
  await site.start();
  // The match waits for the other one, and says so.
  await player.page.getByText('The server restarted').waitFor();
  expect(await matchState(player.page)).toBe('Paused');
  const again = await Guest.join(site, 'house', { nick: 'Ben', identity: BEN }).then((guest) => guest.seated());
  expect([again.id, again.self?.team]).toEqual([ben.id, 2]);
  await player.page.getByText('The server restarted').waitFor({ state: 'detached' });
  await expectBack();
  await again.leave();
  for (const visitor of [lobby, player, viewer]) expectNoFaults(visitor, NOBODY_ANSWERS);
});

async function clockOf({ page }: Visitor): Promise<string | null> {
  return page.getByTestId('clock').textContent();
}
