// The composition root: builds the services and connects them. Nothing else constructs a service.
import { randomBytes } from 'node:crypto';
import type { Server as HttpServer, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { defineRoom, defineServer } from '@colyseus/core';
import { MAX_SEATS, ROOM_TYPE } from '@touchline/shared/protocol';
import type { Express } from 'express';
import { Load } from './admin/load.ts';
import { openAdminSocket } from './admin/socket.ts';
import type { Administered } from './admin/verbs.ts';
import type { Audit } from './audit.ts';
import type { Bans } from './bans.ts';
import type { Config } from './config.ts';
import type { Feeds } from './feeds/feeds.ts';
import { closeMatchmaker, frameworkLogger, guardFramework, LateTransport } from './framework.ts';
import { Capacity, LOOK_MS, usedCpuMs } from './gate/capacity.ts';
import { Door } from './gate/door.ts';
import { Gate } from './gate/gate.ts';
import { reservedNicks } from './gate/reserved-nicks.ts';
import { House } from './house.ts';
import { TrustedProxies } from './http/address.ts';
import { ArenaStore } from './http/arena-store.ts';
import { ConnectionLimit } from './http/connections.ts';
import { showMetrics } from './http/metrics.ts';
import { foreignTo } from './http/own-page.ts';
import { mountRoutes } from './http/routes.ts';
import { Traffic } from './http/traffic.ts';
import { createLogger, LogTail } from './logger.ts';
import { Metrics } from './metrics.ts';
import { Painter } from './pictures/painter.ts';
import { RateLimit } from './rate-limit.ts';
import { makeChange } from './reload.ts';
import { afterReload, planReload } from './reload-plan.ts';
import { Rooms } from './rooms/directory.ts';
import { FootballRoom } from './rooms/football-room.ts';
import { randomSlug } from './rooms/slug.ts';
import { markOf } from './scripts/script-host.ts';
import { Scripts } from './scripts/scripts.ts';
import { readBootId } from './store/boot-id.ts';
import { inRounds, nodeDisk, timed } from './store/disk.ts';
import { openRecordings } from './store/recordings.ts';

/** A running server. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  /** The first of its own rooms; empty: the config has none but those of scripts. */
  readonly roomId: string;
  readonly ownRoomIds: readonly string[];
  readonly scripts: Scripts;
  readonly feeds: Pick<Feeds, 'historyBytes' | 'eventBytes'>;
  readonly bans: Bans;
  readonly audit: Audit;
  /** Tells players and readers, then closes everything; matches are saved, and go on after the next start. */
  stop(): Promise<void>;
  /**
   * Lets running matches end for so many seconds, begins none and lets nobody new in; then stops. Without a number: as the
   * config has it.
   */
  drain(seconds?: number): Promise<void>;
  /** What `drain` without a number takes. */
  drainSeconds(): number;
  /** Resolves when the server has stopped, whoever asked for it. */
  readonly stopped: Promise<void>;
  /** Takes another config over, as far as a running server can; the log tells what needs a restart. */
  reload(config: Config): Promise<void>;
}

/** What only development and tests want. */
export interface Special {
  /** Puts routes before ours. */
  mount?(app: Express): void;
  /** A script that gives no sign for so long hangs. */
  readonly scriptHangsAfterMs?: number;
  /** What is taken for the processor time of the server, and how often it is looked at. */
  readonly processor?: { readonly usedMs: () => number; readonly lookMs: number };
}

/** Joins of one key that was proven, queueing included. */
const KEY_RATE = { burst: 12, refillMs: 4000 };
/** How much the heap may grow between two collections of all of it, in percent. By itself it is so small that ticks wait every two seconds. */
const HEAP_GROWTH = 200;
const CLIENT_DIST = fileURLToPath(new URL('../../client/dist', import.meta.url));

/**
 * Starts everything on one port. Rejects with the system's error when the port cannot be had.
 */
export async function serve(initial: Config, special: Special = {}): Promise<Running> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  let config = initial;
  const logTail = new LogTail(config.logLevel);
  const log = createLogger(config.logLevel, logTail);
  const arenas = new ArenaStore();
  const rooms = new Rooms(config.maxRooms);
  const bootId = readBootId();
  const { dataDir } = config;
  const traffic = new Traffic();
  const processor = special.processor ?? { usedMs: usedCpuMs, lookMs: LOOK_MS };
  const capacity = new Capacity({
    most: config.maxCpuPercent / 100,
    cpuMs: processor.usedMs,
    now: () => performance.now(),
    changed: (reached, share) => {
      const cpuPercent = Math.round(share * 100);
      if (reached) log.warn({ event: 'server.busy', cpuPercent }, 'the processor is busy: nobody new is let in');
      else log.warn({ event: 'server.relieved', cpuPercent }, 'people are let in again');
    },
  });
  const looking = setInterval(() => capacity.look(), processor.lookMs);
  looking.unref();
  const metrics: Metrics = new Metrics({
    rooms: () => rooms.list(),
    queueing: () => door.queues.size,
    streams: () => feeds.streams,
    flow: (kind) => traffic.flow(kind),
    recordings: () => recordings.shelf.health,
    scripts: () => scripts?.hosts.map((host) => host.figures()) ?? [],
    cpu: () => capacity.load,
  });
  const disk = inRounds(timed(nodeDisk, (bytes, ms) => metrics.logged(bytes, ms)));
  const recordings = await openRecordings({ ...config.recordings, dataDir, bootId, log, slug: randomSlug, disk });
  const painter = new Painter();
  const trusted = new TrustedProxies(config.trustProxy);
  const isForeign = foreignTo(config.publicUrl, trusted);
  const adminKeys = new Set(config.adminKeys);
  const { knownKeys, joinWork, ...admission } = config.admission;
  const door = new Door({
    ...admission,
    knownKeys: new Set([...knownKeys, ...adminKeys]),
    room: (id) => rooms.get(id),
    capacity,
    newTicket: () => randomBytes(16).toString('base64url'),
  });
  const gate = new Gate({
    room: (id) => rooms.get(id),
    publicHost: config.publicUrl === undefined ? undefined : new URL(config.publicUrl).host,
    reservedNicks: reservedNicks(config.reservedNicks),
    joinWork,
    isKnown: (auth) => door.isKnown(auth),
    keyLimit: new RateLimit(KEY_RATE),
    queue: door,
  });
  let stopping = false;
  let feeds!: Feeds;
  let scripts: Scripts | undefined;
  let site: Express | undefined;
  const { bans, audit } = recordings;
  const services = {
    rooms,
    arenas,
    log,
    meter: metrics,
    bootId,
    door,
    bans,
    audit,
    adminKeys,
    stopping: () => stopping,
  };
  const house = new House({
    ...services,
    stopping: () => stopping || rooms.draining,
    abandon: (unfinished) => recordings.abandon(unfinished),
  });
  arenas.keepUsedBy(() => rooms.arenasInUse());

  const load = new Load();
  const administered: Administered = {
    rooms: () => rooms.list(),
    scripts: () => scripts?.hosts ?? [],
    ...{ bans, audit, load, logTail },
    draining: () => stopping || rooms.draining,
    busy: () => capacity.busy,
    drain: (seconds = config.drainSeconds) => {
      void drain(seconds).catch((error) => log.error({ err: error }, 'the drain failed'));
      return seconds;
    },
  };

  class ServedRoom extends FootballRoom {
    override services = services;
  }

  const transport = new LateTransport(async () => {
    recordings.record(rooms);
    rooms.reserve(idsOf(config));
    await house.begin(config.rooms, new Set(config.scripts.rooms.map(markOf)), recordings.unfinished);
  });
  closeMatchmaker();
  const server = defineServer({
    greet: false,
    gracefullyShutdown: false,
    transport,
    logger: frameworkLogger(log),
    rooms: { [ROOM_TYPE]: defineRoom(ServedRoom) },
    express: (app) => {
      site = app as Express;
      special.mount?.(site);
      feeds = mountRoutes(site, {
        directory: rooms.publicSide,
        arenas,
        gate,
        queues: door.queues,
        recordings: recordings.shelf,
        log,
        meter: metrics,
        metrics: showMetrics(config.metrics, metrics),
        traffic,
        trusted,
        isForeign,
        painter,
        draining: () => rooms.draining,
        busy: () => capacity.busy,
        clientDist: CLIENT_DIST,
        limits: { rewindBytes: config.rewindMb * 2 ** 20 },
        admin: config.adminSecret === undefined ? undefined : { secret: config.adminSecret, server: administered },
      });
    },
  });
  const http = transport.server as HttpServer;
  const connections = new ConnectionLimit(trusted);
  http.on('connection', (socket) => {
    traffic.add(socket);
    connections.take(socket);
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    server.listen(config.port, config.address).then(() => {
      http.off('error', reject);
      resolve();
    }, reject);
  });
  guardFramework(site as unknown as RequestListener, {
    ...{ transport, connections, gate, meter: metrics, traffic, isForeign, trusted },
  });
  const { port } = http.address() as AddressInfo;
  const started = new Scripts({
    ...config.scripts,
    ...(special.scriptHangsAfterMs === undefined ? {} : { hangsAfterMs: special.scriptHangsAfterMs }),
    folder: join(dataDir, 'scripts'),
    maxSeats: MAX_SEATS,
    addArena: (stadium) => arenas.add(stadium),
    linkOf: ({ id }) => `${config.publicUrl ?? `http://localhost:${port}`}/r/${id}`,
    open: (settings, origin, id) => rooms.create(settings, origin, id),
    reopened: (mark) => house.roomOfScript(mark),
    // What a script prints is for whoever runs it, at the usual level, too.
    log: log.child({}, { level: config.logLevel === 'warn' ? 'info' : config.logLevel }),
  });
  scripts = started;
  for (const script of config.scripts.rooms) await started.start(script);
  log.info({ event: 'server.listening', port, rooms: house.ids }, 'listening');

  let tellStopped!: () => void;
  const stopped = new Promise<void>((resolve) => {
    tellStopped = resolve;
  });
  const stop = async () => {
    if (stopping) return stopped;
    stopping = true;
    closeSocket();
    clearInterval(looking);
    load.stop();
    await scripts?.stop();
    // Before the streams that tell it.
    door.queues.stop();
    feeds?.stop();
    painter.stop();
    rooms.stop();
    await server.gracefullyShutdown(false);
    http.closeAllConnections();
    await recordings.stop();
    log.info({ event: 'server.stopped' }, 'stopped');
    tellStopped();
  };
  const drain = async (seconds = config.drainSeconds) => {
    if (seconds > 0 && !stopping) {
      log.info({ event: 'server.draining', seconds }, 'draining: no match begins any more');
      await rooms.drain(seconds);
    }
    await stop();
  };
  const closeSocket = await openAdminSocket(config.dataDir, administered, log);
  if (config.reservedNicks.length > 0 && config.publicUrl === undefined) {
    log.warn(
      'nicks are reserved, but publicUrl is not set: a proof of identity made for another site would be believed here',
    );
  }
  return {
    url: `http://localhost:${port}`,
    port,
    rooms,
    get roomId() {
      return house.ids[0] ?? '';
    },
    get ownRoomIds() {
      return house.ids;
    },
    scripts: started,
    feeds,
    bans,
    audit,
    stopped,
    stop,
    drainSeconds: () => config.drainSeconds,
    drain,
    reload: async (next) => {
      if (stopping || rooms.draining) return;
      const changes = planReload(config, next);
      config = afterReload(config, next);
      rooms.reserve(idsOf(config));
      const surroundings = { config, house, scripts: started, rooms, capacity, recordings, trusted, log };
      for (const change of changes) await makeChange(change, surroundings);
      log.info({ event: 'config.reloaded', changes: changes.length }, 'config reloaded');
    },
  };
}

/** Links that the config gives to rooms of its own. */
function idsOf({ rooms, scripts }: Config): string[] {
  return [...rooms, ...scripts.rooms].flatMap(({ id }) => id ?? []);
}
