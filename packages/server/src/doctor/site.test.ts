import type { Caller } from '@touchline/shared/protocol';
import { expect, test } from 'vitest';
import { judgeCaller, judgeReach, judgeSocket, judgeStream, type ReachReading, type StreamReading } from './site.ts';

const reach: ReachReading = { status: 200, error: '', dateMs: 300, isTouchline: true };
test.each<[Partial<ReachReading>, readonly string[], string]>([
  [{}, ['ok'], ''],
  [{ status: undefined, error: 'ECONNREFUSED' }, ['fail'], 'ECONNREFUSED'],
  [{ isTouchline: false, status: 502 }, ['fail'], '502'],
  [{ status: 503 }, ['warn'], 'about to stop'],
  [{ dateMs: -60_000 }, ['ok', 'warn'], 'by 60 s'],
  [{ dateMs: null }, ['ok'], ''],
])('reaching it: %j', (part, levels, words) => {
  const found = judgeReach('https://a.example', { ...reach, ...part });
  expect(found.map(({ level }) => level)).toEqual(levels);
  expect(found.map(({ text }) => text).join(' ')).toContain(words);
});

const CLAIMED = '203.0.113.99';
const direct: Caller = { address: '198.51.100.7', forwarded: false, believed: false, near: 'public' };
const proxied: Caller = { ...direct, forwarded: true, believed: true };
test.each<[string, Caller | null, Caller | null, string, string]>([
  ['without a proxy, nobody is believed', direct, { ...direct, forwarded: true }, 'ok', '198.51.100.7'],
  ['behind a trusted proxy', proxied, proxied, 'ok', '198.51.100.7'],
  ['anybody is believed', direct, { ...proxied, address: CLAIMED }, 'fail', 'choose his address'],
  [
    'a proxy is not believed',
    { ...direct, forwarded: true, address: '127.0.0.1', near: 'private' },
    direct,
    'fail',
    '127.0.0.1',
  ],
  ['a proxy says nothing', { ...direct, address: '127.0.0.1', near: 'private' }, direct, 'warn', 'no word of a proxy'],
  [
    'the doctor itself is trusted',
    { ...direct, address: '127.0.0.1', near: 'private' },
    { ...proxied, address: CLAIMED },
    'warn',
    'trusted like a proxy',
  ],
  ['an older server', null, null, 'fail', 'does not say'],
])('proxy headers: %s', (_what, plain, spoofed, level, words) => {
  const finding = judgeCaller({ plain, spoofed, claimed: CLAIMED });
  expect(finding.level).toBe(level);
  expect(finding.text).toContain(words);
});

test.each([
  [101, 'ok'],
  [200, 'fail'],
  [400, 'fail'],
  [undefined, 'fail'],
])('a WebSocket that gets %s: %s', (status, level) => expect(judgeSocket(status).level).toBe(level));

const stream: StreamReading = { status: 200, firstMs: 20, lives: true, encoding: '' };
test.each<[Partial<StreamReading>, string, string]>([
  [{}, 'ok', ''],
  [{ status: 404 }, 'fail', '/api'],
  [{ firstMs: null, lives: false }, 'fail', 'proxy_buffering off'],
  [{ lives: false }, 'fail', 'buffers'],
  [{ encoding: 'gzip' }, 'warn', 'compressed'],
  [{ firstMs: 4000 }, 'warn', 'holds them back'],
])('a stream: %j is %s', (part, level, fix) => {
  const finding = judgeStream({ ...stream, ...part });
  expect(finding.level).toBe(level);
  expect(finding.fix).toContain(fix);
});
