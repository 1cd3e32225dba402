import { describe, expect, it } from 'vitest';
import { readScenario, runScenario, type StadiumRef, writeTrace } from './scenario.ts';

const SCENARIO = {
  ...{ format: 'hb-trace-1', name: 'n', description: 'd', stadium: { stock: 'classic' }, settings: {}, ticks: 30 },
  ...{
    players: [
      [10, 1],
      [-4, 2],
    ],
    inputs: [],
    events: ['ignored'],
    samples: ['ignored'],
  },
};
const noRefs = () => {
  throw new Error('no ref');
};
const run = (changes: object, loadRef: (ref: StadiumRef) => string = noRefs) =>
  runScenario(readScenario({ ...SCENARIO, ...changes }), loadRef);

describe('runScenario', () => {
  it('[traces] ids are arbitrary and come back', () => {
    const commands = [
      [5, 'leave', 10],
      [6, 'join', 10],
      [7, 'team', 10, 1],
      [8, 'join', 10],
    ];
    const trace = run({ commands, sampleEvery: 10 });
    const count = trace.samples.map((sample) => sample[5]?.length);
    expect(count).toEqual([7, 7, 7, 7]);
    // Put in during the match: at the edge, from where the outer wall pushes him in.
    expect(trace.samples[1][5]?.[6]?.[0]).toBe(-405);
  });

  it('[traces] a kick is told with the id of the scenario', () => {
    const stadium = { inline: { ...BARE, redSpawnPoints: [[-26, 0]] } };
    const trace = run({ stadium, inputs: [[0, 10, 16 + 64]] });
    expect(trace.events).toEqual([
      [1, 'kick', 10],
      [1, 'kickoff'],
    ]);
  });

  it('[traces] what does not apply does nothing', () => {
    const commands = [
      [0, 'leave', 77],
      [0, 'team', 77, 1],
      [0, 'team', 10, 1],
      [0, 'start'],
      [0, 'pause', false],
    ];
    expect(run({ commands, inputs: [[0, 77, 8]] }).samples).toEqual(run({}).samples);
  });

  it('[traces] ticks go on without a match; a command at the last tick changes nothing any more', () => {
    const trace = run({
      commands: [
        [3, 'stop'],
        [12, 'start'],
        [30, 'stop'],
      ],
      sampleEvery: 10,
    });
    expect(trace.samples.map(([tick, phase]) => [tick, phase])).toEqual([
      [0, 0],
      [10, null],
      [20, 0],
      [30, 0],
    ]);
  });

  it('[match-rules §1] limits outside 0..99 are clamped', () => {
    expect(run({ settings: { scoreLimit: 500, timeLimit: -3 } }).samples).toHaveLength(2);
  });

  it('[traces] a referenced stadium comes from whoever has the file', () => {
    const ref = { repo: 'a/b', path: 'c', commit: 'd', sha256: 'AB'.repeat(32) };
    const asked: StadiumRef[] = [];
    run({ stadium: { ref } }, (wanted) => {
      asked.push(wanted);
      return JSON.stringify(BARE);
    });
    expect(asked).toEqual([{ ...ref, sha256: 'ab'.repeat(32) }]);
  });

  it('[traces] an inline stadium keeps what JSON.stringify would lose', () => {
    const text = '{"inline": {"discs": [{"pos": [1e999, -0]}], "joints": [{"d0": 0, "d1": 1, "strength": 1e999}]}}';
    const { inline } = JSON.parse(text) as { inline: object };
    const trace = run({ stadium: { inline: { ...BARE, ...inline } } });
    expect(JSON.parse(writeTrace(trace)).stadium.inline.discs).toEqual([{ pos: [Number.POSITIVE_INFINITY, -0] }]);
  });
});

const BARE = {
  name: 'x',
  width: 400,
  height: 200,
  bg: {},
  vertexes: [],
  segments: [],
  goals: [],
  discs: [],
  planes: [],
};
