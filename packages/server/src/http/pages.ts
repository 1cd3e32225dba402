// The built client: one page for every place people can link to, with what a link to it shows; and its assets for ever.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { static as files, type Request, type RequestHandler, Router } from 'express';
import compressedFiles from 'express-static-gzip';
import type { RoomDirectory } from '../rooms/room.ts';
import type { RecordingShelf } from '../store/store.ts';
import { type LinkPreview, PLAIN, replayPreview, roomPreview, withPreview } from './link-preview.ts';
import { embeddable } from './policy.ts';

export interface PagesDeps {
  readonly directory: RoomDirectory;
  readonly recordings: RecordingShelf;
  /** Where people reach this server; null where the request does not say. */
  readonly originOf: (req: Request) => string | null;
  /** Is there an admin page? */
  readonly admin: boolean;
}

/** `dist`: where the client was built to. Without it the pages say so, and everything else works. */
export function pages(dist: string, { directory, recordings, originOf, admin }: PagesDeps): Router {
  const router = Router();
  const index = join(dist, 'index.html');
  // Names under assets/ carry a hash of their content. The build has compressed them (client/vite.config.ts).
  const assets = compressedFiles(join(dist, 'assets'), {
    ...{ enableBrotli: true, orderPreference: ['br', 'gzip'], index: false },
    serveStatic: { immutable: true, maxAge: '1y' },
  });
  router.use('/assets', assets, missing);
  router.use(files(dist, { index: false, maxAge: '1h' }));
  const page =
    (previewOf: (id: string, query: URLSearchParams) => LinkPreview = () => PLAIN): RequestHandler =>
    async (req, res) => {
      res.setHeader('Cache-Control', 'no-cache');
      const html = await readFile(index, 'utf8').catch(() => null);
      if (html === null) {
        res.status(503).type('text/plain').send('The client is not built yet. Run: npm run build\n');
        return;
      }
      const preview = previewOf(String(req.params.id), new URLSearchParams(req.url.split('?')[1]));
      res.type('html').send(withPreview(html, preview, originOf(req)));
    };
  const room = (doing: 'play' | 'watch') => (id: string, query: URLSearchParams) => {
    const found = directory.get(id);
    return found ? roomPreview(found, query.get('k') ?? '', doing) : PLAIN;
  };
  router.get(['/', '/replay'], page());
  if (admin) router.get('/admin', unsearched, page());
  router.get('/r/:id', unsearched, page(room('play')));
  router.get('/watch/:id', unsearched, embeddable, page(room('watch')));
  router.get(
    '/replay/:id',
    embeddable,
    page((id, query) => {
      const found = recordings.listing(id);
      if (found) return replayPreview(found);
      // Copied while the match is on, and posted right away.
      return room('watch')(query.get('room') ?? '', query);
    }),
  );
  // A mistyped address gets the page that says so, if it is a person who asks.
  router.get('/{*path}', (req, res, next) => {
    if (req.accepts(['json', 'html']) !== 'html') return next();
    res.status(404);
    return page()(req, res, next);
  });
  return router;
}

/** Those who make previews may fetch a room's page, and search engines with them; but a room is gone before it is found. */
const unsearched: RequestHandler = (_req, res, next) => {
  res.setHeader('X-Robots-Tag', 'noindex');
  next();
};

const missing: RequestHandler = (_req, res) => {
  res.status(404).type('text/plain').send('Not found\n');
};
