// Subject and baseline, turn by turn, so that a noisy minute falls on both.

/** What came out of one question's case. Values in `unit`; ratios are subject to baseline, one per round. */
export interface Comparison {
  readonly case: string;
  readonly unit: string;
  readonly subject: string;
  readonly baseline: string;
  readonly subjectValue: number;
  readonly baselineValue: number;
  readonly ratio: number;
  /** Quartiles of the rounds' ratios. */
  readonly low: number;
  readonly high: number;
}

/** Runs both once per round, the order changing, and drops the first `warmUp` rounds. Each returns a value in the same unit. */
export function alternate(
  rounds: number,
  warmUp: number,
  subject: () => number,
  baseline: () => number,
): readonly (readonly [subject: number, baseline: number])[] {
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const second = round % 2 === 1 ? baseline() : undefined;
    const first = subject();
    const pair: [number, number] = [first, second ?? baseline()];
    if (round >= warmUp) pairs.push(pair);
  }
  return pairs;
}

export function compare(
  names: Pick<Comparison, 'case' | 'unit' | 'subject' | 'baseline'>,
  pairs: readonly (readonly [subject: number, baseline: number])[],
): Comparison {
  const ratios = pairs.map(([subject, baseline]) => subject / baseline);
  return {
    ...names,
    subjectValue: quantile(
      pairs.map(([subject]) => subject),
      0.5,
    ),
    baselineValue: quantile(
      pairs.map(([, baseline]) => baseline),
      0.5,
    ),
    ratio: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  };
}

/** Value below which the part `q` of the values lies; the nearest of them. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}
