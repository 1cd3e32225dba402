// POST /api/rooms/:id/challenge: what to sign to get a seat.
import { challengeRequest } from '@touchline/shared/protocol';
import { json, type Request, type RequestHandler } from 'express';
import type { Gate } from '../gate/gate.ts';
import type { Meter } from '../meter.ts';
import type { RoomDirectory } from '../rooms/room.ts';
import { BUSY, Problem } from './problem.ts';
import { findRoom } from './rooms.ts';

export const challengeBody = json({ limit: 512, type: 'application/json' });

export function giveChallenge(
  gate: Pick<Gate, 'challenge' | 'turnsAway'>,
  directory: RoomDirectory,
  budgetOf: (req: Request) => string,
  meter: Pick<Meter, 'joinRefused'>,
): RequestHandler<{ id: string }> {
  return (req, res) => {
    const parsed = challengeRequest.safeParse(req.body);
    if (!parsed.success) {
      throw new Problem('bad-request', 'An Ed25519 public key is wanted: 43 characters of base64url.', {
        where: 'key',
      });
    }
    const { id: roomId } = findRoom(directory, req.params.id);
    const purpose = { roomId, key: parsed.data.key, address: budgetOf(req as unknown as Request) };
    if (gate.turnsAway(purpose)) {
      meter.joinRefused('server-busy');
      throw new Problem('server-busy', BUSY, { where: 'server-busy', retryAfter: 5 });
    }
    res.setHeader('Cache-Control', 'no-store');
    res.json(gate.challenge(purpose));
  };
}
