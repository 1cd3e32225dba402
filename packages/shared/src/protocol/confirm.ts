// Patches → the confirmed state, one step per patch, exactly like any reader of the log. Hashes are compared, keyframes adopted.
import { base64 } from '@scure/base';
import { decodeCommands, decodeKeyframe, hashState, keyframeArena, runTick } from '../log/index.ts';
import type { Command, MatchEvent, MatchState } from '../match/index.ts';
import type { Stadiums } from '../stadium/index.ts';
import { HASH_EVERY } from './schema.ts';

/** What a patch says about the simulation. */
export interface TickPatch {
  readonly tick: number;
  readonly batch: string;
  readonly hash: string;
  readonly keyframe: string;
  /** Newest own input that the server had used when the patch left it. */
  readonly ack: number;
}

export interface ConfirmListener {
  /** One tick was stepped; `state` is already the state after it. */
  stepped(commands: readonly Command[], events: readonly MatchEvent[], patch: TickPatch): void;
  /** A keyframe replaced the state: after joining, returning, or a divergence. */
  adopted(patch: TickPatch): void;
  /** Two runs of one log differ, first at `tick`: a bug. The state is kept until the next keyframe heals it. */
  diverged(tick: number, reason: string): void;
}

/** Keeps the confirmed state of one room. Patches wait in a queue while an arena is being fetched. */
export class Confirmation {
  /** Null until the first keyframe. */
  state: MatchState | null = null;
  divergences = 0;
  private readonly queue: TickPatch[] = [];
  private healing = true;
  private readonly stadiums: Stadiums;
  private readonly listener: ConfirmListener;

  constructor(stadiums: Stadiums, listener: ConfirmListener) {
    this.stadiums = stadiums;
    this.listener = listener;
  }

  /** Forget the state and wait for the next keyframe: after a lost connection. */
  restart(): void {
    this.queue.length = 0;
    this.healing = true;
  }

  /** Takes the next patch. Returns the hash of an arena that must be fetched before anything moves, or null. */
  push(patch: TickPatch): string | null {
    this.queue.push(patch);
    return this.drain();
  }

  /** Works off the queue; call it again once the arena that it asked for is there. */
  drain(): string | null {
    for (let patch = this.queue[0]; patch; patch = this.queue[0]) {
      const missing = this.missingArena(patch);
      if (missing !== null) return missing;
      this.queue.shift();
      this.take(patch);
    }
    return null;
  }

  private missingArena(patch: TickPatch): string | null {
    const wanted = patch.keyframe !== '' && this.healing ? [keyframeArena(base64.decode(patch.keyframe))] : [];
    if (patch.batch !== '' && !this.healing) {
      for (const command of decodeCommands(base64.decode(patch.batch))) {
        if (command.type === 'stadium') wanted.push(command.hash);
      }
    }
    return wanted.find((hash) => !this.stadiums.get(hash)) ?? null;
  }

  private take(patch: TickPatch): void {
    const { state } = this;
    if (this.healing || state === null) {
      if (patch.keyframe !== '') this.adopt(patch);
      return;
    }
    if (patch.tick !== state.tick + 1) return this.diverge(patch.tick, `tick ${patch.tick} after ${state.tick}`);
    const commands = patch.batch === '' ? [] : decodeCommands(base64.decode(patch.batch));
    const events: MatchEvent[] = [];
    try {
      runTick(state, commands, this.stadiums, events);
    } catch (error) {
      return this.diverge(patch.tick, String(error));
    }
    this.listener.stepped(commands, events, patch);
    if (patch.tick % HASH_EVERY === 0 && patch.hash !== hashState(state)) this.diverge(patch.tick, 'hash differs');
  }

  private adopt(patch: TickPatch): void {
    this.state = decodeKeyframe(base64.decode(patch.keyframe), this.stadiums);
    this.healing = false;
    this.listener.adopted(patch);
  }

  private diverge(tick: number, reason: string): void {
    this.divergences++;
    this.healing = true;
    this.listener.diverged(tick, reason);
  }
}
