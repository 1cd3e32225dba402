import { describe, expect, it } from 'vitest';
import { isCommand } from './commands.ts';

const disc = (change: unknown) => isCommand({ type: 'disc', index: 0, change });

describe('isCommand', () => {
  it.each([
    [{ type: 'start', by: 0 }],
    [{ type: 'input', id: 1, keys: 255 }],
    [{ type: 'order', ids: [], top: false }],
    [{ type: 'disc', index: 0, change: {} }],
    [{ type: 'disc', index: 0, change: { x: 0.1, cMask: -1 } }],
    [{ type: 'chat', id: 1, text: '\ud800' }],
  ])('%j is one', (value) => expect(isCommand(value)).toBe(true));

  it.each([
    [null],
    [[]],
    ['start'],
    [{}],
    [{ type: 'start' }],
    [{ type: '__proto__' }],
    [{ type: 'constructor', by: 0 }],
    [{ type: 'input', id: -1, keys: 0 }],
    [{ type: 'input', id: 2 ** 31, keys: 0 }],
    [{ type: 'input', id: 1, keys: 256 }],
    [{ type: 'input', id: 1, keys: 0.5 }],
    [{ type: 'input', id: '1', keys: 0 }],
    [{ type: 'team', id: 1, team: 3, by: 0 }],
    [{ type: 'lock', locked: 1, by: 0 }],
    [{ type: 'join', id: 1, name: 'x'.repeat(26), avatar: '', bot: false }],
    [{ type: 'chat', id: 1, text: 'x'.repeat(141) }],
    [{ type: 'order', ids: new Array(41).fill(1), top: true }],
    [{ type: 'order', ids: [1, -1], top: true }],
  ])('%j is none', (value) => expect(isCommand(value)).toBe(false));

  it('[house style] no NaN comes in by a command, nor what makes one', () => {
    expect(disc({ x: Number.NaN })).toBe(false);
    expect(disc({ x: Number.POSITIVE_INFINITY })).toBe(false);
    // Finite here, infinite as the float32 that is stored.
    expect(disc({ x: 1e39 })).toBe(false);
    expect(disc({ cMask: 0.5 })).toBe(false);
    expect(disc({ mass: 1 })).toBe(false);
    expect(disc(Object.create({ x: Number.NaN }))).toBe(false);
  });

  it('a list with holes is none', () => {
    expect(isCommand({ type: 'order', ids: new Array(2), top: true })).toBe(false);
    expect(isCommand({ type: 'kit', team: 1, angle: 0, textColor: 0, stripes: new Array(1), by: 0 })).toBe(false);
  });
});
