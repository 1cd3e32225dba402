// Which page a request comes from. Browsers say it (`Origin`) with every WebSocket and with whatever changes something; only reading
// is free to the pages of other sites.
import type { IncomingMessage } from 'node:http';
import { isNear } from '../near.ts';
import { publicOrigin, type TrustedProxies } from './address.ts';

/** Asks whether a browser sends a request for a page of another site. Without `Origin` it is no page that asks, and may. */
export type IsForeign = (req: IncomingMessage) => boolean;

/**
 * Names are compared, not ports and schemes: proxies that end TLS, or forward a host without its port, know no better. `publicUrl`:
 * where people reach the server; where nobody has said it, any name does that the request was sent to.
 */
export function foreignTo(publicUrl: string | undefined, trusted: TrustedProxies): IsForeign {
  const publicName = publicUrl === undefined ? undefined : nameOf(publicUrl);
  return ({ headers, socket }) => {
    if (headers.origin === undefined) return false;
    const page = nameOf(headers.origin);
    if (page === null) return true;
    if (page === publicName) return false;
    const asked = publicOrigin(socket.remoteAddress, headers, trusted);
    if (asked === null || page !== nameOf(asked)) return true;
    // Anybody may point a name of his at this server, and a browser then takes his page for ours.
    return publicName !== undefined && !isLocal(page);
  };
}

/** Null for what is no URL: `null` is what a sandboxed frame or a file says. */
function nameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

const isLocal = (name: string): boolean => name === 'localhost' || isNear(name.replace(/^\[|\]$/g, ''));
