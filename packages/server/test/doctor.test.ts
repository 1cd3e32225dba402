// The doctor, asked about a real server: readings and all.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doctorCommand } from '../src/cli/doctor.ts';
import type { Finding } from '../src/doctor/finding.ts';
import { readSocket, readStream } from '../src/doctor/read-site.ts';
import { judgeSocket, judgeStream } from '../src/doctor/site.ts';
import type { Running } from '../src/main.ts';
import { boot } from './kit/boot.ts';

let server: Running;
beforeAll(async () => {
  server = await boot('--bots', '1');
});
afterAll(() => server.stop());

async function ask(...argv: string[]): Promise<{ code: number; of(check: string): Finding | undefined }> {
  let said = '';
  const keep = (line: string) => {
    said += line;
  };
  const code = await doctorCommand([...argv, '--json'], { log: keep, error: keep });
  const { findings } = JSON.parse(said) as { findings: Finding[] };
  return { code, of: (name) => findings.find(({ check }) => check === name) };
}

test('finds a server that runs, and the way to it in order', async () => {
  const { code, of } = await ask('--url', server.url, '--port', `${server.port}`, '--data-dir', '/tmp');
  for (const check of ['node', 'config', 'port', 'disk', 'clock', 'address', 'websocket', 'event streams'])
    expect(of(check)).toMatchObject({ level: 'ok' });
  expect(of('port')?.text).toContain('held by a Touchline');
  // From this very machine, without a proxy: nothing is wrong with it, and nothing proved.
  expect(of('proxy headers')?.level).toBe('warn');
  expect(code).toBe(of('timer')?.level === 'fail' || of('memory')?.level === 'fail' ? 1 : 0);
});

test('says what is wrong, and exits with 1', async () => {
  const other = createServer((_req, res) => void res.end('something else')).listen(0);
  const { port } = other.address() as AddressInfo;
  const { code, of } = await ask('--port', `${port}`, `--url=http://127.0.0.1:${port}`, '--data-dir', '/proc/none');
  other.close();
  expect(code).toBe(1);
  expect(of('port')).toMatchObject({ level: 'fail' });
  expect(of('disk')).toMatchObject({ level: 'fail' });
  expect(of('address')?.text).toContain('not as a Touchline');
});

test('sees a proxy that passes no WebSocket on and keeps streams to itself', async () => {
  const proxy = createServer((req, res) => {
    const passed = request(`${server.url}${req.url}`, (answer) => {
      const kept: Buffer[] = [];
      answer.on('data', (piece: Buffer) => kept.push(piece));
      answer.on('end', () => res.writeHead(answer.statusCode ?? 502).end(Buffer.concat(kept)));
    });
    res.on('close', () => passed.destroy());
    passed.on('error', () => res.destroy());
    passed.end();
  }).listen(0);
  const { port } = proxy.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  expect(judgeSocket(await readSocket(url))).toMatchObject({ level: 'fail' });
  expect(judgeStream(await readStream(url, 1000))).toMatchObject({ level: 'fail' });
  proxy.closeAllConnections();
  proxy.close();
});
