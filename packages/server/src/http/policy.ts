// The headers that guard pages and answers, and the small policy of those that may stand in a frame of somebody else's page.
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const DIRECTIVES = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  mediaSrc: ["'self'", 'blob:'],
  // Its own WebSockets, too (CSP 3; Safari from 15.4 on). A list with `ws:` in it would allow those of any host.
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
};

/**
 * No HSTS and no `upgrade-insecure-requests`: a room on a VPS without a certificate must work, too. The origin policies
 * that browsers honour on https alone are left out; over plain http they would only fill the console.
 */
const COMMON = {
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
} as const;

/** For everything: nobody frames it. A seat, a kick or a ban is a click, and a frame can be laid under another one's button. */
export const guard: RequestHandler = helmet({
  ...COMMON,
  contentSecurityPolicy: { useDefaults: false, directives: { ...DIRECTIVES, frameAncestors: ["'none'"] } },
  frameguard: { action: 'deny' },
});

/** For pages that only show: anybody may frame them. In a frame the client itself offers nothing but watching. */
const framed: RequestHandler = helmet({
  ...COMMON,
  contentSecurityPolicy: { useDefaults: false, directives: { ...DIRECTIVES, frameAncestors: ['*'] } },
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  frameguard: false,
});

/** Takes the place of `guard`, which has run before it. */
export const embeddable: RequestHandler = (req, res, next) => {
  res.removeHeader('X-Frame-Options');
  framed(req, res, next);
};

/** A picture that other sites may show. */
export const shownElsewhere: RequestHandler = (_req, res, next) => {
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  res.setHeader('Access-Control-Allow-Origin', '*');
  next();
};
