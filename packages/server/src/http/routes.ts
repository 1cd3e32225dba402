// The table of routes.
import type { Express, Request, RequestHandler } from 'express';
import type { Administered } from '../admin/verbs.ts';
import { type FeedLimits, Feeds } from '../feeds/feeds.ts';
import type { Gate } from '../gate/gate.ts';
import type { Logger } from '../logger.ts';
import type { Meter } from '../meter.ts';
import { Gallery } from '../pictures/gallery.ts';
import type { Paints } from '../pictures/painter.ts';
import type { RoomDirectory } from '../rooms/room.ts';
import type { RecordingShelf } from '../store/store.ts';
import type { Rate } from '../token-bucket.ts';
import { budgetKey, clientAddress, publicOrigin, type TrustedProxies } from './address.ts';
import { adminApi } from './admin.ts';
import type { ArenaStore } from './arena-store.ts';
import { arenaBody, listStadiums, sendArena, uploadArena } from './arenas.ts';
import { callerSeen } from './caller.ts';
import { challengeBody, giveChallenge } from './challenge.ts';
import { health } from './health.ts';
import { apiDescription, listMatches, showMatch, showPlayer } from './matches.ts';
import type { IsForeign } from './own-page.ts';
import { pages } from './pages.ts';
import { type Admit, recordingPicture, roomPicture } from './pictures.ts';
import { PlaceLimit, type PlaceRates, SEAT_RATES } from './place-limit.ts';
import { guard, shownElsewhere } from './policy.ts';
import { errorHandler, Problem, unknownPath } from './problem.ts';
import { type Queues, queueBody, queueStream, queueUp } from './queue.ts';
import { listRecordings, sendRecording, serverKey } from './recordings.ts';
import { listRooms, openRoom, roomBody, showRoom } from './rooms.ts';
import { lobbyStream, preflight, roomStream } from './streams.ts';
import type { Traffic } from './traffic.ts';

export interface HttpDeps {
  readonly directory: RoomDirectory;
  readonly arenas: ArenaStore;
  readonly gate: Pick<Gate, 'challenge' | 'turnsAway' | 'enqueue'>;
  readonly queues: Queues;
  readonly recordings: RecordingShelf;
  readonly log: Logger;
  readonly meter: Meter;
  /** Answers GET /metrics. */
  readonly metrics: RequestHandler;
  readonly traffic: Traffic;
  readonly trusted: TrustedProxies;
  readonly isForeign: IsForeign;
  /** Folder of the built client. */
  readonly clientDist: string;
  readonly painter: Paints;
  /** Is the server about to stop? */
  readonly draining?: () => boolean;
  /** Can it carry no more people? */
  readonly busy?: () => boolean;
  /** Undefined: there is no admin page. */
  readonly admin?: { readonly secret: string; readonly server: Administered } | undefined;
  readonly limits?: FeedLimits & {
    readonly requests?: Rate;
    readonly streamsOpened?: Rate;
    readonly rooms?: Rate;
    readonly challenges?: PlaceRates;
    readonly queueing?: PlaceRates;
    readonly uploads?: Rate;
    readonly searches?: Rate;
    readonly pictures?: Rate;
  };
}

/** Of any kind. A page is thirty files, and a class behind one router opens it at once. */
const REQUESTS: Rate = { burst: 2000, refillMs: 10 };
/** Streams opened: one that begins in the past goes through all that is remembered of it. */
const STREAMS: Rate = { burst: 120, refillMs: 500 };
const ROOMS: Rate = { burst: 10, refillMs: 6000 };
const UPLOADS: Rate = { burst: 20, refillMs: 6000 };
/** A search that finds nothing looks at every row, and ticks wait meanwhile. */
const SEARCHES: Rate = { burst: 40, refillMs: 1000 };
/** Pictures that have to be drawn; those that hang already are as cheap as any file. */
const PICTURES: Rate = { burst: 20, refillMs: 3000 };

/** Puts every route on `app`. The feeds begin to listen now; whoever stops the server calls `stop` of the result. */
export function mountRoutes(
  app: Express,
  {
    directory,
    arenas,
    gate,
    queues,
    recordings,
    log,
    meter,
    metrics,
    traffic,
    trusted,
    isForeign,
    clientDist,
    painter,
    admin,
    draining = () => false,
    busy = () => false,
    limits = {},
  }: HttpDeps,
): Feeds {
  const feeds = new Feeds(directory, log, limits);
  arenas.keepUsedBy(() => directory.list().map((room) => room.state.stadium.hash));
  arenas.keepUsedBy(() => feeds.arenasInUse());
  const addressOf = (req: Request) => clientAddress(req.socket.remoteAddress, req.headers['x-forwarded-for'], trusted);
  const budgetOf = (req: Request) => budgetKey(addressOf(req));
  const originOf = (req: Request) => publicOrigin(req.socket.remoteAddress, req.headers, trusted);
  const admitting = (limiter: { take(address: string): number }): Admit => {
    return (req) => {
      const seconds = limiter.take(addressOf(req));
      if (seconds > 0) throw new Problem('too-many', 'Too often; try again in a moment.', { retryAfter: seconds });
    };
  };
  const limitBy = (admit: Admit): RequestHandler => {
    return (req, _res, next) => {
      admit(req);
      next();
    };
  };
  const streams = { feeds, traffic, budgetOf };
  const perPlace = (rate: Rate): Admit => admitting(new PlaceLimit(withRange(rate)));
  const limit = (rate: Rate) => limitBy(perPlace(rate));
  const limitPlaces = (rates: PlaceRates) => limitBy(admitting(new PlaceLimit(rates)));
  const gallery = new Gallery(painter);
  const admitPicture = perPlace(limits.pictures ?? PICTURES);

  app.disable('x-powered-by');
  app.use(guard);
  app.get('/healthz', health({ directory, feeds, recordings, draining }));
  app.get('/metrics', metrics);
  app.use(limit(limits.requests ?? REQUESTS), notFromElsewhere(isForeign));
  app.get('/api/caller', callerSeen(trusted));

  app.options(['/api/lobby', '/api/rooms/:id/feed', '/api/rooms/:id/events'], preflight);
  const opened = limit(limits.streamsOpened ?? STREAMS);
  app.get('/api/lobby', opened, lobbyStream(streams));
  app.get('/api/rooms/:id/feed', opened, roomStream('match', directory, streams));
  app.get('/api/rooms/:id/events', opened, roomStream('events', directory, streams));

  app.get('/api/rooms', listRooms(directory));
  app.get('/api/rooms/:id', showRoom(directory));
  app.get('/api/rooms/:id/preview.png', shownElsewhere, roomPicture(directory, gallery, admitPicture));
  app.post('/api/rooms', limit(limits.rooms ?? ROOMS), roomBody, openRoom(directory, arenas, busy));

  const challenges = limitPlaces(limits.challenges ?? SEAT_RATES);
  app.post('/api/rooms/:id/challenge', challenges, challengeBody, giveChallenge(gate, directory, budgetOf, meter));
  const queueing = limitPlaces(limits.queueing ?? SEAT_RATES);
  app.post('/api/rooms/:id/queue', queueing, queueBody, queueUp(gate, directory, budgetOf));
  app.get('/api/rooms/:id/queue', opened, queueStream(directory, queues, streams));

  app.get('/api/stadiums', listStadiums(arenas));
  app.get('/api/arenas/:hash', sendArena(arenas));
  app.post('/api/arenas', limit(limits.uploads ?? UPLOADS), arenaBody, uploadArena(arenas));

  const searches = limit(limits.searches ?? SEARCHES);
  app.get('/api/recordings', searches, listRecordings(recordings));
  app.get('/api/recordings/:id', sendRecording(recordings));
  app.get('/api/recordings/:id/preview.png', shownElsewhere, recordingPicture(recordings, gallery, admitPicture));
  app.get('/api/key', serverKey(recordings));

  app.get('/api/matches', searches, listMatches(recordings));
  app.get('/api/matches/:id', searches, showMatch(recordings));
  app.get('/api/players/:id', searches, showPlayer(recordings));
  app.get('/api/openapi.json', apiDescription());

  if (admin) app.use('/api/admin', adminApi({ ...admin, budgetOf, originOf }));
  app.use('/api', unknownPath);
  app.use(pages(clientDist, { directory, recordings, originOf, admin: admin !== undefined }));
  app.use(unknownPath);
  app.use(errorHandler(log, meter));
  return feeds;
}

/** Who has a range of addresses has five households' worth of each, not sixty thousand. */
function withRange({ burst, refillMs }: Rate): PlaceRates {
  return { household: { burst, refillMs }, range: { burst: burst * 5, refillMs: refillMs / 5 } };
}

/** Another site may read what is public. It may not have its visitors' browsers upload, open or ask for anything. */
function notFromElsewhere(isForeign: IsForeign): RequestHandler {
  return (req, _res, next) => {
    if (!READS.has(req.method) && isForeign(req))
      throw new Problem(
        'forbidden',
        'Only pages of this server may do this. Is this one? Then its host sets publicUrl.',
        {
          where: 'wrong-host',
        },
      );
    next();
  };
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
