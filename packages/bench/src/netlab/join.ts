// The one place where the laboratory takes a seat in a room, as a page does, through the SDK.
import { PROTOCOL_VERSION, RoomState } from '@touchline/shared/protocol';
import { Client, type Room } from 'colyseus.js';

/** A seat for player `number` of a room of the server at `url`. */
export function takeSeat(url: string, roomId: string, number: number): Promise<Room<unknown, RoomState>> {
  // Each seems to come from an address of its own, or the limits per address would stop them.
  const client = new Client(url, { headers: { 'x-forwarded-for': `10.1.0.${number}` } });
  return client.joinById<RoomState>(roomId, { version: PROTOCOL_VERSION, nick: `Player ${number}` }, RoomState);
}
