import { expect, test } from 'vitest';
import type { OwnRoom } from './config/rooms.ts';
import { type Config, readConfig } from './config.ts';
import { afterReload, planReload } from './reload-plan.ts';

const base = readConfig([], {});
const room = (id: string | undefined, part: Partial<OwnRoom['settings']> = {}): OwnRoom => ({
  ...base.rooms[0],
  id,
  settings: { ...base.rooms[0].settings, name: id ?? 'house', ...part },
});
const config = (part: Partial<Config>): Config => ({ ...base, ...part });
const kinds = (now: Config, next: Config) =>
  planReload(now, next).map((change) => [
    change.type,
    'room' in change ? change.room.id : 'script' in change ? change.script.file : change.setting,
  ]);

test('the same config asks for nothing', () => {
  expect(planReload(base, readConfig([], {}))).toEqual([]);
});

test('rooms come, change and go by their ids, the going first', () => {
  const now = config({ rooms: [room('a'), room('b'), room('c')] });
  const next = config({ rooms: [room('c', { bots: 0 }), room('d'), room('a')] });
  expect(kinds(now, next)).toEqual([
    ['close', 'b'],
    ['change', 'c'],
    ['open', 'd'],
  ]);
});

test('the one room of a server without a list changes, whatever it is called', () => {
  const now = config({ rooms: [room(undefined)] });
  expect(kinds(now, config({ rooms: [room(undefined, { name: 'New' })] }))).toEqual([['change', undefined]]);
  expect(kinds(now, config({ rooms: [room('a')] }))).toEqual([
    ['close', undefined],
    ['open', 'a'],
  ]);
});

test('another admin password or stadium is a change, too', () => {
  const now = config({ rooms: [room('a')] });
  expect(kinds(now, config({ rooms: [{ ...room('a'), adminPassword: 'new' }] }))).toEqual([['change', 'a']]);
  expect(kinds(now, config({ rooms: [room('a', { stadium: 'Big' })] }))).toEqual([['change', 'a']]);
});

test('scripts start and end', () => {
  const scripts = (...rooms: Config['scripts']['rooms']) => config({ scripts: { ...base.scripts, rooms } });
  const [one, two] = [{ file: '/one.js' }, { file: '/two.js', id: 'two' }];
  expect(kinds(scripts(one), scripts(two))).toEqual([
    ['endScript', '/one.js'],
    ['startScript', '/two.js'],
  ]);
  expect(kinds(scripts(two), scripts({ ...two, id: 'other' }))).toHaveLength(2);
});

test('settings are taken over where that is possible; the others keep their value and are told at every reload', () => {
  const next = config({
    ...{ trustProxy: ['loopback'], maxRooms: 9, recordings: { maxAgeDays: 1, maxMb: 2 }, port: 1, dataDir: '/else' },
    scripts: { ...base.scripts, plainAddresses: true },
  });
  const told = kinds(base, next);
  expect(told.filter(([type]) => type === 'set').map(([, name]) => name)).toEqual([
    'maxRooms',
    'recordings',
    'trustProxy',
  ]);
  const waiting = ['port', 'dataDir', 'scripts.plainAddresses'].map((name) => ['needsRestart', name]);
  expect(told.filter(([type]) => type === 'needsRestart')).toEqual(expect.arrayContaining(waiting));
  const after = afterReload(base, next);
  expect(after).toMatchObject({ port: base.port, dataDir: base.dataDir, maxRooms: 9, trustProxy: ['loopback'] });
  expect(after.scripts.plainAddresses).toBe(false);
  expect(kinds(after, next)).toEqual(waiting);
});
