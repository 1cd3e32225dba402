// Reads uploaded stadiums beside the game: a megabyte made to be slow takes half a second and 300 MB to refuse, and
// rooms must tick meanwhile. One thread per file, one file at a time.
import { Worker } from 'node:worker_threads';
import type { loadStadium } from '@touchline/shared/stadium';
import { Problem } from './problem.ts';

const WITHIN_MS = 10_000;
const MAX_WAITING = 32;
const WORKER = new URL('./arena-worker.ts', import.meta.url);

type Loaded = ReturnType<typeof loadStadium>;

export class ArenaReader {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** Rejects with a Problem when too many files wait, or when this one is more than a stadium can be. */
  async read(text: string): Promise<Loaded> {
    if (this.waiting >= MAX_WAITING) {
      throw new Problem('too-many', 'Many stadiums are being read; try again in a moment.', { retryAfter: 5 });
    }
    this.waiting++;
    const mine = this.last.then(() => inThread(text));
    this.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.waiting--;
    }
  }
}

function inThread(text: string): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: text, resourceLimits: { maxOldGenerationSizeMb: 768 } });
    const timer = setTimeout(() => void worker.terminate(), WITHIN_MS);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(timer);
      // After an answer this changes nothing.
      reject(new Problem('bad-stadium', 'The file takes too long to read.', { where: 'file' }));
    });
  });
}
