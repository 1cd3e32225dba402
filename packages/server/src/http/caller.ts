// GET /api/caller: whom the server takes the caller for. Each learns about himself alone; `touchline doctor` asks it through the
// public address, to see whether proxies are believed as they should.
import type { Caller } from '@touchline/shared/protocol';
import type { RequestHandler } from 'express';
import { isNear } from '../near.ts';
import { clientAddress, type TrustedProxies } from './address.ts';

export function callerSeen(trusted: TrustedProxies): RequestHandler {
  return (req, res) => {
    const header = req.headers['x-forwarded-for'];
    const address = clientAddress(req.socket.remoteAddress, header, trusted);
    const peer = clientAddress(req.socket.remoteAddress, undefined, trusted);
    const seen: Caller = {
      address,
      forwarded: header !== undefined,
      believed: header !== undefined && trusted.has(peer),
      near: isNear(address.split('%')[0]) ? 'private' : 'public',
    };
    res.setHeader('Cache-Control', 'no-store');
    res.json(seen);
  };
}
