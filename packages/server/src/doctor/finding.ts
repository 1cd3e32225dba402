// What a check of `touchline doctor` has found.

export const LEVELS = ['ok', 'warn', 'fail'] as const;

export interface Finding {
  readonly check: string;
  readonly level: (typeof LEVELS)[number];
  /** What was seen. */
  readonly text: string;
  /** What to do about it; empty when it is well. */
  readonly fix: string;
}

export const ok = (check: string, text: string): Finding => ({ check, level: 'ok', text, fix: '' });
export const warn = (check: string, text: string, fix: string): Finding => ({ check, level: 'warn', text, fix });
export const fail = (check: string, text: string, fix: string): Finding => ({ check, level: 'fail', text, fix });
