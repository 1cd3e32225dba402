// The same bits in browsers as in Node: recorded matches, and rooms where anything happens. The long form also asks Firefox, whose engine is another.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { STOCK_NAMES } from '@touchline/shared/stadium';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FirefoxPage } from './engine/firefox.ts';
import type * as Calls from './engine/page.ts';
import { HASHED_EVERY, type RandomRoom, runRandomRoom } from './engine/random-room.ts';
import { launchBrowser, visit } from './kit/browser.ts';

const FOLDER = new URL('../../shared/test/fixtures/traces/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const LONG = process.env.LONG_TESTS === '1';
const TICKS_EACH = 2500;
const ROOMS = (LONG ? 10_000_000 : 100_000) / TICKS_EACH;

/** A page in which `engine/page.ts` has been loaded. */
interface Engine {
  call<K extends keyof typeof Calls>(name: K, argument: Parameters<(typeof Calls)[K]>[0]): Promise<unknown>;
  close(): Promise<void>;
}

const ENGINES: Readonly<Record<string, (code: string) => Promise<Engine>>> = {
  Chromium: openChromium,
  ...(LONG ? { Firefox: (code) => FirefoxPage.open(code) } : {}),
};
const names = Object.keys(ENGINES);
const engines = new Map<string, Engine>();

beforeAll(async () => {
  const code = await bundle();
  for (const name of names) engines.set(name, await ENGINES[name](code));
});
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

function engineOf(name: string): Engine {
  const engine = engines.get(name);
  if (!engine) throw new Error(`${name} is not open`);
  return engine;
}

async function openChromium(code: string): Promise<Engine> {
  const browser = await launchBrowser();
  const { page, faults } = await visit(browser);
  await page.addScriptTag({ content: code });
  return {
    call: (name, argument) =>
      page.evaluate(
        ([key, value]) =>
          (window as never as { engine: Record<string, (given: unknown) => unknown> }).engine[key](value),
        [name, argument] as const,
      ),
    close: async () => {
      await browser.close();
      expect(faults).toEqual([]);
    },
  };
}

it('[physics §9.3] recorded matches are there', () => expect(FILES.length).toBeGreaterThanOrEqual(10));

describe.each(names)('[physics §9.3] %s', (name) => {
  it.each(FILES)('plays %s to the last bit', async (file) => {
    const recorded = readFileSync(new URL(file, FOLDER), 'utf8');
    const rerun = (await engineOf(name).call('rerun', recorded)) as string;
    // A trace is long: tell the first line that differs, not all of it.
    expect(firstDifference(recorded.split('\n'), rerun.split('\n'))).toBeNull();
  });
});

it(`[physics §9.3] Node, ${names.join(' and ')} agree in ${ROOMS * TICKS_EACH} ticks of rooms where anything happens`, async () => {
  const stadiums = [...STOCK_NAMES, ...inlineStadiums()];
  const seen = new Set<string>();
  const startMs = performance.now();
  for (let i = 0; i < ROOMS; i++) {
    const room: RandomRoom = { seed: 1000 + i, ticks: TICKS_EACH, stadium: stadiums[i % stadiums.length] };
    const theirs = names.map((name) => engineOf(name).call('runRandomRoom', room) as Promise<string[]>);
    const here = runRandomRoom(room);
    for (const [at, there] of (await Promise.all(theirs)).entries()) {
      const difference = firstDifference(here, there);
      expect(
        difference && { engine: names[at], seed: room.seed, tick: (difference.at + 1) * HASHED_EVERY, ...difference },
      ).toBeNull();
    }
    for (const hash of here) seen.add(hash);
  }
  if (LONG) {
    const minutes = ((performance.now() - startMs) / 60_000).toFixed(1);
    console.log(
      `${ROOMS * TICKS_EACH} ticks in Node, ${names.join(' and ')}: ${seen.size} different hashes, ${minutes} min`,
    );
  }
  // The rooms were alive: hardly a hash comes twice.
  expect(seen.size).toBeGreaterThan((ROOMS * TICKS_EACH) / HASHED_EVERY / 2);
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
): { at: number; node?: string; browser?: string } | null {
  if (a.length === 0) return { at: 0 };
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    if (a[at] !== b[at]) return { at, node: a[at]?.slice(0, 200), browser: b[at]?.slice(0, 200) };
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
