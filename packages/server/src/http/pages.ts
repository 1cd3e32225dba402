// The built client: one page for every place people can link to, its assets for ever, and the headers that guard them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { static as files, type RequestHandler, Router } from 'express';
import helmet from 'helmet';

/**
 * No HSTS and no `upgrade-insecure-requests`: a room on a VPS without a certificate must work, too. The origin policies
 * that browsers honour on https alone are left out; over plain http they would only fill the console.
 */
export const guard: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'", 'ws:', 'wss:'],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
});

/** `dist`: where the client was built to. Without it the pages say so, and everything else works. */
export function pages(dist: string): Router {
  const router = Router();
  const index = join(dist, 'index.html');
  // Names under assets/ carry a hash of their content.
  router.use('/assets', files(join(dist, 'assets'), { immutable: true, maxAge: '1y', index: false }), missing);
  router.use(files(dist, { index: false, maxAge: '1h' }));
  const page: RequestHandler = (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    if (existsSync(index)) res.sendFile(index);
    else res.status(503).type('text/plain').send('The client is not built yet. Run: npm run build\n');
  };
  router.get(['/', '/r/:id', '/watch/:id', '/replay', '/replay/:id'], page);
  // A mistyped address gets the page that says so, if it is a person who asks.
  router.get('/{*path}', (req, res, next) => {
    if (req.accepts(['json', 'html']) !== 'html') return next();
    res.status(404);
    page(req, res, next);
  });
  return router;
}

const missing: RequestHandler = (_req, res) => {
  res.status(404).type('text/plain').send('Not found\n');
};
