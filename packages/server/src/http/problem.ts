// Every refusal over HTTP is one JSON shape with a code; here is the way any error becomes one.
import { type HttpProblem, PROBLEM_STATUS, type ProblemCode } from '@touchline/shared/protocol';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from '../logger.ts';
import type { Meter } from '../meter.ts';
import { ServerDraining, ServerFull } from '../rooms/room.ts';

/** Thrown by handlers; the error handler answers with it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly where: string | undefined;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, message: string, more: { where?: string; retryAfter?: number } = {}) {
    super(message);
    this.code = code;
    this.where = more.where;
    this.retryAfter = more.retryAfter;
  }
}

/** Of what only the load of the server forbids. */
export const BUSY = 'Nobody new is let in, and no room opens, until the load of the server falls.';

function sendProblem(res: Response, { code, message, where, retryAfter }: Problem): void {
  if (retryAfter !== undefined) res.setHeader('Retry-After', String(Math.max(1, Math.ceil(retryAfter))));
  res.setHeader('Cache-Control', 'no-store');
  const body: HttpProblem = where === undefined ? { code, message } : { code, message, where };
  res.status(PROBLEM_STATUS[code]).json(body);
}

export const unknownPath: RequestHandler = (req) => {
  throw new Problem('not-found', `There is nothing at ${req.method} ${req.baseUrl}${req.path}.`);
};

/** What Express and its body parsers throw carries a status; anything else is our bug and is logged, not shown. */
export function errorHandler(log: Logger, meter: Meter): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const problem = asProblem(error);
    meter.requestRefused(problem.code);
    if (problem.code === 'internal')
      log.error({ event: 'request.failed', err: error, method: req.method, path: req.path }, 'request failed');
    // The page on another origin may read why a stream was refused.
    if (req.method === 'GET' || req.method === 'HEAD') res.setHeader('Access-Control-Allow-Origin', '*');
    sendProblem(res, problem);
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ServerFull) {
    return new Problem('server-full', 'This server has as many rooms as it can hold.');
  }
  if (error instanceof ServerDraining) return new Problem('stopping', 'The server is about to restart.');
  const { status, type } = Object(error) as { status?: unknown; type?: unknown };
  if (type === 'entity.parse.failed')
    return new Problem('bad-request', 'The body is not valid JSON.', { where: 'body' });
  if (status === 413) return new Problem('too-large', 'The body is too large.', { where: 'body' });
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem(status === 404 ? 'not-found' : 'bad-request', 'The request could not be read.');
  }
  return new Problem('internal', 'Something went wrong on the server.');
}
