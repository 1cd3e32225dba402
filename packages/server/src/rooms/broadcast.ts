// A room as its viewers get it: the same log, stepped a second time, once it is on the disk and the room's delay is over.
// Everything public (feeds, events, cards, previews) looks at this and at nothing else, so nothing can be ahead of it.

import { type Recording, runTick } from '@touchline/shared/log';
import type { Command, MatchEvent, MatchState } from '@touchline/shared/match';
import { clamp, TICKS_PER_SECOND } from '@touchline/shared/match';
import type { Closing, PitchGlimpse, RoomListing } from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';
import type { LiveRoom } from './live-room.ts';
import type { HostedRoom, RoomOrigin, TickListener } from './room.ts';

/** How often a room that sleeps looks whether the delay of its last ticks is over. */
const DRAIN_MS = 100;
const TICK_MS = 1000 / TICKS_PER_SECOND;

/** A tick that the public has not seen. */
interface Pending {
  readonly commands: readonly Command[];
  /** performance.now() when it was played. */
  readonly atMs: number;
}

export class Broadcast implements HostedRoom, TickListener {
  readonly state: MatchState;
  private readonly live: LiveRoom;
  private readonly listeners = new Set<TickListener>();
  /** The oldest first; `first` of them are told already. */
  private pending: Pending[] = [];
  private first = 0;
  /** Completed ticks whose log is on the disk. */
  private written = Number.POSITIVE_INFINITY;
  private drainTimer: NodeJS.Timeout | undefined;
  private draining = false;

  /** `state` becomes the broadcast's own. */
  constructor(live: LiveRoom, state: MatchState) {
    this.live = live;
    this.state = state;
    live.listen(this);
  }

  get id(): string {
    return this.live.id;
  }

  get epoch(): string {
    return this.live.epoch;
  }

  get firstEpoch(): string {
    return this.live.firstEpoch;
  }

  get origin(): RoomOrigin {
    return this.live.origin;
  }

  get unlisted(): boolean {
    return this.live.unlisted;
  }

  get closing(): Closing {
    return this.live.closing;
  }

  get delay(): number {
    return this.live.delay;
  }

  get stadiums(): Stadiums {
    return this.live.stadiums;
  }

  watchKey(): string {
    return this.live.watchKey();
  }

  name(): string {
    return this.live.name();
  }

  hold(): () => void {
    return this.live.hold();
  }

  /** Will there be another tick by itself? */
  awake(): boolean {
    return this.live.awake() || this.waiting > 0;
  }

  listen(listener: TickListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** From now on nothing is told before `wrote` has said that it is on the disk. */
  awaitDisk(): void {
    this.written = this.state.tick;
  }

  wrote(tick: number): void {
    this.written = Math.max(this.written, tick);
    this.drain();
  }

  /** Tells the ticks of an unfinished log again, as they were told before the server went away. */
  retell(recording: Recording): void {
    const { startTick, endTick } = recording;
    const nowMs = performance.now();
    for (let tick = startTick; tick < endTick; tick++) {
      this.pending.push({ commands: recording.commandsOf(tick), atMs: nowMs - (endTick - tick) * TICK_MS });
      this.written = tick + 1;
      this.drain();
    }
    if (this.waiting > 0) this.drainLater();
  }

  /** Stadiums that ticks still to be told begin to use. */
  *arenasInUse(): Generator<string> {
    yield this.state.stadium.hash;
    for (const { commands } of this.pending.slice(this.first)) {
      for (const command of commands) if (command.type === 'stadium') yield command.hash;
    }
  }

  tick(commands: readonly Command[]): void {
    this.pending.push({ commands: [...commands], atMs: performance.now() });
    this.drain();
  }

  rest(): void {
    if (this.waiting > 0) this.drainLater();
    else this.tellRest();
  }

  close(reason: 'room-closed' | 'server-stopping'): void {
    clearTimeout(this.drainTimer);
    for (const listener of [...this.listeners]) listener.close(reason);
  }

  listing(): RoomListing {
    const { state, live } = this;
    // Seats are told as they are: whoever looks for one is served best, and they say nothing about the match.
    const bots = live.state.players.filter((player) => player.bot).length;
    return {
      id: this.id,
      name: this.name(),
      players: live.state.players.filter(({ id }) => id !== 0).length - bots,
      bots,
      maxPlayers: live.maxPlayers,
      viewers: live.viewerCount,
      hasPassword: live.needsPassword(),
      watchable: live.watchKey() === '',
      standing: this.origin.standing,
      stadium: state.stadium.name,
      arena: state.stadium.hash,
      phase: state.phase,
      red: state.red,
      blue: state.blue,
      seconds: Math.floor(state.time),
      scoreLimit: state.scoreLimit,
      timeLimit: state.timeLimit,
      closing: this.closing,
      delay: this.delay,
    };
  }

  glimpse(): PitchGlimpse | null {
    const { state } = this;
    if (state.phase === 'none' || !this.awake()) return null;
    const { width, height } = state.stadium.pitch;
    const spot = (disc: number, team: 0 | 1 | 2): [number, number, 0 | 1 | 2] => [
      Math.round(clamp(state.world.x[disc], -width, width)) || 0,
      Math.round(clamp(state.world.y[disc], -height, height)) || 0,
      team,
    ];
    const players = state.players.filter((player) => player.disc >= 0);
    return {
      id: this.id,
      width,
      height,
      discs: [...players.map((player) => spot(player.disc, player.team)), spot(0, 0)],
    };
  }

  private get waiting(): number {
    return this.pending.length - this.first;
  }

  /** Runs every tick that may be seen by now. */
  private drain(): void {
    // A listener may wake the room, whose first tick comes back here.
    if (this.draining) return;
    this.draining = true;
    try {
      const due = performance.now() - this.delay * 1000;
      while (this.waiting > 0 && this.state.tick < this.written && this.pending[this.first].atMs <= due) this.run();
    } finally {
      this.draining = false;
    }
    if (this.first > 1024 || this.first === this.pending.length) {
      this.pending = this.pending.slice(this.first);
      this.first = 0;
    }
  }

  private run(): void {
    const { commands } = this.pending[this.first++];
    const events: MatchEvent[] = [];
    runTick(this.state, commands, this.stadiums, events);
    for (const listener of this.listeners) listener.tick(commands, events);
  }

  private drainLater(): void {
    this.drainTimer ??= setTimeout(() => {
      this.drainTimer = undefined;
      this.drain();
      if (this.waiting > 0) this.drainLater();
      else if (!this.live.awake()) this.tellRest();
    }, DRAIN_MS);
  }

  private tellRest(): void {
    for (const listener of this.listeners) listener.rest();
  }
}
