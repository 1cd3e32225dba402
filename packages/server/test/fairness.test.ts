// A real room and somebody who holds his line back: the server uses one input a tick, and what came too late moves nobody.
import { KEY } from '@touchline/shared/match';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';

let server: Running;
beforeAll(async () => {
  server = await boot('--bots', '0');
});
afterAll(() => server.stop());

it('gives nothing to whoever switches his line off and on, and tells everybody how far away each is', async () => {
  const { id } = await server.rooms.create(OPEN_ROOM, { openedBy: 'host', standing: false });
  const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();
  const bob = await (await Guest.join(server, id, { nick: 'Bob' })).seated();
  const room = server.rooms.get(id);
  if (!room) throw new Error('no room');
  const { state, loop } = room;
  loop.submit({ type: 'team', id: ann.id, team: 1, by: 0 });
  loop.submit({ type: 'start', by: 0 });
  await until('a match', () => ann.state?.phase === 'kickOff' && ann.self?.disc !== -1);

  const disc = () => state.players.find((player) => player.id === ann.id)?.disc ?? -1;
  const { acceleration } = state.stadium.pitch.player;
  const source = loop.seats.get(ann.id)?.source;
  let most = 0;
  let speed = 0;
  const stop = room.listen({
    tick: () => {
      const { vx, damping } = state.world;
      most = Math.max(most, Math.abs(vx[disc()] / damping[disc()] - speed));
      speed = vx[disc()];
    },
    rest: () => {},
    close: () => {},
  });
  ann.press(0);
  await until('an input', () => (ann.room.input().lastProcessed ?? 0) === 1);
  const startX = state.world.x[disc()];
  const heldFrom = state.tick;
  await until('a second of silence', () => state.tick >= heldFrom + 60);
  expect(state.world.x[disc()]).toBe(startX);

  for (let i = 0; i < 60; i++) ann.press(KEY.left);
  const sentAt = state.tick;
  await until('all to be used or passed over', () => (ann.room.input().lastProcessed ?? 0) === 61);
  const ticks = state.tick - sentAt;
  // They did not come in one packet, perhaps, but they did not take a second either.
  expect(ticks).toBeLessThan(30);
  expect(source?.size).toBe(0);
  expect(most).toBeLessThan(acceleration + 1e-9);
  expect(startX - state.world.x[disc()]).toBeLessThan(acceleration * ticks * (ticks + 1));

  await until('the delays of both', () =>
    [ann, bob].every(({ id: of }) => (bob.room.state.players.get(String(of))?.ping ?? 0) > 0),
  );
  stop();
  await ann.leave();
  await bob.leave();
});
