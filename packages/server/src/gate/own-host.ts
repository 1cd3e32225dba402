// Is this the server that the client believes to talk to? Why not the `Host` header: whoever relays a join writes that one himself.
import { BlockList, isIP } from 'node:net';

/** Addresses that lead to one's own machine or network: nobody on the internet can have lured a browser there to relay. */
const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('10.0.0.0', 8, 'ipv4');
NEAR.addSubnet('172.16.0.0', 12, 'ipv4');
NEAR.addSubnet('192.168.0.0', 16, 'ipv4');
NEAR.addSubnet('169.254.0.0', 16, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

/** `host`: a page's `location.host`. Any will do where the server has not been told its own. */
export function isOwnHost(host: string, publicHost: string | undefined): boolean {
  if (publicHost === undefined || host === publicHost) return true;
  const name = /^\[(.+)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '');
  if (name === 'localhost') return true;
  const family = isIP(name);
  return family !== 0 && NEAR.check(name, family === 6 ? 'ipv6' : 'ipv4');
}
