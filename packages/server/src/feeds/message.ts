// One message of a feed, before it is bytes. Encoded once per form and written to every reader alike.

/** `json`: `data` is JSON text; else it is plain (base64) text. Neither ever holds a raw line break. */
export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: string;
  readonly json: boolean;
}

/** Server-sent events, or one JSON object per line for tools without an event-stream parser. */
export type Form = 'sse' | 'ndjson';

export function jsonMessage(event: string, id: string, value: object): Message {
  return { event, id, data: JSON.stringify(value), json: true };
}

export function bytesMessage(event: string, id: string, bytes: Uint8Array): Message {
  return {
    event,
    id,
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    json: false,
  };
}

/** The message as it goes over the wire; whole, so that one write never leaves half an event behind. */
export function encodeMessage(message: Message, form: Form): string {
  const { event, id, data, json } = message;
  if (form === 'sse') return `event: ${event}\nid: ${id}\ndata: ${data}\n\n`;
  return `{"event":"${event}","id":"${id}","data":${json ? data : JSON.stringify(data)}}\n`;
}
