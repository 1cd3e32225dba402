// Is this the server that the client believes to talk to? Why not the `Host` header: whoever relays a join writes that one himself.
import { isNear } from '../near.ts';

/** `host`: a page's `location.host`. Any will do where the server has not been told its own. */
export function isOwnHost(host: string, publicHost: string | undefined): boolean {
  if (publicHost === undefined || host === publicHost) return true;
  const name = /^\[(.+)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '');
  // Nobody on the internet can have lured a browser there to relay.
  return name === 'localhost' || isNear(name);
}
