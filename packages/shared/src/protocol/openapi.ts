// The HTTP interface, described for programs: OpenAPI 3.1, made of the schemas that validate. `ROUTES` names every route that a
// server offers; a test asks a real one whether that is true.
import { z } from 'zod';
import { type AdminVerb, adminLogin, adminRequests } from './admin.ts';
import { challenge, challengeRequest } from './gate.ts';
import {
  caller,
  createdRoom,
  createRoom,
  httpProblem,
  PROBLEM_STATUS,
  type ProblemCode,
  recordingListing,
  recordingQuery,
  roomListing,
  serverKey,
  stadiumListing,
  uploadedArena,
} from './http.ts';
import { matchListing, matchReport, playerReport } from './matches.ts';
import { joinOptions } from './messages.ts';
import { queueTicket } from './queue.ts';
import { PROTOCOL_VERSION } from './version.ts';

/** What the description calls them. */
const SCHEMAS = {
  CreateRoom: createRoom,
  Caller: caller,
  CreatedRoom: createdRoom,
  Room: roomListing,
  ChallengeRequest: challengeRequest,
  Challenge: challenge,
  Join: joinOptions,
  QueueTicket: queueTicket,
  Stadium: stadiumListing,
  UploadedArena: uploadedArena,
  Recording: recordingListing,
  ServerKey: serverKey,
  Match: matchListing,
  MatchReport: matchReport,
  Player: playerReport,
  Problem: httpProblem,
} as const;
type SchemaName = keyof typeof SCHEMAS;

/** JSON of a schema or a list of it, named or written out; or another type of content. */
type Content =
  | { readonly one: SchemaName }
  | { readonly many: SchemaName }
  | { readonly inline: z.ZodType }
  | { readonly type: string };

interface Route {
  readonly method: 'get' | 'post';
  /** As in OpenAPI: `{id}` is a parameter. */
  readonly path: string;
  readonly summary: string;
  /** Parameters of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  readonly body?: Content;
  /** Of success; 200 where it is not given. */
  readonly status?: 200 | 201;
  readonly answer: Content;
  readonly problems?: readonly ProblemCode[];
}

const JSON_TYPE = 'application/json';
const STREAM: Content = { type: 'text/event-stream' };
const streamQuery = z.object({
  from: z
    .string()
    .regex(/^(start|live|\d{1,10})$/)
    .optional()
    .describe('`start`, `live` or a tick.'),
  k: z.string().optional().describe('Key of a private room, from its watch link.'),
});
const streamProblems = ['bad-request', 'forbidden', 'not-found', 'too-many', 'server-full'] as const;
const room = { id: 'Id of a room' };

/** There on servers with an admin secret only; all but `login` want the cookie that it sets, and come from the server's own page. */
const adminRoute = (name: string, summary: string, body: z.ZodType, problems: readonly ProblemCode[]): Route => ({
  ...{ method: 'post', path: `/api/admin/${encodeURIComponent(name)}`, summary, body: { inline: body } },
  ...{ answer: { type: JSON_TYPE }, problems: ['forbidden', ...problems, 'too-many'] },
});
const adminVerb = (verb: AdminVerb): Route =>
  adminRoute(verb, `Administration: ${verb} (docs/hosting.md)`, adminRequests[verb], [
    ...(['bad-request', 'not-found', 'too-large'] as const),
  ]);

export const ROUTES: readonly Route[] = [
  { method: 'get', path: '/healthz', summary: 'Is it alive, and how full', answer: { type: JSON_TYPE } },
  {
    ...{ method: 'get', path: '/metrics', summary: 'Figures for Prometheus (docs/metrics.md)' },
    ...{ answer: { type: 'text/plain' }, problems: ['forbidden'] },
  },
  { method: 'get', path: '/api/caller', summary: 'Whom the server takes you for', answer: { one: 'Caller' } },
  { method: 'get', path: '/api/rooms', summary: 'Rooms in the lobby', answer: { many: 'Room' } },
  {
    ...{ method: 'post', path: '/api/rooms', summary: 'Open a room' },
    ...{ body: { one: 'CreateRoom' }, status: 201, answer: { one: 'CreatedRoom' } },
    problems: ['bad-request', 'too-large', 'too-many', 'server-full', 'server-busy', 'stopping'],
  },
  {
    ...{ method: 'get', path: '/api/rooms/{id}', summary: 'One room, unlisted ones included', params: room },
    ...{ answer: { one: 'Room' }, problems: ['not-found'] },
  },
  {
    ...{ method: 'post', path: '/api/rooms/{id}/challenge', summary: 'What to sign to get a seat', params: room },
    ...{ body: { one: 'ChallengeRequest' }, answer: { one: 'Challenge' } },
    problems: ['bad-request', 'not-found', 'too-large', 'too-many', 'server-busy'],
  },
  {
    ...{ method: 'post', path: '/api/rooms/{id}/queue', summary: 'A place in the queue of a full room', params: room },
    ...{ body: { one: 'Join' }, status: 201, answer: { one: 'QueueTicket' } },
    problems: ['forbidden', 'not-found', 'too-large', 'too-many', 'server-busy'],
  },
  {
    ...{
      method: 'get',
      path: '/api/rooms/{id}/queue',
      summary: 'The place as a stream (docs/streams.md)',
      params: room,
    },
    ...{ query: z.object({ ticket: z.string().describe('From the place that was taken.') }), answer: STREAM },
    problems: ['bad-request', 'not-found', 'too-many', 'server-full'],
  },
  {
    ...{ method: 'get', path: '/api/lobby', summary: 'The lobby as a stream (docs/streams.md)', answer: STREAM },
    problems: ['too-many', 'server-full'],
  },
  {
    ...{ method: 'get', path: '/api/rooms/{id}/feed', summary: 'A match as a stream: its log (docs/streams.md)' },
    ...{ params: room, query: streamQuery, answer: STREAM, problems: streamProblems },
  },
  {
    ...{ method: 'get', path: '/api/rooms/{id}/events', summary: 'A match as a stream: in words (docs/streams.md)' },
    ...{ params: room, query: streamQuery, answer: STREAM, problems: streamProblems },
  },
  {
    ...{ method: 'get', path: '/api/rooms/{id}/preview.png', summary: 'A picture of the match as its viewers see it' },
    ...{ params: room, query: streamQuery.pick({ k: true }), answer: { type: 'image/png' } },
    problems: ['forbidden', 'not-found', 'too-many', 'server-full'],
  },
  { method: 'get', path: '/api/stadiums', summary: 'The stock stadiums', answer: { many: 'Stadium' } },
  {
    ...{ method: 'post', path: '/api/arenas', summary: 'Upload a stadium: the text of a .hbs file' },
    ...{ body: { type: 'text/plain' }, status: 201, answer: { one: 'UploadedArena' } },
    problems: ['bad-request', 'bad-stadium', 'too-large', 'too-many', 'server-full'],
  },
  {
    ...{ method: 'get', path: '/api/arenas/{hash}', summary: 'A stadium, in its canonical text' },
    ...{ params: { hash: 'Of the stadium' }, answer: { type: 'text/plain' }, problems: ['not-found'] },
  },
  {
    ...{ method: 'get', path: '/api/recordings', summary: 'Recordings of listed rooms, newest first' },
    ...{ query: recordingQuery, answer: { many: 'Recording' }, problems: ['bad-request', 'too-many'] },
  },
  {
    ...{ method: 'get', path: '/api/recordings/{id}', summary: 'The file of a recording (docs/recording.md)' },
    ...{ params: { id: 'Of the recording' }, answer: { type: 'application/octet-stream' }, problems: ['not-found'] },
  },
  {
    ...{ method: 'get', path: '/api/recordings/{id}/preview.png', summary: 'A picture of how a match ended' },
    ...{ params: { id: 'Of the recording' }, answer: { type: 'image/png' } },
    problems: ['not-found', 'too-many', 'server-full'],
  },
  {
    ...{ method: 'get', path: '/api/key', summary: 'What recordings are signed with', answer: { one: 'ServerKey' } },
    problems: ['not-found'],
  },
  {
    ...{ method: 'get', path: '/api/matches', summary: 'Finished matches of listed rooms, newest first' },
    ...{ query: recordingQuery, answer: { many: 'Match' }, problems: ['bad-request', 'too-many'] },
  },
  {
    ...{ method: 'get', path: '/api/matches/{id}', summary: 'One match: result, statistics, heat maps' },
    ...{ params: { id: 'Of the match' }, answer: { one: 'MatchReport' }, problems: ['not-found', 'too-many'] },
  },
  {
    ...{ method: 'get', path: '/api/players/{id}', summary: 'What somebody did in all listed matches that are kept' },
    ...{
      params: { id: 'A nick, in any case, or the fingerprint of a key' },
      answer: { one: 'Player' },
      problems: ['not-found', 'too-many'],
    },
  },
  { method: 'get', path: '/api/openapi.json', summary: 'This description', answer: { type: JSON_TYPE } },
  adminRoute('login', 'Administration: show the secret', adminLogin, ['bad-request', 'too-large']),
  adminRoute('logout', 'Administration: end the session', z.object({}), []),
  ...(Object.keys(adminRequests) as AdminVerb[]).map(adminVerb),
];

/** OpenAPI 3.1. */
export function describeApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  const schemas = Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => [
      name,
      jsonSchema(schema, name === 'CreateRoom' || name === 'Join'),
    ]),
  );
  return {
    openapi: '3.1.0',
    info: { title: 'Touchline', version: String(PROTOCOL_VERSION), license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: { schemas },
  };
}

function operationOf({ summary, params = {}, query, body, status = 200, answer, problems = [] }: Route): object {
  const named = Object.entries(params).map(([name, description]) => ({
    ...{ name, in: 'path', required: true, description, schema: { type: 'string' } },
  }));
  const refusals = Map.groupBy(problems, (code) => PROBLEM_STATUS[code]);
  const responses = Object.fromEntries([
    [status, { description: 'As asked for.', content: contentOf(answer) }],
    ...[...refusals].map(([refused, codes]) => [
      refused,
      { description: codes.map((code) => `\`${code}\``).join(', '), content: contentOf({ one: 'Problem' }) },
    ]),
  ]);
  const parameters = [...named, ...(query ? queryOf(query) : [])];
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses,
  };
}

function queryOf(query: z.ZodObject): object[] {
  const { properties = {}, required = [] } = jsonSchema(query, true);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as { description?: string };
    return { name, in: 'query', required: required.includes(name), ...(description ? { description } : {}), schema };
  });
}

function contentOf(content: Content): object {
  if ('type' in content) return { [content.type]: {} };
  if ('inline' in content) return { [JSON_TYPE]: { schema: jsonSchema(content.inline, true) } };
  const reference = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
  const schema = 'one' in content ? reference(content.one) : { type: 'array', items: reference(content.many) };
  return { [JSON_TYPE]: { schema } };
}

/** `asked`: as a client writes it, before defaults and trimming. */
function jsonSchema(schema: z.ZodType, asked: boolean): { properties?: Record<string, unknown>; required?: string[] } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: asked ? 'input' : 'output', unrepresentable: 'any' });
  return rest;
}
