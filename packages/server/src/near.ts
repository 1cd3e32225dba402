// Addresses of one's own machine or network.
import { BlockList, isIP } from 'node:net';

const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('10.0.0.0', 8, 'ipv4');
NEAR.addSubnet('172.16.0.0', 12, 'ipv4');
NEAR.addSubnet('192.168.0.0', 16, 'ipv4');
NEAR.addSubnet('169.254.0.0', 16, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');
/** The budget key that `::1` is counted under. */
const LOOPBACK_KEY = '0:0:0:0::/64';

/** `address`: as it is, or a budget key (`http/address.ts`). */
export function isNear(address: string): boolean {
  const [plain] = address.split('/');
  const family = isIP(plain);
  return address === LOOPBACK_KEY || (family !== 0 && NEAR.check(plain, family === 6 ? 'ipv6' : 'ipv4'));
}
