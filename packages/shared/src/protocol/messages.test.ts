// What strangers may be called.
import { expect, test } from 'vitest';
import { avatar, joinOptions, nick, roomName } from './messages.ts';

test('names in every script are kept, blanks around them are not', () => {
  for (const name of ['Ann', '小明', 'Ольга', 'محمد', 'नमस्ते', '👩‍👩‍👧', '7', '_'])
    expect([nick.parse(` ${name} `), roomName.parse(name)]).toEqual([name, name]);
  expect(avatar.parse('')).toBe('');
});

test('nobody is called by what cannot be seen', () => {
  for (const name of ['', '  ', '\u200b', '\u3164', '\u00ad\u2060', '\u0301', '\u202e', '\ufe0f', '\u0000', '\ud800']) {
    expect(nick.safeParse(name).success).toBe(false);
    expect(roomName.safeParse(name).success).toBe(false);
  }
});

test('marks that turn text round and control characters become blanks', () => {
  expect(nick.parse('a\u202eb\u2066c\u200fd')).toBe('a b c d');
  expect(nick.parse('a\u0007b\u2028c')).toBe('a b c');
});

test('a key of the prototype is no nick', () => {
  const options = JSON.parse('{"__proto__":{"nick":"x","version":1}}') as unknown;
  expect(joinOptions.safeParse(options).success).toBe(false);
});
