import { apply, createState, KEY, type MatchState, step } from '@touchline/shared/match';
import type { BotLevel } from '@touchline/shared/protocol';
import { loadStadium, STOCK_NAMES, type Stadium, stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import { Bot } from './bot.ts';

function stock(name: string): Stadium {
  const stadium = stockStadium(name);
  if (stadium === undefined) throw new Error(`no ${name}`);
  return stadium;
}

function built(document: object): Stadium {
  const loaded = loadStadium(
    JSON.stringify({ name: 'odd', width: 420, height: 200, spawnDistance: 170, bg: {}, ...document }),
  );
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

interface Game {
  state: MatchState;
  bots: Bot[];
  /** Every byte thought, in order. */
  keys: number[];
}

function kickOff(stadium: Stadium, perSide: number, level: BotLevel, seed = 1): Game {
  const state = createState(stadium);
  const bots: Bot[] = [];
  const none = new Map<string, Stadium>();
  for (let id = 1; id <= perSide * 2; id++) {
    apply(state, { type: 'join', id, name: '', avatar: '', bot: true }, none);
    apply(state, { type: 'team', id, team: id % 2 === 1 ? 1 : 2, by: 0 }, none);
    bots.push(new Bot(id, level, seed + id));
  }
  apply(state, { type: 'start', by: 0 }, none);
  return { state, bots, keys: [] };
}

function play(game: Game, ticks: number, disturb?: (state: MatchState, tick: number) => void): Game {
  const none = new Map<string, Stadium>();
  for (let t = 0; t < ticks; t++) {
    disturb?.(game.state, t);
    for (const bot of game.bots) {
      const keys = bot.think(game.state);
      expect(Number.isInteger(keys) && keys >= 0 && keys <= 31).toBe(true);
      game.keys.push(keys);
      apply(game.state, { type: 'input', id: bot.playerId, keys }, none);
    }
    step(game.state, []);
  }
  return game;
}

describe('a bot', () => {
  it.each(STOCK_NAMES)('kicks off and plays on %s', (name) => {
    const { state } = play(kickOff(stock(name), 2, 2), 900);
    expect(state.phase).not.toBe('kickOff');
  });

  it('gives the same keys for the same states and seed', () => {
    expect(play(kickOff(stock('Classic'), 3, 3), 900).keys).toEqual(play(kickOff(stock('Classic'), 3, 3), 900).keys);
    expect(play(kickOff(stock('Classic'), 3, 3), 900).keys).not.toEqual(
      play(kickOff(stock('Classic'), 3, 3, 9), 900).keys,
    );
  });

  it('is not disturbed by bots of other rooms', () => {
    const lost = (state: MatchState, tick: number): void => {
      if (tick === 300) state.world.x[0] = NaN;
    };
    const alone = play(kickOff(stock('Classic'), 2, 2), 600, lost).keys;
    const here = kickOff(stock('Classic'), 2, 2);
    const elsewhere = kickOff(stock('Huge'), 3, 3, 5);
    play(here, 600, (state, tick) => {
      lost(state, tick);
      play(elsewhere, 1);
    });
    expect(here.keys).toEqual(alone);
  });

  it('lets go of the kick key after a kick, and holds none for long', () => {
    const { keys } = play(kickOff(stock('Classic'), 1, 3), 3000);
    for (const side of [0, 1]) {
      let held = 0;
      for (let i = side; i < keys.length; i += 2) {
        held = (keys[i] & KEY.kick) !== 0 ? held + 1 : 0;
        expect(held).toBeLessThanOrEqual(15);
      }
    }
  });

  it('changes its keys no faster than fingers do', () => {
    const game = play(kickOff(stock('Classic'), 3, 3), 3600);
    for (let bot = 0; bot < 6; bot++) {
      let changes = 0;
      for (let i = bot + 6; i < game.keys.length; i += 6) if (game.keys[i] !== game.keys[i - 6]) changes++;
      expect(changes / 60).toBeLessThanOrEqual(8);
    }
  });

  it('stays out of a kick-off that is not its own', () => {
    // Red has nobody: blue waits in its half, for ever if need be.
    const none = new Map<string, Stadium>();
    const game = kickOff(stock('Classic'), 2, 2);
    for (const id of [1, 3])
      apply(game.state, { type: 'leave', id, by: 0, kicked: false, banned: false, reason: '' }, none);
    play(game, 600);
    expect(game.state.phase).toBe('kickOff');
    for (const { disc } of game.state.players) expect(game.state.world.x[disc]).toBeGreaterThan(40);
    // And does not fidget.
    expect(new Set(game.keys.slice(-200))).toEqual(new Set([0]));
  });

  it('rests without a match, without a team, in a pause and for a player who has gone', () => {
    const bot = new Bot(1, 3, 1);
    const none = new Map<string, Stadium>();
    const state = createState(stock('Classic'));
    expect(bot.think(state)).toBe(0);
    apply(state, { type: 'join', id: 1, name: '', avatar: '', bot: true }, none);
    expect(bot.think(state)).toBe(0);
    apply(state, { type: 'team', id: 1, team: 1, by: 0 }, none);
    apply(state, { type: 'start', by: 0 }, none);
    apply(state, { type: 'pause', paused: true, by: 0 }, none);
    expect(bot.think(state)).toBe(0);
  });

  it('a stray ball next to an open goal is put in, and never into the own one', () => {
    const game = kickOff(stock('Classic'), 1, 3);
    const { world, players } = game.state;
    play(game, 2);
    // Red stands between the ball and blue's goal, both in red's half: he has to go round.
    world.x[0] = -250;
    world.y[0] = 20;
    world.vx[0] = -0.01;
    world.x[players[0].disc] = -200;
    world.y[players[0].disc] = 20;
    world.x[players[1].disc] = 380;
    world.y[players[1].disc] = 180;
    game.bots.pop();
    play(game, 900);
    expect(game.state.blue).toBe(0);
    expect(game.state.red).toBeGreaterThan(0);
  });
});

describe('a bot on a stadium that is no football', () => {
  const ball = { pos: [0, 0], radius: 10, invMass: 1, cGroup: ['ball', 'kick', 'score'] };
  const goal = (team: string, x: number, y: number) => ({ p0: [x, y - 40], p1: [x, y + 40], team });
  const odd: Record<string, object> = {
    'nothing at all': {},
    'no goals': { planes: [{ normal: [0, 1], dist: -170 }] },
    'goals of one side only': { goals: [goal('red', -300, 0)] },
    'both goals on one spot': { goals: [goal('red', 0, 0), goal('blue', 0, 0)] },
    'eight goals': {
      goals: [-300, -100, 100, 300].flatMap((x) => [goal('red', x, -100), goal('blue', x, 100)]),
    },
    'a goal without length': { goals: [{ p0: [300, 0], p1: [300, 0], team: 'blue' }] },
    'a ball that cannot be kicked': { ballPhysics: 'disc0', discs: [{ ...ball, cGroup: ['wall'] }] },
    'a ball of no mass': { ballPhysics: 'disc0', discs: [{ ...ball, invMass: 0 }] },
    'a ball that speeds up': { ballPhysics: 'disc0', discs: [{ ...ball, damping: 1.1, speed: [1, 1] }] },
    'players that speed up': { playerPhysics: { damping: 1.2, acceleration: 5 } },
    'players without legs': { playerPhysics: { acceleration: 0 } },
    'players in a cage': {
      vertexes: [-100, 100].flatMap((x) => [-100, 100].map((y) => ({ x, y }))),
      segments: [
        { v0: 0, v1: 1 },
        { v0: 1, v1: 3 },
        { v0: 3, v1: 2 },
        { v0: 2, v1: 0, curve: 200 },
      ],
    },
  };

  it.each(Object.keys(odd))('%s', (name) => {
    for (const level of [1, 2, 3] as const) play(kickOff(built(odd[name]), 2, level), 400);
  });

  it('NaN anywhere', () => {
    for (const level of [1, 3] as const) {
      const game = kickOff(stock('Classic'), 3, level);
      play(game, 1200, ({ world }, tick) => {
        if (tick === 200) world.x[2] = NaN;
        if (tick === 400) world.vx[world.count - 1] = NaN;
        if (tick === 600) world.x[0] = NaN;
        if (tick === 700) world.y[world.count - 2] = Infinity;
      });
    }
  });
});
