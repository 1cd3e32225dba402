// The truth, in bytes: batches, keyframes, and running them again.
export { type Batch, BatchWriter } from './batch.ts';
export { type LogFormatCode, LogFormatError } from './bytes.ts';
export { decodeBatch, decodeCommands, encodeBatch, encodeCommands, MAX_BATCH_TICKS } from './codec.ts';
export { decodeKeyframe, encodeKeyframe, hashState, keyframeArena } from './keyframe.ts';
export { Divergence, runBatch, runTick } from './replay.ts';
export {
  readScenario,
  runScenario,
  type Scenario,
  ScenarioError,
  type StadiumRef,
  TRACE_FORMAT,
  type Trace,
  writeTrace,
} from './scenario.ts';
