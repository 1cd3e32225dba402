// What a room keeps beside its log and never in it: the words that open it, and the promise that a restart still knows them.
import { randomSlug } from './slug.ts';

/** A disk that hangs keeps nobody out: after so long an answer no longer waits for it. */
const SAVED_WITHIN_MS = 500;

export class PrivateSide {
  private word: string;
  private key: string;
  private save: () => Promise<void> = async () => {};
  private lastSave: Promise<void> = Promise.resolve();

  /** `watchKey`: of an earlier process; without one, a room that needs a key gets a new one. */
  constructor(password: string, unlisted: boolean, watchKey?: string) {
    this.word = password;
    this.key = watchKey ?? (unlisted || password !== '' ? randomSlug(16) : '');
  }

  get password(): string {
    return this.word;
  }

  /** Key of the watch link; empty where none is needed. */
  get watchKey(): string {
    return this.key;
  }

  /** Empty clears it. With a password the watch link gets a new key, too. */
  setPassword(password: string, unlisted: boolean): void {
    this.word = password;
    if (password !== '') this.key = randomSlug(16);
    else if (!unlisted) this.key = '';
    else if (this.key === '') this.key = randomSlug(16);
  }

  /** Calls `save` whenever something has changed. */
  keepWith(save: () => Promise<void>): void {
    this.save = save;
  }

  changed(): void {
    this.lastSave = this.save();
  }

  /** Resolves when what a restart must know of this room is kept, so that an answer may promise it. */
  async saved(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SAVED_WITHIN_MS);
    });
    await Promise.race([this.lastSave, late]);
    clearTimeout(timer);
  }
}
