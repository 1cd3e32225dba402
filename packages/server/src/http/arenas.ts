// GET /api/stadiums, POST /api/arenas, GET /api/arenas/:hash: stadiums by name, in, and out.

import type { StadiumListing, UploadedArena } from '@touchline/shared/protocol';
import type { Stadium, Problem as StadiumProblem, Warning } from '@touchline/shared/stadium';
import { type RequestHandler, text } from 'express';
import { MAX_PAIRS, pairsOf } from './arena-cost.ts';
import { ArenaReader } from './arena-reader.ts';
import type { ArenaStore } from './arena-store.ts';
import { Problem } from './problem.ts';

/** Bytes of an uploaded file. */
const MAX_UPLOAD = 1 << 20;
/** Warnings that are told; a file can have thousands. */
const MAX_WARNINGS = 50;

export function listStadiums(arenas: ArenaStore): RequestHandler {
  const listing: StadiumListing[] = arenas.stock.map(({ name, hash }) => ({ name, hash }));
  return (_req, res) => {
    res.setHeader('Cache-Control', 'no-cache');
    res.json(listing);
  };
}

/** Only `text/plain` is read: no form of another page can send JSON by it, and nothing else is a stadium. */
export const arenaBody = text({ type: 'text/plain', limit: MAX_UPLOAD, defaultCharset: 'utf-8' });

export function uploadArena(arenas: ArenaStore): RequestHandler {
  const reader = new ArenaReader();
  return async (req, res) => {
    if (typeof req.body !== 'string') {
      throw new Problem('bad-request', 'Send the text of a .hbs file as text/plain.', { where: 'body' });
    }
    const loaded = await reader.read(req.body);
    if (!loaded.ok) throw new Problem('bad-stadium', loaded.problem.message, { where: placeOf(loaded.problem) });
    const { stadium, warnings } = loaded;
    if (pairsOf(stadium.pitch) > MAX_PAIRS) {
      const message = `More than ${MAX_PAIRS} pairs of its discs and walls may touch: its ticks would hold up every other room.`;
      throw new Problem('bad-stadium', message, { where: 'discs' });
    }
    if (!arenas.add(stadium)) throw new Problem('server-full', 'The server holds as many stadiums as it can.');
    const answer: UploadedArena = {
      hash: stadium.hash,
      name: stadium.name,
      warnings: warnings.slice(0, MAX_WARNINGS).map(inWords),
    };
    res.status(201).setHeader('Cache-Control', 'no-store');
    res.json(answer);
  };
}

/**
 * The canonical text under its hash never changes: whoever has it never asks again. Its bytes are the same ones for everybody, or a
 * thousand who ask and do not read would fill the memory with a megabyte each.
 */
export function sendArena(arenas: ArenaStore): RequestHandler<{ hash: string }> {
  const bytesOf = new WeakMap<Stadium, Buffer>();
  return (req, res) => {
    const { hash } = req.params;
    const stadium = arenas.get(hash);
    if (!stadium) throw new Problem('not-found', 'No stadium has this hash here.', { where: 'hash' });
    res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    res.setHeader('Access-Control-Allow-Origin', '*');
    const bytes = bytesOf.get(stadium) ?? Buffer.from(stadium.text);
    bytesOf.set(stadium, bytes);
    // Its own, or the framework reads a megabyte to find one.
    res.setHeader('ETag', `"${hash}"`);
    res.type('text/plain').send(bytes);
  };
}

function placeOf({ line, column, list, index, key }: StadiumProblem): string {
  if (line !== undefined) return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  const entry = list === undefined ? '' : index === undefined ? list : `${list}[${index}]`;
  return [entry, key ?? ''].filter((part) => part !== '').join('.') || 'file';
}

function inWords({ message, list, index, key }: Warning): string {
  const place = placeOf({ category: 'unknown', message, list, index, key });
  return place === 'file' ? message : `${place}: ${message}`;
}
