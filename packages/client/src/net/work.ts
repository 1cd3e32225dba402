// The page's side of the work that a challenge asks for.

/** What the worker is asked; it answers with the nonce. */
export interface WorkAsked {
  readonly challenge: string;
  readonly bits: number;
}

/** Does the work in a thread of its own. Rejects when that cannot run, or with `signal`'s reason when nobody waits any more. */
export function doWork(asked: WorkAsked, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./work-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<string>) => resolve(data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.postMessage(asked);
  }).finally(() => worker.terminate());
}
