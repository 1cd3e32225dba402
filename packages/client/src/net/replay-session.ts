// A recording as the room's screens see it. All that is asked of a server is its key, to tell whose signature it is.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Verdict } from '@touchline/shared/log';
import type { Command } from '@touchline/shared/match';
import type { SessionStatus } from '../ui/session.ts';
import { getServerKey } from './api.ts';
import { NO_FACTS } from './board.ts';
import { PlaybackSession } from './playback-session.ts';
import type { Opened } from './recordings.ts';
import { check } from './verify.ts';

/** `failed`: the check could not be run. */
export type Check =
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'done'; readonly verdict: Verdict }
  | { readonly kind: 'failed' };

export class ReplaySession extends PlaybackSession {
  readonly roomId: string;
  readonly status: ReadonlySignal<SessionStatus> = signal({ kind: 'live' });
  readonly watchKey = signal('');
  readonly check = signal<Check>({ kind: 'running', share: 0 });
  /** What this server signs with, in hex; null: unknown. */
  readonly serverKey = signal<string | null>(null);
  readonly opened: Opened;
  private readonly stopCheck: () => void;

  constructor(opened: Opened) {
    const { recording, bytes } = opened;
    const { name, room } = recording.header;
    super(recording.stadiums, { ...NO_FACTS, name }, (tick, reason) => {
      console.error(`divergence at tick ${tick}: ${reason}`);
    });
    this.roomId = room;
    this.opened = opened;
    const ticks: (readonly Command[])[] = [];
    // The very last tick takes the match off the board: the score is what people want to see at the end.
    const over = recording.result !== null && recording.result.ending !== 'interrupted';
    const last = Math.max(recording.startTick, recording.endTick - (over ? 1 : 0));
    for (let tick = recording.startTick; tick < last; tick++) ticks.push(recording.commandsOf(tick));
    this.playback.load(recording.firstState(), ticks);
    this.refresh();
    getServerKey().then(
      ({ publicKey }) => {
        this.serverKey.value = publicKey;
      },
      // Without it nobody is vouched for; the match plays all the same.
      () => undefined,
    );
    this.stopCheck = check(
      bytes,
      (share) => {
        this.check.value = { kind: 'running', share };
      },
      (verdict) => {
        this.check.value = verdict ? { kind: 'done', verdict } : { kind: 'failed' };
      },
    );
  }

  override dispose(): void {
    super.dispose();
    this.stopCheck();
  }
}
