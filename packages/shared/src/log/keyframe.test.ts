import { describe, expect, it } from 'vitest';
import { kickOff, type Match, room } from '../../test/kit/index.ts';
import { cloneState, type MatchState } from '../match/index.ts';
import { LogFormatError } from './bytes.ts';
import { decodeKeyframe, encodeKeyframe, hashState, keyframeArena } from './keyframe.ts';

const code = (decode: () => unknown): string => {
  try {
    decode();
  } catch (error) {
    if (error instanceof LogFormatError) return error.code;
    throw error;
  }
  return 'fine';
};
const playing = (): Match => kickOff('classic', { red: 2, blue: 2, spectators: 1 }).setRolling();

/** What becomes of a keyframe of the changed state. */
function decodeChanged(change: (state: MatchState) => void): string {
  const match = playing();
  change(match.state);
  return code(() => decodeKeyframe(encodeKeyframe(match.state), match.stadiums));
}

describe('keyframes', () => {
  it('[design] hold everything, between matches and in one', () => {
    for (const match of [room(), playing(), playing().shootAt('red').run(40)]) {
      const copy = decodeKeyframe(encodeKeyframe(match.state), match.stadiums);
      expect(copy).toEqual(match.state);
    }
  });

  it('[design] NaN, Infinity and -0 survive', () => {
    const match = playing();
    const { world } = match.state;
    world.x[0] = Number.NaN;
    world.y[0] = Number.NEGATIVE_INFINITY;
    world.vx[0] = -0;
    const copy = decodeKeyframe(encodeKeyframe(match.state), match.stadiums).world;
    expect([copy.x[0], copy.y[0], copy.vx[0]]).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, -0]);
  });

  it('name their arena before anybody knows it', () => {
    const match = playing();
    const bytes = encodeKeyframe(match.state);
    expect(keyframeArena(bytes)).toBe(match.state.stadium.hash);
    expect(code(() => decodeKeyframe(bytes, new Map()))).toBe('unknown-arena');
  });

  it('of another version are refused', () => {
    const bytes = encodeKeyframe(playing().state);
    bytes[0] = 2;
    expect(code(() => keyframeArena(bytes))).toBe('unknown-version');
  });

  it('that contradict themselves are refused', () => {
    expect(decodeChanged(() => {})).toBe('fine');
    expect(
      decodeChanged(({ players }) => {
        players[1].disc = 4;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged(({ players }) => {
        players[1].disc = 9;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged(({ players }) => {
        players[1].disc = players[2].disc;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged(({ players }) => {
        players[1].disc = -1;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged(({ players }) => {
        players[0].disc = 5;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged(({ players }) => {
        players[1].team = 0;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged(({ players }) => {
        players[0].id = 2;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged((state) => {
        state.nextPlayerId = 5;
      }),
    ).toBe('bad-state');
    expect(
      decodeChanged((state) => {
        state.phase = 'none';
      }),
    ).toBe('bad-state');
    expect(decodeChanged(({ world }) => void world.count--)).toBe('bad-state');
    expect(
      decodeChanged((state) => {
        state.pause = 121;
      }),
    ).toBe('bad-value');
    expect(
      decodeChanged((state) => {
        state.scoreLimit = 100;
      }),
    ).toBe('bad-value');
    expect(
      decodeChanged(({ players }) => {
        players[0].name = 'x'.repeat(26);
      }),
    ).toBe('bad-value');
  });
});

describe('hashState', () => {
  it('[physics §1] does not see the sign of zero, and one NaN is like another', () => {
    const match = playing();
    const hash = hashState(match.state);
    match.state.world.vy[0] = -0;
    expect(hashState(match.state)).toBe(hash);
    const bits = new Uint32Array(match.state.world.vy.buffer);
    const hashes = [0x7ff80000, 0xfff80000, 0x7ff80001].map((high) => {
      bits[1] = high;
      return hashState(match.state);
    });
    expect(match.state.world.vy[0]).toBeNaN();
    expect([new Set(hashes).size, hashes[0] === hash]).toEqual([1, false]);
  });

  it('[design] sees one bit of one disc, and every field that a later tick can depend on', () => {
    const { state } = playing();
    const hashes = new Set([hashState(state)]);
    const changes: ((copy: MatchState) => void)[] = [
      (copy) => {
        copy.world.x[0] += 2 ** -40;
      },
      (copy) => {
        copy.world.cMask[5] ^= 1 << 31;
      },
      (copy) => void copy.tick++,
      (copy) => void copy.counter++,
      (copy) => void copy.pause++,
      (copy) => {
        copy.time += 1e-12;
      },
      (copy) => void copy.red++,
      (copy) => void copy.blue++,
      (copy) => {
        copy.kickOffTeam = 2;
      },
      (copy) => void copy.scoreLimit++,
      (copy) => void copy.timeLimit++,
      (copy) => void copy.kickRate.bound++,
      (copy) => void copy.nextPlayerId++,
      (copy) => {
        copy.locked = true;
      },
      (copy) => {
        copy.redKit = { angle: 0, textColor: 0, stripes: [] };
      },
      (copy) => {
        copy.blueKit = { angle: 0, textColor: 0, stripes: [] };
      },
      (copy) => void copy.lastTouch[0]++,
      (copy) => void copy.priorTouch[0]++,
      (copy) => void copy.players.reverse(),
      (copy) => {
        copy.players[0].kickArmed = true;
      },
      (copy) => void copy.players[0].kickBudget--,
      (copy) => void copy.players[0].kickCooldown++,
      (copy) => void copy.players[0].input++,
      (copy) => void copy.players[0].number++,
    ];
    for (const change of changes) {
      const copy = cloneState(state);
      change(copy);
      hashes.add(hashState(copy));
    }
    expect(hashes.size).toBe(1 + changes.length);
  });
});
