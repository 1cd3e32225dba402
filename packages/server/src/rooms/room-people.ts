// The people in a room, for whoever runs the server and for the room's admins: who is there, and what may be done to him.
import { findPlayer, type Player } from '@touchline/shared/match';
import type { Notice } from '@touchline/shared/protocol';
import type { LiveRoom } from './live-room.ts';
import { Moderation, whoIs } from './moderation.ts';
import type { ManagedPeople, PersonHere } from './room.ts';
import type { ChatFile } from './room-file.ts';
import type { RoomShell } from './room-shell.ts';

export class RoomPeople implements ManagedPeople {
  readonly moderation: Moderation;
  private readonly live: LiveRoom;
  private readonly shell: RoomShell;

  /** `past`: of the same room in an earlier process. */
  constructor(live: LiveRoom, shell: RoomShell, past: ChatFile | undefined) {
    this.live = live;
    this.shell = shell;
    this.moderation = new Moderation(past);
  }

  list(): PersonHere[] {
    return this.live.state.players.filter(isPerson).map((player) => this.here(player));
  }

  find(playerId: number): PersonHere | null {
    const player = findPlayer(this.live.state, playerId);
    return player && isPerson(player) ? this.here(player) : null;
  }

  kick(playerId: number, reason: string, banned: boolean): void {
    this.live.submit({ type: 'leave', id: playerId, by: 0, kicked: true, banned, reason });
  }

  mute(playerId: number, minutes: number | null): boolean {
    const who = whoIs(this.live.originOf(playerId));
    if (who === '') return false;
    this.moderation.mute(who, minutes, Date.now());
    const notice: Notice = minutes === null ? { code: 'muted' } : { code: 'muted-for', seconds: minutes * 60 };
    this.shell.notice(playerId, notice);
    this.chatRulesChanged();
    return true;
  }

  unmute(playerId: number): boolean {
    if (!this.moderation.unmute(whoIs(this.live.originOf(playerId)), Date.now())) return false;
    this.shell.notice(playerId, { code: 'unmuted' });
    this.chatRulesChanged();
    return true;
  }

  /** Seconds between two lines of one person; 0: as they come. */
  setSlow(seconds: number): void {
    this.moderation.setSlow(seconds);
    this.chatRulesChanged();
  }

  private chatRulesChanged(): void {
    this.shell.tellChatRules();
    this.live.privateSideChanged();
  }

  private here(player: Player): PersonHere {
    const origin = this.live.originOf(player.id);
    const muted = this.moderation.isMuted(whoIs(origin), Date.now());
    return { ...origin, player, muted, away: this.live.loop.seats.get(player.id)?.source === undefined };
  }
}

/** Neither a bot nor the player that a script speaks through. */
function isPerson({ id, bot }: Player): boolean {
  return !bot && id !== 0;
}
