// Statistics of a match, by whoever watches every tick of it: the recorder, a viewer's page, a player's page. One function of
// the log: it adds nothing to it and never feeds back. docs/statistics.md defines every figure.
import type { Command } from '../commands.ts';
import type { MatchEvent } from '../events.ts';
import { findPlayer } from '../roster.ts';
import type { MatchState, Player, Team } from '../state.ts';
import { headsForGoal } from './aim.ts';
import { type Figure, heatCell, type StatisticsTable } from './figures.ts';
import { Line, Side } from './line.ts';
import type { Spell } from './spell.ts';

/** Who comes later counts for his side only: a room that is never empty must fit into memory, too. */
const MAX_LINES = 100;
/** Two who squeeze the ball between them are its last toucher in turn, tick by tick. */
const SAME_TOUCH_TICKS = 30;

export class MatchStatistics {
  private fromSeconds = 0;
  private ticks = 0;
  /** The match clock after the tick before. */
  private seconds = 0;
  private red = new Side();
  private blue = new Side();
  private lines: Line[] = [];
  private spell: Spell | null = null;

  private constructor() {}

  /** Counts from `state` on: right after the tick in which the match began, if nothing is to be missed. */
  static from(state: MatchState): MatchStatistics {
    const statistics = new MatchStatistics();
    statistics.begin(state);
    return statistics;
  }

  /** After every tick. A `start` begins anew; after the match its figures stay. */
  tick(state: MatchState, commands: readonly Command[], events: readonly MatchEvent[]): void {
    if (commands.some(({ type }) => type === 'start')) return this.begin(state);
    if (state.phase === 'none') return;
    const inPlay = state.time > this.seconds || events.some(({ type }) => type === 'kickOff');
    this.seconds = state.time;
    if (inPlay) this.ticks++;
    let toucher = 0;
    let kicker = 0;
    for (const event of events) {
      if (event.type === 'touch' && event.disc === 0) {
        if (this.touch(state, event.player, inPlay)) toucher = event.player;
      } else if (event.type === 'kick' && inPlay && this.spell?.by === event.player) {
        kicker = event.player;
        this.kick(this.spell, toucher === kicker);
      } else if (event.type === 'goal') this.goal(event);
      else if (event.type === 'positionsReset') this.spell = null;
    }
    if (inPlay) this.follow(state, kicker);
    this.walk(state, inPlay, !commands.some(displaces));
  }

  table(): StatisticsTable {
    const { fromSeconds, ticks, red, blue, lines } = this;
    const players = lines.map((line) => line.told()).toSorted((a, b) => a.id - b.id || a.team - b.team);
    return { fromSeconds, ticks, red: red.told(), blue: blue.told(), players };
  }

  /** A copy that shares nothing mutable. */
  clone(): MatchStatistics {
    const copy = new MatchStatistics();
    copy.fromSeconds = this.fromSeconds;
    copy.ticks = this.ticks;
    copy.seconds = this.seconds;
    copy.red = this.red.clone();
    copy.blue = this.blue.clone();
    copy.lines = this.lines.map((line) => line.clone());
    const { spell } = this;
    copy.spell = spell && { ...spell, line: spell.line && copy.lines[this.lines.indexOf(spell.line)] };
    return copy;
  }

  private begin(state: MatchState): void {
    this.fromSeconds = state.time;
    this.seconds = state.time;
    this.ticks = 0;
    this.red = new Side();
    this.blue = new Side();
    this.lines = [];
    this.spell = null;
    this.walk(state, false, false);
  }

  /** Somebody else has the ball now. True if that counts as a touch. */
  private touch(state: MatchState, id: number, inPlay: boolean): boolean {
    const player = findPlayer(state, id);
    if (player === undefined || !isSide(player.team)) return false;
    const { team } = player;
    const line = this.lineOf(player);
    const saved = inPlay && this.endSpell(team, line);
    this.spell = { by: id, team, line, kick: 'none', shot: false, aimed: false, saved };
    const counts = inPlay && (line === null || state.tick - line.touchTick > SAME_TOUCH_TICKS);
    if (counts) this.add(line, team, 'touches');
    if (line) line.touchTick = state.tick;
    return counts;
  }

  /** The spell ends by a touch of `team`: was it a pass, was it a shot that is saved now? */
  private endSpell(team: 1 | 2, line: Line | null): boolean {
    const { spell } = this;
    if (spell === null) return false;
    const arrived = spell.team === team;
    const saved = !arrived && spell.kick === 'shot' && spell.aimed;
    if (saved) this.add(line, team, 'saves');
    if (spell.kick === 'pass' || (spell.kick === 'shot' && arrived)) this.add(spell.line, spell.team, 'passes');
    if (spell.kick !== 'none' && arrived) this.add(spell.line, spell.team, 'completed');
    return saved;
  }

  /** `arriving`: the kick is the very touch that has just been counted. What it was is seen when the tick is over. */
  private kick(spell: Spell, arriving: boolean): void {
    spell.kick = 'pass';
    if (!arriving) this.add(spell.line, spell.team, 'touches');
  }

  private goal({ team, by, assist, own, disc }: Extract<MatchEvent, { type: 'goal' }>): void {
    const { spell } = this;
    const other = team === 1 ? 2 : 1;
    this.side(team).figures.goals++;
    if (own) this.add(this.find(by, other), other, 'ownGoals');
    else if (by !== 0) {
      const line = this.find(by, team);
      if (line) line.figures.goals++;
      if (disc !== 0 || spell?.by !== by || !spell.shot) this.add(line, team, 'shots');
    }
    if (assist !== 0) this.add(this.find(assist, team), team, 'assists');
    // Touched on its way in: that was no save.
    if (disc === 0 && spell?.saved && spell.team === other) this.add(spell.line, other, 'saves', -1);
    this.spell = null;
  }

  /** At the end of a tick in play: what the kick was, where a shot goes, whose ball it is. */
  private follow(state: MatchState, kicker: number): void {
    const { spell } = this;
    if (spell === null) return;
    if (spell.kick === 'shot' || kicker === spell.by) {
      spell.aimed = headsForGoal(state, spell.team === 1 ? 2 : 1);
      if (kicker === spell.by) spell.kick = spell.aimed ? 'shot' : 'pass';
      if (spell.kick === 'shot' && !spell.shot) {
        spell.shot = true;
        this.add(spell.line, spell.team, 'shots');
      }
    }
    this.add(spell.line, spell.team, 'possessionTicks');
  }

  /** Where everybody is, and how far he has come. */
  private walk(state: MatchState, inPlay: boolean, byThemselves: boolean): void {
    const { players, world } = state;
    for (let i = 0; i < players.length; i++) {
      const player = players[i];
      if (player.disc < 0 || !isSide(player.team)) continue;
      const line = this.lineOf(player);
      if (line === null && !inPlay) continue;
      const side = this.side(player.team);
      const x = world.x[player.disc];
      const y = world.y[player.disc];
      if (inPlay) {
        const cell = heatCell(state, x, y);
        side.heat[cell]++;
        side.figures.playedTicks++;
        if (line) {
          line.heat[cell]++;
          line.figures.playedTicks++;
          if (byThemselves) this.run(line, side, x - line.x, y - line.y);
        }
      }
      if (line) {
        line.x = x;
        line.y = y;
      }
    }
  }

  private run(line: Line, side: Side, dx: number, dy: number): void {
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (!(distance < Number.POSITIVE_INFINITY)) return;
    line.figures.distance += distance;
    side.figures.distance += distance;
  }

  private add(line: Line | null, team: 1 | 2, figure: Figure, by = 1): void {
    if (line) line.figures[figure] += by;
    this.side(team).figures[figure] += by;
  }

  private side(team: 1 | 2): Side {
    return team === 1 ? this.red : this.blue;
  }

  private find(id: number, team: 1 | 2): Line | null {
    const { lines } = this;
    for (let i = 0; i < lines.length; i++) if (lines[i].id === id && lines[i].team === team) return lines[i];
    return null;
  }

  private lineOf({ id, name, team, bot }: Player): Line | null {
    if (!isSide(team)) return null;
    const known = this.find(id, team);
    if (known || this.lines.length >= MAX_LINES) return known;
    const line = new Line({ id, name, team, bot });
    this.lines.push(line);
    return line;
  }
}

function isSide(team: Team): team is 1 | 2 {
  return team !== 0;
}

/** Ticks in which somebody is put somewhere tell nothing about running. */
function displaces(command: Command): boolean {
  if (command.type === 'team') return true;
  if (command.type !== 'disc' && command.type !== 'playerDisc') return false;
  return command.change.x !== undefined || command.change.y !== undefined;
}
