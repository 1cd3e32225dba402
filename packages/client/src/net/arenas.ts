// Compiled stadiums by hash, fetched once: nobody steps before having the arena.
import { loadStadium, type Stadium, type Stadiums } from '@touchline/shared/stadium';

export class Arenas implements Stadiums {
  private readonly known = new Map<string, Stadium>();
  private readonly underway = new Map<string, Promise<void>>();

  get(hash: string): Stadium | undefined {
    return this.known.get(hash);
  }

  /** Resolves when `get(hash)` answers; rejects when the server does not have it or sends something else. */
  fetch(hash: string): Promise<void> {
    if (this.known.has(hash)) return Promise.resolve();
    const already = this.underway.get(hash);
    if (already) return already;
    const loading = this.load(hash).finally(() => this.underway.delete(hash));
    this.underway.set(hash, loading);
    return loading;
  }

  private async load(hash: string): Promise<void> {
    const response = await fetch(`/api/arenas/${hash}`);
    if (!response.ok) throw new Error(`arena ${hash}: HTTP ${response.status}`);
    const result = loadStadium(await response.text());
    if (!result.ok) throw new Error(`arena ${hash}: ${result.problem.message}`);
    if (result.stadium.hash !== hash) throw new Error(`arena ${hash}: the text has hash ${result.stadium.hash}`);
    this.known.set(hash, result.stadium);
  }
}
