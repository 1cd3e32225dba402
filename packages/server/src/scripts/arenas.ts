// The stadiums that a script's thread has met, by hash.
import { loadStadium, STOCK_NAMES, type Stadium, type Stadiums, stockStadium } from '@touchline/shared/stadium';

/** Kept beside the stock ones; whoever needs an older one brings its text again. */
const KEPT = 200;

export class Arenas implements Stadiums {
  private readonly stock = new Map<string, Stadium>();
  private readonly read = new Map<string, Stadium>();

  constructor() {
    for (const name of STOCK_NAMES) {
      const stadium = stockStadium(name);
      if (stadium) this.stock.set(stadium.hash, stadium);
    }
  }

  get(hash: string): Stadium | undefined {
    return this.stock.get(hash) ?? this.read.get(hash);
  }

  isStock(stadium: Stadium): boolean {
    return this.stock.has(stadium.hash);
  }

  /** The text of a `.hbs` file. Throws its first fault, in words. */
  add(text: string): Stadium {
    const loaded = loadStadium(text);
    if (!loaded.ok) throw new Error(loaded.problem.message);
    const { stadium } = loaded;
    this.read.delete(stadium.hash);
    this.read.set(stadium.hash, stadium);
    const [oldest] = this.read.keys();
    if (this.read.size > KEPT) this.read.delete(oldest);
    return stadium;
  }
}
