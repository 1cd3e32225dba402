// Does the work of a challenge beside the page, so that no frame waits for it.
import { work } from '@touchline/shared/protocol';
import type { WorkAsked } from './work.ts';

addEventListener('message', ({ data: { challenge, bits } }: MessageEvent<WorkAsked>) => {
  postMessage(work(challenge, bits));
});
