// Finished matches with their statistics, and players over many of them, as the API tells them (docs/api.md).
import { z } from 'zod';
import { type Figure, HEAT_COLUMNS, HEAT_ROWS } from '../match/index.ts';
import { type Immutable, recordingListing } from './http.ts';

const count = z.int().min(0);
const ticks = count.describe('Ticks in play, sixty to a second.');

const figures = z.object({
  goals: count.describe('Of a side: its score.'),
  assists: count,
  ownGoals: count,
  shots: count.describe('Kicks that would have gone in.'),
  saves: count,
  passes: count.describe('Completed and lost.'),
  completed: count.describe('Passes that reached a team mate.'),
  touches: count,
  possessionTicks: ticks,
  playedTicks: ticks,
  distance: count.describe('Map units; a player on Classic is 30 wide.'),
} satisfies Record<Figure, z.ZodType<number>>);

const cells = HEAT_COLUMNS * HEAT_ROWS;
const heat = z
  .array(count)
  .length(cells)
  .describe(`Ticks per cell of the camera rectangle, ${HEAT_ROWS} rows of ${HEAT_COLUMNS}, from the top left.`);
const side = figures.extend({ heat });
const line = side.extend({ id: count, name: z.string(), team: z.literal([1, 2]), bot: z.boolean() });

/** One line of `GET /api/matches`. */
export const matchListing = recordingListing.omit({ bytes: true }).extend({
  recording: z.string().describe('Path of the recording.'),
});
export type MatchListing = Immutable<z.output<typeof matchListing>>;

/** Answer of `GET /api/matches/:id`. */
export const matchReport = matchListing.extend({
  statistics: z.object({
    fromSeconds: z.number().describe('Match clock where counting began.'),
    ticks: ticks.describe('Ticks in play that were counted.'),
    red: side,
    blue: side,
    players: z.array(line).describe('One for each player and side, in the order of their ids in the room.'),
  }),
});
export type MatchReport = Immutable<z.output<typeof matchReport>>;

/** Answer of `GET /api/players/:id`. */
export const playerReport = z.object({
  id: z.string().describe('The nick in lower case, or the fingerprint of a key, as it was asked for.'),
  name: z.string().describe('As written in the latest match.'),
  matches: z.int().min(1),
  firstMs: z.number().describe('Start of the first and of the latest match: milliseconds since 1970.'),
  lastMs: z.number(),
  totals: figures,
  recent: z.array(matchListing).describe('The latest matches, newest first.'),
});
export type PlayerReport = Immutable<z.output<typeof playerReport>>;
