// Every method of the API against its row in docs/spec/room-scripts.md §5. The lists are read from that page: a method or
// a property that is there and not tested here fails.
import { readFileSync } from 'node:fs';
import { openRecording, verifyRecording } from '@touchline/shared/log';
import { stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import { ScriptBench } from '../../test/kit/scripted.ts';
import type { RoomMethods } from '../../types/headless-host.d.ts';
import { EVENT_NAMES } from './event-names.ts';

const SPEC = readFileSync(new URL('../../../../docs/spec/room-scripts.md', import.meta.url), 'utf8');
const section = (from: string, to: string) => SPEC.slice(SPEC.indexOf(from), SPEC.indexOf(to));
const NO_PLAYER = { noPlayer: true };
/** For what only somebody who ignores the types would pass. */
const anything = (value: unknown) => value as never;

const chat = (bench: ScriptBench) =>
  bench.host.whispers.map(({ to, whisper }) => [to, whisper.line.type, whisper.line.text]);

const METHODS: Readonly<Record<keyof RoomMethods, () => Promise<void>>> = {
  async sendChat() {
    const silent = await ScriptBench.open(NO_PLAYER);
    const seen = watchCommands(silent);
    silent.room.sendChat('nobody says this');
    await silent.ticks();
    expect(seen).toEqual([]);

    const bench = await ScriptBench.open();
    const id = await bench.join();
    const commands = watchCommands(bench);
    bench.room.sendChat('x'.repeat(141));
    bench.room.sendChat('for you', id);
    bench.room.sendChat('for nobody', 99);
    await bench.ticks();
    expect(commands).toEqual([{ type: 'chat', id: 0, text: 'x'.repeat(140) }]);
    expect(chat(bench)).toEqual([[id, 'chat', 'for you']]);
    expect(bench.heard()).not.toContain('onPlayerChat');
  },

  async sendAnnouncement() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const id = await bench.join();
    const seen = watchCommands(bench);
    const say = bench.room.sendAnnouncement;
    say('a\nb');
    say('y'.repeat(1001), null, 0xff8800, 'small-bold', 2);
    say('odd', undefined, anything('0xB04A5E'), anything('loud'), anything(null));
    say('hash', null, anything('#ff0000'), anything(4), 0);
    say('psst', id, 5, 'italic', 0);
    say('gone', 99);
    await bench.ticks();
    expect(seen).toEqual([
      { type: 'announce', text: 'a\nb', color: -1, style: 0, sound: 1 },
      { type: 'announce', text: 'y'.repeat(1000), color: 0xff8800, style: 4, sound: 2 },
      { type: 'announce', text: 'odd', color: 0xb04a5e, style: 0, sound: 1 },
      { type: 'announce', text: 'hash', color: 0, style: 0, sound: 0 },
    ]);
    // R10: its place is after the four.
    expect(bench.host.whispers).toEqual([
      {
        to: id,
        whisper: {
          tick: bench.state.tick,
          before: 4,
          line: { type: 'announce', text: 'psst', color: 5, style: 2, sound: 0 },
        },
      },
    ]);
  },

  async setPlayerAdmin() {
    const bench = await ScriptBench.open();
    const id = await bench.join();
    bench.heard();
    bench.room.setPlayerAdmin(id, true);
    bench.room.setPlayerAdmin(id, true);
    bench.room.setPlayerAdmin(0, false);
    expect(bench.room.getPlayer(id)?.admin).toBe(false);
    await bench.ticks();
    expect(bench.player(id).admin).toBe(true);
    expect(bench.player(0).admin).toBe(true);
    expect(bench.heard()).toEqual(['onPlayerAdminChange']);
  },

  async setPlayerTeam() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const [a, b] = [await bench.join(), await bench.join()];
    bench.room.startGame();
    bench.room.setTeamsLock(true);
    bench.room.setPlayerTeam(a, anything('1'));
    await bench.ticks();
    expect(bench.room.getPlayerList().map(({ id }) => id)).toEqual([b, a]);
    expect(bench.room.getPlayer(a)).toMatchObject({ team: 1, position: { x: expect.any(Number) } });
    bench.heard();
    bench.room.setPlayerTeam(a, 1);
    bench.room.setPlayerTeam(99, 1);
    await bench.ticks();
    expect(bench.heard()).toEqual([]);
    bench.room.setPlayerTeam(a, anything(7));
    await bench.ticks();
    expect(bench.room.getPlayer(a)).toMatchObject({ team: 0, position: null });
  },

  async setPlayerAvatar() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const id = await bench.join();
    bench.heard();
    const shirt = () => bench.player(id).avatar;
    bench.room.setPlayerAvatar(id, '🦊x');
    await bench.ticks();
    expect(shirt()).toBe('🦊');
    // The player's own choice waits behind it.
    await bench.command({ type: 'avatar', id, avatar: 'me' });
    await bench.ticks();
    expect(shirt()).toBe('🦊');
    bench.room.setPlayerAvatar(id, null);
    await bench.ticks();
    expect(shirt()).toBe('me');
    bench.room.setPlayerAvatar(id, null);
    bench.room.setPlayerAvatar(99, 'x');
    await bench.ticks();
    expect(shirt()).toBe('me');
    expect(bench.heard()).toEqual([]);
  },

  async kickPlayer() {
    const bench = await ScriptBench.open();
    const [a, b] = [await bench.join(), await bench.join()];
    const seen = watchCommands(bench);
    bench.heard();
    bench.room.kickPlayer(a, 'r'.repeat(101), anything(1));
    bench.room.kickPlayer(b, null);
    bench.room.kickPlayer(0, 'never');
    await bench.ticks();
    expect(seen).toEqual([
      { type: 'leave', id: a, by: 0, kicked: true, banned: true, reason: 'r'.repeat(100) },
      { type: 'leave', id: b, by: 0, kicked: true, banned: false, reason: '' },
    ]);
    expect(bench.room.getPlayerList().map(({ id }) => id)).toEqual([0]);
    expect(bench.heard()).toEqual(['onPlayerLeave', 'onPlayerKicked', 'onPlayerLeave', 'onPlayerKicked']);
  },

  async clearBan() {
    const bench = await ScriptBench.open();
    bench.room.clearBan(3);
    await bench.ticks();
    expect(bench.host.clearedBans).toEqual([3]);
  },

  async clearBans() {
    const bench = await ScriptBench.open();
    bench.room.clearBans();
    await bench.ticks();
    expect(bench.host.clearedBans).toEqual([null]);
  },

  async getPlayer() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const id = await bench.join('Ana');
    const player = bench.room.getPlayer(anything(String(id)));
    expect(player).toEqual({ name: 'Ana', team: 0, id, admin: false, position: null });
    expect(Object.keys(player ?? {})).toEqual(['name', 'team', 'id', 'admin', 'position']);
    expect(bench.room.getPlayer(id)).not.toBe(bench.room.getPlayer(id));
    for (const nobody of [99, -1, 0, Number.NaN, null, undefined, 'x', {}, Symbol('x')]) {
      expect(bench.room.getPlayer(anything(nobody))).toBe(null);
    }
  },

  async getPlayerList() {
    const bench = await ScriptBench.open({ playerName: 'Chair' });
    expect(bench.room.getPlayerList()).toEqual([{ name: 'Chair', team: 0, id: 0, admin: true, position: null }]);
    const [a, b] = [await bench.join(), await bench.join()];
    const order = () => bench.room.getPlayerList().map(({ id }) => id);
    expect(order()).toEqual([0, a, b]);
    bench.room.setPlayerTeam(a, 2);
    await bench.ticks();
    expect(order()).toEqual([0, b, a]);
    bench.room.getPlayerList().length = 0;
    expect(order()).toHaveLength(3);
  },

  async reorderPlayers() {
    const bench = await ScriptBench.open(NO_PLAYER);
    for (let i = 0; i < 4; i++) await bench.join();
    bench.heard();
    const order = () => bench.room.getPlayerList().map(({ id }) => id);
    bench.room.reorderPlayers([3, 99, 3, 1], true);
    await bench.ticks();
    expect(order()).toEqual([3, 1, 2, 4]);
    bench.room.reorderPlayers([anything('3')], false);
    await bench.ticks();
    expect(order()).toEqual([1, 2, 4, 3]);
    // Only the first forty of different ids count.
    bench.room.reorderPlayers([...Array.from({ length: 40 }, (_, i) => 100 + i), 3], true);
    bench.room.reorderPlayers(anything(null), true);
    await bench.ticks();
    expect(order()).toEqual([1, 2, 4, 3]);
    expect(bench.heard()).toEqual([]);
  },

  async setPassword() {
    const bench = await ScriptBench.open({ password: 'first' });
    expect(bench.host.password).toBe('first');
    bench.room.setPassword('second');
    await bench.ticks();
    expect(bench.host.password).toBe('second');
    bench.room.setPassword(null);
    await bench.ticks();
    expect(bench.host.password).toBe('');
  },

  async setRequireRecaptcha() {
    const bench = await ScriptBench.open();
    bench.room.setRequireRecaptcha(true);
    await bench.ticks();
    expect(bench.host.guarded).toBe(true);
    bench.room.setRequireRecaptcha(false);
    await bench.ticks();
    expect(bench.host.guarded).toBe(false);
  },

  async setTeamsLock() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.heard();
    bench.room.setTeamsLock(true);
    bench.room.setTeamsLock(true);
    await bench.ticks();
    expect(bench.state.locked).toBe(true);
    expect(bench.calls.splice(0)).toEqual([['onTeamsLockChange', true, null]]);
  },

  async setScoreLimit() {
    await limits('setScoreLimit', ({ scoreLimit }) => scoreLimit);
  },

  async setTimeLimit() {
    await limits('setTimeLimit', ({ timeLimit }) => timeLimit);
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.room.setTimeLimit(2.9);
    bench.room.startGame();
    await bench.ticks();
    expect(bench.room.getScores()?.timeLimit).toBe(120);
  },

  async setCustomStadium() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.heard();
    const text = '{"name": "Yard", "width": 300, "height": 150, "bg": {"type": "grass"}}';
    bench.room.setCustomStadium(text);
    await bench.ticks();
    expect(bench.state.stadium.name).toBe('Yard');
    bench.room.setCustomStadium(text);
    await bench.ticks();
    expect(bench.calls.splice(0)).toEqual([
      ['onStadiumChange', 'Yard', null],
      ['onStadiumChange', 'Yard', null],
    ]);
    expect(() => bench.room.setCustomStadium('{"name": ')).toThrow();
    expect(() => bench.room.setCustomStadium(anything(undefined))).toThrow();
    bench.room.startGame();
    await bench.ticks();
    bench.heard();
    expect(() => bench.room.setCustomStadium('no stadium')).toThrow();
    bench.room.setCustomStadium(text.replace('Yard', 'Later'));
    await bench.ticks();
    expect(bench.state.stadium.name).toBe('Yard');
    expect(bench.heard()).toEqual([]);
  },

  async setDefaultStadium() {
    const bench = await ScriptBench.open(NO_PLAYER);
    for (const name of ['Easy', 'Small', 'Big', 'Rounded', 'Hockey', 'Big Hockey', 'Big Easy', 'Big Rounded', 'Huge']) {
      bench.room.setDefaultStadium(name);
      await bench.ticks();
      expect(bench.state.stadium).toBe(stockStadium(name));
    }
    for (const name of ['big', 'BigHockey', '', 7, null]) {
      expect(() => bench.room.setDefaultStadium(anything(name))).toThrow();
    }
    bench.room.startGame();
    bench.room.setDefaultStadium('Classic');
    await bench.ticks();
    expect(bench.state.stadium.name).toBe('Huge');
  },

  async startGame() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.heard();
    bench.room.startGame();
    bench.room.startGame();
    expect(bench.room.getScores()).toBe(null);
    await null;
    expect(bench.room.getScores()).not.toBe(null);
    await bench.ticks();
    expect(bench.calls.splice(0)).toEqual([['onGameStart', null]]);
  },

  async stopGame() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.heard();
    bench.room.stopGame();
    await bench.ticks();
    expect(bench.heard()).toEqual([]);
    bench.room.startGame();
    bench.room.stopGame();
    bench.room.setDefaultStadium('Big');
    bench.room.startGame();
    await bench.ticks();
    expect(bench.heard()).toEqual(['onGameStart', 'onGameStop', 'onStadiumChange', 'onGameStart']);
    expect(bench.state).toMatchObject({ phase: 'kickOff', stadium: { name: 'Big' } });
  },

  async pauseGame() {
    const bench = await ScriptBench.open();
    bench.room.pauseGame(true);
    await bench.ticks();
    bench.heard();
    await bench.kickOff();
    const host = expect.objectContaining({ id: 0, name: 'Host' });
    bench.room.pauseGame(true);
    await bench.ticks(5);
    bench.room.pauseGame(true);
    await bench.ticks(5);
    expect(bench.calls.splice(0)).toEqual([['onGamePause', host]]);
    bench.room.pauseGame(false);
    await bench.ticks(5);
    bench.room.pauseGame(false);
    await bench.ticks(5);
    expect(bench.calls.splice(0)).toEqual([['onGameUnpause', host]]);
    bench.room.pauseGame(true);
    await bench.ticks(5);
    expect(bench.calls.splice(0)).toEqual([['onGamePause', host]]);
  },

  async setKickRateLimit() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.heard();
    bench.room.setKickRateLimit();
    bench.room.setKickRateLimit(null, null, null);
    bench.room.setKickRateLimit(300, -1, 101);
    bench.room.setKickRateLimit(anything('6'), 10, 3);
    await bench.ticks();
    expect(bench.calls).toEqual([
      ['onKickRateLimitSet', 2, 0, 0, null],
      ['onKickRateLimitSet', 2, 0, 0, null],
      ['onKickRateLimitSet', 255, 0, 100, null],
      ['onKickRateLimitSet', 6, 10, 3, null],
    ]);
  },

  async setTeamColors() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.heard();
    bench.room.setTeamColors(1, 60, 0xffffff, [0xff0000, 0x00ff00, 0x0000ff, 0x123456]);
    bench.room.setTeamColors(2, 720 + 90, anything('0x101010'), []);
    bench.room.setTeamColors(0, 0, 0, []);
    bench.room.setTeamColors(2, 0, 0, anything(undefined));
    bench.room.setTeamColors(2, 90, 0x101010, []);
    await bench.ticks();
    expect(bench.state.redKit).toEqual({ angle: 59, textColor: 0xffffff, stripes: [0xff0000, 0xff00, 0xff] });
    expect(bench.state.blueKit).toEqual({ angle: 90, textColor: 0x101010, stripes: [] });
    expect(bench.heard()).toEqual([]);
  },

  async getScores() {
    const bench = await ScriptBench.open(NO_PLAYER);
    expect(bench.room.getScores()).toBe(null);
    await bench.kickOff();
    expect(bench.room.getScores()).toEqual({ red: 0, blue: 0, time: 0, scoreLimit: 3, timeLimit: 180 });
    await bench.goalForRed();
    expect(bench.room.getScores()).toMatchObject({ red: 1, blue: 0, time: bench.state.time });
  },

  async getBallPosition() {
    const bench = await ScriptBench.open(NO_PLAYER);
    expect(bench.room.getBallPosition()).toBe(null);
    await bench.kickOff();
    bench.room.setDiscProperties(0, { x: 12.5, y: -3 });
    await null;
    expect(bench.room.getBallPosition()).toEqual({ x: 12.5, y: -3 });
  },

  async startRecording() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.room.startRecording();
    expect(bench.room.stopRecording()).toBe(null);
    await bench.settle();
    await bench.ticks(50);
    bench.room.startRecording();
    await bench.ticks(20);
    // The one before is thrown away.
    const recording = openRecording(bench.room.stopRecording() ?? new Uint8Array());
    expect(recording.startTick).toBe(50);
    expect(bench.room.stopRecording()).toBe(null);
  },

  async stopRecording() {
    const bench = await ScriptBench.open(NO_PLAYER);
    expect(bench.room.stopRecording()).toBe(null);
    bench.room.startRecording();
    bench.room.setCustomStadium('{"name": "Yard", "width": 300, "height": 150, "bg": {"type": "grass"}}');
    const { red } = await bench.kickOff();
    bench.room.sendAnnouncement('secret', red);
    bench.room.onPlayerTeamChange = () => bench.room.startRecording();
    bench.room.setPlayerTeam(red, 2);
    await bench.ticks(100);
    const bytes = bench.room.stopRecording();
    const recording = openRecording(bytes ?? new Uint8Array());
    const verdict = verifyRecording(recording, () => false);
    expect(verdict).toMatchObject({ complete: true, divergedAt: null, resultFollows: true, signature: 'missing' });
    expect(verdict.hashesCompared).toBeGreaterThan(1);
    expect(Buffer.from(bytes ?? []).includes('secret')).toBe(false);
  },

  async getDiscCount() {
    const bench = await ScriptBench.open(NO_PLAYER);
    expect(bench.room.getDiscCount()).toBe(0);
    await bench.kickOff();
    expect(bench.room.getDiscCount()).toBe(5 + 2);
  },

  async getDiscProperties() {
    const bench = await ScriptBench.open(NO_PLAYER);
    expect(bench.room.getDiscProperties(0)).toBe(null);
    await bench.kickOff();
    const rows = section('| name | unit |', 'Reading gives all thirteen').match(/^\| `.*?\|/gm) ?? [];
    const named = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(Object.keys(bench.room.getDiscProperties(0) ?? {}).toSorted()).toEqual(named.toSorted());
    expect(named).toHaveLength(13);
    expect(bench.room.getDiscProperties(0)).toMatchObject({ x: 0, radius: 10, bCoeff: 0.5, invMass: 1, damping: 0.99 });
    for (const index of [7, -1, 1e9]) expect(bench.room.getDiscProperties(index)).toBe(null);
  },

  async setDiscProperties() {
    const bench = await ScriptBench.open(NO_PLAYER);
    bench.room.setDiscProperties(0, { x: 1 });
    await bench.ticks();
    await bench.kickOff();
    const before = bench.room.getDiscProperties(0);
    bench.room.setDiscProperties(0, {
      ...{ x: 0.1, xspeed: null, radius: Number.NaN, invMass: 1e26, bCoeff: -1, y: undefined },
      ...{ yspeed: 1e39, color: -1, cMask: 2 ** 31, cGroup: anything('64'), nonsense: 5 },
    });
    bench.room.setDiscProperties(99, { x: 1 });
    bench.room.setDiscProperties(0, anything(null));
    await null;
    expect(bench.room.getDiscProperties(0)).toEqual({
      ...before,
      ...{ x: Math.fround(0.1), invMass: Math.fround(1e26), bCoeff: -1, color: -1, cMask: -(2 ** 31), cGroup: 64 },
    });
    await bench.ticks();
    expect(bench.state.world.invMass[0]).toBe(Math.fround(1e26));
  },

  async getPlayerDiscProperties() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const { red } = await bench.kickOff();
    const idle = await bench.join();
    expect(bench.room.getPlayerDiscProperties(red)).toMatchObject({ radius: 15, x: -277.5 });
    for (const id of [idle, 99]) expect(bench.room.getPlayerDiscProperties(id)).toBe(null);
    bench.room.stopGame();
    await null;
    expect(bench.room.getPlayerDiscProperties(red)).toBe(null);
  },

  async setPlayerDiscProperties() {
    const bench = await ScriptBench.open(NO_PLAYER);
    const { red } = await bench.kickOff();
    bench.room.setPlayerDiscProperties(red, { radius: 30, xspeed: 2 });
    bench.room.setPlayerDiscProperties(99, { radius: 30 });
    await bench.ticks();
    expect(bench.room.getPlayerDiscProperties(red)).toMatchObject({ radius: 30 });
    expect(bench.state.world.radius[bench.player(red).disc]).toBe(30);
  },
};

async function limits(
  name: 'setScoreLimit' | 'setTimeLimit',
  read: (state: ScriptBench['state']) => number,
): Promise<void> {
  const bench = await ScriptBench.open(NO_PLAYER);
  bench.heard();
  for (const [given, kept] of [
    [99, 99],
    [100, 99],
    [-1, 0],
    ['5', 5],
    ['many', 0],
    [Number.POSITIVE_INFINITY, 0],
    [undefined, 0],
    [7, 7],
  ] as const) {
    bench.room[name](anything(given));
    await bench.ticks();
    expect(read(bench.state)).toBe(kept);
  }
  bench.room.startGame();
  bench.room[name](1);
  await bench.ticks();
  expect(read(bench.state)).toBe(7);
  expect(bench.heard()).toEqual(['onGameStart']);
}

/** Commands of the room from now on, inputs left out. */
function watchCommands(bench: ScriptBench): unknown[] {
  const seen: unknown[] = [];
  bench.host.listen({ tick: (commands) => void seen.push(...commands), rest: () => {}, close: () => {} });
  return seen;
}

describe('[room-scripts §5] each method does what its row says', () => {
  it('and none is forgotten', async () => {
    const rows = section('## 5. Methods', '## 6. Events').matchAll(/^\| (?:\*\*R\d+\*\* )`(\w+)\(/gm);
    const named = [...rows].map(([, name]) => name).toSorted();
    expect(named.length).toBeGreaterThan(30);
    expect(Object.keys(METHODS).toSorted()).toEqual(named);
    const { room } = await ScriptBench.open();
    const offered = Object.keys(room).filter((key) => typeof room[key] === 'function' && !key.startsWith('on'));
    expect(offered.toSorted()).toEqual(named);
  });

  it.each(Object.entries(METHODS))('%s', (_name, test) => test());
});

describe('[room-scripts §4, §6] the room object', () => {
  it('has the twenty events, empty until the script assigns them, and nothing else of their style', async () => {
    const rows = section('## 6. Events', '**R74**').matchAll(/^\| \*\*R\d+\*\* `(on\w+)`/gm);
    const named = [...rows].map(([, name]) => name);
    expect(named).toHaveLength(20);
    expect([...EVENT_NAMES].toSorted()).toEqual(named.toSorted());
    const { room } = await ScriptBench.open();
    expect(
      Object.keys(room)
        .filter((key) => key.startsWith('on'))
        .toSorted(),
    ).toEqual(named.toSorted());
  });

  it('has exactly the collision flags of the specification', async () => {
    const { room } = await ScriptBench.open();
    expect(room.CollisionFlags).toEqual({
      ...{ ball: 1, red: 2, blue: 4, redKO: 8, blueKO: 16, wall: 32, kick: 64, score: 128, all: 63 },
      ...{ c0: 2 ** 28, c1: 2 ** 29, c2: 2 ** 30, c3: -(2 ** 31) },
    });
  });

  it('[R4] is an ordinary object: it can be extended, its methods wrapped and called without it', async () => {
    const bench = await ScriptBench.open(NO_PLAYER);
    const { room } = bench;
    const { startGame } = room;
    room.startGame = () => {
      room.mine = 'yes';
      startGame();
    };
    room.startGame();
    await bench.ticks();
    expect(room.mine).toBe('yes');
    expect(bench.state.phase).toBe('kickOff');
  });
});
