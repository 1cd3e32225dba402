// Why a stadium file is refused, and what is loaded though it looks like a mistake (stadium-format.md §7, §11).
// Programs and tests look at the category and the place; the message is for the person who uploaded the file.

/** The rejection categories of stadium-format §7. */
export type ProblemCategory = 'syntax' | 'type' | 'section' | 'colour' | 'limits' | 'unknown';

/** The first fault of a file. */
export interface Problem {
  readonly category: ProblemCategory;
  /** One or two plain sentences: what is wrong, and where. */
  readonly message: string;
  /** `syntax` only; both count from 1. */
  readonly line?: number;
  readonly column?: number;
  /** The list the fault is in, as the file spells it. */
  readonly list?: string;
  /** Entries already in the built list (§7): with an automatic ball the first entry of `discs` is 1. */
  readonly index?: number;
  /** The field at fault. */
  readonly key?: string;
}

/** Something that was loaded, but hardly as its author meant it. Place as in `Problem`. */
export interface Warning {
  readonly message: string;
  readonly list?: string;
  readonly index?: number;
  readonly key?: string;
}
