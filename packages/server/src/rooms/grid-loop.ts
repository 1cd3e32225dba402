// A 60 Hz loop on the monotonic clock (docs/adr/0002-grid-loop.md): ticks lie on a fixed grid, a late one is made up for,
// and a long stall is shed instead of being run after in a rush.

const MAX_CATCH_UP = 5;

/** Calls `tick(latenessMs)` `hz` times a second until the returned function is called. */
export function runOnGrid(hz: number, tick: (latenessMs: number) => void): () => void {
  const periodMs = 1000 / hz;
  let startMs = performance.now();
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
    if (madeUp === MAX_CATCH_UP && nowMs > due() + periodMs) startMs = nowMs - ticks * periodMs;
    madeUp = 0;
    timer = setTimeout(wake, Math.max(0, due() - nowMs));
  };
  // Timers come before sockets in a turn of Node's loop, immediates after them: the inputs of ticks that are to be made up for
  // after a hitch lie in the sockets, unread, and are read first.
  const wake = () => {
    if (performance.now() - due() > periodMs) next = setImmediate(run);
    else run();
  };
  timer = setTimeout(run, 0);
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearImmediate(next);
  };
}
