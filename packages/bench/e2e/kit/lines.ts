// A feed as lines of JSON, one message a line (docs/streams.md).

export interface Line {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Every whole line, as it comes; ends with the connection. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as Line;
  }
}
