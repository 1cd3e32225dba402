// A recording run again beside the page, so that no frame waits for it: do the inputs give this result, and did its server sign them?
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { openRecording, Verification } from '@touchline/shared/log';
import type { Checked } from './verify.ts';

const SLICE_TICKS = 3000;

// Pages on plain http have no SubtleCrypto.
function verifySignature(signed: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, sha256(signed), publicKey);
  } catch {
    return false;
  }
}

addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => {
  const recording = openRecording(data);
  const verification = new Verification(recording);
  const ticks = Math.max(1, recording.endTick - recording.startTick);
  while (!verification.run(SLICE_TICKS)) tell({ share: verification.done / ticks });
  tell({ verdict: verification.verdict(verifySignature) });
});

function tell(checked: Checked): void {
  postMessage(checked);
}
