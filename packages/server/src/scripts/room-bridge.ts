// A room on the server's side of its script: ticks go out as bytes, what the script asks for comes in as commands. It
// costs the room a copy of its commands, and never waits: a thread that does not keep up is left behind (room-scripts.md R15).
import { createHash, createHmac } from 'node:crypto';
import { encodeCommands, encodeKeyframe } from '@touchline/shared/log';
import { type Command, findPlayer, type MatchEvent, type Player, TICKS_PER_SECOND } from '@touchline/shared/match';
import type { Stadium } from '@touchline/shared/stadium';
import type { PlayerOrigin, RoomKeeper, ScriptedRoom, TickListener } from '../rooms/room.ts';
import type { Act, Identity, Standing, ToScript } from './messages.ts';

/** A line that its script has not judged after so long is said (R16). */
const CHAT_BUDGET_MS = 100;
/** Ticks that may be on their way; beyond it they are skipped. */
const MAX_ARREARS = TICKS_PER_SECOND;
/** Lines that may wait for one script: a room full of people who all type at once. */
const MAX_ASKED = 200;

/** The thread, as far as a room needs it. */
export interface ScriptLine {
  post(message: ToScript): void;
  /** Ticks that it has worked off. */
  ticksDone(): number;
}

export interface BridgeOptions {
  readonly room: ScriptedRoom;
  readonly link: string;
  /** For `conn`: addresses cannot be told from it. Null: the address itself, as the original has it. */
  readonly addressKey: Uint8Array | null;
  readonly tally: Tally;
  addArena(stadium: Stadium): boolean;
  warn(text: string): void;
  /** The room is gone. */
  closed(): void;
}

/** Counted for whoever runs the server, over all runs of the script. */
export interface Tally {
  commands: number;
  skippedTicks: number;
  lateLines: number;
}

interface Asked {
  readonly answer: (pass: boolean) => void;
  readonly timer: NodeJS.Timeout;
}

export class RoomBridge implements TickListener, RoomKeeper {
  readonly tally: Tally;
  private readonly options: BridgeOptions;
  private line: ScriptLine | null = null;
  private ticksSent = 0;
  private skipped = 0;
  private settled = 0;
  private readonly own = new Map<Command, number>();
  private readonly known = new Set<string>();
  private readonly asked = new Map<number, Asked>();
  private nextAsk = 1;
  private readonly leaveRoom: (() => void)[];

  constructor(options: BridgeOptions) {
    this.options = options;
    this.tally = options.tally;
    this.leaveRoom = [options.room.listen(this), options.room.keep(this)];
  }

  get room(): ScriptedRoom {
    return this.options.room;
  }

  /** The thread of a script is ready for the room. `again`: an earlier one opened it. */
  attach(line: ScriptLine, again: boolean): void {
    const { room, link } = this.options;
    this.line = line;
    this.ticksSent = line.ticksDone();
    this.skipped = 0;
    this.settled = 0;
    this.own.clear();
    this.known.clear();
    const { id, epoch } = room;
    line.post({ type: 'attached', room: { id, epoch, name: room.name() }, link, again, standing: this.standing() });
  }

  /** The thread is gone; the room goes on, and nobody is asked what may be said. */
  detach(): void {
    this.line = null;
    for (const ask of [...this.asked.keys()]) this.verdict(ask, true);
  }

  /** The room has no script any more. */
  leave(): void {
    this.detach();
    for (const leave of this.leaveRoom) leave();
  }

  standing(): Standing {
    const { state } = this.options.room;
    this.known.add(state.stadium.hash);
    const people = state.players.filter(({ id }) => id !== 0).map(({ id }) => this.identityOf(id));
    return { keyframe: encodeKeyframe(state), arena: state.stadium.text, people };
  }

  // ---- the room tells

  tick(commands: readonly Command[], _events: readonly MatchEvent[]): void {
    const { line } = this;
    if (line === null) return;
    const settled = this.settled;
    if (this.isBehind(line)) return;
    this.ticksSent++;
    if (commands.length === 0) return line.post({ type: 'tick', settled });
    const own: number[] = [];
    const people: Identity[] = [];
    for (const [i, command] of commands.entries()) {
      const seq = this.own.get(command);
      if (seq !== undefined) own.push(i, seq);
      if (command.type === 'stadium') this.showArena(line, command.hash);
      if (command.type === 'join') people.push(this.identityOf(command.id));
    }
    this.own.clear();
    line.post({
      ...{ type: 'tick', settled, commands: encodeCommands(commands) },
      ...(own.length > 0 ? { own } : {}),
      ...(people.length > 0 ? { people } : {}),
    });
  }

  /** Past a second of arrears nothing is sent until all of it is worked off; then the script begins anew from what is. */
  private isBehind(line: ScriptLine): boolean {
    const arrears = this.ticksSent - line.ticksDone();
    if (this.skipped === 0 && arrears < MAX_ARREARS) return false;
    this.skipped++;
    this.own.clear();
    if (arrears > 0) return true;
    this.tally.skippedTicks += this.skipped;
    line.post({ type: 'caughtUp', standing: this.standing(), skipped: this.skipped, settled: this.settled });
    this.skipped = 0;
    return true;
  }

  /** The replica is not the room any more: it gets it anew. */
  beginAnew(): void {
    const { line } = this;
    line?.post({ type: 'caughtUp', standing: this.standing(), skipped: 0, settled: this.settled });
  }

  private showArena(line: ScriptLine, hash: string): void {
    const stadium = this.options.room.stadiums.get(hash);
    if (stadium === undefined || this.known.has(hash)) return;
    this.known.add(hash);
    line.post({ type: 'arena', text: stadium.text });
  }

  rest(): void {}

  close(): void {
    this.leave();
    this.options.closed();
  }

  hears(playerId: number, text: string): Promise<boolean> {
    const { line } = this;
    if (line === null || this.asked.size >= MAX_ASKED) return Promise.resolve(true);
    const ask = this.nextAsk++;
    return new Promise((answer) => {
      const timer = setTimeout(() => {
        this.tally.lateLines++;
        this.options.warn(`onPlayerChat took more than ${CHAT_BUDGET_MS} ms: the line was said`);
        this.verdict(ask, true);
      }, CHAT_BUDGET_MS);
      this.asked.set(ask, { answer, timer });
      line.post({ type: 'chat', ask, id: playerId, text });
    });
  }

  // ---- the script asks

  verdict(ask: number, pass: boolean): void {
    const waiting = this.asked.get(ask);
    if (!waiting) return;
    this.asked.delete(ask);
    clearTimeout(waiting.timer);
    waiting.answer(pass);
  }

  take(acts: readonly Act[]): void {
    const { room } = this.options;
    this.tally.commands += acts.length;
    for (const act of acts) {
      switch (act.type) {
        case 'command':
          this.own.set(act.command, act.seq);
          this.settled = act.seq;
          room.submit(act.command);
          break;
        case 'arena':
          if (!this.options.addArena(act.stadium)) this.options.warn('the server holds as many stadiums as it can');
          this.known.add(act.stadium.hash);
          break;
        case 'whisper':
          room.whisper(act.to, act.line);
          break;
        case 'password':
          room.setPassword(act.password);
          break;
        case 'guard':
          room.setGuarded(act.guarded);
          break;
        case 'name':
          room.rename(act.name);
          break;
        case 'maxPlayers':
          room.setMaxPlayers(act.maxPlayers);
          break;
        case 'clearBans':
          room.clearBans(act.id);
          break;
      }
    }
  }

  private identityOf(id: number): Identity {
    const { room } = this.options;
    const player = findPlayer(room.state, id);
    const { address, auth } = player?.bot ? originOfBot(player) : room.originOf(id);
    return { id, auth, conn: address === '' ? '' : connOf(address, this.options.addressKey) };
  }
}

/**
 * Scripts tell players by these two, count one's goals under one and put out whoever shares the other: a bot has an identity
 * by its name, and an address for itself, of a range that leads nowhere.
 */
function originOfBot({ id, name }: Player): Pick<PlayerOrigin, 'address' | 'auth'> {
  const auth = createHash('sha256').update(`bot ${name}`).digest('base64url');
  return { address: `127.${128 | ((id >> 16) & 127)}.${(id >> 8) & 255}.${id & 255}`, auth };
}

/** Upper-case hex (room-scripts.md §10): of a keyed hash, so that equality shows and the address does not. */
export function connOf(address: string, key: Uint8Array | null): string {
  const bytes = key
    ? createHmac('sha256', key).update(address).digest().subarray(0, 16)
    : Buffer.from(address, 'latin1');
  return bytes.toString('hex').toUpperCase();
}
