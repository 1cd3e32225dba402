// What a script is told, when, and in which order: docs/spec/room-scripts.md §2, §3, §6, §7.
import { KEY } from '@touchline/shared/match';
import { loadStadium } from '@touchline/shared/stadium';
import { describe, expect, it, test } from 'vitest';
import { type Call, ScriptBench } from '../../test/kit/scripted.ts';
import type { Player, RoomEvents } from '../../types/headless-host.d.ts';
import type { EventName } from './event-names.ts';
import { createStorage, sessionShelf } from './storage.ts';

const NO_PLAYER = { noPlayer: true };
const HOST = expect.objectContaining({ id: 0, name: 'Host', admin: true });
const who = (id: number) => expect.objectContaining({ id });
const named = (calls: readonly Call[], name: EventName) => calls.filter(([called]) => called === name);

/** Ticks until the match gets to a phase. */
async function until(bench: ScriptBench, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !condition(); i++) await bench.ticks();
  expect(condition()).toBe(true);
}

test('[room-scripts R54] a handler that is set after an await hears of the link, once', async () => {
  const bench = await ScriptBench.play('HBInit();', createStorage(sessionShelf()));
  await bench.ticks(3);
  bench.record('onRoomLink');
  await bench.ticks(3);
  expect(bench.calls).toEqual([['onRoomLink', 'http://localhost/r/bench']]);
});

/** One test for each event; the compiler knows if one is missing. */
const EVENTS: Readonly<Record<keyof RoomEvents, () => Promise<void>>> = {
  async onRoomLink() {
    const bench = await ScriptBench.open();
    expect(bench.calls).toEqual([['onRoomLink', 'http://localhost/r/bench']]);
  },

  async onPlayerJoin() {
    const bench = await ScriptBench.open();
    bench.heard();
    let inList = false;
    bench.record('onPlayerJoin', ({ id }: { id: number }) => {
      inList = bench.room.getPlayer(id) !== null;
    });
    const id = await bench.join('Ana');
    await bench.join('Zé');
    expect(inList).toBe(true);
    const [first, second] = bench.calls;
    const conn = Buffer.from(`10.0.0.${id}`).toString('hex').toUpperCase();
    expect(first).toEqual([
      'onPlayerJoin',
      { name: 'Ana', team: 0, id, admin: false, position: null, auth: 'a'.repeat(43), conn },
    ]);
    expect(Object.keys(first[1] as object)).toEqual(['name', 'team', 'id', 'admin', 'position', 'auth', 'conn']);
    expect(second[1]).toMatchObject({ name: 'Zé', auth: null });
  },

  async onPlayerLeave() {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    const { position } = bench.room.getPlayer(red) ?? {};
    bench.record('onPlayerLeave', () => expect(bench.room.getPlayer(red)).toBe(null));
    await bench.command({ type: 'leave', id: red, by: 0, kicked: false, banned: false, reason: '' });
    expect(bench.faults).toEqual([]);
    expect(bench.calls).toEqual([['onPlayerLeave', { name: 'Red', team: 1, id: red, admin: false, position }]]);
  },

  async onPlayerKicked() {
    const bench = await ScriptBench.open();
    const [ana, bob] = [await bench.join(), await bench.join()];
    bench.heard();
    await bench.command({ type: 'leave', id: ana, by: bob, kicked: true, banned: true, reason: 'rough' });
    expect(bench.calls.splice(0)).toEqual([
      ['onPlayerLeave', who(ana)],
      ['onPlayerKicked', who(ana), 'rough', true, who(bob)],
    ]);
    bench.room.kickPlayer(bob);
    await bench.ticks();
    expect(bench.calls).toEqual([
      ['onPlayerLeave', who(bob)],
      ['onPlayerKicked', who(bob), '', false, HOST],
    ]);
  },

  async onPlayerChat() {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    bench.heard();
    expect(await bench.host.keeper?.hears(id, 'hello')).toBe(true);
    expect(bench.calls).toEqual([['onPlayerChat', who(id), 'hello']]);
  },

  async onPlayerTeamChange() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const id = await bench.join();
    await bench.command({ type: 'start', by: 0 });
    bench.heard();
    let hadDisc = false;
    bench.record('onPlayerTeamChange', () => {
      hadDisc = bench.room.getPlayerDiscProperties(id) !== null;
    });
    await bench.command({ type: 'team', id, team: 2, by: id });
    expect(hadDisc).toBe(true);
    bench.room.setPlayerTeam(id, 0);
    await bench.ticks();
    expect(bench.calls).toEqual([
      ['onPlayerTeamChange', who(id), who(id)],
      ['onPlayerTeamChange', who(id), null],
    ]);
  },

  async onPlayerAdminChange() {
    const bench = await ScriptBench.open();
    const [ana, bob] = [await bench.join(), await bench.join()];
    bench.heard();
    bench.room.setPlayerAdmin(ana, true);
    await bench.ticks();
    await bench.command({ type: 'admin', id: bob, admin: true, by: ana });
    expect(bench.calls).toEqual([
      ['onPlayerAdminChange', expect.objectContaining({ id: ana, admin: true }), HOST],
      ['onPlayerAdminChange', who(bob), who(ana)],
    ]);
  },

  async onPlayerActivity() {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    const idle = await bench.join();
    bench.heard();
    await bench.command({ type: 'input', id: red, keys: KEY.right });
    await bench.ticks(10);
    await bench.command({ type: 'input', id: red, keys: 0 });
    await bench.command({ type: 'input', id: idle, keys: KEY.right });
    await bench.command({ type: 'pause', paused: true, by: 0 });
    await bench.command({ type: 'input', id: red, keys: KEY.left });
    await bench.command({ type: 'stop', by: 0 });
    await bench.command({ type: 'input', id: red, keys: 0 });
    expect(named(bench.calls, 'onPlayerActivity')).toEqual(Array(3).fill(['onPlayerActivity', who(red)]));
  },

  async onPlayerBallKick() {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    const { x = 0 } = bench.room.getPlayer(red)?.position ?? {};
    bench.room.setDiscProperties(0, { x: x + 26, y: 0 });
    await bench.ticks();
    bench.heard();
    let then: unknown;
    bench.record('onPlayerBallKick', () => {
      const { x: ballX, xspeed } = bench.room.getDiscProperties(0) ?? {};
      then = { x: ballX, xspeed };
    });
    await bench.command({ type: 'input', id: red, keys: KEY.kick });
    await bench.ticks(3);
    // After the impulse, before discs move.
    expect(then).toEqual({ x: Math.fround(x + 26), xspeed: 5 });
    expect(bench.heard()).toEqual(['onPlayerActivity', 'onPlayerBallKick']);
  },

  async onTeamGoal() {
    const bench = await ScriptBench.open();
    await bench.kickOff();
    let red: number | undefined;
    bench.record('onTeamGoal', () => {
      red = bench.room.getScores()?.red;
    });
    await bench.goalForRed();
    expect(red).toBe(1);
    expect(named(bench.calls, 'onTeamGoal')).toEqual([['onTeamGoal', 1]]);
  },

  async onTeamVictory() {
    const bench = await ScriptBench.open();
    bench.room.setScoreLimit(1);
    await bench.kickOff();
    await bench.goalForRed();
    await until(bench, () => bench.state.phase === 'ended');
    expect(named(bench.calls, 'onTeamVictory')).toEqual([
      ['onTeamVictory', { red: 1, blue: 0, time: bench.state.time, scoreLimit: 1, timeLimit: 180 }],
    ]);
  },

  async onPositionsReset() {
    const bench = await ScriptBench.open();
    await bench.kickOff();
    expect(bench.heard()).toEqual([]);
    await bench.goalForRed();
    await until(bench, () => bench.state.phase === 'kickOff');
    expect(bench.calls).toEqual([['onTeamGoal', 1], ['onPositionsReset']]);
  },

  async onGameStart() {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    await bench.command({ type: 'team', id, team: 1, by: id });
    bench.heard();
    let seen: unknown;
    bench.record('onGameStart', () => {
      seen = [bench.room.getScores()?.red, bench.room.getPlayer(id)?.position];
    });
    await bench.command({ type: 'start', by: id });
    expect(seen).toEqual([0, { x: -277.5, y: expect.closeTo(0) }]);
    bench.room.stopGame();
    bench.room.startGame();
    await bench.ticks();
    expect(named(bench.calls, 'onGameStart')).toEqual([
      ['onGameStart', who(id)],
      ['onGameStart', HOST],
    ]);
  },

  async onGameStop() {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    let seen: unknown;
    bench.record('onGameStop', () => {
      seen = [bench.room.getScores(), bench.room.getPlayer(red)?.position];
    });
    await bench.command({ type: 'stop', by: red });
    expect(seen).toEqual([null, null]);
    bench.room.startGame();
    bench.room.stopGame();
    await bench.ticks();
    expect(named(bench.calls, 'onGameStop')).toEqual([
      ['onGameStop', who(red)],
      ['onGameStop', HOST],
    ]);
  },

  async onGamePause() {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    await bench.command({ type: 'pause', paused: true, by: red });
    expect(bench.calls).toEqual([['onGamePause', who(red)]]);
  },

  async onGameUnpause() {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    await bench.command({ type: 'pause', paused: true, by: red });
    await bench.command({ type: 'pause', paused: false, by: red });
    expect(bench.heard()).toEqual(['onGamePause', 'onGameUnpause']);
  },

  async onGameTick() {
    const bench = await ScriptBench.open();
    let ticks = 0;
    bench.record('onGameTick', () => {
      ticks++;
    });
    await bench.ticks(5);
    expect(ticks).toBe(0);
    await bench.kickOff();
    expect(ticks).toBe(1);
    await bench.ticks(9);
    expect(ticks).toBe(10);
    await bench.command({ type: 'pause', paused: true, by: 0 });
    await bench.ticks(5);
    await bench.command({ type: 'pause', paused: false, by: 0 });
    expect(ticks).toBe(10);
    // Play goes on in the 120th, the one of the command counted.
    await bench.ticks(118);
    expect(ticks).toBe(10);
    await bench.ticks();
    expect(ticks).toBe(11);
    await bench.goalForRed();
    const before = ticks;
    await bench.ticks(10);
    expect(ticks).toBe(before + 10);
  },

  async onStadiumChange() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const id = await bench.join();
    const loaded = loadStadium('{"name": "Yard", "width": 300, "height": 150, "bg": {"type": "grass"}}');
    if (!loaded.ok) throw new Error('no stadium');
    bench.addStadium(loaded.stadium);
    bench.heard();
    await bench.command({ type: 'stadium', hash: loaded.stadium.hash, by: id });
    expect(bench.calls).toEqual([['onStadiumChange', 'Yard', who(id)]]);
  },

  async onKickRateLimitSet() {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    bench.heard();
    await bench.command({ type: 'kickRate', min: 3, rate: 4, burst: 5, by: id });
    await bench.command({ type: 'kickRate', min: 3, rate: 4, burst: 5, by: id });
    expect(bench.calls).toEqual(Array(2).fill(['onKickRateLimitSet', 3, 4, 5, who(id)]));
  },

  async onTeamsLockChange() {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    bench.heard();
    await bench.command({ type: 'lock', locked: true, by: id });
    bench.room.setTeamsLock(true);
    bench.room.setTeamsLock(false);
    await bench.ticks();
    expect(bench.calls).toEqual([
      ['onTeamsLockChange', true, who(id)],
      ['onTeamsLockChange', false, HOST],
    ]);
  },
};

describe('[room-scripts §6] each event is told as its row says', () => {
  it.each(Object.entries(EVENTS))('%s', (_name, check) => check());
});

describe('[room-scripts §2] HBInit', () => {
  it('opens a room of its own defaults', async () => {
    for (const config of [undefined, {}, { unknown: 1 }, null, 7]) {
      const { wanted } = await ScriptBench.open(config);
      expect(wanted).toEqual({
        ...{ name: 'Headless Room', password: '', maxPlayers: 12, unlisted: true, hostPlayer: 'Host' },
      });
    }
  });

  it('takes every field', async () => {
    const bench = await ScriptBench.open({
      ...{ roomName: 'Sunday', playerName: 'Ref', password: 'p', maxPlayers: 6, public: true },
      ...{ geo: { code: 'xx', lat: 1, lon: 2 }, token: 't', noPlayer: true, proxy: 'x', debug: true },
    });
    expect(bench.wanted).toEqual({
      ...{ name: 'Sunday', password: 'p', maxPlayers: 6, unlisted: false, hostPlayer: null },
    });
    // One line for each field that means nothing here.
    expect(bench.logs.map((line) => line.split(' ')[1])).toEqual(['token', 'geo', 'proxy', 'debug']);
  });

  it('[R7] converts what has the wrong type, and clamps', async () => {
    const bench = await ScriptBench.open({
      roomName: 5,
      playerName: true,
      password: 12,
      maxPlayers: '99.5',
      noPlayer: 0,
    });
    expect(bench.wanted).toMatchObject({ name: '5', password: '12', maxPlayers: 30, hostPlayer: 'true' });
    expect(bench.logs).toHaveLength(4);
    expect((await ScriptBench.open({ maxPlayers: 1 })).wanted.maxPlayers).toBe(2);
    expect((await ScriptBench.open({ roomName: 'n'.repeat(41) })).wanted.name).toBe('n'.repeat(40));
    await expect(ScriptBench.open({ geo: { code: 'long', lat: 0, lon: 0 } })).rejects.toThrow('geo.code');
  });

  it('leaves the room as the specification says', async () => {
    const { state } = await ScriptBench.open(NO_PLAYER);
    expect(state).toMatchObject({ scoreLimit: 3, timeLimit: 3, locked: false, phase: 'none', players: [] });
    expect(state).toMatchObject({ stadium: { name: 'Classic' }, kickRate: { min: 2, rate: 0, burst: 0 } });
  });
});

describe('[room-scripts §3] commands and time', () => {
  it('[R9] getters show the old state in this run, and the new one after it', async () => {
    const { room } = await ScriptBench.open(NO_PLAYER);
    room.setTeamsLock(true);
    room.startGame();
    expect(room.getScores()).toBe(null);
    await null;
    expect(room.getScores()).toMatchObject({ red: 0 });
  });

  it('[R9] works before the room is open', async () => {
    const opening = ScriptBench.open(NO_PLAYER);
    const bench = await opening;
    bench.room.setScoreLimit(9);
    bench.room.startGame();
    await null;
    expect(bench.room.getScores()?.scoreLimit).toBe(9);
    await bench.ticks();
    expect(bench.state).toMatchObject({ scoreLimit: 9, phase: 'kickOff' });
  });

  it('[R12] hands out fresh objects', async () => {
    const bench = await ScriptBench.open();
    const { red } = await bench.kickOff();
    const disc = bench.room.getDiscProperties(0);
    const player = bench.room.getPlayer(red);
    if (disc) disc.x = 999;
    if (player) player.name = 'Other';
    expect(bench.room.getDiscProperties(0)?.x).toBe(0);
    expect(bench.room.getPlayer(red)?.name).toBe('Red');
  });

  it('[R14] a command of a handler takes effect after the handler', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    const order: string[] = [];
    bench.record('onGameStart', () => {
      bench.room.stopGame();
      order.push(`start ${bench.room.getScores() !== null}`);
    });
    bench.record('onGameStop', () => order.push('stop'));
    bench.room.startGame();
    await bench.ticks();
    expect(order).toEqual(['start true', 'stop']);
  });

  it('[R9] what one handler asks for, the next one sees: two who join in one tick', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.record('onPlayerJoin', ({ id }: { id: number }) => {
      const red = bench.room.getPlayerList().filter((player) => player.team === 1).length;
      bench.room.setPlayerTeam(id, red === 0 ? 1 : 2);
    });
    await bench.command(
      { type: 'join', id: bench.host.loop.reservePlayerId(), name: 'A', avatar: '', bot: false },
      { type: 'join', id: bench.host.loop.reservePlayerId(), name: 'B', avatar: '', bot: false },
    );
    await bench.ticks();
    expect(bench.state.players.map(({ team }) => team)).toEqual([1, 2]);
  });

  it('[R15] a command of onGameTick is done before the next tick', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    await bench.kickOff();
    let seen = 0;
    bench.record('onGameTick', () => {
      seen++;
      bench.room.setDiscProperties(0, { x: seen, y: 0, xspeed: 0 });
    });
    await bench.ticks(5);
    // What the fifth asked for waits for the sixth.
    expect(bench.state.world.x[0]).toBe(4);
  });

  it('[R15] a script past a second of arrears is brought up to date', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    const ana = await bench.join('Ana');
    const bob = await bench.join('Bob');
    bench.heard();
    bench.stuck = true;
    await bench.ticks(70);
    bench.host.submit({ type: 'leave', id: ana, by: 0, kicked: false, banned: false, reason: '' });
    bench.host.submit({ type: 'team', id: bob, team: 1, by: 0 });
    bench.host.submit({ type: 'join', id: 40, name: 'Cid', avatar: '', bot: false });
    bench.host.submit({ type: 'start', by: 0 });
    await bench.ticks(300);
    await bench.release();
    expect(bench.calls).toEqual([]);
    await bench.ticks();
    expect(bench.calls).toEqual([
      ['onPlayerLeave', who(ana)],
      ['onPlayerTeamChange', who(bob), null],
      ['onPlayerJoin', who(40)],
      ['onGameStart', null],
    ]);
    expect(bench.logs.at(-1)).toContain('311 ticks were skipped');
    expect(bench.bridge.tally.skippedTicks).toBe(311);
    bench.room.sendAnnouncement('here again');
    await bench.ticks(3);
    expect(bench.room.getBallPosition()).toEqual({ x: bench.state.world.x[0], y: bench.state.world.y[0] });
  });

  it('[R17] an exception in a handler is noted, and everything goes on', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.record('onPlayerJoin', () => {
      throw new Error('as the test wants it');
    });
    const id = await bench.join();
    bench.room.setPlayerTeam(id, 1);
    await bench.ticks();
    expect(bench.faults).toEqual(['onPlayerJoin: Error: as the test wants it']);
    expect(bench.player(id).team).toBe(1);
  });

  it('[R5] a handler may be replaced, removed, or be nothing that can be called', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    for (const handler of [null, undefined, 7, 'x', {}]) {
      Object.assign(bench.room, { onPlayerJoin: handler });
      await bench.join();
    }
    let self: unknown = 'unset';
    bench.room.onPlayerJoin = function (this: unknown) {
      self = this;
    };
    await bench.join();
    expect(self).toBe(undefined);
    expect(bench.faults).toEqual([]);
  });

  it('commands that meet in one tick leave script and room alike', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    const { red, blue } = await bench.kickOff();
    // The player goes, in the very tick in which the script moves him; the other is moved twice over.
    bench.room.setPlayerTeam(red, 2);
    bench.room.setPlayerTeam(blue, 0);
    bench.room.stopGame();
    await null;
    bench.host.submit({ type: 'leave', id: red, by: 0, kicked: false, banned: false, reason: '' });
    bench.host.submit({ type: 'stop', by: blue });
    await bench.ticks(2);
    expect(bench.heard()).toEqual(['onPlayerTeamChange', 'onPlayerTeamChange', 'onGameStop', 'onPlayerLeave']);
    expect(bench.room.getPlayerList()).toEqual([{ name: 'Blue', team: 0, id: blue, admin: false, position: null }]);
    expect(bench.state.phase).toBe('none');
  });

  it('[trap 8] may move every disc of the largest stadium in every tick, and none is late', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    // The ball is one of the 255.
    const snow = Array.from({ length: 254 }, (_, x) => ({ pos: [x, 0], radius: 1, cMask: [] }));
    bench.room.setCustomStadium(JSON.stringify({ name: 'Snow', width: 400, height: 200, bg: {}, discs: snow }));
    await bench.kickOff();
    let seen = 0;
    bench.record('onGameTick', () => {
      seen++;
      for (let i = 1; i < 255; i++) bench.room.setDiscProperties(i, { y: seen });
    });
    await bench.ticks(5);
    expect(new Set(bench.state.world.y.slice(1, 255))).toEqual(new Set([4]));
  });

  it('asks no more of its room in a tick than a room can take', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    for (let i = 0; i < 1000; i++) bench.room.sendAnnouncement(String(i));
    const seen: string[][] = [];
    bench.host.listen({
      tick: (commands) => void seen.push(commands.map((command) => (command.type === 'announce' ? command.text : ''))),
      rest: () => {},
      close: () => {},
    });
    await bench.ticks(12);
    expect(Math.max(...seen.map(({ length }) => length))).toBeLessThanOrEqual(300);
    expect(seen.flat()).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
    for (let i = 0; i < 30_000; i++) bench.room.sendAnnouncement('');
    await bench.settle();
    expect(bench.fatal).toContain('faster than its room');
  });
});

describe('[room-scripts R75, R16] onPlayerChat', () => {
  it.each([
    [false, false],
    [0, false],
    ['', false],
    ['0', false],
    [[], false],
    [undefined, true],
    [null, true],
    [true, true],
    ['no', true],
    [{}, true],
    [Promise.resolve(false), true],
    [Number.NaN, true],
  ])('%j passes: %s', async (answer, passes) => {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    bench.record('onPlayerChat', () => answer);
    expect(await bench.host.keeper?.hears(id, 'a word')).toBe(passes);
  });

  it('passes when the handler throws, when there is none, and when the script is late', async () => {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    bench.record('onPlayerChat', () => {
      throw new Error('as the test wants it');
    });
    expect(await bench.host.keeper?.hears(id, 'a word')).toBe(true);
    bench.room.onPlayerChat = () => false;
    bench.stuck = true;
    expect(await bench.host.keeper?.hears(id, 'a word')).toBe(true);
    expect(bench.bridge.tally.lateLines).toBe(1);
    await bench.release();
    bench.room.onPlayerChat = null;
    expect(await bench.host.keeper?.hears(id, 'a word')).toBe(true);
  });
});

describe('[room-scripts §7] the order of a scripted match', () => {
  it.each([
    [undefined, HOST],
    [NO_PLAYER, null],
  ])('with %j', async (config, by) => {
    const bench = await ScriptBench.open(config);
    const { room } = bench;
    room.setScoreLimit(2);
    room.setTeamsLock(true);
    room.setKickRateLimit(2, 0, 0);
    room.setDefaultStadium('Classic');
    const [red, blue] = [await bench.join(), await bench.join()];
    room.setPlayerTeam(red, 1);
    room.setPlayerTeam(blue, 2);
    room.setPlayerAdmin(red, true);
    room.startGame();
    await bench.ticks();
    await bench.goalForRed();
    await until(bench, () => bench.state.phase === 'kickOff');
    room.pauseGame(true);
    await bench.ticks(2);
    room.pauseGame(false);
    await bench.ticks(125);
    await bench.goalForRed();
    await until(bench, () => bench.state.phase === 'none');
    room.kickPlayer(blue, 'bye');
    await bench.ticks();
    const scores = expect.objectContaining({ red: 2, blue: 0 });
    expect(bench.calls).toEqual([
      ['onRoomLink', expect.any(String)],
      ['onTeamsLockChange', true, by],
      ['onKickRateLimitSet', 2, 0, 0, by],
      ['onStadiumChange', 'Classic', by],
      ['onPlayerJoin', who(red)],
      ['onPlayerJoin', who(blue)],
      ['onPlayerTeamChange', who(red), by],
      ['onPlayerTeamChange', who(blue), by],
      ['onPlayerAdminChange', who(red), by],
      ['onGameStart', by],
      ['onTeamGoal', 1],
      ['onPositionsReset'],
      ['onGamePause', by],
      ['onGameUnpause', by],
      ['onTeamGoal', 1],
      ['onTeamVictory', scores],
      ['onGameStop', null],
      ['onPlayerLeave', who(blue)],
      ['onPlayerKicked', who(blue), 'bye', false, by],
    ]);
    expect(bench.faults).toEqual([]);
  });
});

describe('[room-scripts §10] room.touchline', () => {
  it('tells of keys and of touches, and takes a handler that throws', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    const { red, blue } = await bench.kickOff();
    const told: unknown[] = [];
    bench.record('onPlayerActivity', () => told.push('activity'));
    bench.room.touchline.onInput = ({ id }, keys) => told.push([id, keys]);
    bench.room.touchline.onTouch = ({ id }, disc) => {
      told.push([id, disc]);
      throw new Error('as the test wants it');
    };
    const idle = await bench.join();
    await bench.command(
      { type: 'input', id: red, keys: KEY.left | KEY.kick },
      { type: 'input', id: idle, keys: KEY.up },
    );
    const held = { up: false, down: false, left: true, right: false, kick: true };
    expect(told.splice(0)).toEqual(['activity', [red, held]]);
    const { x = 0, y = 0 } = bench.room.getPlayer(blue)?.position ?? {};
    bench.room.setDiscProperties(0, { x: x - 20, y });
    await bench.ticks(5);
    expect(told).toEqual([[blue, 0]]);
    expect(bench.faults).toEqual(['touchline.onTouch: Error: as the test wants it']);
  });

  it('renames the room and gives it seats', async () => {
    const bench = await ScriptBench.open();
    bench.room.touchline.setName('n'.repeat(50));
    bench.room.touchline.setMaxPlayers(99);
    expect(bench.host.renamed).toBe('');
    await bench.ticks();
    expect([bench.host.renamed, bench.host.maxPlayers]).toEqual(['n'.repeat(40), 30]);
    bench.room.touchline.setName(' ');
    await bench.ticks();
    expect(bench.host.renamed).toBe('n'.repeat(40));
  });
});

test('[room-scripts R76] only onPlayerChat has a say: what other handlers return means nothing', async () => {
  const bench = await ScriptBench.open(NO_PLAYER);
  for (const name of Object.keys(EVENTS) as EventName[]) bench.record(name, () => false);
  const { red } = await bench.kickOff();
  await bench.command({ type: 'input', id: red, keys: KEY.right });
  await bench.goalForRed();
  await until(bench, () => bench.state.phase === 'kickOff');
  expect(bench.heard()).toEqual(['onPlayerActivity', 'onTeamGoal', 'onPositionsReset']);
  expect(bench.room.getScores()?.red).toBe(1);
});

test('[room-scripts R81] the clock decides: victory on that very tick, and the end five seconds later', async () => {
  const bench = await ScriptBench.open(NO_PLAYER);
  bench.room.setTimeLimit(1);
  await bench.kickOff();
  await bench.goalForRed();
  await until(bench, () => bench.state.phase === 'kickOff');
  bench.room.setDiscProperties(0, { xspeed: 0.1 });
  for (let i = 0; i < 4500 && bench.state.phase !== 'ended'; i++) await bench.ticks();
  const { tick } = bench.state;
  const scores = { red: 1, blue: 0, time: expect.closeTo(60, 1), scoreLimit: 3, timeLimit: 60 };
  expect(bench.calls.splice(0)).toEqual([['onTeamGoal', 1], ['onPositionsReset'], ['onTeamVictory', scores]]);
  await until(bench, () => bench.state.phase === 'none');
  expect(bench.calls).toEqual([['onGameStop', null]]);
  expect(bench.state.tick - tick).toBe(300);
});

test('[room-scripts R82] within one tick: the tick, kicks in the order of the list, then the goal', async () => {
  const bench = await ScriptBench.open(NO_PLAYER);
  const { red, blue } = await bench.kickOff();
  bench.room.setDiscProperties(0, { xspeed: 1 });
  await until(bench, () => bench.state.phase === 'playing');
  bench.record('onGameTick', () => bench.calls.push(['onGameTick']));
  bench.room.setDiscProperties(0, { x: 368, y: 0, xspeed: 0 });
  bench.room.setPlayerDiscProperties(red, { x: 344, y: 10, xspeed: 0 });
  bench.room.setPlayerDiscProperties(blue, { x: 344, y: -10, xspeed: 0 });
  await bench.ticks();
  bench.heard();
  const kick = (id: number) => ({ type: 'input', id, keys: KEY.kick }) as const;
  await bench.command(kick(blue), kick(red));
  expect(
    bench.calls.map(([name, player]) => [name, ...(name === 'onPlayerBallKick' ? [(player as Player).id] : [])]),
  ).toEqual([
    ['onGameTick'],
    ['onPlayerActivity'],
    ['onPlayerActivity'],
    ['onPlayerBallKick', red],
    ['onPlayerBallKick', blue],
    ['onTeamGoal'],
  ]);
});

test('[room-scripts §10] a script that is loaded again finds its room, its people and its match', async () => {
  const first = await ScriptBench.open({ roomName: 'Kept' });
  const { red, blue } = await first.kickOff();
  await first.goalForRed();
  const second = await first.again({ roomName: 'Other' });
  expect(second.room.getScores()?.red).toBe(1);
  expect(second.calls).toEqual([
    ['onRoomLink', 'http://localhost/r/bench'],
    ['onPlayerJoin', who(red)],
    ['onPlayerJoin', who(blue)],
  ]);
  second.room.stopGame();
  await second.ticks();
  expect(second.state.phase).toBe('none');
});

test('[room-scripts R52] what a written property lives through', async () => {
  const bench = await ScriptBench.open(NO_PLAYER);
  const { red } = await bench.kickOff();
  const { room } = bench;
  room.setDiscProperties(0, { radius: 20 });
  room.setDiscProperties(1, { radius: 30 });
  room.setPlayerDiscProperties(red, { radius: 25, damping: 0.5, cGroup: 7, color: 0x123456 });
  await bench.ticks();
  expect(room.getPlayerDiscProperties(red)).toMatchObject({ radius: 25, damping: 0.96, cGroup: 7, color: 0x123456 });
  await bench.goalForRed();
  await until(bench, () => bench.state.phase === 'kickOff');
  expect(room.getDiscProperties(0)?.radius).toBe(10);
  expect(room.getDiscProperties(1)?.radius).toBe(30);
  expect(room.getPlayerDiscProperties(red)).toMatchObject({ radius: 15, cGroup: 2, color: 0x123456 });
  room.setPlayerDiscProperties(red, { radius: 25 });
  room.setPlayerTeam(red, 2);
  await bench.ticks();
  expect(room.getPlayerDiscProperties(red)?.radius).toBe(15);
});
