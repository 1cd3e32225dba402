// GET /api/matches, GET /api/matches/:id, GET /api/players/:id: finished matches with their statistics, and who played in
// them. GET /api/openapi.json: the whole interface, described.
import { describeApi } from '@touchline/shared/protocol';
import type { RequestHandler, Response } from 'express';
import type { MatchReader } from '../store/store.ts';
import { Problem } from './problem.ts';
import { searchOf } from './recordings.ts';

export function listMatches(matches: MatchReader): RequestHandler {
  return (req, res) => answer(res, matches.matches(searchOf(req)));
}

export function showMatch(matches: MatchReader): RequestHandler<{ id: string }> {
  return (req, res) => {
    const match = matches.match(req.params.id);
    if (match === null) {
      throw new Problem('not-found', 'There is no such match; it may have been too old to be kept.', { where: 'id' });
    }
    answer(res, match);
  };
}

export function showPlayer(matches: MatchReader): RequestHandler<{ id: string }> {
  return (req, res) => {
    const player = matches.player(req.params.id);
    if (player === null) {
      throw new Problem('not-found', 'Nobody of that name has played in a match that is kept here.', { where: 'id' });
    }
    answer(res, player);
  };
}

export function apiDescription(): RequestHandler {
  const description = describeApi();
  return (_req, res) => answer(res, description);
}

function answer(res: Response, body: object): void {
  res.setHeader('Cache-Control', 'no-cache');
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.json(body);
}
