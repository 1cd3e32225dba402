// A seat outlives what happens to its page: a reload, a broken connection, a dead line, a closed tab.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Visitor, visit } from './kit/browser.ts';
import { Cable } from './kit/cable.ts';
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

let cable: Cable;
const { site, browser } = await openStage('--bots', '0');
beforeAll(async () => {
  cable = await Cable.to(site.url);
});
afterAll(async () => {
  await cable?.close();
});

let ann: Visitor;
let room: Follower;
let seat: number;

/** Ann plays for red in a running match; her connection goes over the cable, the follower's does not. */
beforeEach(async () => {
  ann = await visit(browser, { viewport: SMALL });
  const { id } = await openRoom(site.url, { name: 'Training', timeLimit: 0, scoreLimit: 0 });
  await takeSeat(ann.page, `${cable.url}/r/${id}`, 'Ann');
  await playFor(ann.page, 'red');
  await kickOff(ann.page);
  room = await Follower.open(site.url, id);
  await onPitch(ann.page, room, 'Ann');
  seat = (await room.arrival('Ann')).id;
  await runs('ArrowUp', -1);
});
afterEach(async () => {
  cable.thaw();
  cable.plug();
  room.close();
  await ann.leave();
});

/** Her keys still move her disc. */
async function runs(key: string, sign: 1 | -1): Promise<void> {
  const from = room.spot('Ann')?.y ?? 0;
  await hold(ann.page, key, () =>
    until(`${key} to move her disc`, () => ((room.spot('Ann')?.y ?? from) - from) * sign > 15),
  );
}

/** The same player in the same place, nobody twice, and nobody has left. */
function expectSameSeat(): void {
  expect(room.called('Ann').map(({ id, team, admin }) => ({ id, team, admin }))).toEqual([
    { id: seat, team: 1, admin: true },
  ]);
  expect(room.state.players).toHaveLength(1);
  expect(room.commands.filter(({ type }) => type === 'leave' || type === 'join')).toEqual([]);
}

it('a reload in mid-match comes back into the same seat, without a question', async () => {
  await ann.page.reload();
  await pitchReady(ann.page);
  await runs('ArrowDown', 1);
  expectSameSeat();
  expectNoFaults(ann);
});

it('a broken connection is told, with the time that is left, and comes back by itself', async () => {
  await ann.page.keyboard.down('ArrowDown');
  await until('running', () => room.holds('Ann', 'down'));
  cable.pull();
  const lost = ann.page.getByRole('alertdialog', { name: 'Connection lost' });
  await lost.waitFor();
  await lost.getByText(/Your seat is held for \d+ seconds?\. Reconnecting…/).waitFor();
  // Each attempt to come back that fails is no new drop: the time runs down.
  const left = async () => Number(/for (\d+) seconds/.exec((await lost.textContent()) ?? '')?.[1]);
  await until('seconds to pass', async () => (await left()) <= 25, 15_000);
  await until('her disc to stand still', () => !room.holds('Ann', 'down'));
  await ann.page.keyboard.up('ArrowDown');
  cable.plug();
  await lost.waitFor({ state: 'detached' });
  await runs('ArrowUp', -1);
  expectSameSeat();
  expectNoFaults(ann, /ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket connection/);
});

it('a line that went silent, which nobody closed, is noticed after eight seconds, and the seat is still hers', async () => {
  cable.freeze();
  const lost = ann.page.getByRole('alertdialog', { name: 'Connection lost' });
  await lost.waitFor();
  cable.thaw();
  await lost.waitFor({ state: 'detached' });
  // Not up again: she may stand at the wall by now.
  await runs('ArrowDown', 1);
  expectSameSeat();
  expectNoFaults(ann, /ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket connection/);
});

it('a closed tab, opened again by its link, is in the same seat', async () => {
  const link = ann.page.url();
  const again = await ann.page.context().newPage();
  await ann.page.close();
  await again.goto(link);
  await pitchReady(again);
  ann = { ...ann, page: again };
  await runs('ArrowDown', 1);
  expectSameSeat();
});
