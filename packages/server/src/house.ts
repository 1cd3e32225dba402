// The rooms that the host keeps open: opened at the start, or as an earlier process left them; opened again when one breaks;
// and changed, closed and added to when the config changes.
import { isDeepStrictEqual } from 'node:util';
import type { OwnRoom } from './config/rooms.ts';
import type { ArenaStore } from './http/arena-store.ts';
import type { Logger } from './logger.ts';
import { IdTaken, type Rooms } from './rooms/directory.ts';
import type { LiveRoom } from './rooms/live-room.ts';
import type { RoomOrigin, Unfinished } from './rooms/room.ts';

const REOPEN_MS = 1000;

export interface HouseOptions {
  readonly rooms: Rooms;
  readonly arenas: ArenaStore;
  readonly log: Logger;
  /** An unfinished room that does not go on. */
  abandon(room: Unfinished): void;
  stopping(): boolean;
}

interface Kept {
  wanted: OwnRoom;
  /** As it is open; empty: not yet. */
  id: string;
}

export class House {
  private readonly options: HouseOptions;
  private kept: Kept[] = [];
  /** Of scripts, by mark, until they are asked for. */
  private readonly ofScripts = new Map<string, LiveRoom[]>();

  constructor(options: HouseOptions) {
    this.options = options;
    options.rooms.publicSide.watch((change, { id }) => {
      // One of ours broke, or somebody else's gave a link free that is wanted.
      const missing = this.kept.find((room) => room.id === id || (room.id === '' && room.wanted.id === id));
      if (change !== 'closed' || !missing || options.stopping()) return;
      // A moment later, or the matchmaker would take the new one for the old.
      setTimeout(() => void this.openAgain(missing), REOPEN_MS).unref();
    });
  }

  /** Ids of the rooms that are open, in the config's order. */
  get ids(): readonly string[] {
    return this.kept.flatMap(({ id }) => id || []);
  }

  /** Opens what there was and what is wanted. `marks`: of the scripts that will run. */
  async begin(wanted: readonly OwnRoom[], marks: ReadonlySet<string>, left: readonly Unfinished[]): Promise<void> {
    const waiting = [...wanted];
    this.kept = waiting.map((room) => ({ wanted: room, id: '' }));
    const { rooms } = this.options;
    for (const unfinished of left) {
      const { file } = unfinished;
      if (file.openedBy === 'lobby') await this.reopen(unfinished, { openedBy: 'lobby', standing: false });
      else if (file.openedBy === 'script') await this.reopenForScript(unfinished, marks);
      else {
        const match = this.kept.find((room) => room.id === '' && goesOn(unfinished, room.wanted));
        const room = match && (await this.reopen(unfinished, originOf(match.wanted)));
        if (!match) this.options.abandon(unfinished);
        if (match && room) {
          match.id = room.id;
          room.change(match.wanted.settings);
        }
      }
    }
    for (const room of this.kept) if (!rooms.get(room.id)) await this.fill(room);
  }

  /** The room that the script of this mark had before the server went away; each is given once. */
  roomOfScript(mark: string): LiveRoom | null {
    return this.ofScripts.get(mark)?.shift() ?? null;
  }

  async open(wanted: OwnRoom): Promise<void> {
    const open = this.options.rooms.get(wanted.id ?? '');
    // It was to close, and stays after all.
    const stays = open?.origin.openedBy === 'host';
    const room = { wanted, id: stays ? open.id : '' };
    this.kept.push(room);
    if (stays) this.change(wanted);
    else await this.fill(room);
  }

  change(wanted: OwnRoom): void {
    const { rooms, arenas } = this.options;
    const kept = this.kept.find((room) => room.wanted.id === wanted.id);
    const room = kept && rooms.get(kept.id);
    if (!kept) return;
    kept.wanted = wanted;
    if (wanted.ownStadium) arenas.add(wanted.ownStadium);
    room?.change(wanted.settings, originOf(wanted));
    room?.stay();
  }

  /** When the match is over, or at once where nobody is. */
  close({ id }: OwnRoom): void {
    const { rooms, log } = this.options;
    const kept = this.kept.find(({ wanted }) => wanted.id === id);
    this.kept = this.kept.filter((room) => room !== kept);
    const room = kept && rooms.get(kept.id);
    void room?.windDown('room').then((over) => {
      if (!over) return;
      log.info({ event: 'config.closed', room: room.id }, 'it is not in the config any more, and its match is over');
      room.dissolve();
    });
  }

  private async reopenForScript(unfinished: Unfinished, marks: ReadonlySet<string>): Promise<void> {
    const { script } = unfinished.file;
    // Its script opens a new one if it runs again under another name, and knows nothing of the old.
    if (script === undefined || !marks.has(script)) return this.options.abandon(unfinished);
    const room = await this.reopen(unfinished, { openedBy: 'script', standing: false, script });
    if (room) this.ofScripts.set(script, [...(this.ofScripts.get(script) ?? []), room]);
  }

  private async reopen(unfinished: Unfinished, origin: RoomOrigin): Promise<LiveRoom | undefined> {
    const { rooms, log, abandon } = this.options;
    try {
      return await rooms.reopen(unfinished, origin);
    } catch (error) {
      log.error({ err: error, room: unfinished.file.id }, 'a room of an earlier process could not be opened again');
      abandon(unfinished);
      return undefined;
    }
  }

  /** Opens it; or waits, where somebody else's room has the link. Throws whatever else goes wrong. */
  private async fill(room: Kept): Promise<void> {
    const { rooms, arenas, log } = this.options;
    const { wanted } = room;
    if (wanted.ownStadium) arenas.add(wanted.ownStadium);
    try {
      room.id = (await rooms.create(wanted.settings, originOf(wanted), wanted.id)).id;
    } catch (error) {
      if (!(error instanceof IdTaken)) throw error;
      room.id = '';
      log.error(
        { room: wanted.id },
        'the link of this room of the config is taken; it opens when the other one closes',
      );
    }
  }

  private async openAgain(broken: Kept): Promise<void> {
    if (this.options.stopping() || !this.kept.includes(broken)) return;
    try {
      await this.fill(broken);
    } catch (error) {
      this.options.log.error({ err: error, room: broken.id }, "one of the host's rooms could not be opened again");
    }
  }
}

function originOf({ adminPassword }: OwnRoom): RoomOrigin {
  return { openedBy: 'host', standing: true, ...(adminPassword === undefined ? {} : { adminPassword }) };
}

/**
 * Is the room that was left the one that is wanted? Where people sat in it, its settings may have changed meanwhile: they
 * change as at a reload. Else it is better begun anew. Without an id of its own it is known by its settings alone.
 */
function goesOn({ file, people }: Unfinished, wanted: OwnRoom): boolean {
  const asItWas = isDeepStrictEqual(file.settings, { ...wanted.settings });
  return wanted.id === undefined ? asItWas : wanted.id === file.id && (asItWas || people);
}
