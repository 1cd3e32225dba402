// Which frames of a client the framework may see. It prints what it cannot decode: with garbage, anybody could fill the
// server's log.
import { Protocol } from '@colyseus/core';
import { messages } from '@touchline/shared/protocol';

/** A short text as schema's encoding begins it. */
const FIXSTR = 0xa0;
/** "Set field 0", the only one of an input frame. */
const SET_KEYS = 0x80;

/** The longest message of our client is a line of chat: 140 characters of four bytes. A decoder can be kept busy with what is longer. */
const MAX_MESSAGE_BYTES = 1024;

/** Is it one of the frames that our client sends? What a message says is looked at later. */
export function isFrame(frame: Uint8Array): boolean {
  switch (frame[0]) {
    case Protocol.JOIN_ROOM:
    case Protocol.LEAVE_ROOM:
    case Protocol.PING:
      return frame.length === 1;
    case Protocol.ROOM_INPUT_RELIABLE:
      return frame.length === 1 || (frame.length === 3 && frame[1] === SET_KEYS);
    case Protocol.ROOM_DATA: {
      if (frame.length > MAX_MESSAGE_BYTES) return false;
      const end = 2 + (frame[1] - FIXSTR);
      return Object.hasOwn(messages, Buffer.from(frame.subarray(2, end)).toString('latin1'));
    }
    default:
      return false;
  }
}
