// Many players at once: each sends sixty inputs a second and changes keys every 0.2 to 0.7 s, as people do.
import { runOnGrid } from 'touchline/src/rooms/grid-loop.ts';
import { RawClient } from './raw-client.ts';

/** Joins at once; more would time out on a small machine. */
const JOINS_AT_ONCE = 8;
/** People press at different moments of a tick: every sixteenth of it, about a millisecond, another sixteenth of them. */
const MOMENTS = 16;

/** What a server has opened for a crowd. */
export interface Opened {
  readonly url: string;
  readonly rooms: readonly string[];
  /** Has everybody to prove a key before he gets a seat? */
  readonly gated: boolean;
}

interface Person {
  readonly client: RawClient;
  readonly room: string;
  keys: number;
  untilChange: number;
}

export interface Traffic {
  readonly clients: number;
  readonly patches: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export class Crowd {
  private readonly people: Person[] = [];
  private readonly stop: () => void;
  private joined = 0;
  private seed = 1;

  constructor() {
    let moment = 0;
    this.stop = runOnGrid(60 * MOMENTS, () => {
      moment = (moment + 1) % MOMENTS;
      for (let i = moment; i < this.people.length; i += MOMENTS) this.press(this.people[i]);
    });
  }

  /** `each` players into every one of these rooms, but no more than `most` in all. */
  async join(opened: Opened, each: number, most = Number.POSITIVE_INFINITY): Promise<void> {
    await this.fill(opened, opened.rooms.flatMap((room) => Array.from({ length: each }, () => room)).slice(0, most));
  }

  /** Those who have been there longest go, and as many others come to their places. */
  async change(opened: Opened, count: number): Promise<void> {
    const leaving = this.people.splice(0, count);
    for (const { client } of leaving) client.leave();
    await this.fill(
      opened,
      leaving.map(({ room }) => room),
    );
  }

  private async fill({ url, gated }: Opened, places: readonly string[]): Promise<void> {
    for (let i = 0; i < places.length; i += JOINS_AT_ONCE) {
      const group = places.slice(i, i + JOINS_AT_ONCE);
      const clients = await Promise.all(group.map((room) => RawClient.join(url, room, gated, ++this.joined)));
      for (const [n, client] of clients.entries())
        this.people.push({ client, room: group[n], keys: 0, untilChange: 0 });
    }
  }

  /** Sums since every client's beginning. */
  traffic(): Traffic {
    const clients = this.people.map(({ client }) => client);
    if (!clients.every(({ open }) => open)) throw new Error('a client lost its connection');
    const sum = (of: (client: RawClient) => number) => clients.reduce((total, client) => total + of(client), 0);
    return {
      clients: clients.length,
      patches: sum(({ patches }) => patches),
      bytesIn: sum(({ bytesIn }) => bytesIn),
      bytesOut: sum(({ bytesOut }) => bytesOut),
    };
  }

  leave(): void {
    this.stop();
    for (const { client } of this.people) client.leave();
    this.people.length = 0;
  }

  private press(person: Person): void {
    if (--person.untilChange < 0) {
      person.keys = this.random(32);
      person.untilChange = 12 + this.random(30);
    }
    if (person.client.open) person.client.press(person.keys);
  }

  private random(below: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) | 0;
    return (this.seed >>> 8) % below;
  }
}

/** What passed between two looks. */
export function since(before: Traffic, now: Traffic): Traffic {
  return {
    clients: now.clients,
    patches: now.patches - before.patches,
    bytesIn: now.bytesIn - before.bytesIn,
    bytesOut: now.bytesOut - before.bytesOut,
  };
}
