import { describe, expect, it } from 'vitest';
import { kickOff, type Match, stadiumOf, statisticsOf } from '../../../test/kit/index.ts';
import { type Figures, heatCell } from './figures.ts';
import { MatchStatistics } from './statistics.ts';

/** Nobody is near the ball or in its way. */
function playing(): Match {
  const match = kickOff('classic', { red: 2, blue: 2 }).run(1);
  for (const { name } of match.state.players) match.put(name, { x: 0, y: 150 });
  return match.setRolling();
}

/** The player stands where he touches the ball in this tick, and is out of the way again after it. */
function touch(match: Match, who: string): Match {
  match.put('ball', { x: 0, y: 100, vx: 0, vy: 0 }).put(who, { x: 0, y: 122, vx: 0, vy: 0 }).run(1);
  return match.put(who, { x: 0, y: -150, vx: 0, vy: 0 });
}

/** He kicks the resting ball at (x, y) to the right (red) or to the left (blue), and goes out of the way. */
function kick(match: Match, who: string, x = 200, y = 0): Match {
  const side = match.player(who).team === 1 ? -1 : 1;
  match
    .run(3)
    .put('ball', { x, y, vx: 0, vy: 0 })
    .put(who, { x: x + side * 28, y, vx: 0, vy: 0 })
    .kick(who);
  return match.put(who, { x: 0, y: -150, vx: 0, vy: 0 });
}

/** He stands in the way of a ball that rolls along y = 0 until he has it, and goes out of its way. */
function receive(match: Match, who: string): Match {
  const { x, y, vx } = match.ball();
  match.put(who, { x: x + 30 * Math.sign(vx), y, vx: 0, vy: 0 }).until('touch', 30);
  return match.put(who, { x: 0, y: 150, vx: 0, vy: 0 });
}

function figures(match: Match, who: string): Partial<Figures> {
  const line = statisticsOf(match).players.find(({ name }) => name === who);
  if (!line) throw new Error(`no line for ${who}`);
  return line;
}

describe('goals', () => {
  it('[statistics, goals] scorer, assist and score', () => {
    const match = playing();
    touch(touch(match, 'red 1'), 'red 2').shootAt('blue').run(1);
    expect(figures(match, 'red 2')).toMatchObject({ goals: 1, assists: 0, ownGoals: 0 });
    expect(figures(match, 'red 1')).toMatchObject({ goals: 0, assists: 1 });
    const { red, blue } = statisticsOf(match);
    expect([red.goals, red.assists, blue.goals]).toEqual([1, 1, 0]);
  });

  it('[statistics, goals] an own goal is a goal of the others and no shot of anybody', () => {
    const match = playing();
    touch(match, 'blue 1').shootAt('blue').run(1);
    expect(figures(match, 'blue 1')).toMatchObject({ goals: 0, ownGoals: 1, shots: 0 });
    const { red, blue } = statisticsOf(match);
    expect(red).toMatchObject({ goals: 1, shots: 0, ownGoals: 0 });
    expect(blue).toMatchObject({ goals: 0, ownGoals: 1 });
  });

  it('[statistics, goals] one that nobody has touched is in the score alone', () => {
    const match = playing().shootAt('blue').run(1);
    const { red, players } = statisticsOf(match);
    expect(red).toMatchObject({ goals: 1, shots: 0 });
    expect(players.every(({ goals }) => goals === 0)).toBe(true);
  });

  it('[statistics, shots] a goal without a kick at the goal is a shot, with one it is the same shot', () => {
    const pushed = touch(playing(), 'red 1').shootAt('blue').run(1);
    expect(figures(pushed, 'red 1')).toMatchObject({ goals: 1, shots: 1 });
    const kicked = kick(playing(), 'red 1');
    kicked.until('goal', 120);
    expect(figures(kicked, 'red 1')).toMatchObject({ goals: 1, shots: 1, passes: 0 });
  });
});

describe('shots and saves', () => {
  it('[statistics, shots] a kick whose ball would roll over the line counts at once', () => {
    expect(figures(kick(playing(), 'red 1'), 'red 1')).toMatchObject({ shots: 1, touches: 1 });
    expect(figures(kick(playing(), 'blue 1', -200), 'blue 1')).toMatchObject({ shots: 1 });
  });

  it.each([
    ['past one post', 200, 100],
    ['past the other', 200, -100],
    ['too weak: from 570 in front of the line a kick rolls 500', -200, 0],
  ])('[statistics, shots] none %s', (_, x, y) => {
    expect(figures(kick(playing(), 'red 1', x, y), 'red 1')).toMatchObject({ shots: 0, touches: 1 });
  });

  it('[statistics, shots] none at the own goal, none before kick-off is taken', () => {
    const match = playing();
    match.put('ball', { x: -200, y: 0, vx: 0, vy: 0 }).put('red 1', { x: -172, y: 0 }).kick('red 1');
    expect(figures(match, 'red 1')).toMatchObject({ shots: 0, touches: 1 });
  });

  it('[statistics, shots] kicking on before anybody else has the ball is the same attempt', () => {
    const match = kick(kick(playing(), 'red 1', 100), 'red 1', 200);
    expect(figures(match, 'red 1')).toMatchObject({ shots: 1, touches: 2 });
    touch(match, 'red 2');
    expect(figures(kick(match, 'red 1'), 'red 1')).toMatchObject({ shots: 2 });
  });

  it('[statistics, saves] an opponent in the way of a shot saves; it is no lost pass', () => {
    const match = receive(kick(playing(), 'red 1'), 'blue 1');
    expect(figures(match, 'blue 1')).toMatchObject({ saves: 1, touches: 1 });
    expect(figures(match, 'red 1')).toMatchObject({ shots: 1, passes: 0 });
  });

  it('[statistics, saves] a ball that no longer rolls at the goal cannot be saved', () => {
    const match = kick(playing(), 'red 1').put('ball', { vx: -3 }).run(1);
    expect(figures(receive(match, 'blue 1'), 'blue 1')).toMatchObject({ saves: 0, touches: 1 });
  });

  it('[statistics, saves] what goes in all the same was no save', () => {
    const match = receive(kick(playing(), 'red 1'), 'blue 1');
    match.shootAt('blue').run(1);
    expect(figures(match, 'blue 1')).toMatchObject({ saves: 0, ownGoals: 1 });
  });
});

describe('passes and touches', () => {
  const pass = () => kick(playing(), 'red 1', 0, 120);

  it('[statistics, passes] to a team mate, to an opponent, and still on its way', () => {
    expect(figures(pass(), 'red 1')).toMatchObject({ passes: 0 });
    expect(figures(receive(pass(), 'red 2'), 'red 1')).toMatchObject({ passes: 1, completed: 1 });
    expect(figures(receive(pass(), 'blue 2'), 'red 1')).toMatchObject({ passes: 1, completed: 0 });
  });

  it('[statistics, passes] a ball that was only pushed is no pass, lost or not', () => {
    const match = touch(touch(touch(playing(), 'red 1'), 'red 2'), 'blue 1');
    for (const who of ['red 1', 'red 2']) expect(figures(match, who)).toMatchObject({ passes: 0, touches: 1 });
  });

  it('[statistics, passes] a shot that reaches a team mate is both', () => {
    const match = receive(kick(playing(), 'red 1'), 'red 2');
    expect(figures(match, 'red 1')).toMatchObject({ shots: 1, passes: 1, completed: 1 });
    expect(figures(match, 'red 2')).toMatchObject({ saves: 0 });
  });

  it('[statistics, passes] a goal ends what was on its way', () => {
    const match = pass().shootAt('red').run(1);
    match.until('positionsReset');
    touch(match.setRolling(), 'blue 1');
    expect(figures(match, 'red 1')).toMatchObject({ passes: 0 });
  });

  it('[statistics, touches] coming to the ball is one, each kick of it by who has it another', () => {
    const match = touch(touch(playing(), 'red 1'), 'red 1');
    expect(figures(match, 'red 1')).toMatchObject({ touches: 1 });
    kick(kick(match, 'red 1', 0, 120), 'red 1', 0, 120);
    expect(figures(match, 'red 1')).toMatchObject({ touches: 3 });
  });

  it('[statistics, touches] the ball between two is one touch of each, however long; a kick there is another', () => {
    const match = playing();
    const squeeze = (ticks: number) => {
      for (let i = 0; i < ticks; i++) {
        match.put('ball', { x: 0, y: 0, vx: 0, vy: 0 }).put('red 1', { x: -24, y: 0, vx: 0, vy: 0 });
        match.put('blue 1', { x: 24, y: 0, vx: 0, vy: 0 }).run(1);
      }
    };
    squeeze(100);
    for (const who of ['red 1', 'blue 1']) expect(figures(match, who)).toMatchObject({ touches: 1 });
    match.press('red 1', 'kick');
    squeeze(1);
    expect(figures(match, 'red 1')).toMatchObject({ touches: 2 });
    match.press('red 1', '').put('blue 1', { x: 0, y: 150 });
    touch(touch(match.run(31), 'red 2'), 'blue 1');
    expect(figures(match, 'blue 1')).toMatchObject({ touches: 2 });
  });

  it('[statistics, play] the kick of the kick-off counts, what is done after a goal does not', () => {
    const match = kickOff('classic', { red: 1, blue: 1 }).run(1).put('blue 1', { x: 0, y: 150 });
    match.put('red 1', { x: -28, y: 0 }).kick('red 1');
    expect(match.state.phase).toBe('playing');
    expect(figures(match, 'red 1')).toMatchObject({ touches: 1, shots: 1 });
    match.until('goal');
    const { ticks, players } = statisticsOf(match);
    kick(match.run(5), 'blue 1', 0, 120).run(5);
    expect(statisticsOf(match)).toMatchObject({ ticks, players });
  });
});

describe('possession, distance, heat', () => {
  it('[statistics, possession] goes from touch to touch; nobody has a ball that was not touched', () => {
    const match = playing().run(10);
    touch(match, 'red 1').run(29);
    touch(match, 'blue 1').run(59);
    const { red, blue, ticks } = statisticsOf(match);
    expect([red.possessionTicks, blue.possessionTicks, ticks]).toEqual([30, 60, 101]);
  });

  it('[statistics, possession] whoever plays with the ball after a goal does not have it at the kick-off', () => {
    const match = playing();
    touch(match.shootAt('blue').run(5), 'red 1').until('positionsReset');
    match.setRolling().run(10);
    expect(statisticsOf(match).red.possessionTicks).toBe(0);
  });

  it('[statistics, play] a pause stops all clocks', () => {
    const match = touch(playing(), 'red 1').run(10);
    match.press('red 1', 'right');
    const before = statisticsOf(match);
    match.pause(true);
    match.run(200).pause(false);
    match.run(119);
    expect(statisticsOf(match)).toEqual(before);
    match.run(1);
    expect(statisticsOf(match).ticks).toBe(before.ticks + 1);
  });

  it('[statistics, distance] what a player ran, and no jump', () => {
    const match = playing().put('red 1', { x: -200, y: -150, vx: 0, vy: 0 }).run(1);
    const from = match.disc('red 1').x;
    match.hold('red 1', 'right', 100);
    const ran = match.disc('red 1').x - from;
    expect(ran).toBeGreaterThan(100);
    expect(figures(match, 'red 1').distance).toBe(Math.round(ran));
    match.put('red 1', { x: 200, y: 100, vx: 0, vy: 0 }).run(1);
    match.team('red 1', 0).team('red 1', 1).run(1);
    expect(figures(match, 'red 1').distance).toBe(Math.round(ran));
  });

  it('[statistics, heat map] a tick in the cell where he is; corners and beyond are cells, too', () => {
    const match = playing();
    const cell = (who: string) => {
      const before = statisticsOf(match).players.find(({ name }) => name === who)?.heat ?? [];
      match.run(1);
      const after = statisticsOf(match).players.find(({ name }) => name === who)?.heat ?? [];
      return after.flatMap((ticks, i) =>
        ticks === before[i] ? [] : [[i % 24, Math.floor(i / 24), ticks - before[i]]],
      );
    };
    match.put('red 1', { x: -415, y: -195, vx: 0, vy: 0 });
    expect(cell('red 1')).toEqual([[0, 0, 1]]);
    match.put('red 1', { x: 30, y: 30, vx: 0, vy: 0 });
    expect(cell('red 1')).toEqual([[12, 6, 1]]);
    const { width, height } = match.state.stadium.pitch;
    expect(heatCell(match.state, 9 * width, 9 * height)).toBe(24 * 12 - 1);
    expect(heatCell(match.state, -9 * width, -9 * height)).toBe(0);
    expect(heatCell(match.state, width, 0)).toBe(6 * 24 + 23);
    const { red, players } = statisticsOf(match);
    const sum = (cells: readonly number[]) => cells.reduce((a, b) => a + b, 0);
    expect(sum(red.heat)).toBe(red.playedTicks);
    for (const { heat, playedTicks } of players) expect(sum(heat)).toBe(playedTicks);
  });
});

describe('lines', () => {
  it('[statistics, lines] who changes sides has one for each; who comes back is somebody else', () => {
    const match = touch(playing(), 'red 1').team('red 1', 2).run(5);
    touch(touch(match, 'blue 2'), 'red 1');
    match.leave('red 1').join('red 1').team('red 1', 1).run(5);
    const lines = statisticsOf(match).players.filter(({ name }) => name === 'red 1');
    expect(lines.map(({ id, team, touches }) => [id, team, touches])).toEqual([
      [1, 1, 1],
      [1, 2, 1],
      [5, 1, 0],
    ]);
  });

  it('[statistics, lines] are kept after the match, and forgotten when the next one starts', () => {
    const match = touch(playing(), 'red 1').do({ type: 'stop', by: 0 }).run(10);
    expect(figures(match, 'red 1')).toMatchObject({ touches: 1 });
    match.do({ type: 'start', by: 0 }).run(10);
    expect(figures(match, 'red 1')).toMatchObject({ touches: 0 });
  });

  it('[statistics, bounds] a hundred; whoever comes later counts for his side', () => {
    const match = playing();
    for (let i = 0; i < 120; i++) match.join(`guest ${i}`).team(`guest ${i}`, 1).run(1).leave(`guest ${i}`);
    touch(match.join('late').team('late', 1), 'late');
    const { players, red } = statisticsOf(match);
    expect(players).toHaveLength(100);
    expect(red.touches).toBe(1);
  });

  it('[statistics, bounds] who comes in mid-match says from when on he counts', () => {
    const match = playing().run(600);
    expect(statisticsOf(match).fromSeconds).toBe(0);
    const { fromSeconds, ticks, players } = MatchStatistics.from(match.state).table();
    expect([fromSeconds, ticks, players.length]).toEqual([match.state.time, 0, 4]);
  });
});

describe('a stadium of its own', () => {
  it('[statistics, touches] with another scoring disc: only disc 0 is the ball', () => {
    const other = { pos: [0, 100], radius: 10, invMass: 1, cGroup: ['ball', 'score', 'kick'] };
    const match = kickOff(stadiumOf({ discs: [other] }))
      .run(1)
      .put('ball', { vx: 1 })
      .run(1);
    match.put('red 1', { x: 0, y: 122, vx: 0, vy: 0 }).run(1);
    expect(match.events.at(-1)).toMatchObject({ type: 'touch', disc: 1 });
    expect(figures(match, 'red 1')).toMatchObject({ touches: 0, possessionTicks: 0 });
  });

  it('[statistics, touches] with a ball that cannot score: no touches', () => {
    const still = stadiumOf({ ballPhysics: { cGroup: ['kick'] } });
    const match = kickOff(still).run(1);
    touch(match.put('ball', { vx: 1 }).run(1), 'red 1');
    expect(figures(match, 'red 1')).toMatchObject({ touches: 0, possessionTicks: 0 });
  });
});
