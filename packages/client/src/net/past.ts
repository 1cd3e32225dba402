// What a room's feed has published before one came: read once, beside the live stream, as lines of JSON.
import { decodeBatch, decodeKeyframe, keyframeArena } from '@touchline/shared/log';
import type { Command, MatchState } from '@touchline/shared/match';
import { type ArenaSource, fromBase64 } from './feed.ts';

export interface Past {
  readonly state: MatchState;
  /** From `state` on, without a gap. */
  readonly ticks: readonly (readonly Command[])[];
}

interface Line {
  readonly event: string;
  readonly data: unknown;
}

/** Reads from the earliest tick there is up to `until` at least. Null when the feed begins no earlier, or is refused. */
export async function fetchPast(
  url: string,
  until: number,
  arenas: ArenaSource,
  signal: AbortSignal,
): Promise<Past | null> {
  const enough = new AbortController();
  const response = await fetch(url, {
    headers: { accept: 'application/x-ndjson' },
    signal: AbortSignal.any([signal, enough.signal]),
  });
  if (!response.ok || !response.body) return null;
  const reader = new PastReader(arenas, until);
  try {
    for await (const line of linesOf(response.body)) {
      if (await reader.take(JSON.parse(line) as Line)) break;
    }
  } finally {
    enough.abort();
  }
  return reader.past;
}

/** Puts a past together, line by line. */
export class PastReader {
  private state: MatchState | null = null;
  private readonly ticks: (readonly Command[])[] = [];
  private readonly arenas: ArenaSource;
  private readonly until: number;

  constructor(arenas: ArenaSource, until: number) {
    this.arenas = arenas;
    this.until = until;
  }

  get past(): Past | null {
    const { state, ticks } = this;
    return state && state.tick < this.until && state.tick + ticks.length >= this.until ? { state, ticks } : null;
  }

  /** Is it enough now, or will it never be? */
  async take({ event, data }: Line): Promise<boolean> {
    if (event === 'keyframe' && !this.state) {
      const bytes = fromBase64(String(data));
      await this.arenas.fetch(keyframeArena(bytes));
      this.state = decodeKeyframe(bytes, this.arenas);
    }
    if (event === 'batch' && this.state) {
      const batch = decodeBatch(fromBase64(String(data)));
      if (batch.from !== this.state.tick + this.ticks.length) return true;
      for (const commands of batch.ticks) {
        for (const command of commands) if (command.type === 'stadium') await this.arenas.fetch(command.hash);
        this.ticks.push(commands);
      }
    }
    return event === 'end' || (this.state !== null && this.state.tick + this.ticks.length >= this.until);
  }
}

export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}
