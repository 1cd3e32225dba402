// A page's timers (room-scripts.md R84), which are not quite Node's: they are numbers, so that whatever holds one can be
// kept as JSON; they take text; and what is neither text nor function, `setInterval(announce(), 60000)`, harms nobody.
import type { Realm } from './realm.ts';

type Handler = (...args: unknown[]) => unknown;

export function giveTimers({ global, run }: Realm): void {
  const { setTimeout, setInterval } = globalThis;
  const toHandler = (given: unknown): Handler =>
    typeof given === 'function' ? (...args) => Reflect.apply(given, global, args) : () => run(String(given), 'a timer');
  const timers: Record<string, Handler> = {
    setTimeout: (given, delayMs, ...args) => Number(setTimeout(toHandler(given), Number(delayMs), ...args)),
    setInterval: (given, delayMs, ...args) => Number(setInterval(toHandler(given), Number(delayMs), ...args)),
    // Nothing is drawn: sixty times a second, as in a page that is seen.
    requestAnimationFrame: (given) =>
      Number(setTimeout(() => Reflect.apply(given as Handler, global, [performance.now()]), 1000 / 60)),
    cancelAnimationFrame: (timer) => clearTimeout(timer as number),
  };
  for (const [name, value] of Object.entries(timers)) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: true });
  }
}
