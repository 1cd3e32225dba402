// How much of its core the server uses, and whether it can carry one more. It is one thread that ticks all rooms: past a whole
// core every tick is late, for everybody. Knows no clock and no processor: main.ts brings both.

/** The measure goes over so many looks: what passes sooner, such as a stadium that is read, is no reason to turn people away. */
const LOOKS = 5;
/** … and they are this far apart. */
export const LOOK_MS = 1000;
/** Once it was reached, the load has to fall to so much of the limit: those who are let in then must not reach it at once. */
const RELIEF = 7 / 8;

/**
 * What somebody is taken to cost, of a core, until the measure knows it: a crowd that comes within a second is not in it yet.
 * `npm run bench -- rooms`: a room of twelve takes 0.015 to 0.02.
 */
export const COST = { seat: 0.002, wokenRoom: 0.02 } as const;

export interface CapacityOptions {
  /** Share of a core; 0: there is no limit. */
  readonly most: number;
  /** Processor time that was used until now; ms. */
  readonly cpuMs: () => number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** The load has reached the limit, or is well below it again. */
  readonly changed: (reached: boolean, load: number) => void;
}

/** The time from one look to the next. */
interface Span {
  readonly ms: number;
  readonly cpuMs: number;
  readonly expected: number;
}

export class Capacity {
  /** May change while the server runs. */
  most: number;
  private readonly options: CapacityOptions;
  /** Before the first look it was idle: a start takes a second or two of a whole core. */
  private readonly spans: Span[] = Array.from({ length: LOOKS }, () => ({ ms: LOOK_MS, cpuMs: 0, expected: 0 }));
  private lookedMs: number;
  private cpuMs: number;
  /** By those who have come since the last look. */
  private expected = 0;
  private reached = false;

  constructor(options: CapacityOptions) {
    this.options = options;
    this.most = options.most;
    this.lookedMs = options.now();
    this.cpuMs = options.cpuMs();
  }

  /** Share of a core that was used lately. */
  get load(): number {
    return sum(this.spans, (span) => span.cpuMs) / sum(this.spans, (span) => span.ms);
  }

  /** Is nobody to be let in who is not expected? */
  get busy(): boolean {
    if (this.most === 0) return false;
    return this.reached || this.load + this.expected + sum(this.spans, (span) => span.expected) > this.most;
  }

  /** Something begins that will cost so much of a core. */
  expect(cost: number): void {
    this.expected += cost;
  }

  /** To be called every `LOOK_MS`. */
  look(): void {
    const [nowMs, cpuMs] = [this.options.now(), this.options.cpuMs()];
    this.spans.push({ ms: nowMs - this.lookedMs, cpuMs: cpuMs - this.cpuMs, expected: this.expected });
    Object.assign(this, { lookedMs: nowMs, cpuMs, expected: 0 });
    this.spans.shift();
    const reached = this.most > 0 && this.load > this.most * (this.reached ? RELIEF : 1);
    if (reached === this.reached) return;
    this.reached = reached;
    this.options.changed(reached, this.load);
  }
}

/**
 * Processor time of this thread, which is the one that ticks; ms. Not how late it is, nor how long it waited: on a machine that
 * others keep busy those grow, too. Before Node 23.9 it is the whole process's: helpers that read stadiums and draw count, too.
 */
export function usedCpuMs(): number {
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)();
  return (user + system) / 1000;
}

function sum(spans: readonly Span[], of: (span: Span) => number): number {
  return spans.reduce((total, span) => total + of(span), 0);
}
