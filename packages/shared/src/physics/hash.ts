// A digest of bytes, for comparing two runs of one log. Not for secrets: it finds bugs, not forgers.

/** 64 bits of a byte string as 16 hex digits: two FNV-like 32-bit lanes with different multipliers and a final mix. */
export function digest(bytes: Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < bytes.length; i++) {
    a = Math.imul(a ^ bytes[i], 0x01000193);
    b = Math.imul(b ^ bytes[i], 0x85ebca6b);
    b ^= b >>> 13;
  }
  return hex(mix(a ^ bytes.length)) + hex(mix(b ^ a));
}

function mix(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(lane: number): string {
  return lane.toString(16).padStart(8, '0');
}
