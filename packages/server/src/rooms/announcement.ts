// A line by which the house speaks to everybody in a room: bold, in the colour of the lamps.
import type { Command } from '@touchline/shared/match';

const BOLD = 1;
const LAMP = 0xffd166;

export function announcement(text: string): Command {
  return { type: 'announce', text, color: LAMP, style: BOLD, sound: 0 };
}
