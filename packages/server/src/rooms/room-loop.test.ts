import { apply, type Command, createState, findPlayer, KEY, type MatchEvent } from '@touchline/shared/match';
import { Confirmation } from '@touchline/shared/protocol';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SeatInputs } from './inputs.ts';
import { RoomLoop } from './room-loop.ts';

vi.mock(import('@touchline/shared/match'), async (original) => {
  const match = await original();
  return { ...match, apply: vi.fn(match.apply) };
});

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);

describe('room loop', () => {
  let loop: RoomLoop;
  let told: { commands: readonly Command[]; events: readonly MatchEvent[] }[];

  beforeEach(() => {
    loop = new RoomLoop(createState(classic), stadiums);
    told = [];
    loop.listeners.add({
      tick: (commands, events) => told.push({ commands, events }),
      rest: () => {},
      close: () => {},
    });
  });

  const sit = (team: 1 | 2, frames: number[] = []) => {
    const id = loop.reservePlayerId();
    loop.submit({ type: 'join', id, name: `p${id}`, avatar: '', bot: false });
    loop.submit({ type: 'team', id, team, by: 0 });
    const source = {
      get size() {
        return frames.length;
      },
      next: () => {
        const keys = frames.shift();
        return keys === undefined ? undefined : { keys };
      },
    };
    loop.seats.set(id, { playerId: id, key: '', inputs: new SeatInputs(), source });
    return id;
  };

  it('keeps no keyframe for newcomers that is older than the room', () => {
    loop.tick(true);
    expect(loop.sync.keyframe).not.toBe('');
    loop.tick(false);
    expect(loop.sync.keyframe).toBe('');
    loop.tick(true);
    expect(loop.sync.keyframe).not.toBe('');
  });

  it('applies commands between ticks, each seeing the one before, and logs none that was refused', () => {
    const id = sit(1);
    const refusals: string[] = [];
    loop.submit({ type: 'start', by: 0 });
    loop.submit({ type: 'start', by: 0 }, (reason) => refusals.push(reason));
    loop.tick(true);
    expect(refusals).toEqual(['match-running']);
    expect(told[0].commands.map((command) => command.type)).toEqual(['join', 'team', 'start']);
    expect(findPlayer(loop.state, id)?.team).toBe(1);
  });

  it('uses one input per player per tick, and logs it only when the keys change', () => {
    sit(1, [0, KEY.right, KEY.right, KEY.right, 0]);
    loop.submit({ type: 'start', by: 0 });
    for (let i = 0; i < 6; i++) loop.tick(true);
    const inputs = told.map(({ commands }) => commands.filter((command) => command.type === 'input').length);
    expect(inputs).toEqual([0, 1, 0, 0, 1, 0]);
  });

  it('asks for nothing while the keys are those that are stored, and for all that are not', () => {
    const id = sit(1, [KEY.right, KEY.right, KEY.right]);
    loop.submit({ type: 'start', by: 0 });
    loop.tick(true);
    vi.mocked(apply).mockClear();
    loop.tick(true);
    expect(apply).not.toHaveBeenCalled();
    // A reset lets go of keys that are held: the next tick presses them again.
    loop.submit({ type: 'input', id, keys: 0 });
    loop.tick(true);
    expect(told.at(-1)?.commands.map((command) => 'keys' in command && command.keys)).toEqual([0, KEY.right]);
  });

  it('a kick that is let go and pressed again within one tick is two commands', () => {
    const id = sit(1, []);
    loop.submit({ type: 'start', by: 0 });
    loop.submit({ type: 'input', id, keys: KEY.kick });
    loop.tick(true);
    const seat = loop.seats.get(id);
    if (seat) {
      seat.source = { size: 2, next: () => ({ keys: 0 }) };
      vi.spyOn(seat.inputs, 'take').mockReturnValue([0, KEY.kick]);
    }
    loop.tick(true);
    expect(told.at(-1)?.commands.map((command) => 'keys' in command && command.keys)).toEqual([0, KEY.kick]);
  });

  it('moves nobody who sits on the bench', () => {
    const id = loop.reservePlayerId();
    loop.submit({ type: 'join', id, name: 'bench', avatar: '', bot: false });
    loop.seats.set(id, {
      playerId: id,
      key: '',
      inputs: new SeatInputs(),
      source: { size: 1, next: () => ({ keys: KEY.up }) },
    });
    for (let i = 0; i < 5; i++) loop.tick(true);
    expect(findPlayer(loop.state, id)?.input).toBe(0);
  });

  it('sends patches from which a reader steps the same state, hash by hash', () => {
    let reader!: Confirmation;
    reader = new Confirmation(stadiums, { stepped: () => {}, adopted: () => {}, diverged: () => {} });
    sit(1, [KEY.right, KEY.right | KEY.kick, KEY.up, KEY.left, 0, KEY.kick]);
    sit(2, [KEY.left, KEY.left | KEY.down]);
    loop.submit({ type: 'start', by: 0 });
    for (let i = 0; i < 400; i++) {
      loop.tick(true);
      const { tick, batch, hash, keyframe } = loop.sync;
      expect(reader.push({ tick, batch, hash, keyframe, ack: 0 })).toBeNull();
    }
    expect(reader.divergences).toBe(0);
    expect(reader.state?.tick).toBe(400);
    expect(reader.state?.world.x).toEqual(loop.state.world.x);
  });

  it('notices a reader that went astray, and heals it with the next keyframe', () => {
    const reader = new Confirmation(stadiums, { stepped: () => {}, adopted: () => {}, diverged: () => {} });
    sit(1);
    loop.submit({ type: 'start', by: 0 });
    const pass = () => {
      loop.tick(true);
      const { tick, batch, hash, keyframe } = loop.sync;
      reader.push({ tick, batch, hash, keyframe, ack: 0 });
    };
    for (let i = 0; i < 10; i++) pass();
    if (reader.state) reader.state.world.x[0] += 1;
    for (let i = 0; i < 30; i++) pass();
    expect(reader.divergences).toBe(1);
    loop.requestKeyframe();
    pass();
    expect(reader.state?.world.x).toEqual(loop.state.world.x);
  });
});
