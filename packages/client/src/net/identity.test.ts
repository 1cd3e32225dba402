import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readIdentity } from './identity-text.ts';

const text = new TextEncoder().encode('hello');

/** A browser's storage; `full`: it keeps nothing. */
function storage(full = false): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (full) throw new Error('full');
      kept.set(key, value);
    },
  };
}

/** As a page finds it that is loaded anew. */
async function load() {
  vi.resetModules();
  return import('./identity.ts');
}

beforeEach(() => vi.stubGlobal('localStorage', storage()));
afterEach(() => vi.unstubAllGlobals());

it('a browser makes itself a key once, and is the same one after that', async () => {
  const first = (await load()).ownIdentity();
  const again = (await load()).ownIdentity();
  expect(again.key).toBe(first.key);
  expect(again.sign(text)).toBe(first.sign(text));
  expect(first.thumbprint).toMatch(/^[\w-]{43}$/);
});

it('where nothing can be kept, a page is one person all the same', async () => {
  vi.stubGlobal('localStorage', storage(true));
  const page = await load();
  expect(page.ownIdentity().key).toBe(page.ownIdentity().key);
  expect((await load()).ownIdentity().key).not.toBe(page.ownIdentity().key);
});

it('an exported identity is the same one in another browser', async () => {
  const here = (await load()).ownIdentity();
  const read = readIdentity(here.export());
  if (!('secret' in read)) throw new Error(read.fault);
  vi.stubGlobal('localStorage', storage());
  const there = await load();
  expect(there.ownIdentity().key).not.toBe(here.key);
  expect(there.becomeIdentity(read.secret)).toBe(true);
  expect((await load()).ownIdentity().key).toBe(here.key);
});

it('an import into a browser that keeps nothing says so, and lasts as long as the page', async () => {
  const { identityOf, ownIdentity, becomeIdentity } = await load();
  const secret = new Uint8Array(32).fill(7);
  vi.stubGlobal('localStorage', storage(true));
  expect(becomeIdentity(secret)).toBe(false);
  expect(ownIdentity().key).toBe(identityOf(secret).key);
});

it('what is kept and is no key is replaced', async () => {
  localStorage.setItem('touchline.key', 'abc');
  const { ownIdentity } = await load();
  expect(ownIdentity().key).toBe((await load()).ownIdentity().key);
});
