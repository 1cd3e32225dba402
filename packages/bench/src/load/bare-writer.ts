// The baseline of the fan-out: Node's own http server, which writes as many bytes as a match feed to everybody, as often, and
// knows nothing of readers who are slow, late or back.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveDuties } from './child.ts';
import { cpuOver } from './lateness.ts';

const readers = new Set<ServerResponse>();
const server = createServer((_req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  res.socket?.setNoDelay(true);
  res.flushHeaders();
  readers.add(res);
  res.on('close', () => readers.delete(res));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const duties = {
  begin({ bytes, everyMs }: { bytes: number; everyMs: number }) {
    let sent = 0;
    setInterval(() => {
      const head = `id: ${++sent}\nevent: batch\ndata: `;
      const message = Buffer.from(`${head.padEnd(bytes - 2, 'A')}\n\n`);
      for (const reader of readers) reader.write(message);
    }, everyMs);
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  },
  measure: async ({ ms }: { ms: number }) => ({ cpu: await cpuOver(ms), readers: readers.size }),
};
export type BareWriter = typeof duties;
serveDuties(duties);
