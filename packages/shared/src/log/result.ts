// How a match went, told by whoever watched every tick of it: the recorder as it happens, a verifier when it runs again.
import {
  type Command,
  MAX_NICK,
  type MatchEvent,
  type MatchState,
  MatchStatistics,
  type Team,
} from '../match/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** `finished`: by the rules. `stopped`: by an admin or the room. `interrupted`: the room or the server went away. */
export const ENDINGS = ['finished', 'stopped', 'interrupted'] as const;
export type Ending = (typeof ENDINGS)[number];

/** Somebody who stood on a side. `team`: the last one. */
export interface Participant {
  readonly id: number;
  readonly name: string;
  readonly team: 1 | 2;
  readonly bot: boolean;
}

export interface MatchResult {
  readonly red: number;
  readonly blue: number;
  readonly ending: Ending;
  /** Seconds of play. */
  readonly seconds: number;
  /** In the order of their ids. */
  readonly players: readonly Participant[];
}

/** Looks at a match once per tick. */
export class MatchSummary {
  /** Told beside the result; no part of what a recording holds, since it follows from the log. */
  readonly statistics: MatchStatistics;
  private red = 0;
  private blue = 0;
  private seconds = 0;
  private ended = false;
  private stopped = false;
  private readonly players = new Map<number, Participant>();

  /** `state`: right after the match began. */
  constructor(state: MatchState) {
    this.statistics = MatchStatistics.from(state);
    this.look(state);
  }

  /** After every tick. A `stop` may be followed by the next match in the same tick, which is not looked at. */
  tick(state: MatchState, commands: readonly Command[], events: readonly MatchEvent[]): void {
    this.stopped ||= commands.some(({ type }) => type === 'stop');
    if (this.stopped) return;
    this.look(state);
    this.statistics.tick(state, commands, events);
    for (const event of events) if (event.type === 'matchEnd') this.ended = true;
    this.stopped = state.phase === 'none';
  }

  result(): MatchResult {
    return {
      red: this.red,
      blue: this.blue,
      ending: this.ended ? 'finished' : this.stopped ? 'stopped' : 'interrupted',
      seconds: this.seconds,
      players: [...this.players.values()].toSorted((a, b) => a.id - b.id),
    };
  }

  /** Score and clock go with the match: what was last seen of them counts. */
  private look({ phase, red, blue, time, players }: MatchState): void {
    if (phase === 'none') return;
    this.red = red;
    this.blue = blue;
    this.seconds = time;
    for (const { id, name, team, bot } of players) if (isSide(team)) this.note(id, name, team, bot);
  }

  private note(id: number, name: string, team: 1 | 2, bot: boolean): void {
    if (this.players.get(id)?.team !== team) this.players.set(id, { id, name, team, bot });
  }
}

/** Do both tell of the same match, to the last bit? */
export function sameResult(a: MatchResult, b: MatchResult): boolean {
  return (
    a.red === b.red &&
    a.blue === b.blue &&
    a.ending === b.ending &&
    a.seconds === b.seconds &&
    a.players.length === b.players.length &&
    a.players.every((player, i) => {
      const other = b.players[i];
      return (
        player.id === other.id && player.name === other.name && player.team === other.team && player.bot === other.bot
      );
    })
  );
}

export function writeResult(writer: ByteWriter, result: MatchResult): void {
  writer.byte(ENDINGS.indexOf(result.ending));
  writer.uint(result.red);
  writer.uint(result.blue);
  writer.real(result.seconds);
  writer.uint(result.players.length);
  for (const { id, name, team, bot } of result.players) {
    writer.uint(id);
    writer.text(name);
    writer.byte(team);
    writer.bool(bot);
  }
}

export function readResult(reader: ByteReader): MatchResult {
  const ending = ENDINGS[reader.byte(ENDINGS.length - 1)];
  const red = reader.uint();
  const blue = reader.uint();
  const seconds = reader.real();
  const count = reader.uint();
  reader.need(count);
  const players: Participant[] = [];
  for (let i = 0; i < count; i++) {
    const id = reader.uint();
    const name = reader.text(MAX_NICK);
    const team = reader.byte(2) as Team;
    if (!isSide(team)) reader.fail('bad-value', 'a participant without a side');
    players.push({ id, name, team, bot: reader.bool() });
  }
  return { red, blue, ending, seconds, players };
}

function isSide(team: Team): team is 1 | 2 {
  return team !== 0;
}
