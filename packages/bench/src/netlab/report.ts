// Figures for people: tables on the screen, and the same tables for docs/netcode.md.
import { BEST_OTHER, type Limits, OURS } from './limits.ts';
import type { Result } from './results.ts';
import type { Distances } from './score.ts';
import type { Shape } from './shape.ts';

/** Prints the figures of one profile. */
export function print(result: Result): void {
  const { profile, shape, displays, inputs, depth, bytesPerSecond, recovery } = result;
  console.log(`\n${profile}: ${describe(shape)}`);
  console.table(
    displays.map((display) => ({
      display: display.name,
      'key to disc, frames': display.latencyFrames,
      'own disc, alone': distances(display.ownAlone),
      'own disc': distances(display.own),
      'ball, free': distances(display.ballFree),
      'ball, contested': distances(display.ballContested),
      'other discs': distances(display.others),
      'visible/min': display.visiblePerMinute.toFixed(0),
      'over 10 px/min': display.teleportsPerMinute.toFixed(1),
      'largest px': display.largestJump.toFixed(1),
    })),
  );
  console.log('Errors in px: median / p95 / max.');
  const { sent, passedOver, held, roundTripMs } = inputs;
  console.log(`inputs: ${sent} sent, ${percent(passedOver)} passed over, ${percent(held)} of ticks without one`);
  console.log(
    `input → its use is known: ${roundTripMs.toFixed(0)} ms; waiting on the server: ${depth.median} / ${depth.p95} / ${depth.max}`,
  );
  if (bytesPerSecond)
    console.log(`bytes/s per player: ${bytesPerSecond.up.toFixed(0)} up, ${bytesPerSecond.down.toFixed(0)} down`);
  for (const { stallMs, ms } of recovery)
    console.log(`after a stall of ${stallMs / 1000} s: normal after ${ms.toFixed(0)} ms`);
  if (result.divergences > 0) console.log(`DIVERGED ${result.divergences} times`);
}

/** The tables of docs/netcode.md. */
export function markdown(results: readonly Result[]): string {
  const errors = results.flatMap(({ profile, displays }) =>
    displays.map((display, i) => [
      i === 0 ? `**${profile}**` : '',
      display.name,
      String(display.latencyFrames),
      distances(display.ownAlone),
      distances(display.own),
      distances(display.ballFree),
      distances(display.ballContested),
      distances(display.others),
      display.visiblePerMinute.toFixed(0),
      display.teleportsPerMinute.toFixed(1),
    ]),
  );
  const line = results.map(({ profile, shape, inputs, depth, bytesPerSecond, recovery }) => [
    `**${profile}**`,
    describe(shape),
    percent(inputs.passedOver),
    percent(inputs.held),
    `${inputs.roundTripMs.toFixed(0)} ms`,
    `${depth.median} / ${depth.p95} / ${depth.max}`,
    bytesPerSecond ? `${bytesPerSecond.up.toFixed(0)} / ${bytesPerSecond.down.toFixed(0)}` : '',
    ...recovery.map(({ ms }) => `${ms.toFixed(0)} ms`),
  ]);
  return [
    table(
      [
        'line',
        'display',
        'key to disc, frames',
        'own disc, alone',
        'own disc',
        'ball, free',
        'ball, contested',
        'other discs',
        'visible corrections a minute',
        'of them over 10 px',
      ],
      errors,
    ),
    table(
      [
        'line',
        'what it does',
        'inputs passed over',
        'ticks without input',
        'key to known use',
        'inputs waiting',
        'bytes/s up / down',
        'after 0.2 s',
        'after 1 s',
        'after 5 s',
      ],
      line,
    ),
  ].join('\n\n');
}

/** The table of "Where physics says no". */
export function limitsTable(limits: readonly Limits[]): string {
  const row = (name: string, of: (limit: Limits) => string) => [name, ...limits.map(of)];
  return table(
    ['ball, contested, 95th percentile, px', ...limits.map(({ profile }) => profile)],
    [
      row(`${BEST_OTHER}, the best of the others`, ({ p95 }) => p95[BEST_OTHER].toFixed(1)),
      row('half of that, the promise', ({ p95 }) => (p95[BEST_OTHER] / 2).toFixed(1)),
      ...OURS.map((name) => row(name, ({ p95 }) => p95[name].toFixed(1))),
      row('frames after a kick that could not be known', ({ unheardPercent }) => percent(unheardPercent)),
    ],
  );
}

/** `RTT 80±30 ms, 200 ms of silence every 5 s`. */
export function describe({ rttMs, jitterMs, stallMs, stallEveryMs, lossPercent }: Shape): string {
  const parts = [`RTT ${rttMs}${jitterMs > 0 ? `±${jitterMs}` : ''} ms`];
  if (stallMs > 0) parts.push(`${stallMs} ms of silence every ${stallEveryMs / 1000} s`);
  if (lossPercent > 0) parts.push(`${lossPercent} % sent again`);
  return parts.join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function distances({ frames, median, p95, max }: Distances): string {
  return frames === 0 ? '' : `${median.toFixed(1)} / ${p95.toFixed(1)} / ${max.toFixed(0)}`;
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
