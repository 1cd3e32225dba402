// Recordings: fetched by id or read from a file, unpacked, opened, and checked beside the page.
import { isCompressed, LogFormatError, openRecording, type Recording } from '@touchline/shared/log';
import type { RecordingProblem } from '../ui/session.ts';

export class NoRecording extends Error {
  readonly problem: RecordingProblem;

  constructor(problem: RecordingProblem, message = '') {
    super(message);
    this.problem = problem;
  }
}

export interface Opened {
  readonly recording: Recording;
  /** Unpacked: what is checked. */
  readonly bytes: Uint8Array;
}

/** A day of play is far below; a small file that unpacks to more means harm. */
const MOST_BYTES = 64 << 20;

export const recordingUrl = (id: string): string => `/api/recordings/${encodeURIComponent(id)}`;

/** Rejects with NoRecording. */
export async function fetchRecording(id: string, signal: AbortSignal): Promise<Opened> {
  let response: Response;
  try {
    response = await fetch(recordingUrl(id), { signal });
  } catch {
    throw new NoRecording('unreachable');
  }
  if (response.status === 404 || response.status === 400) throw new NoRecording('not-found');
  if (response.status === 429) throw new NoRecording('too-many');
  if (!response.ok || !response.body) throw new NoRecording('unreachable');
  return open(await collect(response.body, 'unreachable'));
}

/** Rejects with NoRecording. The file goes nowhere. */
export async function readRecording(file: Blob): Promise<Opened> {
  if (file.size > MOST_BYTES) throw new NoRecording('too-large');
  return open(await collect(file.stream(), 'damaged'));
}

async function open(packed: Uint8Array<ArrayBuffer>): Promise<Opened> {
  const bytes = isCompressed(packed)
    ? await collect(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')), 'damaged')
    : packed;
  try {
    return { recording: openRecording(bytes), bytes };
  } catch (error) {
    if (!(error instanceof LogFormatError)) throw error;
    const { code } = error;
    if (code === 'foreign' || code === 'newer-version' || code === 'empty') throw new NoRecording(code, error.message);
    throw new NoRecording(code === 'too-long' ? 'too-large' : 'damaged', error.message);
  }
}

async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  broken: RecordingProblem,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new NoRecording(broken, String(error));
    });
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      void reader.cancel();
      throw new NoRecording('too-large');
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
