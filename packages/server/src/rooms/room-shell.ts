// What a room needs of whoever connects it with its players: football-room.ts, or a test.
import type { JoinRefusal, Notice, Whisper } from '@touchline/shared/protocol';
import type { Admitted, PlayerOrigin } from './room.ts';
import type { Seat } from './room-loop.ts';

/** What the room's shell is told and asked. */
export interface RoomShell {
  /** People with a connection. */
  connections(): number;
  /** After every tick: send what changed. */
  flush(): void;
  /** The tick threw: this room alone is over. */
  crashed(): void;
  /** It is wanted no longer. */
  dissolve(): void;
  /** To one player, if he has a connection. */
  whisper(to: number, whisper: Whisper): void;
  /** Null: every ban. */
  clearBans(id: number | null): void;
  /** Somebody is muted or may speak again, or lines come slower. */
  tellChatRules(): void;
  /** To one player, if he has a connection. */
  notice(to: number, notice: Notice): void;
  originOf(playerId: number): PlayerOrigin;
  refuses(who: Admitted, address: string): JoinRefusal | null;
  /** Empty: nobody has come back to the seat since a restart. */
  addressOf(seat: Seat): string;
  keyOf(sessionId: string): string | null;
}
