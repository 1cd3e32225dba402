// The id of a match's recording, known before there is one: whoever follows the feed computes it, and a link to a goal can be
// handed on while the match goes on.
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base32 } from '@scure/base';
import { type Cursor, formatCursor } from './feed.ts';

/** 40 bits are eight letters of base32. */
const BYTES = 5;

/**
 * `<room>-<8 of a-z2-7>`, of a listed match. `segment`: where its log began, as `FeedHeader.segment` and the recording's header
 * tell. A private match has another id, which nobody can compute.
 */
export function recordingId(room: string, segment: Cursor): string {
  const digest = sha256(utf8ToBytes(`${room}.${formatCursor(segment.epoch, segment.tick)}`));
  return `${room}-${base32.encode(digest.subarray(0, BYTES)).toLowerCase()}`;
}
