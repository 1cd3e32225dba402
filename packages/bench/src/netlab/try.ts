import { runModel } from '/work/netlab/packages/bench/src/netlab/model.ts';
import { resultOf } from '/work/netlab/packages/bench/src/netlab/results.ts';
import { PROFILES } from '/work/netlab/packages/bench/src/netlab/shape.ts';
const names = process.argv[2] ? process.argv[2].split(',') : Object.keys(PROFILES);
const seconds = Number(process.argv[3] ?? 20);
const seeds = Number(process.argv[4] ?? 1);
const f = (d: any) => `${d.median.toFixed(1)}/${d.p95.toFixed(2)}/${d.max.toFixed(0)} (${d.frames})`;
for (const name of names) for (let s = 1; s <= seeds; s++) {
  const t = performance.now();
  const run = runModel({ shape: PROFILES[name], seconds, players: 6, seed: s });
  const t2 = performance.now();
  const r = resultOf(name, PROFILES[name], run);
  console.log(`${name} run ${(t2-t).toFixed(0)} score ${(performance.now()-t2).toFixed(0)} ms; depth ${r.depth.median} ${r.depth.p95} ${r.depth.max} passed ${r.inputs.passedOver.toFixed(2)}% held ${r.inputs.held.toFixed(2)}% rt ${r.inputs.roundTripMs.toFixed(0)} div ${r.divergences} recovery ${r.recovery.map((x) => x.ms.toFixed(0)).join(' ')}`);
  for (const d of process.env.OWN ? r.displays.slice(0,1) : r.displays) console.log('  ', d.name.padEnd(15), `lag ${d.latencyFrames} alone ${f(d.ownAlone)} own ${f(d.own)} free ${f(d.ballFree)} contested ${f(d.ballContested)} others ${f(d.others)} vis ${d.visiblePerMinute.toFixed(0)} tele ${d.teleportsPerMinute.toFixed(1)} jump ${d.largestJump.toFixed(1)}`);
}
