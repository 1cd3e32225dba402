import { expect, it } from 'vitest';
import { createLogger, LogTail } from './logger.ts';

it('the tail numbers its lines, forgets the oldest, and cuts what is very long', () => {
  const tail = new LogTail('info');
  for (let i = 1; i <= 1500; i++) tail.write(`line ${i}\n`);
  expect(tail.since(0, 2)).toEqual([
    { number: 1499, text: 'line 1499' },
    { number: 1500, text: 'line 1500' },
  ]);
  expect(tail.since(0, 5000)[0]).toEqual({ number: 501, text: 'line 501' });
  expect(tail.since(1500, 10)).toEqual([]);
  tail.write('x'.repeat(100_000));
  expect(tail.since(1500, 1)[0].text.length).toBeLessThan(2100);
});

it('the tail has what the logger lets through, without secrets', () => {
  const tail = new LogTail('fatal');
  const log = createLogger('fatal', tail);
  log.warn('not of this level');
  log.fatal({ password: 'sesame1', room: { watchKey: 'sesame2' }, adminSecret: 'sesame3', port: 1 }, 'it ends');
  const [line, ...more] = tail.since(0, 10).map(({ text }) => JSON.parse(text));
  expect(more).toEqual([]);
  expect(line).toMatchObject({ msg: 'it ends', port: 1 });
  expect(JSON.stringify(line)).not.toMatch(/sesame/);
});
