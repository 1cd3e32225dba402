// A 60 Hz loop on the monotonic clock (docs/adr/0002-grid-loop.md): ticks lie on a fixed grid, a late one is made up for,
// and a long stall is shed instead of being run after in a rush.

const MAX_CATCH_UP = 5;

/** Calls `tick(latenessMs)` `hz` times a second until the returned function is called. */
export function runOnGrid(hz: number, tick: (latenessMs: number) => void): () => void {
  const periodMs = 1000 / hz;
  let startMs = performance.now();
  let ticks = 0;
  let timer: NodeJS.Timeout;
  let stopped = false;

  const due = () => startMs + ticks * periodMs;
  const run = () => {
    let done = 0;
    for (let nowMs = performance.now(); !stopped && nowMs >= due() && done < MAX_CATCH_UP; nowMs = performance.now()) {
      const latenessMs = nowMs - due();
      ticks++;
      done++;
      tick(latenessMs);
    }
    if (stopped) return;
    const nowMs = performance.now();
    if (done === MAX_CATCH_UP && nowMs > due() + periodMs) startMs = nowMs - ticks * periodMs;
    timer = setTimeout(run, Math.max(0, due() - performance.now()));
  };
  timer = setTimeout(run, 0);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
