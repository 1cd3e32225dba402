import { describe, expect, it } from 'vitest';
import { kickOff } from '../../test/kit/index.ts';
import { cloneState } from '../match/index.ts';
import { hashState } from './keyframe.ts';
import { Divergence, runBatch, runTick } from './replay.ts';

describe('runBatch', () => {
  it('[design] tells of every tick its commands and the events that the room told', () => {
    const match = kickOff('classic', { blue: 0 }).run(1);
    const state = cloneState(match.state);
    const from = match.tick;
    match.hold('red 1', 'right', 120).press('red 1', 'right kick').run(30);
    const told: unknown[] = [];
    let inputs = 0;
    runBatch(state, { from, ticks: match.log.slice(from) }, match.stadiums, (commands, events) => {
      inputs += commands.length;
      told.push(...events.map((event) => ({ ...event, tick: state.tick })));
    });
    expect(told).toEqual(match.events);
    expect([inputs, hashState(state)]).toEqual([3, hashState(match.state)]);
  });

  it('refuses a batch that begins elsewhere', () => {
    const match = kickOff().run(5);
    expect(() => runBatch(match.state, { from: 4, ticks: [[]] }, match.stadiums, () => {})).toThrow(RangeError);
    expect(match.tick).toBe(5);
  });
});

describe('runTick', () => {
  it('[house style] a command of the log that is refused is a divergence, with its tick', () => {
    const match = kickOff().run(5);
    const command = { type: 'start', by: 0 } as const;
    let divergence: unknown;
    try {
      runTick(match.state, [command], match.stadiums, []);
    } catch (error) {
      divergence = error;
    }
    expect(divergence).toBeInstanceOf(Divergence);
    expect(divergence).toMatchObject({ tick: 5, command, refusal: 'match-running' });
    expect(match.tick).toBe(5);
  });
});
