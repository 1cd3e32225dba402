// The number that both ends of every wire compare. One line for each change of it.
//   1  first public form
//   2  joining and returning prove a key

/** Version of messages, schema, feeds and log bytes together. */
export const PROTOCOL_VERSION = 2;
