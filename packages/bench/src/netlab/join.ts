// The one place where the laboratory takes a seat in a room, as a page does, through the SDK.
import { RoomState } from '@touchline/shared/protocol';
import { Client, type Room } from 'colyseus.js';
import { signedJoin } from '../../../server/test/kit/identity.ts';

/** A seat for player `number` of a room of the server at `url`. */
export async function takeSeat(url: string, roomId: string, number: number): Promise<Room<unknown, RoomState>> {
  // Each seems to come from an address of its own, or the limits per address would stop them.
  const headers = { 'x-forwarded-for': `10.1.0.${number}` };
  const options = await signedJoin(url, roomId, { nick: `Player ${number}` }, headers);
  return new Client(url, { headers }).joinById<RoomState>(roomId, options, RoomState);
}
