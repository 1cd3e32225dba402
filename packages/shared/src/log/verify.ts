// A recording → a verdict. The hashes show that the result follows from the inputs; the signature, that a server recorded
// them (docs/recording.md).
import type { MatchEvent, MatchState } from '../match/index.ts';
import { hashState } from './keyframe.ts';
import type { Recording } from './recording.ts';
import { Divergence, runTick } from './replay.ts';
import { type MatchResult, MatchSummary, sameResult } from './result.ts';

export type SignatureState = 'valid' | 'invalid' | 'missing';

export interface Verdict {
  /** All of it: whole, no divergence, the result follows, the signature is valid. */
  readonly ok: boolean;
  /** Without its end a recording proves nothing about the result. */
  readonly complete: boolean;
  /** First tick at which the run and the recording differ; null: none. */
  readonly divergedAt: number | null;
  readonly hashesCompared: number;
  /** Does the recorded result follow from the inputs? */
  readonly resultFollows: boolean;
  /** As it follows from the inputs. */
  readonly result: MatchResult;
  readonly signature: SignatureState;
}

/** Checks Ed25519 over the SHA-256 of `signed`: the shell's business. */
export type VerifySignature = (signed: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean;

/** Runs a recording once, in slices if wanted, and compares. */
export class Verification {
  private readonly recording: Recording;
  private readonly state: MatchState;
  private readonly summary: MatchSummary;
  private hashesCompared = 0;
  private divergedAt: number | null = null;

  constructor(recording: Recording) {
    this.recording = recording;
    this.state = recording.firstState();
    this.summary = new MatchSummary(this.state);
    this.compare();
  }

  /** Ticks that were run. */
  get done(): number {
    return this.state.tick - this.recording.startTick;
  }

  /** Runs at most `ticks`; true when there is nothing left to run. */
  run(ticks = Number.POSITIVE_INFINITY): boolean {
    const { state, recording } = this;
    for (let left = ticks; left > 0 && !this.over; left--) {
      const events: MatchEvent[] = [];
      const commands = recording.commandsOf(state.tick);
      try {
        runTick(state, commands, recording.stadiums, events);
      } catch (error) {
        if (!(error instanceof Divergence)) throw error;
        this.divergedAt = error.tick;
        break;
      }
      this.summary.tick(state, commands, events);
      this.compare();
    }
    return this.over;
  }

  /** After `run` said that it is over. */
  verdict(verifySignature: VerifySignature): Verdict {
    const { recording, divergedAt } = this;
    const result = this.summary.result();
    const resultFollows = divergedAt === null && recording.result !== null && sameResult(recording.result, result);
    const signature = this.checkSignature(verifySignature);
    const complete = !recording.truncated;
    return {
      ok: complete && divergedAt === null && resultFollows && signature === 'valid',
      ...{ complete, divergedAt, hashesCompared: this.hashesCompared, resultFollows, result, signature },
    };
  }

  private get over(): boolean {
    return this.divergedAt !== null || this.state.tick >= this.recording.endTick;
  }

  private compare(): void {
    const hash = this.recording.hashes.get(this.state.tick);
    if (hash === undefined) return;
    if (hash === hashState(this.state)) this.hashesCompared++;
    else this.divergedAt = this.state.tick;
  }

  private checkSignature(verifySignature: VerifySignature): SignatureState {
    const { signature } = this.recording;
    if (signature === null) return 'missing';
    return verifySignature(signature.signed, signature.signature, signature.publicKey) ? 'valid' : 'invalid';
  }
}

/** Runs the whole recording at full speed. */
export function verifyRecording(recording: Recording, verifySignature: VerifySignature): Verdict {
  const verification = new Verification(recording);
  verification.run();
  return verification.verdict(verifySignature);
}
