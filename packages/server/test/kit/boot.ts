// A whole server on a free port, and people who sit in it: real SDK clients that keep a confirmed state.
import type { Command, MatchEvent, MatchState, Player } from '@touchline/shared/match';
import { findPlayer } from '@touchline/shared/match';
import {
  type ChatRules,
  Confirmation,
  type Farewell,
  type JoinOptions,
  type MessageOf,
  type Notice,
  type RoomSettings,
  RoomState,
  type Verb,
  type Welcome,
  type Whisper,
} from '@touchline/shared/protocol';
import { loadStadium, type Stadium } from '@touchline/shared/stadium';
import { Client, type Room } from 'colyseus.js';
import { readConfig } from '../../src/config.ts';
import { type Running, type Special, serve } from '../../src/main.ts';
import { Identity, signedJoin } from './identity.ts';
import { temporaryFolder } from './temporary.ts';

/**
 * Flags as on the command line; unless they say otherwise the port is free, the data folder fresh, the log silent, joins cost no
 * work, and nobody is turned away because this process, tests and guests included, is busy.
 */
export function boot(...flags: string[]): Promise<Running> {
  return bootWith({}, ...flags);
}

export function bootWith(special: Special, ...flags: string[]): Promise<Running> {
  const dataDir = temporaryFolder('data');
  const own = [
    '--port',
    '0',
    '--log-level',
    'silent',
    '--data-dir',
    dataDir,
    '--no-join-work',
    '--max-cpu-percent',
    '0',
  ];
  return serve(readConfig([...own, ...flags], {}), special);
}

/** Waits for a condition, never for a time. */
export async function until<T>(
  what: string,
  condition: () => T | null | undefined | false,
  timeoutMs = 10_000,
): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const value = condition();
    if (value) return value;
    if (performance.now() > endMs) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const OPEN_ROOM: RoomSettings = {
  name: 'Test room',
  maxPlayers: 4,
  unlisted: false,
  stadium: 'Classic',
  scoreLimit: 3,
  timeLimit: 3,
  joinDuringMatch: true,
  bots: 0,
  botLevel: 2,
  delay: 0,
};

/** Somebody in a room, as a browser would sit in it, without the screen. */
export class Guest {
  readonly room: Room<unknown, RoomState>;
  readonly confirmation: Confirmation;
  readonly notices: Notice[] = [];
  readonly whispers: Whisper[] = [];
  chatRules: ChatRules = { slowSeconds: 0, muted: [] };
  readonly commands: Command[] = [];
  readonly events: MatchEvent[] = [];
  readonly divergences: string[] = [];
  id = 0;
  farewell: Farewell | null = null;
  closed: number | null = null;
  private readonly arenas = new Map<string, Stadium>();
  private readonly origin: string;
  private fetching = false;

  readonly identity: Identity;

  constructor(room: Room<unknown, RoomState>, origin: string, identity: Identity) {
    this.room = room;
    this.origin = origin;
    this.identity = identity;
    proveReturns(room, identity);
    room.reconnection.minUptime = 0;
    this.confirmation = new Confirmation(this.arenas, {
      stepped: (commands, events) => {
        this.commands.push(...commands);
        this.events.push(...events);
      },
      adopted: () => {},
      diverged: (tick, reason) => this.divergences.push(`${tick}: ${reason}`),
    });
    room.onMessage<Welcome>('welcome', ({ playerId }) => {
      this.id = playerId;
    });
    room.onMessage<Notice>('notice', (notice) => this.notices.push(notice));
    room.onMessage<Whisper>('whisper', (whisper) => this.whispers.push(whisper));
    room.onMessage<ChatRules>('chatRules', (rules) => {
      this.chatRules = rules;
    });
    room.onMessage<Farewell>('farewell', (farewell) => {
      this.farewell = farewell;
    });
    room.onLeave((code) => {
      this.closed = code;
    });
    room.onDrop(() => this.confirmation.restart());
    room.onStateChange(({ tick, batch, hash, keyframe }) => {
      void this.fetch(this.confirmation.push({ tick, batch, hash, keyframe, ack: 0 }));
    });
  }

  /** `identity`: somebody new without one. */
  static async join(
    { url }: Pick<Running, 'url'>,
    roomId: string,
    { identity = Identity.fresh(), ...as }: Partial<JoinOptions> & { readonly identity?: Identity } = {},
  ): Promise<Guest> {
    const options = await signedJoin(url, roomId, { identity, ...as });
    return new Guest(await new Client(url).joinById<RoomState>(roomId, options, RoomState), url, identity);
  }

  private async fetch(hash: string | null): Promise<void> {
    if (hash === null || this.fetching) return;
    this.fetching = true;
    const loaded = loadStadium(await (await fetch(`${this.origin}/api/arenas/${hash}`)).text());
    if (!loaded.ok) throw new Error(loaded.problem.message);
    this.arenas.set(hash, loaded.stadium);
    this.fetching = false;
    await this.fetch(this.confirmation.drain());
  }

  get state(): MatchState | null {
    return this.confirmation.state;
  }

  /** Himself in the confirmed state, once he has been told who he is: player 0 is a script's host player. */
  get self(): Player | undefined {
    return this.state && this.id > 0 ? findPlayer(this.state, this.id) : undefined;
  }

  ask<V extends Verb>(verb: V, body: MessageOf<V>): void {
    this.room.send(verb, body);
  }

  /** Sends the keys of one tick. */
  press(keys: number): void {
    const input = this.room.input<{ keys: number }>();
    input.data.keys = keys;
    input.send();
  }

  /** Until he knows who he is, and sees himself in the room. */
  async seated(): Promise<this> {
    await until('a seat', () => this.id > 0 && this.self);
    return this;
  }

  /** Pulls the cable. */
  cut(): void {
    (this.room.connection.transport as unknown as { ws: { close(): void } }).ws.close();
  }

  async leave(): Promise<void> {
    await this.room.leave(true);
  }
}

/** The SDK returns to a lost seat by itself, and knows of tokens only. */
function proveReturns({ connection, roomId, sessionId }: Room<unknown, RoomState>, identity: Identity): void {
  const reconnect = connection.reconnect.bind(connection);
  connection.reconnect = (query) => {
    const signature = identity.signReturn(roomId, sessionId, query.reconnectionToken);
    reconnect({ ...query, ...{ signature } });
  };
}
