// What the screens of one room share: the session, what is open, the lines of the chat, the goal that is being shown.
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { StadiumListing } from '@touchline/shared/protocol';
import type { Happening } from '../../game/view.ts';
import { getStadiums } from '../../net/api.ts';
import { type ChatLine, RoomLog } from '../chat/room-log.ts';
import { parseLine, SLASH_COMMANDS } from '../chat/slash.ts';
import { t } from '../i18n/t.ts';
import { ignoredIn } from '../remember.ts';
import { deliver, type RequestOf, type RosterLine, type Session } from '../session.ts';

export interface GoalShown {
  readonly key: number;
  readonly team: 1 | 2;
  readonly own: boolean;
  readonly by: string;
  readonly assist: string;
}

/** Shorter than the pause after a goal: play's restart is never hidden. */
export const GOAL_SHOWN_MS = 1200;
const TOAST_MS = 4000;

export type Opened = 'nothing' | 'chat' | 'panel' | 'settings' | 'help' | 'statistics';

export class RoomModel {
  readonly session: Session;
  readonly lines: Signal<readonly ChatLine[]> = signal([]);
  readonly goal: Signal<GoalShown | null> = signal(null);
  readonly opened: Signal<Opened> = signal('nothing');
  readonly toast: Signal<{ readonly key: number; readonly text: string } | null> = signal(null);
  readonly showsPlayers = signal(false);
  readonly showsDebug = signal(false);
  readonly unread = signal(0);
  /** Has there been a match here, to look back at? */
  readonly played = signal(false);
  readonly self: ReadonlySignal<RosterLine | undefined>;
  readonly isAdmin: ReadonlySignal<boolean>;
  /** Is anybody here one? */
  readonly hasAdmin: ReadonlySignal<boolean>;
  /** Players whose lines are not shown here. */
  readonly ignored: Signal<ReadonlySet<number>>;
  /** What is typed goes to the own team alone. */
  readonly toTeam = signal(false);
  readonly isWatching: boolean;
  private readonly log = new RoomLog();
  private readonly undo: (() => void)[] = [];
  private stadiums: readonly StadiumListing[] = [];
  private goalTimer = 0;
  private toastTimer = 0;
  private keys = 0;

  constructor(session: Session) {
    this.session = session;
    this.isWatching = session.send === undefined;
    // 0 sits nowhere here; in the room it can be the player whom a script speaks through.
    this.self = computed(() => session.roster.value.find(({ id }) => id !== 0 && id === session.selfId.value));
    this.isAdmin = computed(() => this.self.value?.admin ?? false);
    this.hasAdmin = computed(() => session.roster.value.some(({ admin }) => admin));
    this.ignored = ignoredIn(session.roomId);
    this.undo.push(
      effect(() => {
        this.log.ignored = this.ignored.value;
      }),
      effect(() => this.log.meet(session.roster.value)),
      session.on((happening, telling) => {
        // What is shown again after a rewind was written down the first time.
        if (telling !== 'again') this.write(happening);
        if (happening.event?.type === 'kickOff') this.played.value = true;
        if (telling !== 'missed' && happening.event?.type === 'goal') this.showGoal(happening.event);
      }),
    );
    if (!this.isWatching)
      getStadiums().then(
        (list) => {
          this.stadiums = list;
        },
        () => undefined,
      );
  }

  dispose(): void {
    for (const undo of this.undo) undo();
    clearTimeout(this.goalTimer);
    clearTimeout(this.toastTimer);
  }

  request(request: RequestOf): void {
    deliver(this.session, request);
  }

  /** A line typed into the chat. */
  say(line: string): void {
    const spoken = parseLine(line, {
      selfId: this.session.selfId.value,
      roster: this.session.roster.value,
      stadiums: this.stadiums,
      botLevel: this.session.scoreboard.value?.botLevel ?? 2,
    });
    if (!spoken) return;
    if (spoken.kind === 'send') return this.request(this.toTeam.peek() ? forTeam(spoken.request) : spoken.request);
    if (spoken.kind === 'ignore') return this.ignore(spoken.id, spoken.ignored);
    if (spoken.kind === 'tell') return this.tell(t(spoken.key, spoken.params));
    const list = Object.values(SLASH_COMMANDS).map(({ usage }) => usage);
    this.log.notice(t('slash.help', { list: list.join('   ') }));
    this.showLines();
    this.opened.value = 'chat';
  }

  /** A word for whoever sits here: seen at once, found again in the chat. */
  tell(text: string): void {
    this.log.notice(text);
    this.showLines();
    this.toast.value = { key: ++this.keys, text };
    clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => {
      this.toast.value = null;
    }, TOAST_MS);
  }

  /** Shows this player's lines no more, or again. */
  ignore(id: number, ignored: boolean): void {
    const now = new Set(this.ignored.peek());
    if (ignored) now.add(id);
    else now.delete(id);
    this.ignored.value = now;
    this.tell(t(ignored ? 'line.ignored' : 'line.heard', { name: this.log.nameOf(id) }));
  }

  open(what: Opened): void {
    this.opened.value = what;
    if (what === 'chat') this.unread.value = 0;
  }

  toggle(what: Opened): void {
    this.open(this.opened.peek() === what ? 'nothing' : what);
  }

  private write(happening: Happening): void {
    const shown = this.log.take(happening);
    if (shown) this.showLines();
    const { command } = happening;
    const heard = shown && command?.type === 'chat' && command.id !== this.session.selfId.peek();
    if (heard && this.opened.peek() !== 'chat') this.unread.value++;
  }

  private showLines(): void {
    this.lines.value = this.log.all;
  }

  private showGoal(goal: { team: 1 | 2; by: number; assist: number; own: boolean }): void {
    this.goal.value = {
      key: ++this.keys,
      team: goal.team,
      own: goal.own,
      by: goal.by === 0 ? '' : this.log.nameOf(goal.by),
      assist: goal.assist === 0 || goal.own ? '' : this.log.nameOf(goal.assist),
    };
    clearTimeout(this.goalTimer);
    this.goalTimer = window.setTimeout(() => {
      this.goal.value = null;
    }, GOAL_SHOWN_MS);
  }
}

/** A line that nobody gave a direction goes where the chat is set to. */
function forTeam(request: RequestOf): RequestOf {
  return request.verb === 'chat' ? { verb: 'teamChat', body: request.body } : request;
}
