// Writes the log of every room while it is awake: the commands of a tick go to the file before the step. The log is cut into
// segments at every start and stop of a match; the segment of a match with a person in it becomes a recording at its end, and
// the last segment of a room is what a restart goes on from.
import { basename, join } from 'node:path';
import { hashState, MAX_RECORDING_TICKS, MatchSummary, RecordingWriter } from '@touchline/shared/log';
import { type Command, type MatchEvent, TICKS_PER_SECOND } from '@touchline/shared/match';
import { PROTOCOL_VERSION } from '@touchline/shared/protocol';
import type { Logger } from 'pino';
import type { LoggedRoom, LoggedRooms, TickListener, Unfinished } from '../rooms/room.ts';
import { type Rate, TokenBucket } from '../token-bucket.ts';
import { type Archive, EXTENSION } from './archive.ts';
import type { Disk } from './disk.ts';
import { LogFile } from './log-file.ts';
import { RoomFiles } from './room-files.ts';
import type { Leftovers } from './unfinished.ts';

/** Lies beside a live file whose room is private: so that a crash makes nothing public. */
const PRIVATE = '.private';
/** What a crash costs the players, with a write on its way: less than 100 ms. A part of a viewer's batch, which waits for it. */
const WRITE_TICKS = 3;
const TIDY_EVERY_MS = 60 * 60 * 1000;
/** A segment without a match: cut so often, so that nobody's long evening in an idle room fills the disk. */
const IDLE_TICKS = 10 * 60 * TICKS_PER_SECOND;
/** Matches of a room that are kept: whoever starts and stops them all day must not push out everybody else's. */
const MATCHES_KEPT: Rate = { burst: 6, refillMs: 60_000 };

export interface RecorderOptions {
  /** Of the files that grow, and of those that a bug ended; they must exist. */
  readonly liveFolder: string;
  readonly crashedFolder: string;
  readonly disk: Disk;
  readonly archive: Archive;
  /** False: the log serves a restart only, and no match is kept. */
  readonly keepsMatches: () => boolean;
  readonly log: Logger;
}

export class Recorder {
  private readonly options: RecorderOptions;
  private readonly files: RoomFiles;
  private readonly unwatch: () => void;
  private readonly tidyTimer: NodeJS.Timeout;
  private readonly work = new Set<Promise<unknown>>();
  /** Matches that are over and wait for the delay of their rooms. */
  private readonly waits = new Set<() => void>();
  private stopping = false;

  /** `leftovers`: of an earlier process, and of no use to a room. */
  constructor(rooms: LoggedRooms, leftovers: Pick<Leftovers, 'logs' | 'lost'>, options: RecorderOptions) {
    this.options = options;
    this.files = new RoomFiles(options.disk, options.liveFolder, options.log);
    for (const id of leftovers.lost) this.await(this.files.remove(id));
    this.await(this.finishLeftovers(leftovers.logs));
    const host: SegmentHost = {
      ...options,
      files: this.files,
      later: (work) => this.await(work),
      waitFor: (ms) => this.waitFor(ms),
    };
    this.unwatch = rooms.attach((room) => void room.listen(new RoomRecorder(room, host)));
    this.tidyTimer = setInterval(() => this.await(this.tidy()), TIDY_EVERY_MS);
    this.tidyTimer.unref();
  }

  /** Resolves when everything that ended is on the disk. Rooms must be closed before. */
  async stop(): Promise<void> {
    this.unwatch();
    this.stopping = true;
    clearInterval(this.tidyTimer);
    for (const wake of this.waits) wake();
    while (this.work.size > 0) await Promise.all(this.work);
  }

  /** A room of an earlier process that does not go on: its match becomes a recording. */
  abandon({ file, path }: Unfinished): void {
    this.await(this.files.remove(file.id));
    this.await(this.finishLeftovers([basename(path)]));
  }

  /** Matches that a crash cut short become recordings, too, as far as they were written. */
  private async finishLeftovers(names: readonly string[]): Promise<void> {
    const { disk, liveFolder, crashedFolder, archive, keepsMatches, log } = this.options;
    for (const name of names) {
      const path = join(liveFolder, name);
      try {
        const listed = !(await disk.has(path + PRIVATE));
        if (keepsMatches()) await archive.finish(path, listed, null);
        // Whatever could not be read would not be read at the next start either.
        if (await disk.has(path)) await disk.rename(path, join(crashedFolder, name));
        await disk.remove(path + PRIVATE);
      } catch (error) {
        log.error({ err: error, file: path }, 'a match of an earlier process stays where it is');
      }
    }
    await this.tidy();
  }

  private async tidy(): Promise<void> {
    await this.options.archive.tidy().catch((error) => this.options.log.error({ err: error }, 'tidying up failed'));
  }

  /** True when the time is over, false when the server stops first. */
  private async waitFor(ms: number): Promise<boolean> {
    if (ms > 0 && !this.stopping) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.waits.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        this.waits.add(wake);
      });
    }
    return ms === 0 || !this.stopping;
  }

  private await(work: Promise<unknown>): void {
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
  }
}

interface SegmentHost extends RecorderOptions {
  readonly files: RoomFiles;
  later(work: Promise<unknown>): void;
  waitFor(ms: number): Promise<boolean>;
}

interface Segment {
  /** That of its file's header: the room's own may be newer. */
  readonly epoch: string;
  readonly startTick: number;
  readonly startedMs: number;
  /** Did a match begin with it? */
  readonly match: boolean;
  readonly writer: RecordingWriter;
  readonly file: LogFile;
  readonly summary: MatchSummary;
  /** Player → thumbprint of his key, of everybody who was there. */
  readonly identities: Map<number, string>;
  people: boolean;
  private: boolean;
}

class RoomRecorder implements TickListener {
  private readonly room: LoggedRoom;
  private readonly host: SegmentHost;
  private segment: Segment;
  private readonly kept = new TokenBucket(MATCHES_KEPT, performance.now());
  /** A tick whose commands are written and whose step has not returned. */
  private stepping = false;
  private closed = false;

  constructor(room: LoggedRoom, host: SegmentHost) {
    this.room = room;
    this.host = host;
    room.awaitDisk();
    this.segment = room.unfinished ? this.resume(room.unfinished) : this.begin();
    room.keepFileWith(() => {
      const saved = this.closed ? Promise.resolve() : host.files.save(room.id, () => room.file());
      host.later(saved);
      return saved;
    });
  }

  accepted(commands: readonly Command[]): void {
    const { segment, room } = this;
    this.stepping = true;
    segment.writer.append(commands);
    for (const command of commands) {
      if (command.type !== 'join' || command.bot) continue;
      segment.people = true;
      this.identify(segment, command.id);
    }
    if (segment.writer.pending >= WRITE_TICKS) this.write(segment, room.state.tick + 1);
  }

  tick(commands: readonly Command[], events: readonly MatchEvent[]): void {
    this.stepping = false;
    const { segment } = this;
    const { state } = this.room;
    segment.summary.tick(state, commands, events);
    segment.writer.stepped(state);
    const started = commands.some(({ type }) => type === 'start');
    const ticks = state.tick - segment.startTick;
    const over = segment.match
      ? started || state.phase === 'none' || ticks >= MAX_RECORDING_TICKS
      : started || ticks >= IDLE_TICKS;
    if (over) this.cut();
    // Nobody waits for a log that is not written.
    else if (!segment.file.whole) this.room.wrote(state.tick);
  }

  rest(): void {
    this.write(this.segment, this.room.state.tick);
  }

  close(reason: 'room-closed' | 'server-stopping'): void {
    const { segment, host, room } = this;
    this.closed = true;
    if (this.stepping) {
      this.layAside(segment);
      host.later(host.files.remove(room.id));
      return;
    }
    this.write(segment, room.state.tick);
    // The next start goes on from here.
    if (reason === 'server-stopping') return host.later(segment.file.close());
    host.later(host.files.remove(room.id));
    this.retire(segment, null);
  }

  /** Ends the segment and begins the next one, in this order on the disk, too. */
  private cut(): void {
    const old = this.segment;
    const { tick } = this.room.state;
    this.write(old, tick);
    this.segment = this.begin(old.file);
    this.retire(old, this.segment.file);
  }

  private begin(before?: LogFile): Segment {
    const { room, host } = this;
    const { state } = room;
    const startedMs = Date.now();
    const path = join(host.liveFolder, `${room.id}.${room.epoch}.${state.tick}${EXTENSION}`);
    const header = { protocol: PROTOCOL_VERSION, room: room.id, name: room.name(), epoch: room.epoch, startedMs };
    const segment = {
      epoch: room.epoch,
      startTick: state.tick,
      startedMs,
      match: state.phase !== 'none',
      writer: RecordingWriter.begin(header, state, room.stadiums),
      file: this.fileAt(path, before),
      summary: new MatchSummary(state),
      identities: new Map<number, string>(),
      people: state.players.some(({ bot }) => !bot),
      private: false,
    };
    for (const { id } of state.players) this.identify(segment, id);
    this.write(segment, state.tick);
    return segment;
  }

  /** Goes on with the log that an earlier process left. */
  private resume({ recording, state, path, summary, people }: Unfinished): Segment {
    const { room } = this;
    const { epoch, startTick, startedMs } = recording.header;
    const segment = {
      ...{ epoch, startTick, startedMs, summary, people },
      match: recording.firstState().phase !== 'none',
      writer: RecordingWriter.resume(recording, state, room.stadiums),
      file: this.fileAt(path),
      identities: new Map<number, string>(),
      private: false,
    };
    for (const { id } of state.players) this.identify(segment, id);
    room.wrote(recording.endTick);
    room.unfinished = undefined;
    return segment;
  }

  private identify({ identities }: Pick<Segment, 'identities'>, playerId: number): void {
    const { auth } = this.room.originOf(playerId);
    if (auth !== null) identities.set(playerId, auth);
  }

  private fileAt(path: string, before?: LogFile): LogFile {
    const { room, host } = this;
    const { disk, archive, files } = host;
    let behind = before !== undefined && !before.whole;
    const listener = {
      written: (tick: number) => {
        if (behind) host.later(files.markBehind(room.id, false));
        behind = false;
        room.wrote(tick);
      },
      failed: (error: unknown) => {
        archive.noteFault(error, { room: room.id, file: path });
        host.later(files.markBehind(room.id, true));
        room.wrote(room.state.tick);
      },
    };
    return new LogFile(disk, path, listener, before ? { after: before.settled() } : {});
  }

  /** `tick`: completed ticks with what is written now. */
  private write(segment: Segment, tick: number): void {
    if (segment.match && !segment.private && isPrivate(this.room)) {
      segment.private = true;
      this.host.later(this.mark(segment.file.path + PRIVATE));
    }
    segment.file.append(segment.writer.take(), tick);
  }

  private async mark(path: string): Promise<void> {
    try {
      await this.host.disk.write(path, new Uint8Array());
    } catch (error) {
      this.host.log.error({ err: error, file: path }, 'a live file could not be marked as private');
    }
  }

  /** A segment that is over becomes a recording, or goes, once the one after it is there to go on from. */
  private retire(segment: Segment, successor: LogFile | null): void {
    const { room, host } = this;
    const { state } = room;
    const { epoch, startTick, startedMs, file } = segment;
    const header = { protocol: PROTOCOL_VERSION, room: room.id, name: room.name(), epoch };
    const kept = host.keepsMatches() && segment.match && segment.people && this.kept.take(performance.now()) === 0;
    const finished = {
      header: { ...header, startTick, startedMs },
      stadium: state.stadium.name,
      end: { tick: state.tick, hash: kept ? hashState(state) : '', result: segment.summary.result() },
      statistics: segment.summary.statistics.table(),
      identities: segment.identities,
    };
    const save = async () => {
      await file.close();
      await successor?.settled();
      // The list of matches, too, is no faster than the room's viewers. A server that stops leaves the file to the next start.
      if (kept && !(await host.waitFor(room.delay * 1000))) return;
      if (kept) await host.archive.finish(file.path, !segment.private, file.whole ? finished : null);
      // Without a successor on the disk it is all that a restart has.
      else if (successor?.whole ?? true) await this.drop(file.path);
      if (segment.private) await this.drop(file.path + PRIVATE);
    };
    host.later(save());
  }

  private async drop(path: string): Promise<void> {
    try {
      await this.host.disk.remove(path);
    } catch (error) {
      this.host.log.warn({ err: error, file: path }, 'a file could not be removed');
    }
  }

  /** The step threw: the file holds what it takes to run the last tick again, and is kept for whoever mends it. */
  private layAside(segment: Segment): void {
    const { disk, crashedFolder, log } = this.host;
    this.write(segment, this.room.state.tick);
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
    this.host.later(move());
  }
}

/** Who may not watch without a link may not find the recording either. */
function isPrivate(room: LoggedRoom): boolean {
  return room.unlisted || room.watchKey() !== '';
}
