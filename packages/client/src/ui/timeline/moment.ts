// Moments of a match in a link. Of a recording: seconds from its first tick, exact to the tick; of a live match: ticks of its room.
import { TICKS_PER_SECOND } from '@touchline/shared/match';

/** Both ends of what a link asks for, in ticks; null where there is none, or nonsense. */
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

/** `?t=` and `?to=` of a link to a recording, in ticks from its first. */
export function readAsked(search: string): Asked {
  const query = new URLSearchParams(search);
  const from = readMoment(query.get('t'));
  const to = readMoment(query.get('to'));
  return { from, to: from !== null && to !== null && to > from ? to : null };
}

/** `room`: where the match is on, when the recording is yet to come. */
export function writeAsked(from: number, to: number | null, room = ''): string {
  const end = to === null ? '' : `&to=${writeMoment(to)}`;
  return `?t=${writeMoment(from)}${end}${room === '' ? '' : `&room=${room}`}`;
}

/** The room of a link to a recording that has one, or null. */
export function readRoom(search: string): string | null {
  const room = new URLSearchParams(search).get('room');
  return room !== null && /^[a-z0-9-]{3,32}$/.test(room) ? room : null;
}

/** `?at=` and `?to=` of a link to a live match. */
export function readLive(search: string): Asked {
  const query = new URLSearchParams(search);
  const from = readTick(query.get('at'));
  const to = readTick(query.get('to'));
  return { from, to: from !== null && to !== null && to > from ? to : null };
}

export function writeLive(from: number, to: number | null): string {
  return `?at=${from}${to === null ? '' : `&to=${to}`}`;
}

const readTick = (text: string | null): number | null =>
  text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
