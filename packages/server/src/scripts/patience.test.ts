import { expect, it } from 'vitest';
import { hungFor } from './patience.ts';

const script = { starting: false, silentMs: 0, cpuMs: 300, hangsAfterMs: 5000 };

it('[room-scripts R88] a script that runs hangs when it gives no sign for so long, whatever it has computed until then', () => {
  expect(hungFor({ ...script, silentMs: 5000, cpuMs: 900_000 })).toBeNull();
  expect(hungFor({ ...script, silentMs: 5001 })).toBe(5000);
});

it('one that starts does not hang because the machine is busy with something else: what it has computed counts', () => {
  const starting = { ...script, starting: true };
  expect(hungFor({ ...starting, silentMs: 100_000, cpuMs: 19_000 })).toBeNull();
  expect(hungFor({ ...starting, silentMs: 21_000, cpuMs: 20_001 })).toBe(20_000);
});

it('one that waits for ever before it gives a sign is not waited for', () => {
  expect(hungFor({ ...script, starting: true, silentMs: 120_001 })).toBe(120_000);
});
