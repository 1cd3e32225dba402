// The curl lines of docs/streams.md and docs/api.md, asked of a real server.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './kit/server.ts';

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const lines = ['streams.md', 'api.md'].flatMap((name) =>
  [...read(name).matchAll(/^ {4}(curl .+)$/gm)].map((match) => match[1]),
);

let server: TestServer;
/** Of somebody who waits; the one in the docs is nobody's. */
let ticket: string;
beforeAll(async () => {
  server = await startServer();
  server.directory.open('open-pitch');
  ticket = server.queues.enter('open-pitch', { key: 'somebody', known: false, address: '' }) ?? '';
});
afterAll(() => server.stop());

test('there are some', () => {
  expect(lines.length).toBeGreaterThan(10);
});

test.each(lines)('%s', async (line) => {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]).slice(1);
  const url = words.find((word) => word.startsWith('http://localhost:2567/')) ?? '';
  const header = words[words.indexOf('-H') + 1]?.split(': ');
  const headers: Record<string, string> = words.includes('-H') ? { [header[0]]: header[1] } : {};
  const path = url.slice('http://localhost:2567'.length).replace(/\bticket=[\w-]+/, `ticket=${ticket}`);
  if (words.includes('-N')) {
    const reader = await server.read(path, headers);
    expect(reader.status).toBe(200);
    await reader.until((r) => r.events.length > 0);
  } else {
    const answer = await fetch(server.url + path, { method: words.includes('-I') ? 'HEAD' : 'GET' });
    expect(answer.status).toBe(200);
  }
});
