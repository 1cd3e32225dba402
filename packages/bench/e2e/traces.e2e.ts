// The same bits in the browser as in Node: recorded matches, and rooms where anything happens.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { STOCK_NAMES } from '@touchline/shared/stadium';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Engine from './engine/page.ts';
import { HASHED_EVERY, type RandomRoom, runRandomRoom } from './engine/random-room.ts';
import { launchBrowser, visit } from './kit/browser.ts';

declare global {
  interface Window {
    readonly engine: typeof Engine;
  }
}

const FOLDER = new URL('../../shared/test/fixtures/traces/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const LONG = process.env.LONG_TESTS === '1';
const ROOMS = LONG ? 1000 : 40;
const TICKS_EACH = 2500;

let browser: Browser;
let page: Page;
let faults: readonly string[];

beforeAll(async () => {
  const code = await bundle();
  browser = await launchBrowser();
  ({ page, faults } = await visit(browser));
  await page.addScriptTag({ content: code });
});
afterAll(() => browser?.close());

describe('[physics §9.3] Chromium', () => {
  it('is given recorded matches', () => expect(FILES.length).toBeGreaterThanOrEqual(10));

  it.each(FILES)('plays %s to the last bit', async (file) => {
    const recorded = readFileSync(new URL(file, FOLDER), 'utf8');
    const rerun = await page.evaluate((text) => window.engine.rerun(text), recorded);
    // A trace is long: tell the first line that differs, not all of it.
    expect(firstDifference(recorded.split('\n'), rerun.split('\n'))).toBeNull();
  });

  it(`agrees with Node in ${ROOMS * TICKS_EACH} ticks of rooms where anything happens`, async () => {
    const stadiums = [...STOCK_NAMES, ...inlineStadiums()];
    const seen = new Set<string>();
    for (let i = 0; i < ROOMS; i++) {
      const room: RandomRoom = { seed: 1000 + i, ticks: TICKS_EACH, stadium: stadiums[i % stadiums.length] };
      const here = runRandomRoom(room);
      const there = await page.evaluate((given) => window.engine.runRandomRoom(given), room);
      const difference = firstDifference(here, there);
      expect(difference && { seed: room.seed, tick: (difference.at + 1) * HASHED_EVERY, ...difference }).toBeNull();
      for (const hash of here) seen.add(hash);
    }
    // The rooms were alive: hardly a hash comes twice.
    expect(seen.size).toBeGreaterThan((ROOMS * TICKS_EACH) / HASHED_EVERY / 2);
    expect(faults).toEqual([]);
  });
});

/** The stadiums that recorded matches bring along: joints, springs, traits, own physics. */
function inlineStadiums(): string[] {
  return FILES.flatMap((file) => {
    const { stadium } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as { stadium: { inline?: object } };
    return stadium.inline ? [JSON.stringify(stadium.inline)] : [];
  });
}

function firstDifference(
  a: readonly string[],
  b: readonly string[],
): { at: number; node?: string; chromium?: string } | null {
  if (a.length === 0) return { at: 0 };
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    if (a[at] !== b[at]) return { at, node: a[at]?.slice(0, 200), chromium: b[at]?.slice(0, 200) };
  }
  return null;
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('engine/page.ts', import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: true, target: 'es2022', lib: { entry, formats: ['iife'], name: 'engine' } },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!('output' in output)) throw new Error('the build goes on watching');
  return output.output[0].code;
}
