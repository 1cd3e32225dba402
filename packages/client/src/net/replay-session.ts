// A recording as the room's screens see it. Nothing here talks to a server.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Verdict } from '@touchline/shared/log';
import type { Command } from '@touchline/shared/match';
import type { SessionStatus } from '../ui/session.ts';
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
  readonly opened: Opened;
  private readonly stopCheck: () => void;

  constructor(opened: Opened) {
    const { recording, bytes } = opened;
    const { name, room } = recording.header;
    super(recording.stadiums, { name, hasPassword: false, bots: 0, botLevel: 2, viewers: 0 }, (tick, reason) => {
      console.error(`divergence at tick ${tick}: ${reason}`);
    });
    this.roomId = room;
    this.opened = opened;
    const ticks: (readonly Command[])[] = [];
    for (let tick = recording.startTick; tick < recording.endTick; tick++) ticks.push(recording.commandsOf(tick));
    this.playback.load(recording.firstState(), ticks);
    this.refresh();
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
