// What is said in a room: to all, to one side, or, where somebody is muted or slowed down, to nobody.
import type { Player } from '@touchline/shared/match';
import type { Notice, NoticeCode } from '@touchline/shared/protocol';
import type { LiveRoom } from './live-room.ts';
import { whoIs } from './moderation.ts';

/** Writes down what an admin of the room did, for whoever runs the server. */
export type Note = (by: number, what: string, target?: string, detail?: string) => void;

export class RoomChat {
  private readonly live: LiveRoom;
  private readonly note: Note;

  constructor(live: LiveRoom, note: Note) {
    this.live = live;
    this.note = note;
  }

  /**
   * Why a line of his is kept back; null: it may be said, and counts as said. What is held back is heard by nobody, a room's
   * script included.
   */
  holdsBack({ id, admin }: Player): Notice | null {
    const held = this.live.people.moderation.holdsBack(whoIs(this.live.originOf(id)), admin, Date.now());
    if (held === null) return null;
    if (held.seconds === null) return { code: 'muted' };
    return { code: held.why === 'muted' ? 'muted-for' : 'slow-mode', seconds: held.seconds };
  }

  /** To his side alone. */
  sayToTeam(player: Player, text: string): Notice | null {
    // A script that filters or dresses every line would tell everybody what was meant for a few (room-scripts.md R75).
    if (this.live.origin.openedBy === 'script') return { code: 'no-team-chat' };
    const held = this.holdsBack(player);
    if (held === null) this.live.whisperToTeam({ type: 'chat', id: player.id, text });
    return held;
  }

  mute(by: Player, id: number, minutes: number | null): NoticeCode {
    if (!this.live.people.mute(id, minutes)) return 'unknown-player';
    this.note(by.id, 'mute', this.live.people.find(id)?.player.name, minutes === null ? '' : `${minutes} min`);
    return 'player-muted';
  }

  unmute(by: Player, id: number): NoticeCode {
    if (!this.live.people.unmute(id)) return 'not-muted';
    this.note(by.id, 'unmute', this.live.people.find(id)?.player.name);
    return 'player-unmuted';
  }

  slow(by: Player, seconds: number): Notice {
    this.live.people.setSlow(seconds);
    this.note(by.id, 'slow mode', '', `${seconds} s`);
    return seconds === 0 ? { code: 'slow-off' } : { code: 'slow-set', seconds };
  }
}
