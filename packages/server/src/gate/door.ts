// The door of every room: which of its seats may be taken now, and by whom. Seats are held for known keys, one household has
// only so many, who comes to a full room waits in its queue, and nobody new gets one while the server carries no more.
import type { Closing, QueueShut } from '@touchline/shared/protocol';
import { isNear } from '../near.ts';
import type { DoorKeeper } from '../rooms/room.ts';
import { type Capacity, COST } from './capacity.ts';
import type { Comer, Seats } from './queue.ts';
import { WaitingRooms } from './waiting-rooms.ts';

/** A room as its door sees it. */
interface DoorRoom {
  readonly maxPlayers: number;
  readonly closing: Closing;
  readonly origin: { readonly openedBy: 'lobby' | 'host' | 'script' };
  awake(): boolean;
  /** Everybody with a seat, also who is away from it; `address` is empty where it is not known. */
  holders(): readonly { readonly auth: string; readonly address: string }[];
}

export interface DoorOptions {
  readonly room: (id: string) => DoorRoom | undefined;
  /** Thumbprints of those whom seats are held for. */
  readonly knownKeys: ReadonlySet<string>;
  /** Seats of each room of the host and his scripts that strangers do not get. */
  readonly heldSeats: number;
  /** Seats and places in the queue that one household may have at once in a room. */
  readonly maxPerAddress: number;
  readonly capacity: Pick<Capacity, 'busy' | 'expect'>;
  /** Random, not to be guessed. */
  readonly newTicket: () => string;
}

export class Door implements DoorKeeper {
  readonly queues: WaitingRooms;
  private readonly options: DoorOptions;

  constructor(options: DoorOptions) {
    this.options = options;
    this.queues = new WaitingRooms({
      seatsOf: (roomId) => this.seatsOf(roomId),
      newTicket: options.newTicket,
      now: () => performance.now(),
    });
  }

  isKnown(auth: string): boolean {
    return this.options.knownKeys.has(auth);
  }

  refuses(roomId: string, auth: string, address: string): 'full' | 'address-full' | 'server-busy' | null {
    const hasTurn = this.keepsSeat(roomId, auth);
    if (!hasTurn && this.isCrowded(roomId, auth, address)) return 'address-full';
    // First: a seat that passes on to one who waits for it costs nothing more.
    if (!this.queues.admits(roomId, this.comer(auth, address))) return 'full';
    return hasTurn || this.isKnown(auth) || !this.options.capacity.busy ? null : 'server-busy';
  }

  seated(roomId: string, auth: string): void {
    this.options.capacity.expect(this.options.room(roomId)?.awake() ? COST.seat : COST.wokenRoom);
    this.queues.seated(roomId, auth);
  }

  enter(roomId: string, auth: string, address: string): string | null {
    return this.queues.enter(roomId, this.comer(auth, address));
  }

  pass(roomId: string, auth: string): void {
    this.queues.pass(roomId, auth);
  }

  keepsSeat(roomId: string, auth: string): boolean {
    return this.queues.keepsSeat(roomId, auth);
  }

  private comer(auth: string, address: string): Comer {
    return { key: auth, known: this.isKnown(auth), address };
  }

  /**
   * Has his household as much as it may have, without him? On the own machine or network everybody has an address of his own,
   * or comes by a proxy that nobody has named in the settings: there it says nothing.
   */
  private isCrowded(roomId: string, auth: string, address: string): boolean {
    if (this.isKnown(auth) || isNear(address)) return false;
    const holders = this.options.room(roomId)?.holders() ?? [];
    const seated = holders.filter((holder) => holder.address === address).length;
    return seated + this.queues.heldBy(roomId, address, auth) >= this.options.maxPerAddress;
  }

  private seatsOf(roomId: string): Seats | QueueShut {
    const room = this.options.room(roomId);
    if (!room) return 'room-closed';
    if (room.closing !== 'no') return `${room.closing}-closing`;
    const holders = room.holders();
    return {
      max: room.maxPlayers,
      // Of a room that anybody opened, nobody owns seats.
      held: room.origin.openedBy === 'lobby' ? 0 : Math.min(this.options.heldSeats, room.maxPlayers),
      taken: holders.length,
      strangers: holders.filter(({ auth }) => !this.isKnown(auth)).length,
    };
  }
}
