// Prediction against a small server that does what rooms/room-loop.ts does, over a line with a fixed delay in ticks.
import {
  apply,
  type Command,
  cloneState,
  createState,
  findPlayer,
  KEY,
  type MatchEvent,
  type MatchState,
  step,
} from '@touchline/shared/match';
import { KeyGate } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import type { View } from '../game/view.ts';
import { STEP_MS } from './interpolate.ts';
import { Prediction } from './prediction.ts';

const NOBODY = { get: () => undefined };

/** A line of `delayTicks` each way between a predicting player (id 1) and the room. */
class Laboratory {
  readonly server: MatchState;
  readonly confirmed: MatchState;
  readonly prediction: Prediction;
  keys = 0;
  private readonly up: { readonly arrives: number; readonly keys: number }[] = [];
  private readonly down: { readonly arrives: number; readonly commands: Command[]; readonly ack: number }[] = [];
  private readonly gate = new KeyGate();
  /** Inputs that the server did not play. */
  passedOver = 0;
  private missed = 0;
  private sent = 0;
  private consumed = 0;
  private acked = 0;
  private now = 0;
  private freeAt = 0;
  private readonly delayTicks: number;

  constructor(delayTicks: number) {
    this.delayTicks = delayTicks;
    const stadium = stockStadium('Classic');
    if (!stadium) throw new Error('no Classic');
    this.server = createState(stadium);
    for (const id of [1, 2]) {
      this.apply({ type: 'join', id, name: `p${id}`, avatar: '', bot: false });
      this.apply({ type: 'team', id, team: id as 1 | 2, by: 0 });
    }
    this.apply({ type: 'start', by: 0 });
    this.confirmed = cloneState(this.server);
    const laboratory = this;
    this.prediction = new Prediction(
      {
        send: (keys) => {
          laboratory.up.push({ arrives: Math.max(laboratory.now + delayTicks, laboratory.freeAt), keys });
          return ++laboratory.sent;
        },
        get acked() {
          return laboratory.acked;
        },
      },
      () => this.keys,
    );
    this.prediction.restart(1);
    this.prediction.adopt(this.confirmed, 0);
    this.prediction.frame(0);
  }

  private apply(command: Command): void {
    const refusal = apply(this.server, command, NOBODY);
    if (refusal) throw new Error(refusal);
  }

  /** Nothing of what is sent from now on arrives before so many ticks have gone by without it. */
  stall(ticks: number): void {
    this.freeAt = this.now + this.delayTicks + ticks + 1;
  }

  /** One tick of the server and one frame of the client. */
  tick(remote: Command[] = []): View {
    this.now++;
    const commands: Command[] = [];
    const admit = (command: Command) => {
      if (apply(this.server, command, NOBODY) === null) commands.push(command);
    };
    for (const command of remote) admit(command);
    let waiting = this.up.findIndex(({ arrives }) => arrives > this.now);
    if (waiting < 0) waiting = this.up.length;
    if (waiting === 0 && this.consumed > 0) this.missed++;
    else {
      // As rooms/inputs.ts after a stall.
      const late = Math.min(this.missed, Math.max(0, waiting - 1));
      this.missed = 0;
      this.passedOver += late;
      for (const { keys } of this.up.splice(0, Math.min(waiting, late + 1))) {
        this.consumed++;
        admit({ type: 'input', id: 1, keys: this.gate.pass(keys) });
      }
    }
    step(this.server, []);
    this.gate.settle(findPlayer(this.server, 1)?.input ?? 0);
    this.down.push({ arrives: this.now + this.delayTicks, commands, ack: this.consumed });

    while (this.down[0] && this.down[0].arrives <= this.now) {
      const patch = this.down.shift() as (typeof this.down)[0];
      const events: MatchEvent[] = [];
      for (const command of patch.commands) apply(this.confirmed, command, NOBODY);
      step(this.confirmed, events);
      this.acked = patch.ack;
      this.prediction.confirm(patch.ack);
    }
    const view = this.prediction.frame(this.now * STEP_MS + 0.001);
    if (!view) throw new Error('nothing to show');
    return view;
  }
}

describe('prediction', () => {
  it('moves the own disc in the very frame of the key, at any delay', () => {
    for (const delayTicks of [0, 3, 12]) {
      const lab = new Laboratory(delayTicks);
      for (let i = 0; i < 40; i++) lab.tick();
      const before = lab.tick();
      const self = findPlayer(before.state, 1)?.disc as number;
      const x = before.state.world.x[self];
      lab.keys = KEY.right;
      const after = lab.tick();
      expect(after.state.world.x[self]).toBeGreaterThan(x);
    }
  });

  it('needs no correction on a steady line while nobody else touches the ball, through kick, goal and line-up', () => {
    const lab = new Laboratory(6);
    for (let i = 0; i < 30; i++) lab.tick();
    let goals = 0;
    let worst = 0;
    // Run at the ball, kick it into the goal, keep everything held over the reset.
    for (let i = 0; i < 900; i++) {
      lab.keys = KEY.right | (i > 100 ? KEY.kick : 0);
      const view = lab.tick();
      worst = Math.max(worst, lab.prediction.correction);
      goals = Math.max(goals, view.state.red);
    }
    expect(goals).toBeGreaterThan(0);
    expect(worst).toBe(0);
  });

  it('smooths what another player changed, and ends where the server is', () => {
    const lab = new Laboratory(6);
    for (let i = 0; i < 30; i++) lab.tick();
    let worst = 0;
    for (let i = 0; i < 60; i++) {
      lab.tick(
        i === 10 ? [{ type: 'input', id: 2, keys: KEY.left }] : i === 30 ? [{ type: 'input', id: 2, keys: 0 }] : [],
      );
      worst = Math.max(worst, lab.prediction.correction);
    }
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(10);
    for (let i = 0; i < 200; i++) lab.tick();
    expect(lab.prediction.correction).toBeLessThan(0.01);
  });

  it('reckons with a silence: the server plays on with the last keys and passes over what comes too late', () => {
    const lab = new Laboratory(6);
    lab.keys = KEY.up;
    for (let i = 0; i < 30; i++) lab.tick();
    let worst = 0;
    lab.stall(12);
    for (let i = 0; i < 60; i++) {
      lab.tick();
      worst = Math.max(worst, lab.prediction.correction);
    }
    expect(lab.passedOver).toBe(12);
    expect(worst).toBeLessThan(1e-9);
  });

  it('moves what it draws off its place no faster than the eye takes for motion', () => {
    const lab = new Laboratory(12);
    for (let i = 0; i < 40; i++) lab.tick();
    let fastest = 0;
    let before = lab.tick().x[0];
    for (let i = 0; i < 120; i++) {
      const { x } = lab.tick(i === 0 ? [{ type: 'disc', index: 0, change: { y: 50, x: 50 } }] : []);
      fastest = Math.max(fastest, Math.abs(x[0] - before));
      before = x[0];
    }
    expect(before).toBe(50);
    expect(fastest).toBeGreaterThan(4);
    expect(fastest).toBeLessThan(8);
  });

  it('begins to put right what it draws in the very frame of the news, the ball at an even pace until it is there', () => {
    const lab = new Laboratory(12);
    for (let i = 0; i < 40; i++) lab.tick();
    const off: number[] = [];
    for (let i = 0; i < 40 && off.at(-1) !== 0; i++) {
      lab.tick(i === 0 ? [{ type: 'disc', index: 0, change: { x: 30 } }] : []);
      if (lab.confirmed.world.x[0] === 30) off.push(lab.prediction.correction);
    }
    expect(off.slice(0, 3)).toEqual([22, 14, 6].map((left) => expect.closeTo(left, 6)));
  });

  it('stops sending, and moving, at eighty inputs without an answer', () => {
    const lab = new Laboratory(1000);
    for (let i = 0; i < 200; i++) lab.tick();
    expect(lab.prediction.unacked).toBe(80);
  });
});
