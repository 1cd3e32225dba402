// What comes over HTTP: every route with the wrong of everything, as text, because no client library would send it.
import { ROUTES } from '@touchline/shared/protocol';
import type { Dice } from './dice.ts';

const PATHS = [
  ...ROUTES.map(({ path }) => path),
  '/',
  '/r/{id}',
  '/watch/{id}',
  '/replay/{id}',
  '/matchmake/joinById/{id}',
  '/x/{id}?sessionId={id}',
];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'BREW'];
const IDS = [
  ...[
    'house',
    '..',
    '../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f',
    '..%5c..%5c',
    '%00',
    '%c0%ae%c0%ae/',
    '%',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '%F0%9F%98%80',
    "'%20or%201=1--",
    'x'.repeat(3000),
    '0',
    '-1',
    'null',
    '',
  ],
];
const WORDS = ['', '0', '-1', '1e309', 'NaN', '[]', 'x'.repeat(2000), '%', '%00', 'start', 'live', '4294967296', "'"];
const NAMES = ['from', 'k', 'lastEventId', 'limit', 'before', 'after', 'player', '__proto__', 'constructor', 'k[]', ''];
const HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['Last-Event-ID', ['', '.', 'abcd1234.', '.5', 'abcd1234.99999999999', 'x'.repeat(4000), '-1.-1', '\u00ff']],
  [
    'Range',
    [
      'bytes=',
      'bytes=0-',
      'bytes=5-1',
      'bytes=-0',
      `bytes=${'0-1,'.repeat(500)}`,
      'bytes=0-99999999999999999999',
      'x=1',
    ],
  ],
  ['Accept', ['application/x-ndjson', 'text/event-stream', 'image/png', ',,;q=', 'x'.repeat(2000)]],
  ['Accept-Encoding', ['gzip', 'br;q=2', 'identity;q=0, *;q=0', ',']],
  ['If-None-Match', ['*', '"', 'W/""', '"x", "y"']],
  ['If-Modified-Since', ['yesterday', '0', 'Thu, 99 Xxx 9999 99:99:99 GMT']],
  ['Content-Type', ['application/json', 'text/plain', 'application/json; charset=x', 'multipart/form-data', '']],
  ['Content-Encoding', ['gzip', 'deflate', 'br', 'x']],
  ['Host', ['', '[', 'a b', 'x:y', 'evil.example']],
  ['X-Forwarded-Host', ['"><script>', '[', 'evil.example']],
  ['X-Forwarded-Proto', ['ht tp', 'https,http', '']],
  ['Origin', ['null', 'http://', 'https://evil.example']],
  ['Authorization', ['Bearer', 'Bearer x', 'Basic ////', '']],
  ['Cookie', ['a', '=;=', '__proto__=1']],
  ['Upgrade', ['websocket', 'h2c', '']],
  ['Expect', ['100-continue', 'miracles']],
  ['Transfer-Encoding', ['chunked', 'identity', 'chunked, chunked']],
];

const GOOD_BODIES = [
  '{"name":"Fuzz","stadium":"Classic","maxPlayers":8,"bots":1}',
  '{"name":"Fuzz","unlisted":true,"password":"x","scoreLimit":3}',
  '{"version":1,"nick":"Fuzz"}',
];
const BAD_BODIES = [
  '{"__proto__":{"polluted":1},"name":"Fuzz"}',
  '{"constructor":{"prototype":{"polluted":1}},"name":"Fuzz"}',
  '[]',
  'null',
  '7',
  '"x"',
  '{',
  '{}',
  '',
  `${'['.repeat(3000)}`,
  '{"name":"\\u0000\\ud800"}',
  '{"name":1e999}',
];

/** `address`: from where it seems to come. */
export function anyRequest(dice: Dice, address: string): string {
  const method = dice.pick(METHODS);
  const body = bodyOf(dice, method);
  const lines = [
    `${method} ${targetOf(dice)} HTTP/1.1`,
    `X-Forwarded-For: ${dice.chance(0.9) ? address : dice.pick(WORDS)}`,
  ];
  const given = new Set<string>();
  for (let count = dice.below(4); count > 0; count--) {
    const [name, values] = dice.pick(HEADERS);
    given.add(name);
    lines.push(`${name}: ${dice.pick(values)}`);
  }
  if (!given.has('Host')) lines.push('Host: localhost');
  if (body !== '' && !given.has('Content-Type')) lines.push('Content-Type: application/json');
  if (!given.has('Transfer-Encoding') && (body !== '' || dice.chance(0.05)))
    lines.push(
      `Content-Length: ${dice.chance(0.95) ? Buffer.byteLength(body) : dice.pick(['-1', 'x', '99999999999', '1'])}`,
    );
  if (!given.has('Upgrade')) lines.push('Connection: close');
  const text = `${lines.join('\r\n')}\r\n\r\n${body}`;
  return dice.chance(0.05) ? dice.damage(Buffer.from(text)).toString('latin1') : text;
}

function targetOf(dice: Dice): string {
  const path = dice.pick(PATHS).replace(/\{\w+\}/g, () => dice.pick(IDS));
  if (dice.chance(0.05))
    return dice.pick(['*', '//', 'http://[', '/%', `/${'a/'.repeat(500)}`, '?', '/assets/../../package.json']);
  const query = Array.from({ length: dice.below(3) }, () => `${dice.pick(NAMES)}=${dice.pick(WORDS)}`).join('&');
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

function bodyOf(dice: Dice, method: string): string {
  if (method === 'GET' || method === 'HEAD' ? dice.chance(0.95) : dice.chance(0.1)) return '';
  const kind = dice.below(4);
  if (kind === 0) return dice.pick(GOOD_BODIES);
  if (kind === 1) return dice.damage(Buffer.from(dice.pick(GOOD_BODIES))).toString('latin1');
  return kind === 2 ? dice.pick(BAD_BODIES) : dice.bytes(200).toString('latin1');
}
