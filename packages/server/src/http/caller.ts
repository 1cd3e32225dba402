// GET /api/caller: whom the server takes the caller for. Each learns about himself alone; `touchline doctor` asks it through the
// public address, to see whether proxies are believed as they should.
import { BlockList, isIP } from 'node:net';
import type { Caller } from '@touchline/shared/protocol';
import type { RequestHandler } from 'express';
import { clientAddress, type TrustedProxies } from './address.ts';

const NEAR = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  NEAR.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  NEAR.addSubnet(net, bits, 'ipv6');

export function callerSeen(trusted: TrustedProxies): RequestHandler {
  return (req, res) => {
    const header = req.headers['x-forwarded-for'];
    const address = clientAddress(req.socket.remoteAddress, header, trusted);
    const peer = clientAddress(req.socket.remoteAddress, undefined, trusted);
    const family = isIP(address.split('%')[0]) === 6 ? 'ipv6' : 'ipv4';
    const seen: Caller = {
      address,
      forwarded: header !== undefined,
      believed: header !== undefined && trusted.has(peer),
      near: NEAR.check(address.split('%')[0], family) ? 'private' : 'public',
    };
    res.setHeader('Cache-Control', 'no-store');
    res.json(seen);
  };
}
