// What the admin page knows of the server: asked for again every other second, as far as it is looked at.
import { type Signal, signal } from '@preact/signals';
import type {
  AdminAnswers,
  AdminAudit,
  AdminBan,
  AdminLogLine,
  AdminPlayer,
  AdminRequest,
  AdminRoom,
  AdminStatus,
  AdminVerb,
} from '@touchline/shared/protocol';
import { ApiProblem, askAdmin } from '../../net/api.ts';
import { t } from '../i18n/t.ts';

const REFRESH_MS = 2000;
const LOG_LINES = 500;

export const VIEWS = ['now', 'people', 'bans', 'audit', 'log'] as const;
export type View = (typeof VIEWS)[number];

/** `nowhere`: this server has no admin page. */
export type Door = 'unknown' | 'closed' | 'open' | 'nowhere';

export class AdminModel {
  readonly door: Signal<Door> = signal<Door>('unknown');
  readonly view: Signal<View> = signal<View>('now');
  readonly status: Signal<AdminStatus | null> = signal(null);
  readonly rooms: Signal<readonly AdminRoom[]> = signal([]);
  /** Null: not known yet. */
  readonly people: Signal<readonly AdminPlayer[] | null> = signal(null);
  readonly bans: Signal<readonly AdminBan[] | null> = signal(null);
  readonly audit: Signal<readonly AdminAudit[] | null> = signal(null);
  readonly log: Signal<readonly AdminLogLine[]> = signal([]);
  readonly logLevel = signal('');
  /** What came of the last thing that was done. */
  readonly word: Signal<{ readonly text: string; readonly bad: boolean } | null> = signal(null);
  /** The server did not answer when it was last looked at. */
  readonly silent = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  /** Looks until `stop` is called. */
  start(): void {
    void this.look();
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
  }

  show(view: View): void {
    this.view.value = view;
    this.word.value = null;
    void this.look();
  }

  /** Does something, says what came of it, and looks at once. False: it was not done. */
  async act<V extends AdminVerb>(
    verb: V,
    body: AdminRequest<V>,
    words: (answer: AdminAnswers[V]) => string,
  ): Promise<boolean> {
    try {
      this.word.value = { text: words(await askAdmin(verb, body)), bad: false };
      return true;
    } catch (problem) {
      this.fail(problem);
      return false;
    } finally {
      void this.look();
    }
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    try {
      await this.lookAt(this.view.peek());
      this.door.value = 'open';
      this.silent.value = false;
    } catch (problem) {
      // It is asked again: what is told is told as long as it is so.
      if (problem instanceof ApiProblem && problem.code === 'unreachable' && this.door.peek() === 'open')
        this.silent.value = true;
      else this.fail(problem);
    }
    const wanted = this.door.peek() === 'open' || this.door.peek() === 'unknown';
    clearTimeout(this.timer);
    if (wanted && !this.over) this.timer = setTimeout(() => void this.look(), REFRESH_MS);
  }

  private async lookAt(view: View): Promise<void> {
    this.status.value = await askAdmin('status', {});
    switch (view) {
      case 'now':
        this.rooms.value = await askAdmin('rooms', {});
        return;
      case 'people':
        this.people.value = await askAdmin('players', {});
        return;
      case 'bans':
        this.bans.value = await askAdmin('bans', {});
        return;
      case 'audit':
        this.audit.value = await askAdmin('audit', {});
        return;
      case 'log': {
        const known = this.log.peek();
        const { level, lines } = await askAdmin('log', { after: known.at(-1)?.number ?? 0, limit: LOG_LINES });
        this.logLevel.value = level;
        if (lines.length > 0) this.log.value = [...known, ...lines].slice(-LOG_LINES);
      }
    }
  }

  private fail(problem: unknown): void {
    if (!(problem instanceof ApiProblem)) throw problem;
    const open = this.door.peek() === 'open';
    if (problem.code === 'forbidden' && problem.where === 'session') this.door.value = 'closed';
    else if (problem.code === 'not-found' && !open) this.door.value = 'nowhere';
    else this.word.value = { text: problem.message || t('admin.unreachable'), bad: true };
  }
}
