// Who is asking: the address behind a request, and the key under which its budget is kept.
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Proxies whose word about the client's address is taken. Entries: an address, a range `10.0.0.0/8`, or `loopback`. */
export class TrustedProxies {
  private list = new BlockList();

  constructor(entries: readonly string[]) {
    this.trust(entries);
  }

  /** From now on these, and nobody else. */
  trust(entries: readonly string[]): void {
    this.list = new BlockList();
    for (const entry of entries) {
      if (entry === 'loopback') {
        this.list.addSubnet('127.0.0.0', 8, 'ipv4');
        this.list.addAddress('::1', 'ipv6');
        continue;
      }
      const [address, bits] = entry.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.list.addAddress(address, family);
      else this.list.addSubnet(address, Number(bits), family);
    }
  }

  has(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }
}

export function isProxyEntry(entry: string): boolean {
  if (entry === 'loopback') return true;
  const [address, bits, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

/**
 * The client's address: the socket's, unless that is a trusted proxy; then the rightmost address of `X-Forwarded-For`
 * that is not one. Everything left of that may have been written by anybody.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | readonly string[] | undefined,
  trusted: TrustedProxies,
): string {
  let address = plain(peer ?? '');
  if (!trusted.has(address)) return address;
  const hops = (typeof forwardedFor === 'string' ? forwardedFor : (forwardedFor ?? []).join(',')).split(',');
  for (const hop of hops.reverse()) {
    const candidate = plain(hop.trim());
    if (isIP(candidate) === 0) return address;
    address = candidate;
    if (!trusted.has(address)) return address;
  }
  return address;
}

/** One household has one IPv4 address, but 2^64 IPv6 addresses: those count together. */
export function budgetKey(address: string): string {
  return isIPv6(address) ? `${leadingGroups(address, 4)}::/64` : address;
}

/** What one customer of a provider can easily have many of, counted together: a /48, or 256 neighbours of IPv4. */
export function rangeKey(address: string): string {
  if (isIPv6(address)) return `${leadingGroups(address, 3)}::/48`;
  return isIP(address) === 4 ? `${address.slice(0, address.lastIndexOf('.'))}.0/24` : address;
}

/** The first groups of an IPv6 address, each written in one way only. */
function leadingGroups(address: string, count: number): string {
  const [head, tail = ''] = address.split('%')[0].split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return groups
    .slice(0, count)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** A name or an address with a port, and nothing that could end an attribute or begin another host. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Where people reach this server, as `https://example.org`, for links that must be whole. The request says it; what proxies
 * have written on it counts only when the peer is a trusted one. Null when no well-formed host is named.
 */
export function publicOrigin(
  peer: string | undefined,
  headers: { readonly [name: string]: string | readonly string[] | undefined },
  trusted: TrustedProxies,
): string | null {
  const believed = trusted.has(plain(peer ?? ''));
  // The last word is the trusted peer's own; what stands before it, anybody may have sent.
  const word = (name: string): string | undefined => {
    const value = believed ? headers[name] : undefined;
    return (typeof value === 'string' ? value : value?.at(-1))?.split(',').at(-1)?.trim();
  };
  const host = word('x-forwarded-host') || headers.host;
  if (typeof host !== 'string' || !HOST.test(host)) return null;
  return `${word('x-forwarded-proto')?.toLowerCase() === 'https' ? 'https' : 'http'}://${host.toLowerCase()}`;
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
