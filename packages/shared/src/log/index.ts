// The truth, in bytes: batches, keyframes, and running them again.
export { type Batch, BatchWriter } from './batch.ts';
export { type LogFormatCode, LogFormatError } from './bytes.ts';
export { decodeBatch, decodeCommands, encodeBatch, encodeCommands, MAX_BATCH_TICKS } from './codec.ts';
export { isCompressed, LOG_VERSION, readFrames } from './frames.ts';
export type { RecordingEnd, RecordingHeader, Signature } from './header.ts';
export { decodeKeyframe, encodeKeyframe, hashState, keyframeArena } from './keyframe.ts';
export { type Moment, MomentFinder, type Person } from './moments.ts';
export { MAX_RECORDING_TICKS, openRecording, Recording } from './recording.ts';
export { Divergence, index, Replay, type ReplayedTick, runBatch, runTick } from './replay.ts';
export { ENDINGS, type Ending, type MatchResult, MatchSummary, type Participant } from './result.ts';
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
export { type SignatureState, type Verdict, Verification, verifyRecording } from './verify.ts';
export { compactRecording, HASH_EVERY, RecordingWriter, signRecording } from './writer.ts';
