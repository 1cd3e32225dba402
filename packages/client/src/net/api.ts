// REST, typed by the shared shapes. Every call ends in a value or an `ApiProblem`; nothing else is thrown.
import type {
  AdminAnswers,
  AdminRequest,
  AdminVerb,
  Challenge,
  CreatedRoom,
  CreateRoom,
  HttpProblem,
  JoinOptions,
  QueueTicket,
  RecordingListing,
  RoomListing,
  ServerKey,
  StadiumListing,
  UploadedArena,
} from '@touchline/shared/protocol';

export class ApiProblem extends Error {
  readonly code: HttpProblem['code'] | 'unreachable';
  readonly where: string | undefined;

  constructor(code: ApiProblem['code'], message: string, where?: string) {
    super(message);
    this.code = code;
    this.where = where;
  }
}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init?.headers } });
  } catch {
    throw new ApiProblem('unreachable', '');
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  const problem = asProblem(body);
  if (problem) throw new ApiProblem(problem.code, problem.message, problem.where);
  // A proxy without a server behind it answers 502 to 504 with a page of its own.
  if (response.status === 404) throw new ApiProblem('not-found', '');
  if (response.status === 413) throw new ApiProblem('too-large', '');
  if (response.status === 429) throw new ApiProblem('too-many', '');
  throw new ApiProblem(response.status >= 502 ? 'unreachable' : 'internal', '');
}

function asProblem(body: unknown): HttpProblem | null {
  if (typeof body !== 'object' || body === null) return null;
  const { code, message } = body as Partial<HttpProblem>;
  return typeof code === 'string' && typeof message === 'string' ? (body as HttpProblem) : null;
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const getRoom = (id: string): Promise<RoomListing> => call(`/api/rooms/${encodeURIComponent(id)}`);

export const createRoom = (room: CreateRoom): Promise<CreatedRoom> => call('/api/rooms', json(room));

export const getChallenge = (roomId: string, key: string): Promise<Challenge> =>
  call(`/api/rooms/${encodeURIComponent(roomId)}/challenge`, json({ key }));

export const enterQueue = (roomId: string, join: JoinOptions): Promise<QueueTicket> =>
  call(`/api/rooms/${encodeURIComponent(roomId)}/queue`, json(join));

let stadiums: Promise<readonly StadiumListing[]> | null = null;

/** The stock stadiums; asked for once. */
export function getStadiums(): Promise<readonly StadiumListing[]> {
  stadiums ??= call<readonly StadiumListing[]>('/api/stadiums').catch((problem: unknown) => {
    stadiums = null;
    throw problem;
  });
  return stadiums;
}

export const uploadArena = (text: string): Promise<UploadedArena> =>
  call('/api/arenas', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: text });

/** Finished matches, newest first. `query` as in `recordingQuery`. */
export const getRecordings = (query: Readonly<Record<string, string | number>>): Promise<readonly RecordingListing[]> =>
  call(`/api/recordings?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`);

export const getServerKey = (): Promise<ServerKey> => call('/api/key');

/** Opens a session of the admin page, in a cookie that no script sees. */
export const signInAsAdmin = (secret: string): Promise<unknown> => call('/api/admin/login', json({ secret }));

export const signOutAsAdmin = (): Promise<unknown> => call('/api/admin/logout', json({}));

/** Rejects with `forbidden` (where: `session`) when nobody is signed in, with `not-found` where there is no admin page. */
export const askAdmin = <V extends AdminVerb>(verb: V, body: AdminRequest<V>): Promise<AdminAnswers[V]> =>
  call(`/api/admin/${encodeURIComponent(verb)}`, json(body));
