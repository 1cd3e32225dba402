import { describe, expect, test } from 'vitest';
import {
  type DiskReading,
  judgeClock,
  judgeDisk,
  judgeMemory,
  judgeNode,
  judgeOpenFiles,
  judgePort,
  judgeTimer,
  type PortReading,
} from './machine.ts';

test.each([
  ['24.1.0', 'ok'],
  ['22.18.0', 'ok'],
  ['22.17.9', 'fail'],
  ['20.19.0', 'fail'],
])('Node %s: %s', (version, level) => expect(judgeNode(version).level).toBe(level));

test.each<[PortReading, string, string]>([
  ['free', 'ok', ''],
  ['touchline', 'ok', ''],
  ['draining', 'warn', 'Wait'],
  ['taken', 'fail', "ss -ltnp 'sport = :2567'"],
  ['forbidden', 'fail', '1023'],
  ['no-address', 'fail', 'host'],
])('a port that is %s: %s', (reading, level, fix) => {
  const finding = judgePort(2567, reading);
  expect(finding.level).toBe(level);
  expect(finding.fix).toContain(fix);
});

describe('the disk', () => {
  const disk: DiskReading = { folder: '/data', state: 'writable', freeMb: 5000, syncMs: [1, 2, 90] };
  const levels = (reading: Partial<DiskReading>, keepMb = 1000) =>
    judgeDisk({ ...disk, ...reading }, keepMb).map(({ level }) => level);

  test('is well with space, and with one slow write among quick ones', () => {
    expect(levels({})).toEqual(['ok', 'ok']);
    expect(levels({ state: 'missing', syncMs: [] })).toEqual(['ok']);
  });

  test.each<[string, Partial<DiskReading>, readonly string[]]>([
    ['cannot be written', { state: 'forbidden', syncMs: [] }, ['fail']],
    ['is full', { freeMb: 50 }, ['fail', 'ok']],
    ['has less than recordings will take', { state: 'missing', freeMb: 900, syncMs: [] }, ['warn']],
    ['is slow', { syncMs: [70, 80, 60] }, ['ok', 'warn']],
  ])('%s', (_what, reading, expected) => expect(levels(reading)).toEqual(expected));
});

test.each([
  [true, 0, 'ok'],
  [null, 5, 'ok'],
  [false, 0, 'warn'],
  [true, -5000, 'warn'],
])('a clock that is synchronised: %s, and jumped by %i ms: %s', (synchronised, jumped, level) => {
  expect(judgeClock(synchronised, jumped).level).toBe(level);
});

test.each([
  [null, 'ok'],
  [65_536, 'ok'],
  [1024, 'warn'],
  [64, 'fail'],
])('%s open files: %s', (limit, level) => expect(judgeOpenFiles(limit).level).toBe(level));

test.each([
  [2000, 'ok'],
  [200, 'warn'],
  [64, 'fail'],
])('%i MB of memory: %s', (mb, level) => expect(judgeMemory(mb).level).toBe(level));

test('a timer is judged by its slowest hundredth, and fails when half of the ticks are a tick late', () => {
  const even = Array.from({ length: 98 }, () => 0.5);
  expect(judgeTimer([...even, 7, 7]).level).toBe('ok');
  expect(judgeTimer([...even, 7, 30]).level).toBe('warn');
  expect(judgeTimer(even.map(() => 20)).level).toBe('fail');
});
