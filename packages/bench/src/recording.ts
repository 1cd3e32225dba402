// Does a tick wait for the disk? Full rooms with people in them, their logs written to a real disk, against the same server
// without a folder to write to.
import { type Comparison, compare } from './measure.ts';
import { type Answer, type BenchOptions, report } from './results.ts';
import { runFootball } from './rooms.ts';

const ROOMS = 6;
/** Ticks may be so much later with recording: noise of the machine, and no wait for any disk. */
const MOST_LATER_MS = 2;
/** A machine on which ticks are later than this by themselves cannot answer. */
const BUSY_MS = 1000 / 60;

export async function benchRecording(options: BenchOptions): Promise<Answer> {
  const rounds = options.quick ? 1 : 5;
  const seconds = options.quick ? 5 : 10;
  const late: [number, number][] = [];
  const cpu: [number, number][] = [];
  const on = () => runFootball(ROOMS, seconds);
  // No folder can be made in a device.
  const off = () => runFootball(ROOMS, seconds, ['--data-dir', '/dev/null/none']);
  for (let round = 0; round < rounds; round++) {
    const early = round % 2 === 1 ? await off() : undefined;
    const subject = await on();
    const baseline = early ?? (await off());
    late.push([subject.latenessP99, baseline.latenessP99]);
    cpu.push([subject.cpu, baseline.cpu]);
  }
  const names = { subject: 'recorded', baseline: 'no disk' };
  const where = `${ROOMS} rooms of 12`;
  const comparisons: Comparison[] = [
    compare({ case: `${where}: lateness p99`, unit: 'ms', ...names }, late),
    compare({ case: `${where}: one core`, unit: '', ...names }, cpu),
  ];
  const [{ subjectValue, baselineValue }] = comparisons;
  const later = subjectValue - baselineValue;
  const busy = baselineValue > BUSY_MS;
  const unjudged = busy ? [`this machine is busy: ticks are ${baselineValue.toFixed(0)} ms late without a disk`] : [];
  const failed = !busy && later > MOST_LATER_MS ? [`ticks are ${later.toFixed(1)} ms later with recording`] : [];
  const answer = { question: 'recording', comparisons, failed, unjudged };
  report(answer, options);
  return answer;
}
