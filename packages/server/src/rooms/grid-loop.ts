// A 60 Hz loop on the monotonic clock (docs/adr/0002-grid-loop.md): ticks lie on a fixed grid, a late one is made up for,
// and a long stall is shed instead of being run after in a rush. Many loops have grids that lie apart: their ticks are spread
// over the period, not stacked.

const MAX_CATCH_UP = 5;

/** Numbers of the loops that run; each takes the least that is free. */
const running = new Set<number>();

/** Calls `tick(latenessMs)` `hz` times a second until the returned function is called. */
export function runOnGrid(hz: number, tick: (latenessMs: number) => void): () => void {
  const periodMs = 1000 / hz;
  const number = leastFree();
  running.add(number);
  const phaseMs = phaseOf(number) * periodMs;
  /** The first line of this loop's grid that is not past. */
  const nextLine = () => Math.ceil((performance.now() - phaseMs) / periodMs) * periodMs + phaseMs;
  let startMs = nextLine();
  let ticks = 0;
  let madeUp = 0;
  let timer: NodeJS.Timeout | undefined;
  let next: NodeJS.Immediate | undefined;
  let stopped = false;

  const due = () => startMs + ticks * periodMs;
  const run = () => {
    const latenessMs = performance.now() - due();
    if (latenessMs >= 0) {
      ticks++;
      madeUp++;
      tick(latenessMs);
    }
    if (!stopped) schedule();
  };
  const schedule = () => {
    const nowMs = performance.now();
    if (nowMs >= due() && madeUp < MAX_CATCH_UP) {
      next = setImmediate(run);
      return;
    }
    if (madeUp === MAX_CATCH_UP && nowMs > due() + periodMs) startMs = nextLine() - ticks * periodMs;
    madeUp = 0;
    timer = setTimeout(wake, Math.max(0, due() - nowMs));
  };
  // Timers come before sockets in a turn of Node's loop, immediates after them: the inputs of ticks that are to be made up for
  // after a hitch lie in the sockets, unread, and are read first.
  const wake = () => {
    if (performance.now() - due() > periodMs) next = setImmediate(run);
    else run();
  };
  timer = setTimeout(run, due() - performance.now());
  return () => {
    if (stopped) return;
    stopped = true;
    running.delete(number);
    clearTimeout(timer);
    clearImmediate(next);
  };
}

function leastFree(): number {
  let number = 0;
  while (running.has(number)) number++;
  return number;
}

/** 0, 1/2, 1/4, 3/4, 1/8, 5/8 …: the bits of the number behind the point, in reverse. However many there are, they lie apart. */
export function phaseOf(number: number): number {
  let phase = 0;
  for (let bits = number, part = 0.5; bits > 0; bits >>= 1, part /= 2) phase += (bits & 1) * part;
  return phase;
}
