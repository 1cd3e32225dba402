// What the network code promises, judged on a run. docs/netcode.md says why where a promise has a limit.
import type { Result } from './results.ts';

export interface Verdict {
  readonly profile: string;
  readonly promise: string;
  readonly found: string;
  readonly met: boolean;
}

/** Up to this round trip nothing may jump. */
const NEAR_MS = 150;
const TELEPORT_PX = 10;
const RECOVERED_WITHIN_MS = 300;

export function judge({ profile, shape, displays, recovery }: Result): readonly Verdict[] {
  const [ours, ...baselines] = displays;
  const best = baselines.reduce(
    (least, { ballContested }) => Math.min(least, ballContested.p95),
    Number.POSITIVE_INFINITY,
  );
  const steady = shape.stallMs === 0 && shape.lossPercent === 0;
  const bound = steady ? 0 : 1;
  const verdict = (promise: string, found: number, met: boolean): Verdict => ({
    profile,
    promise,
    found: found.toFixed(1),
    met,
  });
  const second = recovery.find(({ stallMs }) => stallMs === 1000);
  return [
    verdict('own disc answers in the next step: 0 frames', ours.latencyFrames, ours.latencyFrames === 0),
    // To the tenth of a pixel that the tables tell.
    verdict(`own disc, alone: p95 ${bound} px`, ours.ownAlone.p95, ours.ownAlone.p95 < bound + 0.05),
    verdict(`ball, free: p95 ${bound} px`, ours.ballFree.p95, ours.ballFree.p95 < bound + 0.05),
    ...(ours.ballContested.frames > 0
      ? [
          verdict(
            `ball, contested: p95 below half of the best other display's ${best.toFixed(1)} px`,
            ours.ballContested.p95,
            ours.ballContested.p95 < best / 2,
          ),
        ]
      : []),
    ...(shape.rttMs <= NEAR_MS
      ? [verdict(`nothing jumps ${TELEPORT_PX} px in a frame`, ours.largestJump, ours.largestJump <= TELEPORT_PX)]
      : []),
    ...(second
      ? [verdict(`normal ${RECOVERED_WITHIN_MS} ms after a stall of 1 s`, second.ms, second.ms <= RECOVERED_WITHIN_MS)]
      : []),
  ];
}
