// What does a match cost a player's browser? Real Chromium, six a side with everything on, seen through its own trace: script time
// per frame, long tasks, memory; and how long a stranger with a 10 Mbit/s line waits until he can play, and what he loads for it.
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/kit/browser.ts';
import { Site } from '../e2e/kit/site.ts';
import { quantile } from './measure.ts';
import { type Answer, type BenchOptions, reportBudgets } from './results.ts';

/** 10 Mbit/s, and a round trip of 40 ms. */
const LINE = { offline: false, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000, latency: 40 };
const KEYS = ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft'];
const LIMITS = {
  scriptMedianMs: 2,
  scriptP99Ms: 6,
  longTaskMs: 50,
  playableMs: 2000,
  lobbyKb: 60,
  gameKb: 420,
  /** Of the heap that is in use after a collection, while a match goes on. */
  growthKbPerMinute: 100,
} as const;
/** What calls script; the outermost of them count. */
const SCRIPT = new Set([
  'FireAnimationFrame',
  'FunctionCall',
  'TimerFire',
  'EventDispatch',
  'RunMicrotasks',
  'v8.callFunction',
  'EvaluateScript',
]);

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds; `tdur`: of the thread's own time, so that a busy machine does not count. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** Of watching the heap. */
const MINUTES = 3;

export async function benchFrames(options: BenchOptions): Promise<Answer> {
  const seconds = options.quick ? 10 : 30;
  const minutes = options.quick ? 0.5 : (options.minutes ?? MINUTES);
  const site = await Site.open(
    '--bots',
    '6',
    '--max-players',
    '14',
    '--bot-level',
    '3',
    '--score-limit',
    '0',
    '--time-limit',
    '0',
  );
  const browser = await launchBrowser();
  try {
    const [{ id }] = (await (await fetch(`${site.url}/api/rooms`)).json()) as { id: string }[];
    const lobbyKb = await lobbySize(browser, site.url);
    const playable: number[] = [];
    for (let i = 0; i < (options.quick ? 1 : 3); i++)
      playable.push(await firstPlayable(browser, `${site.url}/r/${id}`));
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
    await enter(page, `${site.url}/r/${id}`);
    const gameKb = await page.evaluate(largestScriptKb);
    await page.getByRole('button', { name: 'Play for red' }).click();
    await page.locator('.choice-bar').waitFor({ state: 'detached' });
    const cdp = await page.context().newCDPSession(page);
    await wait(3000);
    const pressing = new AbortController();
    const pressed = press(page, pressing.signal);
    const { script, longest } = judge(await trace(cdp, seconds));
    const growth = await heapGrowth(cdp, minutes);
    pressing.abort();
    await pressed;
    return reportBudgets(
      'frames',
      [
        {
          case: `script per frame, median of ${script.length}`,
          unit: 'ms',
          value: quantile(script, 0.5),
          most: LIMITS.scriptMedianMs,
        },
        { case: 'script per frame, p99', unit: 'ms', value: quantile(script, 0.99), most: LIMITS.scriptP99Ms },
        { case: 'longest task after load', unit: 'ms', value: longest, most: LIMITS.longTaskMs },
        {
          case: `heap in use, growth over ${minutes} min`,
          unit: 'KB/min',
          value: growth,
          most: LIMITS.growthKbPerMinute,
        },
        { case: 'first playable, 10 Mbit/s', unit: 'ms', value: quantile(playable, 0.5), most: LIMITS.playableMs },
        { case: 'lobby, scripts and styles, brotli', unit: 'KB', value: lobbyKb, most: LIMITS.lobbyKb },
        { case: 'game chunk, brotli', unit: 'KB', value: gameKb, most: LIMITS.gameKb },
      ],
      options,
    );
  } finally {
    await browser.close();
    await site.close();
  }
}

/** From a link to a seat, as fast as a script fills in the form. */
async function enter(page: Page, link: string): Promise<void> {
  await page.goto(link, { waitUntil: 'commit' });
  await page.getByLabel('Nick').fill('Bench');
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await page.locator('.pitch canvas').waitFor();
  await page.locator('.pitch-note').waitFor({ state: 'detached' });
}

/** Milliseconds from the click on a link to a pitch that can be played on, with nothing in the cache. */
async function firstPlayable(browser: Browser, link: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', LINE);
  const beganMs = performance.now();
  await enter(page, link);
  const ms = performance.now() - beganMs;
  await context.close();
  return ms;
}

async function lobbySize(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.stream-state').getByText('Live').waitFor();
  const kb = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\.(?:js|css)$/.test(name))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize / 1024, 0),
  );
  await context.close();
  return kb;
}

/** Runs in the page: Phaser and what draws with it are by far the largest. */
function largestScriptKb(): number {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return Math.max(
    ...entries.filter(({ name }) => name.endsWith('.js')).map(({ encodedBodySize }) => encodedBodySize / 1024),
  );
}

/** Runs about and kicks, as people do. */
async function press(page: Page, signal: AbortSignal): Promise<void> {
  for (let i = 0; !signal.aborted; i++) {
    const key = KEYS[i % KEYS.length];
    await page.keyboard.down(key);
    await wait(180);
    await page.keyboard.press('x', { delay: 60 });
    await page.keyboard.up(key);
  }
}

async function trace(cdp: CDPSession, seconds: number): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const keep = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', keep);
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  const includedCategories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'toplevel'];
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } });
  await wait(seconds * 1000);
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', keep);
  return events;
}

/** `script`: milliseconds of script from one animation frame to the next. `longest`: the longest task, in milliseconds. */
function judge(events: readonly TraceEvent[]): { readonly script: number[]; readonly longest: number } {
  const first = events.find(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X');
  if (!first) throw new Error('no frame was drawn');
  const thread = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid)
    .sort((a, b) => a.ts - b.ts);
  const script: number[] = [];
  let end = 0;
  let sum = -1;
  for (const { name, ts, dur = 0, tdur = dur } of thread) {
    if (!SCRIPT.has(name) || ts < end) continue;
    end = ts + dur;
    if (name === 'FireAnimationFrame') {
      if (sum >= 0) script.push(sum / 1000);
      sum = 0;
    }
    if (sum >= 0) sum += tdur;
  }
  const tasks = thread.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  return { script, longest: Math.max(...tasks.map(({ dur = 0, tdur = dur }) => tdur / 1000)) };
}

/** KB a minute: the slope from the first look at the heap to the last, each after a collection. */
async function heapGrowth(cdp: CDPSession, minutes: number): Promise<number> {
  const used = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1024;
  };
  const before = await used();
  await wait(minutes * 60_000);
  return ((await used()) - before) / minutes;
}
