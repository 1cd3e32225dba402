import { expect, test } from 'vitest';
import { isFrame } from './frames.ts';

const frame = (...bytes: number[]) => Uint8Array.from(bytes);
const message = (type: string) => frame(13, 0xa0 | type.length, ...Buffer.from(type), 0x80);

test('what our client sends goes through', () => {
  for (const good of [
    frame(10),
    frame(12),
    frame(18),
    frame(19),
    frame(19, 0x80, 17),
    message('chat'),
    message('kick'),
  ])
    expect(isFrame(good)).toBe(true);
});

test('what the framework could not decode does not', () => {
  const bad = [
    ...[
      frame(),
      frame(0),
      frame(255),
      frame(10, 1),
      frame(20, 1, 2),
      frame(19, 0x81, 1),
      frame(19, 0x80),
      frame(19 | 32),
    ],
    ...[frame(13), frame(13, 0xa4), frame(13, 0xbf, 99), frame(13, 0xd9, 200, 1), frame(13, 5)],
    // Longer than anything that our client says.
    Buffer.concat([message('chat'), Buffer.alloc(1024)]),
    ...[message(''), message('fly'), message('__proto__'), message('constructor')],
  ];
  for (const frame of bad) expect(isFrame(frame)).toBe(false);
});
