const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Milliseconds since 1970, as people write a day and a time here. */
export const moment = (ms: number): string => format.format(ms);
