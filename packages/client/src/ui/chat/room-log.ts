// Happenings → the lines of the chat: what was said, and what happened in the room. Remembers names of those who left.
import type { Command, MatchEvent } from '@touchline/shared/match';
import type { Happening } from '../../game/view.ts';
import { type Params, type TextKey, t } from '../i18n/t.ts';
import type { RosterLine } from '../session.ts';

export interface ChatLine {
  readonly id: number;
  /** `notice`: for you alone. */
  readonly kind: 'chat' | 'event' | 'goal' | 'notice' | 'announce';
  /** Of the speaker or the scoring side. */
  readonly team: 0 | 1 | 2;
  readonly name: string;
  readonly text: string;
  /** Said to his own team alone. */
  readonly toTeam: boolean;
  /** 0xRRGGBB of an announcement, null for the usual one. */
  readonly color: number | null;
  /** Of an announcement: how it is set. */
  readonly style: (typeof STYLES)[number];
}

/** As announcements number them. */
const STYLES = ['normal', 'bold', 'italic', 'small', 'small-bold', 'small-italic'] as const;
const KEPT = 200;
const TEAM_KEYS = ['team.bench', 'team.red', 'team.blue'] as const;
export const teamName = (team: 0 | 1 | 2): string => t(TEAM_KEYS[team]);

type Known = Pick<RosterLine, 'name' | 'team' | 'bot'>;

export class RoomLog {
  private nextId = 1;
  private readonly known = new Map<number, Known>();
  private lines: readonly ChatLine[] = [];
  /** Players whose lines are not wanted here. */
  ignored: ReadonlySet<number> = new Set();

  get all(): readonly ChatLine[] {
    return this.lines;
  }

  meet(roster: readonly RosterLine[]): void {
    for (const { id, name, team, bot } of roster) this.known.set(id, { name, team, bot });
  }

  nameOf(id: number): string {
    const known = this.known.get(id)?.name;
    // 0 is the room itself, or the player whom its script speaks through.
    return known ?? t(id === 0 ? 'line.theRoom' : 'line.somebody');
  }

  /** A word for whoever sits here. */
  notice(text: string): void {
    this.add({ kind: 'notice', text });
  }

  /** Did it add a line? */
  take(happening: Happening): boolean {
    const before = this.nextId;
    if (happening.event) this.takeEvent(happening.event);
    else this.takeCommand(happening.command, happening.team ?? false);
    return this.nextId !== before;
  }

  private takeEvent(event: MatchEvent): void {
    if (event.type === 'goal') {
      const team = teamName(event.team);
      const name = this.nameOf(event.by);
      const line = (key: TextKey, params: Params): void =>
        this.add({ kind: 'goal', team: event.team, text: t(key, params) });
      if (event.by === 0) line('line.goalNobody', { team });
      else if (event.own) line('line.ownGoal', { team, name });
      else if (event.assist === 0) line('line.goal', { team, name });
      else line('line.goalAssist', { team, name, assist: this.nameOf(event.assist) });
    }
    if (event.type === 'matchEnd') {
      this.add({ kind: 'goal', team: event.winner, text: t('line.won', { team: teamName(event.winner) }) });
    }
  }

  private takeCommand(command: Command, toTeam: boolean): void {
    const say = (key: TextKey, params?: Params): void => this.add({ kind: 'event', text: t(key, params) });
    switch (command.type) {
      case 'chat': {
        if (this.ignored.has(command.id)) break;
        const { name, team } = this.known.get(command.id) ?? { name: t('line.somebody'), team: 0 };
        this.add({ kind: 'chat', name, team, text: command.text, toTeam });
        break;
      }
      case 'announce':
        this.add({
          ...{ kind: 'announce', text: command.text, style: STYLES[command.style] ?? 'normal' },
          color: command.color >= 0 ? command.color & 0xffffff : null,
        });
        break;
      case 'join':
        this.known.set(command.id, { name: command.name, team: 0, bot: command.bot });
        if (!command.bot) say('line.joined', { name: command.name });
        break;
      case 'leave':
        this.left(command.id, command.by, command.kicked, command.banned, command.reason);
        break;
      case 'team': {
        const { id, team, by } = command;
        const known = this.known.get(id);
        if (known) this.known.set(id, { ...known, team });
        if (by !== id && by !== 0)
          say('line.moved', { by: this.nameOf(by), name: this.nameOf(id), team: teamName(team) });
        break;
      }
      case 'admin': {
        const key = command.admin ? 'line.adminGiven' : 'line.adminTaken';
        if (command.by !== command.id) say(key, { by: this.nameOf(command.by), name: this.nameOf(command.id) });
        break;
      }
      case 'start':
      case 'stop':
        if (command.by !== 0) {
          say(command.type === 'start' ? 'line.started' : 'line.stopped', { by: this.nameOf(command.by) });
        }
        break;
      case 'pause':
        say(command.paused ? 'line.paused' : 'line.resumed', { by: this.nameOf(command.by) });
        break;
      case 'lock':
        say(command.locked ? 'line.locked' : 'line.unlocked', { by: this.nameOf(command.by) });
        break;
      case 'limits':
        say('line.limits', { by: this.nameOf(command.by), goals: command.scoreLimit, minutes: command.timeLimit });
        break;
      case 'stadium':
        say('line.stadium', { by: this.nameOf(command.by) });
        break;
      case 'kickRate': {
        const { by, min, rate, burst } = command;
        say('line.kickRate', { by: this.nameOf(by), min, rate, burst });
        break;
      }
      default:
        // Inputs, orders, avatars, kits and discs are seen on the pitch.
        break;
    }
  }

  private left(id: number, by: number, kicked: boolean, banned: boolean, reason: string): void {
    const known = this.known.get(id);
    if (known?.bot) return;
    const name = this.nameOf(id);
    const key: TextKey = banned
      ? reason
        ? 'line.bannedWhy'
        : 'line.banned'
      : kicked
        ? reason
          ? 'line.kickedWhy'
          : 'line.kicked'
        : 'line.left';
    this.add({ kind: 'event', text: t(key, { name, by: this.nameOf(by), reason }) });
  }

  private add(line: Partial<ChatLine> & Pick<ChatLine, 'kind' | 'text'>): void {
    const whole: ChatLine = {
      name: '',
      team: 0,
      toTeam: false,
      color: null,
      style: 'normal',
      ...line,
      id: this.nextId++,
    };
    this.lines = [...this.lines.slice(-(KEPT - 1)), whole];
  }
}
