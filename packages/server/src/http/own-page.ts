// Which page a request comes from. Browsers say it (`Origin`) with every WebSocket and with whatever changes something; only reading
// is free to the pages of other sites.
import type { IncomingMessage } from 'node:http';
import { publicOrigin, type TrustedProxies } from './address.ts';

/** Asks whether a browser sends a request for a page of another site. Without `Origin` it is no page that asks, and may. */
export type IsForeign = (req: IncomingMessage) => boolean;

/**
 * Names are compared, not ports and schemes: proxies that end TLS, or forward a host without its port, know no better.
 * `publicUrl`: where people reach the server besides, behind a proxy that does not pass the host on.
 */
export function foreignTo(publicUrl: string | undefined, trusted: TrustedProxies): IsForeign {
  return ({ headers, socket }) => {
    if (headers.origin === undefined) return false;
    const page = nameOf(headers.origin);
    const own = [publicOrigin(socket.remoteAddress, headers, trusted), publicUrl];
    return page === null || !own.some((url) => url && nameOf(url) === page);
  };
}

/** Null for what is no URL: `null` is what a sandboxed frame or a file says. */
function nameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}
