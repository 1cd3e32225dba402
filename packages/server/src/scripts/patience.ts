// When a script counts as hanging (room-scripts.md R88).

/** Loading takes longer than a beat: Node's own start, and a script's packages. So much of a processor: on a machine that is
 *  just starting many scripts, or is busy with something else, it may last longer. */
const STARTS_WITHIN_CPU_MS = 20_000;
const STARTS_WITHIN_MS = 120_000;

interface Silence {
  /** Its thread has not given a sign yet. */
  readonly starting: boolean;
  /** Since its last sign, or its start. */
  readonly silentMs: number;
  /** Processor time of its process. */
  readonly cpuMs: number;
  /** It may be silent for so long once it runs. */
  readonly hangsAfterMs: number;
}

/** The time that was too much for it, in ms; null: it may go on. */
export function hungFor({ starting, silentMs, cpuMs, hangsAfterMs }: Silence): number | null {
  if (!starting) return silentMs > hangsAfterMs ? hangsAfterMs : null;
  if (cpuMs > STARTS_WITHIN_CPU_MS) return STARTS_WITHIN_CPU_MS;
  return silentMs > STARTS_WITHIN_MS ? STARTS_WITHIN_MS : null;
}
