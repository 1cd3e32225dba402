// What a line does to messages: delay, jitter, stalls, loss. Named profiles, and one's own from the command line.

/** Both ways together where nothing else is said. Order is kept, as TCP keeps it. */
export interface Shape {
  /** Round trip without jitter. */
  readonly rttMs: number;
  /** The round trip varies by so much up and down, evenly. */
  readonly jitterMs: number;
  /** Nothing arrives for so long, once in every `stallEveryMs`; 0: never. */
  readonly stallMs: number;
  readonly stallEveryMs: number;
  /** Messages that must be sent again, which holds up all that follow them. */
  readonly lossPercent: number;
}

const STEADY = { stallMs: 0, stallEveryMs: 0, lossPercent: 0 };

export const PROFILES = {
  lan: { rttMs: 2, jitterMs: 0, ...STEADY },
  fibre: { rttMs: 30, jitterMs: 2, ...STEADY },
  cable: { rttMs: 60, jitterMs: 10, ...STEADY },
  wifi: { rttMs: 80, jitterMs: 30, stallMs: 200, stallEveryMs: 5000, lossPercent: 0 },
  mobile: { rttMs: 150, jitterMs: 60, ...STEADY },
  intercontinental: { rttMs: 250, jitterMs: 20, ...STEADY },
} as const satisfies Record<string, Shape>;

export type ProfileName = keyof typeof PROFILES;

/** Is this the name of a profile? */
export function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(PROFILES, name);
}

/** `200@5s` → 200 ms every 5000 ms. Throws RangeError with what is allowed. */
export function parseStall(text: string): Pick<Shape, 'stallMs' | 'stallEveryMs'> {
  const [, ms, seconds] = /^(\d+)@(\d+(?:\.\d+)?)s$/.exec(text) ?? [];
  const stall = { stallMs: Number(ms), stallEveryMs: Number(seconds) * 1000 };
  if (!(stall.stallMs < stall.stallEveryMs)) {
    throw new RangeError(
      `--stall ${text}: write milliseconds@seconds, such as 200@5s, the stall shorter than its period`,
    );
  }
  return stall;
}

/** A lost segment is noticed and sent again after so long: at least 200 ms, as TCP waits. */
export function retransmissionMs({ rttMs }: Shape): number {
  return Math.max(200, rttMs * 1.5);
}
