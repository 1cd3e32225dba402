import { expect, it } from 'vitest';
import { createRealm } from './realm.ts';

const found = (realm: ReturnType<typeof createRealm>) => (realm.global as { found?: unknown }).found;

it('[room-scripts R84] a script that takes names of the language for its own takes them from nobody else', () => {
  const realm = createRealm();
  realm.run(
    'var Map = 1, fetch = 2; const performance = 3; Array.prototype.odd = true; found = [Map, fetch, performance];',
    'a.js',
  );
  expect(found(realm)).toEqual([1, 2, 3]);
  expect(new Map().size).toBe(0);
  expect([typeof fetch, typeof performance.now, 'odd' in []]).toEqual(['function', 'function', false]);
});

it('[room-scripts R84, R88] has what this thread has, and nothing of Node', () => {
  const realm = createRealm();
  realm.run(
    'found = [typeof setTimeout, typeof URL, typeof structuredClone, typeof process, typeof Buffer, typeof global, typeof require]; var later = 1;',
    'a.js',
  );
  expect(found(realm)).toEqual(['function', 'function', 'function', ...Array(4).fill('undefined')]);
  expect(realm.global).toHaveProperty('later', 1);
});

it('what a script is handed is its own: lists, objects, bytes, functions and what they give or throw', () => {
  const realm = createRealm();
  const given = realm.adopt({
    list: [{ x: 1 }],
    bytes: new Uint8Array([1, 2]),
    fail: () => {
      throw new TypeError('no');
    },
    nested: () => ({ deep: [2] }),
  });
  Object.assign(realm.global, { given });
  realm.run(
    `var thrown; try { given.fail(); } catch (e) { thrown = e; }
    found = [given instanceof Object, given.list instanceof Array, given.list[0] instanceof Object, given.bytes instanceof Uint8Array, given.bytes[1],
      given.fail instanceof Function, thrown instanceof Error, thrown.message, given.nested().deep instanceof Array, given.nested().deep[0]].join();`,
    'a.js',
  );
  expect(found(realm)).toBe('true,true,true,true,2,true,true,no,true,2');
  // What is its own already is not copied.
  expect(realm.adopt(given)).toBe(given);
  expect([null, undefined, 5, 'x'].map(realm.adopt)).toEqual([null, undefined, 5, 'x']);
});

it('a fault of syntax tells its line, and one while it runs its place', () => {
  const realm = createRealm();
  const fault = (text: string) => {
    try {
      realm.run(text, '/tmp/a.js');
    } catch (error) {
      return String((error as Error).stack);
    }
    return '';
  };
  expect(fault('var a = 1;\nvar b = ;')).toContain('/tmp/a.js:2');
  expect(fault('var a = 1;\nmissing();')).toMatch(/^ReferenceError: missing is not defined\n {4}at \/tmp\/a\.js:2:1/);
});

it('[room-scripts R1] a script that awaits at its top level, as in the console of a browser, runs to its end; a fault keeps its place', async () => {
  const realm = createRealm();
  const text = 'var a = await Promise.resolve(1); undeclared = a; // the end';
  await realm.run(text, 'a.js');
  expect(realm.global).toHaveProperty('undeclared', 1);
  await expect(realm.run('await null;\nmissing();', 'a.js')).rejects.toThrow('missing is not defined');
  expect(() => realm.run('await null; var x = ;', 'a.js')).toThrow("Unexpected token ';'");
  expect(() => realm.run('var y = ; async () => { await null; };', 'a.js')).toThrow("Unexpected token ';'");
});
