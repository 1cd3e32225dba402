// After a restart of the server: the match stands still until everybody is back in his seat, or the wait is over.
import { PAUSED, TICKS_PER_SECOND } from '@touchline/shared/match';
import { RETURN_WITHIN_SECONDS } from '@touchline/shared/protocol';
import { announcement } from './announcement.ts';
import type { RoomLoop, Seat } from './room-loop.ts';

const WAIT_TICKS = RETURN_WITHIN_SECONDS * TICKS_PER_SECOND;

export class Return {
  private readonly loop: RoomLoop;
  private readonly awaited: readonly Seat[];
  private readonly untilTick: number;
  /** False where nobody was, or an admin had paused: then it is not ours to go on. */
  readonly paused: boolean;

  /**
   * `loop`: as the log left it, with a seat for everybody who was there. `waiting`: the server went away again while
   * the match was waiting for the end of the last restart.
   */
  constructor(loop: RoomLoop, waiting: boolean) {
    const { state } = loop;
    this.loop = loop;
    this.awaited = [...loop.seats.values()];
    this.untilTick = state.tick + WAIT_TICKS;
    const byUs = state.pause < PAUSED || waiting;
    this.paused = this.awaited.length > 0 && state.phase !== 'none' && byUs;
    for (const { playerId } of this.awaited) {
      if ((state.players.find(({ id }) => id === playerId)?.input ?? 0) !== 0)
        loop.submit({ type: 'input', id: playerId, keys: 0 });
    }
    if (this.paused && state.pause < PAUSED) loop.submit({ type: 'pause', paused: true, by: 0 });
    if (this.awaited.length > 0) loop.submit(announcement(this.words()));
  }

  /** Once a second. True when the wait is over: who is missing has left, and the match goes on. */
  look(): boolean {
    const { loop } = this;
    const missing = this.awaited.filter((seat) => !seat.source && loop.seats.get(seat.playerId) === seat);
    if (missing.length > 0 && loop.state.tick < this.untilTick) return false;
    for (const { playerId } of missing) {
      loop.seats.delete(playerId);
      loop.submit({ type: 'leave', id: playerId, by: 0, kicked: false, banned: false, reason: '' });
    }
    if (this.paused && loop.state.pause > 0) loop.submit({ type: 'pause', paused: false, by: 0 });
    return true;
  }

  private words(): string {
    return this.paused
      ? `The server restarted. The match goes on when everybody is back, in ${RETURN_WITHIN_SECONDS} seconds at the latest.`
      : 'The server restarted. Everybody keeps their seat.';
  }
}
