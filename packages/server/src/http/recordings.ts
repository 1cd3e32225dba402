// GET /api/recordings, GET /api/recordings/:id, GET /api/key: finished matches, found and fetched.
import { type RecordingQuery, recordingQuery, type ServerKey } from '@touchline/shared/protocol';
import type { Request, RequestHandler } from 'express';
import type { RecordingShelf } from '../store/store.ts';
import { Problem } from './problem.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

export function listRecordings(recordings: RecordingShelf): RequestHandler {
  return (req, res) => {
    const query = searchOf(req);
    res.setHeader('Cache-Control', 'no-cache');
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.json(recordings.list(query));
  };
}

/** Throws Problem. */
export function searchOf(req: Request): RecordingQuery {
  const query = recordingQuery.safeParse(req.query);
  if (query.success) return query.data;
  const [issue] = query.error.issues;
  throw new Problem('bad-request', issue.message, { where: issue.path.join('.') });
}

/** The file as it lies at rest, gzip: a file to keep and not a transfer encoding. It never changes under its id. */
export function sendRecording(recordings: RecordingShelf): RequestHandler<{ id: string }> {
  return async (req, res, next) => {
    const { id } = req.params;
    const file = await recordings.find(id);
    if (file === null) {
      throw new Problem('not-found', 'There is no such recording; it may have been too old to be kept.', {
        where: 'id',
      });
    }
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="touchline-${id}.tlr"`,
      'Access-Control-Allow-Origin': '*',
    };
    res.sendFile(
      file.name,
      { root: file.folder, headers, immutable: true, maxAge: YEAR_MS, dotfiles: 'allow' },
      (error) => {
        if (error && !res.headersSent) next(error);
      },
    );
  };
}

export function serverKey({ publicKey }: RecordingShelf): RequestHandler {
  return (_req, res) => {
    if (publicKey === null) throw new Problem('not-found', 'This server has no key: its recordings are not signed.');
    res.setHeader('Cache-Control', 'no-cache');
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.json({ publicKey } satisfies ServerKey);
  };
}
