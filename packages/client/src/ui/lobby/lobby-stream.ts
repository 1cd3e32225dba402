// The lobby's one stream. A hidden tab closes it; shown again, it goes on after the last id it has seen.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { LobbyEvents, PitchGlimpse, RoomListing } from '@touchline/shared/protocol';

/** What the board says about itself. */
export type LobbyState = 'loading' | 'live' | 'lost';

/** The server pings every 10 s: two and a half of those without a word and the line is dead. */
const SILENCE_MS = 25_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

export class LobbyStream {
  private readonly listed = signal<ReadonlyMap<string, RoomListing> | null>(null);
  private readonly now = signal<LobbyState>('loading');
  readonly rooms: ReadonlySignal<ReadonlyMap<string, RoomListing> | null> = this.listed;
  readonly state: ReadonlySignal<LobbyState> = this.now;

  private readonly glimpseListeners = new Map<string, Set<(glimpse: PitchGlimpse) => void>>();
  private source: EventSource | null = null;
  private lastId = '';
  private retryMs = FIRST_RETRY_MS;
  private retryTimer = 0;
  private silenceTimer = 0;

  constructor() {
    document.addEventListener('visibilitychange', this.onVisibility);
    addEventListener('pagehide', this.close);
    addEventListener('pageshow', this.onVisibility);
    addEventListener('online', this.onVisibility);
    this.open();
  }

  onGlimpse(room: string, listener: (glimpse: PitchGlimpse) => void): () => void {
    const listeners = this.glimpseListeners.get(room) ?? new Set();
    this.glimpseListeners.set(room, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.onVisibility);
    removeEventListener('pagehide', this.close);
    removeEventListener('pageshow', this.onVisibility);
    removeEventListener('online', this.onVisibility);
    this.close();
  }

  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'hidden') this.close();
    else if (!this.source) this.open();
  };

  private readonly close = (): void => {
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    this.source?.close();
    this.source = null;
  };

  private open(): void {
    this.close();
    const cursor = this.lastId ? `?lastEventId=${encodeURIComponent(this.lastId)}` : '';
    const source = new EventSource(`/api/lobby${cursor}`);
    this.source = source;
    this.listenForSilence();
    const on = <K extends keyof LobbyEvents>(name: K, then: (body: LobbyEvents[K]) => void): void =>
      source.addEventListener(name, (event) => {
        this.heard(event);
        then(JSON.parse(event.data) as LobbyEvents[K]);
      });
    on('rooms', (rooms) => {
      this.listed.value = new Map(rooms.map((room) => [room.id, room]));
    });
    on('room', (room) => {
      this.listed.value = new Map(this.listed.peek() ?? []).set(room.id, room);
    });
    on('gone', ({ id }) => {
      const rest = new Map(this.listed.peek() ?? []);
      rest.delete(id);
      this.listed.value = rest;
    });
    on('pitch', (glimpses) => {
      for (const glimpse of glimpses) for (const show of this.glimpseListeners.get(glimpse.id) ?? []) show(glimpse);
    });
    for (const name of ['ping', 'reset']) source.addEventListener(name, (event) => this.heard(event));
    source.onopen = () => this.listenForSilence();
    source.onerror = () => {
      this.now.value = 'lost';
      // A browser gives up for good on any answer but a stream (429, 502): then the timer is ours.
      if (source.readyState === EventSource.CLOSED) this.reopenLater();
    };
  }

  private heard(event: MessageEvent<string>): void {
    if (event.lastEventId) this.lastId = event.lastEventId;
    this.retryMs = FIRST_RETRY_MS;
    this.now.value = 'live';
    this.listenForSilence();
  }

  private listenForSilence(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = window.setTimeout(() => {
      this.now.value = 'lost';
      this.reopenLater();
    }, SILENCE_MS);
  }

  private reopenLater(): void {
    this.close();
    // Spread out, so that a restarted server is not met by everybody at once.
    this.retryTimer = window.setTimeout(() => this.open(), this.retryMs * (0.5 + Math.random()));
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }
}
