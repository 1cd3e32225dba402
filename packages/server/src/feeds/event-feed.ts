// GET /api/rooms/:id/events: what happens in a room, in words, for scoreboards, overlays and chat bots. Ids are
// `<epoch>.<tick>.<n>`, n counted within the tick: first what people did, in order, then what the step told.
import type { Command, MatchEvent } from '@touchline/shared/match';
import { type FeedEnd, type FeedReset, PROTOCOL_VERSION } from '@touchline/shared/protocol';
import type { HostedRoom, TickListener } from '../rooms/room.ts';
import { Channel } from './channel.ts';
import type { Wish } from './cursor.ts';
import { History } from './history.ts';
import { jsonMessage, type Message } from './message.ts';
import type { Reader, Streams } from './sse.ts';

/** Memory for one room's recent events. */
const HISTORY_BYTES = 512 * 1024;

/** Positions: tick · this + n. More in one tick than any room can cause. */
const PER_TICK = 4096;

type Side = 'spectators' | 'red' | 'blue';
const SIDES: readonly Side[] = ['spectators', 'red', 'blue'];

/** A person as events name them; kept here so that one who has left still has a name. */
interface Person {
  readonly id: number;
  readonly name: string;
  readonly avatar: string;
  readonly team: Side;
  readonly bot: boolean;
  readonly admin: boolean;
}

interface Score {
  readonly red: number;
  readonly blue: number;
  readonly seconds: number;
}

export class EventFeed implements TickListener {
  readonly channel: Channel;
  private readonly room: HostedRoom;
  private readonly history: History;
  private readonly people = new Map<number, Person>();
  /** As of the tick before: a stopped match has already forgotten its own. */
  private score: Score;
  private tickNow: number;
  private told = 0;
  private key: string;
  private closed = false;
  private readonly unlisten: () => void;

  constructor(room: HostedRoom, streams: Streams) {
    this.room = room;
    this.key = room.watchKey();
    this.tickNow = room.state.tick;
    this.history = new History(this.position);
    this.score = this.currentScore();
    for (const player of room.state.players) this.people.set(player.id, { ...player, team: SIDES[player.team] });
    this.channel = new Channel(streams, () => jsonMessage('ping', this.id, { head: this.tickNow, timeMs: Date.now() }));
    this.unlisten = room.listen(this);
  }

  get historyBytes(): number {
    return this.history.bytes;
  }

  attach(reader: Reader, { cursor }: Wish): void {
    if (this.closed) {
      reader.send(this.endMessage('room-closed'));
      reader.end('stopping');
      return;
    }
    const start = cursor === null ? { reset: null } : this.resume(cursor);
    if ('messages' in start) reader.replay(start.messages);
    else {
      if (start.reset) reader.send(jsonMessage('reset', this.id, { reason: start.reset } satisfies FeedReset));
      reader.send(jsonMessage('room', this.id, this.snapshot()));
    }
    this.channel.join(reader);
  }

  tick(commands: readonly Command[], events: readonly MatchEvent[]): void {
    const key = this.room.watchKey();
    // A new key ends what was opened without it; who has the new link comes back.
    if (key !== this.key && key !== '') this.channel.cut();
    this.key = key;
    this.tickNow = this.room.state.tick;
    this.told = 0;
    for (const command of commands) this.tellCommand(command);
    for (const event of events) this.tellEvent(event);
    this.score = this.currentScore();
    if (this.told > 0) this.history.trim(HISTORY_BYTES);
  }

  rest(): void {
    // Events are told in their own tick: nothing is pending.
  }

  close(reason: FeedEnd['reason']): void {
    if (this.closed) return;
    this.closed = true;
    this.unlisten();
    this.channel.close(this.endMessage(reason));
  }

  private tellCommand(command: Command): void {
    switch (command.type) {
      case 'join': {
        const { id, name, avatar, bot } = command;
        this.people.set(id, { id, name, avatar, bot, team: 'spectators', admin: false });
        return this.tell('join', { player: this.person(id) });
      }
      case 'leave': {
        const { id, kicked, banned, reason, by } = command;
        const player = this.person(id);
        this.people.delete(id);
        return this.tell('leave', { player, kicked, banned, reason, by: this.person(by) });
      }
      case 'team':
        this.change(command.id, { team: SIDES[command.team] });
        return this.tell('team', { player: this.person(command.id), by: this.person(command.by) });
      case 'admin':
        this.change(command.id, { admin: command.admin });
        return this.tell('admin', { player: this.person(command.id), by: this.person(command.by) });
      case 'avatar':
        this.change(command.id, { avatar: command.avatar });
        return this.tell('avatar', { player: this.person(command.id) });
      case 'lock':
        return this.tell('lock', { locked: command.locked, by: this.person(command.by) });
      case 'start':
        this.score = { red: 0, blue: 0, seconds: 0 };
        return this.tell('match-start', { ...this.rules(), by: this.person(command.by) });
      case 'stop':
        return this.tell('match-stop', { finished: false, ...this.score, by: this.person(command.by) });
      case 'pause':
        return this.tell(command.paused ? 'pause' : 'resume', { ...this.score, by: this.person(command.by) });
      case 'limits': {
        const { scoreLimit, timeLimit, by } = command;
        return this.tell('limits', { scoreLimit, timeLimit, by: this.person(by) });
      }
      case 'stadium': {
        const name = this.room.stadiums.get(command.hash)?.name ?? '';
        return this.tell('stadium', { name, hash: command.hash, by: this.person(command.by) });
      }
      case 'kit': {
        const { team, angle, textColor, stripes, by } = command;
        return this.tell('kit', { team: SIDES[team], angle, textColor, stripes, by: this.person(by) });
      }
      case 'chat':
        return this.tell('chat', { player: this.person(command.id), text: command.text });
      case 'announce': {
        const { text, color, style } = command;
        return this.tell('announce', { text, color, style });
      }
      // Keys, disc properties and list order: for those the log itself is the feed.
      case 'input':
      case 'order':
      case 'kickRate':
      case 'disc':
      case 'playerDisc':
        return;
    }
  }

  private tellEvent(event: MatchEvent): void {
    switch (event.type) {
      case 'kickOff':
        return this.tell('kick-off', { team: SIDES[event.team], ...this.currentScore() });
      case 'goal': {
        const { team, by, assist, own } = event;
        const people = { by: this.person(by), assist: this.person(assist) };
        return this.tell('goal', { team: SIDES[team], ...people, own, ...this.currentScore() });
      }
      case 'timeUp':
        return this.tell('time-up', { ...this.currentScore() });
      case 'matchEnd':
        return this.tell('match-end', { winner: SIDES[event.winner], ...this.currentScore() });
      case 'matchStop':
        return this.tell('match-stop', { finished: true, ...this.score, by: null });
      case 'kick':
      case 'touch':
      case 'positionsReset':
        return;
    }
  }

  private tell(name: string, body: object): void {
    this.told++;
    const message = jsonMessage(name, this.id, { tick: this.tickNow, ...body });
    this.history.push(this.position, message);
    this.channel.publish(message);
  }

  private resume(text: string): { reset: FeedReset['reason'] } | { messages: readonly Message[] } {
    const match = /^([a-z0-9]{4,16})\.(\d{1,10})\.(\d{1,4})$/.exec(text);
    if (!match) return { reset: 'malformed' };
    if (match[1] !== this.room.epoch) return { reset: 'epoch' };
    const at = Number(match[2]) * PER_TICK + Number(match[3]);
    if (at > this.position) return { reset: 'ahead' };
    const messages = this.history.since(at);
    return messages ? { messages } : { reset: 'behind' };
  }

  private snapshot(): object {
    const { state } = this.room;
    return {
      version: PROTOCOL_VERSION,
      room: this.room.id,
      name: this.room.name(),
      tick: state.tick,
      phase: state.phase,
      paused: state.pause > 0,
      ...this.currentScore(),
      ...this.rules(),
      locked: state.locked,
      players: state.players.map(({ id }) => this.person(id)),
    };
  }

  private rules(): object {
    const { scoreLimit, timeLimit, stadium } = this.room.state;
    return { scoreLimit, timeLimit, stadium: { name: stadium.name, hash: stadium.hash } };
  }

  private currentScore(): Score {
    const { red, blue, time } = this.room.state;
    return { red, blue, seconds: Math.floor(time) };
  }

  private change(id: number, change: Partial<Person>): void {
    const person = this.people.get(id);
    if (person) this.people.set(id, { ...person, ...change });
  }

  /** Null for player 0: the room itself, or nobody. */
  private person(id: number): Person | null {
    const person = this.people.get(id);
    if (!person) return null;
    const { name, avatar, team, bot, admin } = person;
    return { id, name, avatar, team, bot, admin };
  }

  private get position(): number {
    return this.tickNow * PER_TICK + this.told;
  }

  /** The cursor of a reader who has been told everything up to now. */
  private get id(): string {
    return `${this.room.epoch}.${this.tickNow}.${this.told}`;
  }

  private endMessage(reason: FeedEnd['reason']): Message {
    return jsonMessage('end', this.id, { reason } satisfies FeedEnd);
  }
}
