// Moments of a recording in a link: seconds from its first tick, exact to the tick.
import { TICKS_PER_SECOND } from '@touchline/shared/match';

/** `?t=` and `?to=` of a link, in ticks from the first; null where there is none, or nonsense. */
export interface Asked {
  readonly from: number | null;
  readonly to: number | null;
}

/** `12.5`, or `1:02:03.5` as people write it → ticks. */
export function readMoment(text: string | null): number | null {
  if (text === null || !/^(\d{1,5}:){0,2}\d{1,6}(\.\d{1,4})?s?$/.test(text)) return null;
  const seconds = text
    .replace('s', '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round(seconds * TICKS_PER_SECOND);
}

/** Ticks → the shortest number of seconds that reads back to them. */
export function writeMoment(ticks: number): string {
  return String(Number((ticks / TICKS_PER_SECOND).toFixed(2)));
}

export function readAsked(search: string): Asked {
  const query = new URLSearchParams(search);
  const from = readMoment(query.get('t'));
  const to = readMoment(query.get('to'));
  return { from, to: from !== null && to !== null && to > from ? to : null };
}

export function writeAsked(from: number, to: number | null): string {
  return `?t=${writeMoment(from)}${to === null ? '' : `&to=${writeMoment(to)}`}`;
}
