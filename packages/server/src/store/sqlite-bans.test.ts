import { afterEach, beforeEach, expect, it } from 'vitest';
import { type NewBan, rangeBeside, rangesAround, readRange } from '../bans.ts';
import { SqliteStore } from './sqlite.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ANN = 'A'.repeat(43);
const BEN = 'B'.repeat(43);
let nowMs: number;
let store: SqliteStore;

beforeEach(() => {
  nowMs = 1_000_000;
  store = new SqliteStore(':memory:', () => nowMs);
});
afterEach(() => store.close());

const lay = (ban: Partial<NewBan>) =>
  store.bans.lay({
    ...{ room: null, auth: null, range: null, name: 'Ann', player: null, reason: '', by: 'operator' },
    ...{ createdMs: nowMs, expiresMs: null, ...ban },
  });
const find = (room: string, auth: string | null, address: string) => store.bans.find({ room, auth, address });

it('an identity is banned from anywhere, an address whoever comes from it', () => {
  lay({ auth: ANN });
  lay({ range: readRange('203.0.113.7') });
  expect(find('park', ANN, '198.51.100.1')?.auth).toBe(ANN);
  expect(find('park', BEN, '203.0.113.7')?.range).toBe('203.0.113.7');
  expect(find('park', BEN, '203.0.113.8')).toBeNull();
  expect(find('park', null, '')).toBeNull();
});

it.each([
  ['203.0.113.0/24', ['203.0.113.0', '203.0.113.255'], ['203.0.112.255', '203.0.114.0']],
  ['10.0.0.0/8', ['10.1.2.3'], ['11.0.0.0']],
  ['203.0.113.77/27', ['203.0.113.64', '203.0.113.95'], ['203.0.113.96', '203.0.113.63']],
  ['2001:db8::/32', ['2001:db8:1:2::/64', '2001:db8:ffff::1'], ['2001:db9::/64']],
  ['2001:db8:0:8000::/49', ['2001:db8:0:ffff::1'], ['2001:db8:0:7fff::1']],
  ['2001:db8::1', ['2001:db8::2', '2001:db8:0:0::/64'], ['2001:db8:0:1::1']],
])('a range %s holds its addresses and no others', (range, within, without) => {
  lay({ range: readRange(range) });
  for (const address of within) expect(find('park', null, address), address).not.toBeNull();
  for (const address of without) expect(find('park', null, address), address).toBeNull();
});

it.each(['', 'park', '203.0.113', '203.0.113.7/33x', '1.2.3.4/5/6', '0.0.0.0/0', '10.0.0.0/7', '::/0', '1.2.3.4/-1'])(
  'is no range to ban: %j',
  (text) => expect(readRange(text)).toBeNull(),
);

it('with an identity no address of the own machine or network is banned: it may be everybody’s', () => {
  expect(rangeBeside('ann', '127.0.0.1')).toBe(null);
  expect(rangeBeside('ann', '0:0:0:0::/64')).toBe(null);
  expect(rangeBeside('ann', '203.0.113.7')).toBe('203.0.113.7');
  // There is nothing else to ban him by, or it was asked for.
  expect(rangeBeside(null, '127.0.0.1')).toBe('127.0.0.1');
});

it('what lies in no range is asked of none', () => {
  expect(rangesAround('')).toEqual([]);
  expect(rangesAround('203.0.113.7')).toContain('203.0.113.7');
  expect(rangesAround('2001:db8:1:2::/64')).toContain('2001:db8:1:2::/64');
});

it('a ban of a room lets him into the others', () => {
  lay({ auth: ANN, room: 'park' });
  expect(find('park', ANN, '')).not.toBeNull();
  expect(find('beach', ANN, '')).toBeNull();
});

it('expires by itself, and is then neither listed nor lifted nor kept', () => {
  const { id } = lay({ auth: ANN, expiresMs: nowMs + DAY_MS });
  lay({ auth: BEN });
  nowMs += DAY_MS - 1;
  expect(find('park', ANN, '')?.id).toBe(id);
  nowMs += 1;
  expect(find('park', ANN, '')).toBeNull();
  expect(store.bans.list().map(({ auth }) => auth)).toEqual([BEN]);
  expect(store.bans.lift(id)).toBeNull();
});

it('is lifted by its number, once', () => {
  const { id } = lay({ auth: ANN, reason: 'own goals' });
  expect(store.bans.lift(id)).toMatchObject({ auth: ANN, reason: 'own goals' });
  expect(store.bans.lift(id)).toBeNull();
  expect(find('park', ANN, '')).toBeNull();
});

it('[room-scripts R25] of those laid in a room, the newest kick counts; what the operator laid stays', () => {
  const here = { room: 'park', range: readRange('203.0.113.7') };
  lay({ ...here, player: 1 });
  lay({ ...here, player: 2 });
  lay({ room: 'park', auth: BEN });
  expect(store.bans.liftLaidIn('park', 1)).toBe(0);
  expect(find('park', ANN, '203.0.113.7')).not.toBeNull();
  expect(store.bans.liftLaidIn('park', 2)).toBe(1);
  expect(find('park', ANN, '203.0.113.7')).toBeNull();
  lay({ ...here, player: 3 });
  lay({ room: 'beach', auth: ANN, player: 1 });
  expect(store.bans.liftLaidIn('park', null)).toBe(1);
  expect(store.bans.list().map(({ room, auth }) => [room, auth])).toEqual([
    ['beach', ANN],
    ['park', BEN],
  ]);
});

it('a room that is gone takes its bans with it', () => {
  lay({ room: 'park', auth: ANN });
  lay({ auth: BEN });
  store.bans.forgetRoom('park');
  expect(store.bans.list().map(({ auth }) => auth)).toEqual([BEN]);
});

it('the audit log has the newest first, and forgets what is old or too much', () => {
  const note = (what: string, via: 'cli' | 'room' = 'room') =>
    store.audit.note({ via, by: '', auth: null, what, room: null, target: '', detail: '' });
  note('old', 'cli');
  nowMs += 181 * DAY_MS;
  note('drain', 'cli');
  for (let i = 0; i < 20_100; i++) note(`line ${i}`);
  const all = store.audit.list(100_000);
  expect(all[0]).toMatchObject({ what: 'line 20099', via: 'room', atMs: nowMs });
  expect(all.filter(({ via }) => via === 'room').length).toBeLessThanOrEqual(20_000);
  expect(all.at(-1)).toMatchObject({ what: 'drain', via: 'cli' });
  expect(all.some(({ what }) => what === 'old')).toBe(false);
  expect(store.audit.list(2)).toHaveLength(2);
});
