// The pictures of docs/netcode.md, from a run over all profiles.
import { stockStadium } from '@touchline/shared/stadium';
import { displaysOf } from './displays.ts';
import { AS_DRAWN, AT_ONCE, HALF_AS_OLD, KICKS_TOLD, type Limits } from './limits.ts';
import type { Result } from './results.ts';
import { type Run, STALLS_MS } from './run.ts';
import { claimsOf, type DisplayScore } from './score.ts';
import { barPanels, linesPlot } from './svg.ts';
import { BALL, between } from './trace.ts';
import { Truth } from './truth.ts';

const MOMENT_SECONDS = 6;
const MOMENT_TOP_PX = 60;

/** File name → picture. */
export function plotsOf(done: readonly { readonly result: Result; readonly run: Run }[]): ReadonlyMap<string, string> {
  const results = done.map(({ result }) => result);
  const names = results[0].displays.map(({ name }) => name);
  const panel = (title: string, unit: string, of: (display: DisplayScore) => number) => ({
    title,
    unit,
    groups: results.map(({ profile, displays }) => ({ name: profile, values: displays.map(of) })),
  });
  const plots = new Map([
    [
      'latency.svg',
      barPanels('Frames from a key to the own disc, by line and way of showing', names, [
        panel('From a key to the own disc', 'frames', ({ latencyFrames }) => latencyFrames),
      ]),
    ],
    [
      'errors.svg',
      barPanels('Errors of discs and ball, by line and way of showing', names, [
        panel('Own disc, alone: error, 95th percentile', 'px', ({ ownAlone }) => ownAlone.p95),
        panel('Ball, free: error, 95th percentile', 'px', ({ ballFree }) => ballFree.p95),
        panel('Ball, contested: error, 95th percentile', 'px', ({ ballContested }) => ballContested.p95),
        panel('Other discs: error, 95th percentile', 'px', ({ others }) => others.p95),
      ]),
    ],
    [
      'recovery.svg',
      barPanels(
        'Time until play is normal after a stall, by line',
        STALLS_MS.map((ms) => `stall of ${ms / 1000} s`),
        [
          {
            title: 'From the end of a stall until play is normal',
            unit: 'ms',
            groups: results.map(({ profile, recovery }) => ({ name: profile, values: recovery.map(({ ms }) => ms) })),
          },
        ],
      ),
    ],
  ]);
  const wifi = done.find(({ result }) => result.profile === 'wifi');
  if (wifi) plots.set('moment.svg', moment(wifi.run));
  return plots;
}

/** What the contested ball's error would be if the page were told more. */
export function limitsPlot(limits: readonly Limits[]): string {
  // Directions told make the bar of the one before: a table says it as well.
  const names = [AS_DRAWN, AT_ONCE, HALF_AS_OLD, KICKS_TOLD];
  return barPanels('Error of the contested ball by line, and what it would be if more were known', names, [
    {
      title: 'Ball, contested: error, 95th percentile',
      unit: 'px',
      groups: limits.map(({ profile, p95 }) => ({ name: profile, values: names.map((name) => p95[name]) })),
    },
  ]);
}

/** Some seconds of one player's match: how far from the truth each display draws the ball. */
function moment(run: Run): string {
  const classic = stockStadium('Classic');
  if (!classic) throw new Error('no Classic');
  const stadiums = new Map([[classic.hash, classic]]);
  const [whole] = run.traces;
  const trace = between(whole, run.fromMs, run.fromMs + MOMENT_SECONDS * 1000);
  const truth = new Truth(whole, stadiums);
  const displays = displaysOf(trace, stadiums);
  const claims = claimsOf(trace, truth);
  const seconds = (f: number) => (trace.frames[f].atMs - run.fromMs) / 1000;
  const series = displays.map(({ frames }) =>
    frames.flatMap((shown, f) => {
      const real = claims[f] && truth.at(BALL, claims[f].moment);
      const ball = shown.get(BALL);
      return real && ball ? [{ seconds: seconds(f), value: Math.hypot(ball.x - real.x, ball.y - real.y) }] : [];
    }),
  );
  const contested = claims.map((claim) => claim !== null && truth.contested(trace.selfId, claim));
  const spells: { fromSeconds: number; untilSeconds: number }[] = [];
  contested.forEach((now, f) => {
    if (!now) return;
    if (contested[f - 1]) spells[spells.length - 1].untilSeconds = seconds(f);
    else spells.push({ fromSeconds: seconds(f), untilSeconds: seconds(f) });
  });
  return linesPlot(
    'Error of the ball over six seconds on the wifi line, by way of showing',
    displays.map(({ name }) => name),
    {
      title: 'Wi-Fi, six seconds of one player: how far from the truth the ball is drawn',
      unit: 'px',
      below: `cut off at ${MOMENT_TOP_PX} px`,
      fromSeconds: 0,
      untilSeconds: MOMENT_SECONDS,
      top: MOMENT_TOP_PX,
      spells,
      spellName: 'somebody else was at the ball in ticks that had to be guessed',
      series,
    },
  );
}
