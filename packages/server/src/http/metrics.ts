// GET /metrics: the figures of metrics.ts, for this machine alone or for whoever has the token.
import type { Request, RequestHandler } from 'express';
import type { Metrics } from '../metrics.ts';
import { sameSecret } from '../secret.ts';
import { clientAddress, TrustedProxies } from './address.ts';
import { Problem } from './problem.ts';

export const METRICS_ACCESS = ['off', 'loopback', 'token'] as const;

/** Who may read: nobody, this machine, or whoever knows the token. */
export interface MetricsAccess {
  readonly access: (typeof METRICS_ACCESS)[number];
  readonly token: string;
}

/** Written by proxies. A request with one of them comes from somewhere else, whoever hands it over. */
const RELAYED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];
const NO_PROXIES = new TrustedProxies([]);
const THIS_MACHINE = new TrustedProxies(['loopback']);

export function showMetrics(
  { access, token }: MetricsAccess,
  metrics: Pick<Metrics, 'text' | 'contentType'>,
): RequestHandler {
  return async (req, res, next) => {
    if (access === 'off') return next();
    if (access === 'token') checkToken(req, token);
    else checkMachine(req);
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Content-Type', metrics.contentType);
    res.end(await metrics.text());
  };
}

function checkToken(req: Request, token: string): void {
  const given = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  if (!sameSecret(given, token)) throw new Problem('forbidden', 'Send the token: `Authorization: Bearer …`.');
}

function checkMachine(req: Request): void {
  const peer = clientAddress(req.socket.remoteAddress, undefined, NO_PROXIES);
  if (THIS_MACHINE.has(peer) && !RELAYED.some((name) => name in req.headers)) return;
  throw new Problem(
    'forbidden',
    'Only this machine may read these, and not through a proxy; or set `metrics` to `token`.',
  );
}
