// Ten recorded matches of the reference, to the last bit.
import { readdirSync, readFileSync } from 'node:fs';
import { readScenario, runScenario, type Trace, writeTrace } from '@touchline/shared/log';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('./fixtures/traces/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

const noRefs = (): string => {
  throw new Error('no recorded match here uses a stadium by reference');
};

describe('[physics §9.3] recorded matches', () => {
  it('are ten', () => expect(FILES).toHaveLength(10));

  it.each(FILES)('%s', (file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    const recorded = JSON.parse(text) as Trace;
    const trace = runScenario(readScenario(recorded), noRefs);
    // toEqual compares numbers by Object.is: every bit, and no -0.
    expect(trace.events).toEqual(recorded.events);
    for (const [i, sample] of recorded.samples.entries()) expect(trace.samples[i]).toEqual(sample);
    expect(trace.samples).toHaveLength(recorded.samples.length);
    expect(writeTrace(trace)).toBe(text);
  });
});
