// Records every match with a person in it while it is played. Listens to every room: the commands of a tick go to the file
// before the step; at the end of the match the file becomes a recording.
import { join } from 'node:path';
import { hashState, MAX_RECORDING_TICKS, MatchSummary, RecordingWriter } from '@touchline/shared/log';
import type { Command, MatchEvent } from '@touchline/shared/match';
import { BATCH_TICKS, PROTOCOL_VERSION } from '@touchline/shared/protocol';
import type { Logger } from 'pino';
import type { HostedRoom, RoomDirectory, TickListener } from '../rooms/room.ts';
import { type Archive, EXTENSION } from './archive.ts';
import type { Disk } from './disk.ts';
import { LogFile } from './log-file.ts';

/** Lies beside a live file whose room is private: so that a crash makes nothing public. */
const PRIVATE = '.private';
const TIDY_EVERY_MS = 60 * 60 * 1000;

export interface RecorderOptions {
  /** Of the files that grow, and of those that a bug ended; they must exist. */
  readonly liveFolder: string;
  readonly crashedFolder: string;
  readonly disk: Disk;
  readonly archive: Archive;
  readonly log: Logger;
}

export class Recorder {
  private readonly options: RecorderOptions;
  private readonly unwatch: () => void;
  private readonly tidyTimer: NodeJS.Timeout;
  private readonly work = new Set<Promise<unknown>>();

  /** `leftovers`: names of the live files of an earlier process. */
  constructor(directory: RoomDirectory, leftovers: readonly string[], options: RecorderOptions) {
    this.options = options;
    this.await(this.finishLeftovers(new Set(leftovers)));
    for (const room of directory.list()) this.attach(room);
    this.unwatch = directory.watch((change, room) => {
      if (change === 'opened') this.attach(room);
    });
    this.tidyTimer = setInterval(() => this.await(this.tidy()), TIDY_EVERY_MS);
    this.tidyTimer.unref();
  }

  /** Resolves when everything that ended is on the disk. Rooms must be closed before. */
  async stop(): Promise<void> {
    this.unwatch();
    clearInterval(this.tidyTimer);
    while (this.work.size > 0) await Promise.all(this.work);
  }

  /** Matches that a crash cut short become recordings, too, as far as they were written. */
  private async finishLeftovers(names: ReadonlySet<string>): Promise<void> {
    const { disk, liveFolder, crashedFolder, archive, log } = this.options;
    for (const name of names) {
      if (!name.endsWith(EXTENSION)) continue;
      const path = join(liveFolder, name);
      await archive.finish(path, !names.has(name + PRIVATE), null);
      try {
        // Whatever could not be read would not be read at the next start either.
        if (await disk.has(path)) await disk.rename(path, join(crashedFolder, name));
        await disk.remove(path + PRIVATE);
      } catch (error) {
        log.error({ err: error, file: path }, 'a match of an earlier process stays where it is');
      }
    }
    await this.tidy();
  }

  private attach(room: HostedRoom): void {
    const recorder = new RoomRecorder(room, this.options, (work) => this.await(work));
    room.listen(recorder);
  }

  private async tidy(): Promise<void> {
    await this.options.archive.tidy().catch((error) => this.options.log.error({ err: error }, 'tidying up failed'));
  }

  private await(work: Promise<unknown>): void {
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
  }
}

/** A match that is on. */
interface Segment {
  readonly startTick: number;
  readonly startedMs: number;
  readonly writer: RecordingWriter;
  readonly file: LogFile;
  readonly summary: MatchSummary;
  people: boolean;
  private: boolean;
}

class RoomRecorder implements TickListener {
  private readonly room: HostedRoom;
  private readonly options: RecorderOptions;
  private readonly later: (work: Promise<unknown>) => void;
  private segment: Segment | null = null;
  /** A tick whose commands are written and whose step has not returned. */
  private stepping = false;

  constructor(room: HostedRoom, options: RecorderOptions, later: (work: Promise<unknown>) => void) {
    this.room = room;
    this.options = options;
    this.later = later;
    if (room.state.phase !== 'none') this.begin();
  }

  accepted(commands: readonly Command[]): void {
    const { segment } = this;
    if (segment === null) return;
    this.stepping = true;
    segment.writer.append(commands);
    segment.people ||= commands.some((command) => command.type === 'join' && !command.bot);
    if (segment.writer.pending >= BATCH_TICKS) this.write(segment);
  }

  tick(commands: readonly Command[], events: readonly MatchEvent[]): void {
    this.stepping = false;
    const { segment } = this;
    const { state } = this.room;
    segment?.summary.tick(state, commands, events);
    segment?.writer.stepped(state);
    const started = commands.some(({ type }) => type === 'start');
    const over = state.phase === 'none' || started;
    if (segment && (over || state.tick - segment.startTick >= MAX_RECORDING_TICKS)) this.finish(segment);
    if (started && state.phase !== 'none') this.begin();
  }

  rest(): void {
    if (this.segment) this.write(this.segment);
  }

  close(): void {
    const { segment } = this;
    if (segment === null) return;
    if (this.stepping) this.layAside(segment);
    else this.finish(segment);
  }

  private begin(): void {
    const { room, options } = this;
    const { state } = room;
    const startedMs = Date.now();
    const path = join(options.liveFolder, `${room.id}.${room.epoch}.${state.tick}${EXTENSION}`);
    const header = { protocol: PROTOCOL_VERSION, room: room.id, name: room.name(), epoch: room.epoch, startedMs };
    this.segment = {
      startTick: state.tick,
      startedMs,
      writer: new RecordingWriter(header, state, room.stadiums),
      file: new LogFile(options.disk, path, (error) => options.archive.noteFault(error, { room: room.id, file: path })),
      summary: new MatchSummary(state),
      people: state.players.some(({ bot }) => !bot),
      private: false,
    };
    this.write(this.segment);
  }

  private write(segment: Segment): void {
    if (!segment.private && isPrivate(this.room)) {
      segment.private = true;
      this.later(this.mark(segment.file.path + PRIVATE));
    }
    segment.file.append(segment.writer.take());
  }

  private async mark(path: string): Promise<void> {
    try {
      await this.options.disk.write(path, new Uint8Array());
    } catch (error) {
      this.options.log.error({ err: error, file: path }, 'a live file could not be marked as private');
    }
  }

  private finish(segment: Segment): void {
    const { room, options } = this;
    const { state } = room;
    this.segment = null;
    this.write(segment);
    const { startTick, startedMs, file } = segment;
    const header = { protocol: PROTOCOL_VERSION, room: room.id, name: room.name(), epoch: room.epoch };
    const finished = {
      header: { ...header, startTick, startedMs },
      stadium: state.stadium.name,
      end: { tick: state.tick, hash: hashState(state), result: segment.summary.result() },
      statistics: segment.summary.statistics.table(),
    };
    const save = async () => {
      await file.close();
      if (segment.people) await options.archive.finish(file.path, !segment.private, file.whole ? finished : null);
      else await this.drop(file.path);
      if (segment.private) await this.drop(file.path + PRIVATE);
    };
    this.later(save());
  }

  private async drop(path: string): Promise<void> {
    try {
      await this.options.disk.remove(path);
    } catch (error) {
      this.options.log.warn({ err: error, file: path }, 'a file could not be removed');
    }
  }

  /** The step threw: the file holds what it takes to run the last tick again, and is kept for whoever mends it. */
  private layAside(segment: Segment): void {
    const { disk, crashedFolder, log } = this.options;
    this.segment = null;
    this.write(segment);
    const { file } = segment;
    const kept = join(crashedFolder, `${this.room.id}.${this.room.epoch}.${segment.startTick}${EXTENSION}`);
    const move = async () => {
      await file.close();
      try {
        await disk.rename(file.path, kept);
        log.error({ room: this.room.id, file: kept }, 'the log of a broken room is kept');
      } catch (error) {
        log.error({ err: error, room: this.room.id, file: file.path }, 'the log of a broken room stays where it is');
      }
    };
    this.later(move());
  }
}

/** Who may not watch without a link may not find the recording either. */
function isPrivate(room: HostedRoom): boolean {
  return room.unlisted || room.watchKey() !== '';
}
