// Whatever people do in a room, its statistics agree with its events, with themselves, and with those of any other reader.
import {
  apply,
  type Command,
  cloneState,
  createState,
  FIGURES,
  type MatchEvent,
  type MatchState,
  MatchStatistics,
  type StatisticsTable,
  step,
} from '@touchline/shared/match';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aim, anyScript, begin, runs, type Script, STADIUMS } from './kit/rooms.ts';
import { playScene } from './kit/scene.ts';
import { statisticsOf } from './kit/statistics.ts';

type Tick = (state: MatchState, commands: readonly Command[], events: readonly MatchEvent[]) => void;

function play(script: Script, each: Tick): void {
  const state = begin(script);
  for (const attempts of script.ticks) {
    const accepted: Command[] = [];
    for (const attempt of attempts) {
      const command = aim(state, attempt) as Command;
      if (apply(state, command, STADIUMS) === null) accepted.push(command);
    }
    const events: MatchEvent[] = [];
    step(state, events);
    each(state, accepted, events);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

function checkTable({ ticks, red, blue, players }: StatisticsTable): void {
  expect(red.possessionTicks + blue.possessionTicks).toBeLessThanOrEqual(ticks);
  for (const line of [red, blue, ...players]) {
    for (const figure of FIGURES) expect(line[figure], figure).toBeGreaterThanOrEqual(0);
    expect(line.completed).toBeLessThanOrEqual(line.passes);
    // A place that is none (NaN) has no cell.
    expect(sum(line.heat)).toBeLessThanOrEqual(line.playedTicks);
  }
  for (const [team, side] of [red, blue].entries()) {
    const lines = players.filter((line) => line.team === team + 1);
    for (const figure of ['saves', 'passes', 'completed', 'touches', 'possessionTicks', 'playedTicks'] as const) {
      expect(sum(lines.map((line) => line[figure])), figure).toBe(side[figure]);
    }
    // Who has gone to the bench since his touch has no line on the side that gains.
    for (const figure of ['goals', 'assists', 'shots', 'ownGoals'] as const) {
      expect(sum(lines.map((line) => line[figure])), figure).toBeLessThanOrEqual(side[figure]);
    }
  }
}

it('[statistics] the table agrees with the score, the events and itself', () => {
  const property = fc.property(anyScript(60), (script) => {
    let statistics: MatchStatistics | null = null;
    const told = { goals: 0, ownGoals: 0, assists: 0 };
    play(script, (state, commands, events) => {
      if (commands.some(({ type }) => type === 'start')) Object.assign(told, { goals: 0, ownGoals: 0, assists: 0 });
      statistics ??= MatchStatistics.from(state);
      statistics.tick(state, commands, events);
      const begun = commands.some(({ type }) => type === 'start');
      for (const event of events) {
        if (event.type !== 'goal' || begun) continue;
        told.goals++;
        if (event.own) told.ownGoals++;
        if (event.assist !== 0) told.assists++;
      }
      if (state.tick % 10 !== 0 && !events.some(({ type }) => type === 'goal')) return;
      const table = statistics.table();
      const { red, blue } = table;
      checkTable(table);
      if (state.phase !== 'none') expect([red.goals, blue.goals]).toEqual([state.red, state.blue]);
      expect(red.goals + blue.goals).toBe(told.goals);
      expect(red.ownGoals + blue.ownGoals).toBe(told.ownGoals);
      expect(red.assists + blue.assists).toBe(told.assists);
    });
  });
  fc.assert(property, runs(100));
});

it('[statistics] a copy goes on like the one that it was made of, and neither touches the other', () => {
  const property = fc.property(anyScript(60), fc.nat(), (script, cutAt) => {
    let whole: MatchStatistics | null = null;
    let copy: MatchStatistics | null = null;
    let kept: MatchStatistics | null = null;
    let atCut: StatisticsTable | null = null;
    const cut = 1 + (cutAt % script.ticks.length);
    play(script, (state, commands, events) => {
      whole ??= MatchStatistics.from(state);
      whole.tick(state, commands, events);
      copy?.tick(state, commands, events);
      if (state.tick !== cut) return;
      atCut = whole.table();
      copy = whole.clone();
      kept = whole.clone();
    });
    expect((copy as MatchStatistics | null)?.table()).toEqual((whole as MatchStatistics | null)?.table());
    expect((kept as MatchStatistics | null)?.table()).toEqual(atCut);
  });
  fc.assert(property, runs(60));
});

it('[statistics] copies of a real match, made all along, end alike', () => {
  const match = playScene('classic', 1500);
  const state = createState(match.state.stadium);
  const counting = [MatchStatistics.from(state)];
  for (const commands of match.log) {
    for (const command of commands) apply(state, command, match.stadiums);
    const events: MatchEvent[] = [];
    step(state, events);
    for (const statistics of counting) statistics.tick(state, commands, events);
    if (state.tick % 25 === 0) counting.push(counting[0].clone());
  }
  const [whole, ...copies] = counting.map((statistics) => statistics.table());
  for (const copy of copies) expect(copy).toEqual(whole);
});

it('[statistics] counting changes nothing: it reads a state and leaves it', () => {
  const property = fc.property(anyScript(30), (script) => {
    let statistics: MatchStatistics | null = null;
    play(script, (state, commands, events) => {
      statistics ??= MatchStatistics.from(state);
      const before = cloneState(state);
      statistics.tick(state, commands, events);
      expect(cloneState(state)).toEqual(before);
    });
  });
  fc.assert(property, runs(30));
});

it('[statistics] three against three for three minutes: every kind of figure is there', () => {
  const match = playScene('classic', 10_800);
  const table = statisticsOf(match);
  checkTable(table);
  const both = Object.fromEntries(FIGURES.map((figure) => [figure, table.red[figure] + table.blue[figure]]));
  for (const figure of ['goals', 'shots', 'saves', 'passes', 'completed', 'touches'] as const) {
    expect(both[figure], figure).toBeGreaterThan(0);
  }
});
