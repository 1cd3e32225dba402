// Figures for Prometheus: every name, with its help and its labels, is in this file, and nothing else knows the library.
// Labels are of few values that we choose ourselves: no room and no player is one, for strangers make those. docs/metrics.md
// says what to look at.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { JoinRefusal, NoticeCode, ProblemCode } from '@touchline/shared/protocol';
import { Counter, type CounterConfiguration, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Flow, TRAFFIC_KINDS, type TrafficKind } from './http/traffic.ts';
import type { CutReason, Meter } from './meter.ts';
import type { LiveRoom } from './rooms/live-room.ts';
import type { ScriptFigures } from './scripts/script-host.ts';
import type { RecordingHealth } from './store/store.ts';

/** What is looked up when somebody asks, and costs nothing in between. */
export interface MetricSources {
  rooms(): readonly Pick<LiveRoom, 'state' | 'awake' | 'viewerCount'>[];
  /** People in the queues of all rooms. */
  queueing(): number;
  streams(): {
    readonly open: number;
    readonly stalled: number;
    readonly counts: Readonly<Record<'opened' | 'refused' | 'slow' | 'stalled' | 'rotated', number>>;
  };
  flow(kind: TrafficKind): Flow;
  recordings(): RecordingHealth;
  scripts(): readonly ScriptFigures[];
  /** Share of a core that the server used lately. */
  cpu(): number;
}

type Labels = Readonly<Record<string, string>>;
type Samples = readonly (readonly [labels: Labels, value: number])[];

/** Seconds. A tick has 16.7 ms; a full 6v6 takes a tenth of one. */
const TICK_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 1 / 60, 0.05, 0.1];
/** Seconds. Players notice from about 4 ms on; past five ticks a stall is shed. */
const LATENESS_BUCKETS = [0.0005, 0.001, 0.002, 0.004, 0.008, 1 / 60, 1 / 30, 0.1, 0.5, 1];
/** Seconds. A log waits for a disk that hangs for ten. */
const WRITE_BUCKETS = [0.0005, 0.002, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const LAG_RESOLUTION_MS = 10;
const LAG_QUANTILES = [0.5, 0.99, 1];

export class Metrics implements Meter {
  private readonly registry = new Registry();
  private readonly sources: MetricSources;

  constructor(sources: MetricSources) {
    this.sources = sources;
    this.lookUpRooms();
    this.lookUpConnections();
    this.lookUpStore();
    this.lookUpScripts();
    this.lookUpProcess();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All figures, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  // ---- told

  private readonly tickDuration = new Histogram({
    ...{ name: 'touchline_tick_duration_seconds', help: 'How long a tick of a room took, its patches sent.' },
    ...{ buckets: TICK_BUCKETS, registers: [this.registry] },
  });
  private readonly tickLateness = new Histogram({
    ...{ name: 'touchline_tick_lateness_seconds', help: 'How long after its moment a tick began.' },
    ...{ buckets: LATENESS_BUCKETS, registers: [this.registry] },
  });
  private readonly logWrite = new Histogram({
    ...{ name: 'touchline_log_write_seconds', help: 'How long the disk took for a piece of a room log.' },
    ...{ buckets: WRITE_BUCKETS, registers: [this.registry] },
  });
  private readonly logBytes = this.counter('touchline_log_written_bytes_total', 'Bytes of room logs written.');
  private readonly joins = this.counter('touchline_joins_total', 'People who came into a room.');
  private readonly joinsRefused = this.counter(
    'touchline_joins_refused_total',
    'People who were not let into a room, by reason.',
    ['reason'],
  );
  private readonly notices = this.counter(
    'touchline_notices_total',
    'Answers to what players asked of their room: refusals, too-fast, and what was done.',
    ['code'],
  );
  private readonly astray = this.counter(
    'touchline_divergences_total',
    'Clients that asked for a keyframe because their state was not the state of the room.',
  );
  private readonly shownOut = this.counter('touchline_kicks_total', 'People who were kicked.', ['banned']);
  private readonly cuts = this.counter('touchline_connections_cut_total', 'Connections of players cut, by reason.', [
    'reason',
  ]);
  private readonly requestsRefused = this.counter(
    'touchline_http_refused_total',
    'Requests that were answered with a problem, by its code.',
    ['code'],
  );

  ticked(durationMs: number, latenessMs: number): void {
    this.tickDuration.observe(durationMs / 1000);
    this.tickLateness.observe(latenessMs / 1000);
  }

  joined(): void {
    this.joins.inc();
  }

  joinRefused(reason: JoinRefusal): void {
    this.joinsRefused.inc({ reason });
  }

  noticed(code: NoticeCode): void {
    this.notices.inc({ code });
  }

  wentAstray(): void {
    this.astray.inc();
  }

  showedOut(banned: boolean): void {
    this.shownOut.inc({ banned: String(banned) });
  }

  connectionCut(reason: CutReason): void {
    this.cuts.inc({ reason });
  }

  requestRefused(code: ProblemCode): void {
    this.requestsRefused.inc({ code });
  }

  logged(bytes: number, tookMs: number): void {
    this.logBytes.inc(bytes);
    this.logWrite.observe(tookMs / 1000);
  }

  // ---- looked up

  private lookUpRooms(): void {
    const rooms = () => this.sources.rooms();
    const people = (bots: boolean) =>
      // The host player of a script is nobody.
      sum(rooms(), ({ state }) => state.players.filter(({ id, bot }) => id !== 0 && bot === bots).length);
    this.gauge(
      'touchline_rooms',
      'Rooms: with a match, without one, or asleep because nobody is there.',
      ['state'],
      () => {
        const states = { match: 0, idle: 0, asleep: 0 };
        for (const room of rooms()) states[!room.awake() ? 'asleep' : room.state.phase === 'none' ? 'idle' : 'match']++;
        return Object.entries(states).map(([state, count]) => [{ state }, count]);
      },
    );
    this.gauge('touchline_players', 'People in rooms, those who sit out included.', [], () => one(people(false)));
    this.gauge('touchline_bots', 'Bots in rooms.', [], () => one(people(true)));
    this.gauge('touchline_viewers', 'People who watch a match without a seat.', [], () =>
      one(sum(rooms(), ({ viewerCount }) => viewerCount)),
    );
    this.gauge('touchline_queueing', 'People who wait for a seat, in the queues of all rooms.', [], () =>
      one(this.sources.queueing()),
    );
    this.gauge('touchline_rooms_with_nan', 'Rooms in which a disc has no place or no speed: a bug.', [], () =>
      one(rooms().filter(({ state }) => hasNan(state.world)).length),
    );
  }

  private lookUpConnections(): void {
    const flows = (of: (flow: Flow) => number) => (): Samples =>
      TRAFFIC_KINDS.map((kind) => [{ kind }, of(this.sources.flow(kind))]);
    const { streams } = this.sources;
    this.gauge(
      'touchline_connections',
      'Open connections, by what they are for.',
      ['kind'],
      flows(({ connections }) => connections),
    );
    this.lookedUp(
      'touchline_received_bytes_total',
      'Bytes received, by what they were for.',
      ['kind'],
      flows(({ receivedBytes }) => receivedBytes),
    );
    this.lookedUp(
      'touchline_sent_bytes_total',
      'Bytes sent, by what they were for.',
      ['kind'],
      flows(({ sentBytes }) => sentBytes),
    );
    this.gauge('touchline_streams', 'Open event streams: whose reader keeps up, or takes nothing.', ['state'], () => {
      const { open, stalled } = streams();
      return [
        [{ state: 'flowing' }, open - stalled],
        [{ state: 'stalled' }, stalled],
      ];
    });
    this.lookedUp('touchline_streams_opened_total', 'Event streams opened.', [], () => one(streams().counts.opened));
    this.lookedUp(
      'touchline_streams_refused_total',
      'Event streams refused: too many of one address, or at all.',
      [],
      () => one(streams().counts.refused),
    );
    this.lookedUp(
      'touchline_streams_ended_total',
      'Event streams that the server ended, by reason.',
      ['reason'],
      () => {
        const { slow, stalled, rotated } = streams().counts;
        return Object.entries({ slow, stalled, rotated }).map(([reason, count]) => [{ reason }, count]);
      },
    );
  }

  private lookUpStore(): void {
    this.lookedUp('touchline_recordings_total', 'Matches recorded, and matches that could not be.', ['outcome'], () => {
      const { saved, failed } = this.sources.recordings();
      return Object.entries({ saved, failed }).map(([outcome, count]) => [{ outcome }, count]);
    });
  }

  private lookUpScripts(): void {
    const scripts = (of: (figures: ScriptFigures) => number) => (): Samples =>
      this.sources.scripts().map((figures) => [{ script: figures.name }, of(figures)]);
    const total = (name: string, help: string, of: (figures: ScriptFigures) => number) =>
      this.lookedUp(name, help, ['script'], scripts(of));
    this.gauge(
      'touchline_script_memory_bytes',
      'Memory of a script, its process included.',
      ['script'],
      scripts(({ memoryBytes }) => memoryBytes),
    );
    total('touchline_script_cpu_seconds_total', 'Processor time of a script.', ({ cpuSeconds }) => cpuSeconds);
    total(
      'touchline_script_restarts_total',
      'How often a script died and was started again.',
      ({ restarts }) => restarts,
    );
    total('touchline_script_commands_total', 'What a script asked of its room.', ({ commands }) => commands);
    total(
      'touchline_script_skipped_ticks_total',
      'Ticks that a script was too slow for.',
      ({ skippedTicks }) => skippedTicks,
    );
    total(
      'touchline_script_late_lines_total',
      'Lines of chat that a script did not judge in time.',
      ({ lateLines }) => lateLines,
    );
  }

  private lookUpProcess(): void {
    this.gauge(
      'touchline_cpu_share',
      'Share of a core that the thread of all rooms used in the last five seconds.',
      [],
      () => one(this.sources.cpu()),
    );
    const delay = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
    delay.enable();
    this.gauge('touchline_event_loop_lag_seconds', 'How late timers were since the last look.', ['quantile'], () => {
      // What is measured is the time between two looks, and they are meant to be that far apart.
      const lag = (quantile: number) => Math.max(0, delay.percentile(quantile * 100) / 1e9 - LAG_RESOLUTION_MS / 1000);
      const samples: Samples = LAG_QUANTILES.map((quantile) => [{ quantile: String(quantile) }, lag(quantile)]);
      delay.reset();
      return samples;
    });
    // The library's own lag begins at its resolution, so that 10 ms mean none: left out, and its timer hardly runs.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 60_000 });
    for (const { name } of this.registry.getMetricsAsArray())
      if (name.startsWith('nodejs_eventloop_lag')) this.registry.removeSingleMetric(name);
  }

  private counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** A counter that somebody else keeps. */
  private lookedUp(name: string, help: string, labelNames: string[], read: () => Samples): void {
    const collect: CounterConfiguration<string>['collect'] = function () {
      this.reset();
      for (const [labels, value] of read()) this.inc(labels, value);
    };
    this.registry.registerMetric(new Counter({ name, help, labelNames, collect, registers: [] }));
  }

  private gauge(name: string, help: string, labelNames: string[], read: () => Samples): void {
    const gauge = new Gauge({
      ...{ name, help, labelNames, registers: [this.registry] },
      collect() {
        gauge.reset();
        // Two scripts of one name count together.
        for (const [labels, value] of read()) gauge.inc(labels, value);
      },
    });
  }
}

const one = (value: number): Samples => [[{}, value]];

function sum<T>(list: readonly T[], of: (entry: T) => number): number {
  return list.reduce((total, entry) => total + of(entry), 0);
}

function hasNan({ count, x, y, vx, vy }: LiveRoom['state']['world']): boolean {
  for (let disc = 0; disc < count; disc++) if (Number.isNaN(x[disc] + y[disc] + vx[disc] + vy[disc])) return true;
  return false;
}
