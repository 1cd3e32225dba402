// Looks up the fields of one object of a file, its trait behind it, and refuses wrong types (stadium-format.md §3, §7).
// Promise: only own keys are seen and nothing is copied, so no key (`__proto__`) and no size of a trait does harm.
import { parseColour, parseFlags } from './forms.ts';
import type { Problem, ProblemCategory, Warning } from './problem.ts';

/** Carries the first problem out of the reader; never leaves `read.ts`. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Where an object stands in the file; `name` is how messages call it. */
export interface Place {
  readonly name: string;
  readonly list?: string;
  readonly index?: number;
}

/** What the objects of one file share. Masks and colours are kept by value: a trait's long one is parsed once. */
export interface Reading {
  readonly warnings: Warning[];
  readonly masks: Map<unknown, number | undefined>;
  readonly colours: Map<unknown, number | null | undefined>;
}

export const createReading = (): Reading => ({ warnings: [], masks: new Map(), colours: new Map() });

/** The own value of `key`; missing, null, and fields of anything but a plain object are undefined ("absent"). */
export function own(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder) || !Object.hasOwn(holder, key)) return;
  return (holder as Record<string, unknown>)[key] ?? undefined;
}

/** A value in a few words, for messages. */
export function describe(value: unknown): string {
  if (value === undefined || value === null) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
}

export class Fields {
  private readonly holder: unknown;
  private readonly trait: unknown;
  private readonly place: Place;
  private readonly reading: Reading;

  constructor(reading: Reading, place: Place, holder: unknown, trait?: unknown) {
    this.reading = reading;
    this.place = place;
    this.holder = holder;
    this.trait = trait;
  }

  /** The element's own value, else its trait's; undefined when absent. */
  get(key: string): unknown {
    return own(this.holder, key) ?? own(this.trait, key);
  }

  number(key: string, fallback: number): number {
    const value = this.get(key) ?? fallback;
    return typeof value === 'number' ? value : this.refuse(key, 'a number');
  }

  /** A required signed 32-bit integer. */
  int(key: string): number {
    const value = this.get(key);
    return typeof value === 'number' && value === (value | 0) ? value : this.refuse(key, 'a whole number');
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.get(key) ?? fallback;
    return typeof value === 'boolean' ? value : this.refuse(key, 'true or false');
  }

  /** "No colour" is the element's default (§4.1). */
  colour(key: string, fallback: number): number {
    const value = this.get(key);
    if (value === undefined) return fallback;
    const colour = remember(this.reading.colours, value, parseColour);
    return colour === undefined ? this.refuse(key, 'a colour like "FFCC00"', 'colour') : (colour ?? fallback);
  }

  flags(key: string, fallback: number): number {
    const value = this.get(key);
    if (value === undefined) return fallback;
    return remember(this.reading.masks, value, parseFlags) ?? this.refuse(key, 'a list of flag names');
  }

  /** A pair whose entries nobody checks (§5.4): what is no number is NaN. */
  loosePair(key: string): [x: number, y: number] {
    const value = this.get(key);
    if (value === undefined) return [0, 0];
    const [x, y] = Array.isArray(value) ? value : [];
    return [typeof x === 'number' ? x : Number.NaN, typeof y === 'number' ? y : Number.NaN];
  }

  /** A pair of numbers; refused unless both are. */
  strictPair(key: string): [x: number, y: number] {
    const value = this.get(key);
    const [x, y] = Array.isArray(value) ? value : [];
    return typeof x === 'number' && typeof y === 'number' ? [x, y] : this.refuse(key, 'two numbers, like [0, 1]');
  }

  /** §11: no NaN enters a room by a file; positions and speeds become 0 instead, and somebody is told. */
  finite(key: string, ...values: number[]): number[] {
    if (values.some(Number.isNaN)) this.warn(key, 'is not all numbers; what is missing counts as 0');
    return values.map((value) => (Number.isNaN(value) ? 0 : value));
  }

  warn(key: string, what: string): void {
    const { name, ...place } = this.place;
    this.reading.warnings.push({ ...place, key, message: `${path(name, key)} ${what}.` });
  }

  refuse(key: string, wanted: string, outside: ProblemCategory = 'type'): never {
    const { name, ...place } = this.place;
    const value = this.get(key);
    const message = `${path(name, key)} must be ${wanted}, but it is ${describe(value)}.`;
    throw new Refusal({ category: place.list === undefined ? outside : 'section', ...place, key, message });
  }
}

function path(name: string, key: string): string {
  return name === '' ? `"${key}"` : `"${key}" of ${name}`;
}

function remember<T>(known: Map<unknown, T>, value: unknown, parse: (value: unknown) => T): T {
  if (!known.has(value)) known.set(value, parse(value));
  return known.get(value) as T;
}
