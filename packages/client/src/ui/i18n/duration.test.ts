import { expect, it } from 'vitest';
import { durationText } from './duration.ts';

it.each([
  [1, '1 second'],
  [120, '120 seconds'],
  [121, '3 minutes'],
  [300, '5 minutes'],
  [7201, '3 hours'],
  [7 * 24 * 3600, '7 days'],
])('%d s are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));
