// The socket in the data folder by which the command line reaches the running server: `POST /<verb>` over HTTP, for nobody but
// the user that the server runs as.
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import type { Logger } from '../logger.ts';
import { type Administered, AdminProblem, isAdminVerb, perform } from './verbs.ts';

const FILE = 'admin.sock';
/** Of a socket's path, in bytes: the least that systems have, without the zero at its end. */
const MAX_PATH = 103;
const OWNER_ONLY = 0o600;
const MAX_BODY = 16_384;

export const socketPath = (dataDir: string): string => join(dataDir, FILE);

/** Why a socket cannot lie here; null: it can. */
export function pathProblem(path: string): string | null {
  const bytes = Buffer.byteLength(path);
  if (bytes <= MAX_PATH) return null;
  return `the path of the admin socket has ${bytes} bytes, and systems allow ${MAX_PATH}: ${path}. Choose a shorter --data-dir.`;
}

/** Listens until the result is called. What cannot be had is told in the log: the server runs without it. */
export async function openAdminSocket(dataDir: string, server: Administered, log: Logger): Promise<() => void> {
  const path = socketPath(dataDir);
  const problem = pathProblem(path);
  if (problem !== null) {
    log.warn({ path }, `npx touchline admin will not work: ${problem}`);
    return () => {};
  }
  const http = createServer((req, res) => void answer(server, req, res, log));
  try {
    if (!(await listen(http, path))) {
      // Left behind by a process that was killed, unless somebody answers.
      if (await answers(path)) throw new Error('another Touchline uses this data folder');
      rmSync(path);
      if (!(await listen(http, path))) throw new Error('it is in use');
    }
  } catch (error) {
    log.warn({ path, reason: String(error) }, 'the admin socket cannot be opened; npx touchline admin will not work');
    return () => {};
  }
  // Whoever asked for the end is still told that it begins; every answer closes its connection.
  return () => void http.close();
}

/** False when something of this name is there already. */
function listen(http: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    http.once('error', failed);
    http.listen(path, () => {
      http.off('error', failed);
      resolve(true);
    });
    // It is there as soon as `listen` has returned, and nobody has been let in yet.
    if (http.listening) chmodSync(path, OWNER_ONLY);
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function answer(server: Administered, req: IncomingMessage, res: ServerResponse, log: Logger): Promise<void> {
  const send = (status: number, body: object) => {
    res.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    res.end(JSON.stringify(body));
  };
  try {
    const verb = decodeURIComponent((req.url ?? '').slice(1));
    if (req.method !== 'POST' || !isAdminVerb(verb)) throw new AdminProblem('not-found', `There is no ${verb}.`);
    if (!(Number(req.headers['content-length']) <= MAX_BODY))
      throw new AdminProblem('bad-request', 'That is too long.');
    const body: unknown = await json(req);
    send(200, { answer: await perform(server, { via: 'cli', by: '' }, verb, body) });
  } catch (error) {
    if (error instanceof AdminProblem) send(error.code === 'not-found' ? 404 : 400, problemOf(error));
    else if (error instanceof SyntaxError) send(400, { code: 'bad-request', message: 'The body is not JSON.' });
    else {
      log.error({ err: error }, 'an admin request failed');
      send(500, { code: 'internal', message: 'Something went wrong on the server; its log tells what.' });
    }
  }
}

const problemOf = ({ code, message }: AdminProblem) => ({ code, message });

/** What a running server said; `status` 200: `answer`, else why not. */
export interface SocketReply {
  readonly status: number;
  readonly answer?: unknown;
  readonly message?: string;
}

/** Asks the server of a data folder. Rejects with the system's error when nobody listens there. */
export function askServer(path: string, verb: string, body: object): Promise<SocketReply> {
  const content = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) };
    const req = request(
      { socketPath: path, path: `/${encodeURIComponent(verb)}`, method: 'POST', headers, agent: false },
      (res) => {
        text(res).then((said) => resolve({ status: res.statusCode ?? 0, ...JSON.parse(said) }), reject);
      },
    );
    req.on('error', reject);
    req.end(content);
  });
}
