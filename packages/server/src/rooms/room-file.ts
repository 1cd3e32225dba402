// The private side of a room on the disk: what the public log does not hold, and what a restart needs to open the room again
// as the same one.
import { createRoom, MAX_SLOW_SECONDS } from '@touchline/shared/protocol';
import { z } from 'zod';

/** Who is muted, by the name that `Moderation` has for him. */
export const chatFile = z.object({
  slowSeconds: z.int().min(0).max(MAX_SLOW_SECONDS),
  muted: z.array(z.object({ who: z.string().max(64), untilMs: z.number().nullable() })),
});
export type ChatFile = z.output<typeof chatFile>;

const shape = z.object({
  version: z.literal(2),
  id: z.string().regex(/^[a-z0-9-]{3,32}$/),
  epoch: z.string().regex(/^[a-z0-9]{8}$/),
  /** Of the machine when the file was written: after another start of it, what was written last may be missing. */
  bootId: z.string().max(64),
  openedBy: z.enum(['lobby', 'host', 'script']),
  standing: z.boolean(),
  /** Mark of the script that runs it. */
  script: z.string().max(64).optional(),
  /** As the room was opened, or changed since by whoever runs the server. */
  settings: createRoom,
  password: z.string().max(64),
  watchKey: z.string().max(64),
  bots: z.object({ perSide: createRoom.shape.bots, level: createRoom.shape.botLevel }),
  /** Of a Touchline that did not keep bans in SQLite yet. */
  bannedAddresses: z.array(z.string().max(64)).optional(),
  chat: chatFile.optional(),
  /** Is the match paused because of the last restart, until everybody is back? */
  waiting: z.boolean(),
  /** Who may return to which seat: the thumbprint of his key, or empty. `address`: where a script will be told of him again. */
  seats: z.array(
    z.object({ playerId: z.int().min(1), key: z.string().max(64), address: z.string().max(64).optional() }),
  ),
});
export type RoomFile = z.output<typeof shape>;

/** Version 1 knew seats by secrets that browsers no longer have: nobody can return to those. */
export const roomFile = z.preprocess(
  (file) => (Object(file).version === 1 ? { ...Object(file), version: 2, seats: [] } : file),
  shape,
);
