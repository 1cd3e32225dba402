// The stadiums that this server can play: the stock ones for ever, uploaded ones while there is room or need.
import { STOCK_NAMES, type Stadium, type Stadiums, stockStadium } from '@touchline/shared/stadium';

export interface ArenaLimits {
  readonly uploads: number;
  /** Of canonical text; compiled, a stadium takes a few times that. */
  readonly textBytes: number;
}

const ARENA_LIMITS: ArenaLimits = { uploads: 512, textBytes: 32 << 20 };

export class ArenaStore implements Stadiums {
  readonly stock: readonly Stadium[];
  private readonly byHash = new Map<string, Stadium>();
  /** Uploads, least recently asked for first. */
  private readonly uploads = new Map<string, Stadium>();
  private bytes = 0;
  private readonly limits: ArenaLimits;
  private readonly users: (() => Iterable<string>)[] = [];

  constructor(limits: Partial<ArenaLimits> = {}) {
    this.limits = { ...ARENA_LIMITS, ...limits };
    this.stock = STOCK_NAMES.flatMap((name) => stockStadium(name) ?? []);
    for (const stadium of this.stock) this.byHash.set(stadium.hash, stadium);
  }

  get(hash: string): Stadium | undefined {
    const stadium = this.byHash.get(hash);
    if (stadium && this.uploads.delete(hash)) this.uploads.set(hash, stadium);
    return stadium;
  }

  /** By stock name or by hash. */
  find(nameOrHash: string): Stadium | undefined {
    return stockStadium(nameOrHash) ?? this.get(nameOrHash);
  }

  /** Whatever `hashes` yields is never thrown out. */
  keepUsedBy(hashes: () => Iterable<string>): void {
    this.users.push(hashes);
  }

  /** False when the store is full of stadiums in use. */
  add(stadium: Stadium): boolean {
    if (this.get(stadium.hash)) return true;
    const size = stadium.text.length;
    if (!this.makeRoom(size)) return false;
    this.byHash.set(stadium.hash, stadium);
    this.uploads.set(stadium.hash, stadium);
    this.bytes += size;
    return true;
  }

  private makeRoom(size: number): boolean {
    const fits = () => this.uploads.size < this.limits.uploads && this.bytes + size <= this.limits.textBytes;
    if (fits()) return true;
    const used = new Set<string>();
    for (const hashes of this.users) for (const hash of hashes()) used.add(hash);
    for (const [hash, stadium] of this.uploads) {
      if (used.has(hash)) continue;
      this.uploads.delete(hash);
      this.byHash.delete(hash);
      this.bytes -= stadium.text.length;
      if (fits()) return true;
    }
    return false;
  }
}
