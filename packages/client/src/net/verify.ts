// The page's side of the check: starts it, hears how far it is, and what came out.
import type { Verdict } from '@touchline/shared/log';

/** What the worker tells: on its way, 0 to 1; or at the end. */
export type Checked = { readonly share: number } | { readonly verdict: Verdict };

/** Runs the check of unpacked bytes; `null` to `done` when it could not be run at all. Returns how to give up. */
export function check(
  bytes: Uint8Array,
  onShare: (share: number) => void,
  done: (verdict: Verdict | null) => void,
): () => void {
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Checked>) => {
    if ('share' in data) return onShare(data.share);
    worker.terminate();
    done(data.verdict);
  });
  worker.addEventListener('error', (event) => {
    console.error(event.message);
    worker.terminate();
    done(null);
  });
  worker.postMessage(bytes);
  return () => worker.terminate();
}
