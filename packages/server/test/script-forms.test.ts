// How a script may be written, and what it finds around it: docs/spec/room-scripts.md §1 and §9.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, until } from './kit/boot.ts';
import { temporaryFolder } from './kit/temporary.ts';

const folder = temporaryFolder('forms');
let server: Running | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** Runs a script and waits for a line of it that holds `word`. */
async function run(name: string, text: string, word: string, ...flags: string[]): Promise<readonly string[]> {
  const path = join(folder, name);
  writeFileSync(path, text);
  server = await boot('--script', path, ...flags);
  const [host] = server.scripts.hosts;
  await until(`a line with ${word}`, () => host.lines.some((line) => line.includes(word)), 20_000);
  return host.lines;
}

const GREET = "room.onRoomLink = (url) => console.log('open at ' + url)";

test.each([
  [
    'page.js',
    `var room = HBInit({ noPlayer: true }); window.room.onRoomLink = function (url) { console.log('open at ' + url); };`,
  ],
  ['loaded.js', `window.onHBLoaded = function () { var room = HBInit(); ${GREET}; };`],
  [
    'loads-itself.js',
    `window.onHBLoaded = function () { var room = HBInit(); ${GREET}; }; if (window.HBInit) window.onHBLoaded();`,
  ],
  ['later.js', `setTimeout(function () { var room = HBInit(); ${GREET}; }, 50);`],
  ['sloppy.js', `with ({ a: 1 }) room = HBInit(); ${GREET}; undeclared = 5;`],
  ['awaits.js', `var found = await Promise.resolve(HBInit); undeclared = 5; const room = found(); ${GREET};`],
  ['minified-module.js', `const HBInit=globalThis.HBInit,room=HBInit();${GREET};export{room as default};`],
  ['minified-commonjs.js', `Object.defineProperties(exports,{__esModule:{value:!0}});const room=HBInit();${GREET};`],
  [
    'imports-later.js',
    `(async () => { const { default: start } = await import('haxball.js'); const room = (await start)(); ${GREET}; })();`,
  ],
  ['required.js', `const host = require('haxball.js'); host.then((HBInit) => { const room = HBInit(); ${GREET}; });`],
  [
    'called.js',
    `const HaxballJS = require("haxball.js"); HaxballJS().then((HBInit) => { const room = HBInit(); ${GREET}; });`,
  ],
  [
    'awaited.mjs',
    `import HaxballJS from 'haxball.js'; const HBInit = await HaxballJS; const room = HBInit(); ${GREET};`,
  ],
  [
    'imported.js',
    `import HaxballJS from 'haxball.js'; const HBInit = await HaxballJS(); const room = HBInit(); ${GREET};`,
  ],
  [
    'default.js',
    `const HaxballJS = require("haxball.js").default; HaxballJS({ args: [] }).then((HBInit) => { const room = HBInit(); ${GREET}; });`,
  ],
  [
    'compiled.js',
    `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nconst room = window.HBInit({}); ${GREET};`,
  ],
  ['awaits.ts', `const name: string = await Promise.resolve('T'); const room = HBInit({ roomName: name }); ${GREET};`],
  [
    'equals.ts',
    `import fs = require('node:fs');
    import HaxballJS = require('haxball.js');
    HaxballJS.then((HBInit) => { const room = HBInit({ roomName: typeof fs.readFileSync }); ${GREET}; });
    export = HaxballJS;`,
  ],
  ['typed.ts', `const name: string = 'T'; const room = HBInit({ roomName: name }); ${GREET};`],
  [
    'whole-typescript.ts',
    `import HaxballJS, { Headless } from 'haxball.js';
    enum Side { Bench, Red, Blue }
    class Bot { constructor(private readonly open: Headless) {} start() { const room = this.open({ maxPlayers: Side.Blue }); ${GREET}; } }
    HaxballJS.then((HBInit) => new Bot(HBInit).start());`,
  ],
])('[room-scripts R1, R6] %s', async (name, text) => {
  const lines = await run(name, text, 'open at');
  expect(lines.join('\n')).toMatch(/open at http:\/\/localhost:\d+\/r\//);
  expect(lines.join('\n')).not.toMatch(/error|twice/i);
});

test('[room-scripts R6] a project in TypeScript runs as with ts-node: from its folder, types imported by name, names of CommonJS, JSON', async () => {
  mkdirSync(join(folder, 'parts'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(folder, 'greeting.txt'), 'good day');
  writeFileSync(join(folder, 'kits.json'), '{ "home": "green" }');
  writeFileSync(join(folder, 'parts/index.ts'), `export { Side } from './side.js';`);
  writeFileSync(
    join(folder, 'parts/side.ts'),
    `import { greet, Greeting } from '..';
    export enum Side { Red = 1 }
    export interface Kit { home: string }
    export default interface Club { kit: Kit }
    export const say = (to: Greeting) => greet(to);`,
  );
  writeFileSync(
    join(folder, 'index.ts'),
    `import { readFileSync } from 'fs';
    export interface Greeting { name: string }
    const { join } = require('path');
    export const greet = (to: Greeting) => readFileSync(join(__dirname, 'greeting.txt'), 'utf8') + ' ' + to.name;`,
  );
  const lines = await run(
    'project.ts',
    `import HaxballJS, { Headless } from 'haxball.js';
    import * as fs from 'fs';
    import { Side } from './parts';
    import Club, { Kit, say } from './parts/side';
    import kits from './kits.json';
    import { home } from './kits.json';
    const kit: Kit = kits;
    const club: Club = { kit };
    HaxballJS.then((HBInit: Headless) => {
      HBInit({});
      console.log(fs.readFileSync('greeting.txt', 'utf8') + ' ' + Side.Red);
      console.log(say({ name: club.kit.home + home }));
      import('./nowhere').catch((error) => console.log(error.message));
    });`,
    'nowhere',
  );
  rmSync(join(folder, 'package.json'));
  expect(lines).toContain('good day 1');
  expect(lines).toContain('good day greengreen');
  expect(lines.join('\n')).toMatch(/Cannot find module .*nowhere'/);
});

test('[room-scripts R6] a package that is missing is named, with the way to it', async () => {
  const lines = await run('lacking.js', `require('haxball.js'); require('mysql2/promise');`, 'loaded');
  expect(lines[0]).toContain(`could not be loaded: it needs the package mysql2: cd ${folder} && npm install mysql2`);
});

test('[room-scripts R54] the link is the one that people use', async () => {
  const flags = ['--public-url', 'https://play.example.org/', '--script-origins', 'https://example.org'];
  expect(
    (
      await run('link.js', `var room = HBInit({ roomName: 'Known', public: true }); ${GREET};`, 'open at', ...flags)
    ).join(),
  ).toContain('open at https://play.example.org/r/known');
});

test('[room-scripts R2] a second room is refused', async () => {
  const lines = await run(
    'twice.js',
    `HBInit(); try { HBInit(); } catch (e) { console.log('refused: ' + e.message); }`,
    'refused',
  );
  expect(lines.join()).toContain("Can't init twice");
});

test('[room-scripts R84] names of the language that a script takes for its own, and methods that it adds to lists', async () => {
  const lines = await run(
    'own-names.js',
    `
    var Map = 'a stadium', Set = 1, Promise = null, name = 'x', status = 2;
    const performance = 'good';
    Object.prototype.toText = function () { return JSON.stringify(this); };
    Array.prototype.first = function () { return this[0]; };
    var room = new HBInit({ roomName: 'Own names' });
    room.onRoomLink = function (url) {
      var players = room.getPlayerList();
      var faults = [];
      try { room.setCustomStadium('nonsense'); } catch (fault) { faults.push(fault); }
      room.setDefaultStadium('Big');
      room.startGame();
      room.startRecording();
      setTimeout(function () {
        var bytes = room.stopRecording();
        console.log('own ' + [players.first().name, players instanceof Array, players[0] instanceof Object, room instanceof Object,
          room.startGame instanceof Function, faults.first() instanceof Error, bytes instanceof Uint8Array,
          room.getDiscCount(), room.getDiscProperties(0).toText().length > 100, Map, performance].join());
      }, 200);
    };
  `,
    'own ',
  );
  expect(lines.filter((line) => /error/i.test(line))).toEqual([]);
  expect(lines.at(-1)).toBe('own Host,true,true,true,true,true,true,5,true,a stadium,good');
});

test('[room-scripts R17] a script that throws at its end keeps its room and its handlers, as in a page', async () => {
  const lines = await run(
    'late.js',
    `var room = HBInit(); ${GREET};
    missing.thing();`,
    'open at',
  );
  expect(lines.join('\n')).toMatch(/while loading: ReferenceError: missing is not defined\n.*late\.js:2:5/);
  expect(lines.join()).not.toContain('starts again');
});

test('[room-scripts R84, R85, R87] a page to live in', async () => {
  const lines = await run(
    'surroundings.js',
    `
    var found = {};
    found.one = window === self && self === globalThis && unsafeWindow.top.HBInit === HBInit;
    found.page = [document.getElementById('x'), document.querySelectorAll('a').length, prompt('?'), confirm('?'), typeof Notification];
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    document.body.appendChild(link).click();
    window.open(link.href);
    document.createElement('script').src = 'https://example.org/library.js';
    document.title = 'T';
    found.title = document.title;
    alert('an alert');
    new Audio('goal.mp3').play();
    location.reload();
    found.node = [typeof process, typeof require, typeof global];
    found.names = ['setTimeout', 'setInterval', 'queueMicrotask', 'performance', 'URL', 'URLSearchParams', 'TextEncoder',
      'TextDecoder', 'atob', 'btoa', 'crypto', 'structuredClone', 'fetch', 'XMLHttpRequest', 'FormData', 'File', 'Blob',
      'WebSocket', 'localStorage', 'sessionStorage', 'Storage'].filter(function (n) { return typeof window[n] === 'undefined'; });
    Storage.prototype.setObject = function (k, v) { this.setItem(k, JSON.stringify(v)); };
    localStorage.setObject('o', { a: 1 });
    localStorage.x = 1;
    found.storage = [localStorage.o, localStorage.getItem('x'), localStorage.getItem('none'), localStorage.none, localStorage.length,
      localStorage.key(0), Object.keys(localStorage), 'x' in localStorage, delete localStorage.x, localStorage.length];
    try { localStorage.big = 'x'.repeat(6e6); } catch (e) { found.quota = e.name; }
    sessionStorage.setItem('s', 2);
    found.session = sessionStorage.s;
    console.warn('warned %d', 5);
    console.log('found ' + JSON.stringify(found));
  `,
    'found {',
  );
  const found = JSON.parse(lines.find((line) => line.startsWith('found'))?.slice(6) ?? '{}');
  expect(found).toEqual({
    one: true,
    page: [null, 0, null, false, 'undefined'],
    title: 'T',
    node: ['undefined', 'undefined', 'undefined'],
    names: [],
    storage: ['{"a":1}', '1', null, null, 2, 'o', ['o', 'x'], true, true, 1],
    quota: 'QuotaExceededError',
    session: '2',
  });
  expect(lines).toContain('an alert');
  expect(lines.join()).toContain('location.reload does nothing here');
  expect(lines.join()).toMatch(/a script element is not loaded here.*example.org.library.js/);
  expect(lines).toContain('warned 5');
});

test('[room-scripts R86] reports go out by fetch and XMLHttpRequest, to the origins that the host allows', async () => {
  const bodies: string[] = [];
  const hook = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', () => {
      bodies.push(`${req.method} ${req.url} ${body.includes('x.hbr2') ? 'file' : body}`);
      if (req.url === '/away') res.writeHead(302, { location: 'http://127.0.0.2:1/' });
      res.end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, resolve));
  const at = `http://localhost:${(hook.address() as AddressInfo).port}`;
  const lines = await run(
    'network.js',
    `
    var form = new FormData();
    form.append('file', new File([new Uint8Array([1, 2])], 'x.hbr2', { type: 'text/plain' }));
    var other = function () {
      var refused = new XMLHttpRequest();
      refused.open('GET', 'http://127.0.0.2:1/');
      refused.onerror = function () {
        var socket = new WebSocket('ws://127.0.0.2:1/');
        socket.onerror = function () {};
        socket.onclose = function () {
          fetch('${at}/away', { redirect: 'follow' }).catch(function (e) {
            console.log('away ' + e.cause.message);
            fetch('http://127.0.0.2:1/').catch(function (e) { console.log('end ' + e.message); });
          });
        };
      };
      refused.send();
    };
    fetch('${at}/file', { method: 'POST', body: form }).then(function () {
      var request = new XMLHttpRequest();
      request.open('POST', '${at}/hook', true);
      request.setRequestHeader('Content-type', 'application/json');
      request.onreadystatechange = function () {
        if (request.readyState === XMLHttpRequest.DONE) { console.log('answer ' + request.status + ' ' + request.responseText); other(); }
      };
      request.send(JSON.stringify({ content: 'goal' }));
    });
  `,
    'end fetch failed',
    '--script-origins',
    at,
  );
  hook.close();
  expect(bodies).toEqual(['POST /file file', 'POST /hook {"content":"goal"}', 'GET /away ']);
  expect(lines).toContain('away unexpected redirect');
  expect(lines).toContain('answer 200 {"ok":true}');
});

test('[room-scripts R86] an XMLHttpRequest follows redirects, knows itself in its events, and waits where it is told to', async () => {
  const hook = createServer((req, res) => {
    if (req.url === '/moved') res.writeHead(302, { location: '/there' });
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', () => res.end(`${req.method} ${req.url} ${body}`));
  });
  await new Promise<void>((resolve) => hook.listen(0, resolve));
  const at = `http://localhost:${(hook.address() as AddressInfo).port}`;
  const lines = await run(
    'waits.js',
    `
    function ask(method, path, body) {
      var request = new XMLHttpRequest();
      request.open(method, path, false);
      request.send(body);
      return request.status + ' ' + request.responseText;
    }
    console.log('waited ' + ask('GET', '${at}/moved', null));
    console.log('waited ' + ask('POST', '${at}/post', 'words'));
    try { ask('GET', 'http://localhost:1/'); } catch (e) { console.log('waited ' + e.name); }
    var request = new XMLHttpRequest();
    request.open('GET', '${at}/moved');
    request.upload.onprogress = function () {};
    request.onload = function (event) { console.log('end ' + event.target.responseText + (this === event.target)); };
    request.send();
  `,
    'end ',
  );
  hook.close();
  expect(lines.filter((line) => /^(waited|end)/.test(line))).toEqual([
    'waited 200 GET /there ',
    'waited 200 POST /post words',
    'waited NetworkError',
    'end GET /there true',
  ]);
});

test('[room-scripts R85] what is no JSON any more is laid aside, and the script starts', async () => {
  const data = temporaryFolder('data');
  const text = `localStorage.setItem('a', 'b'); setTimeout(function () { console.log('stored'); }, 400);`;
  await run('kept.js', text, 'stored', '--data-dir', data);
  await server?.stop();
  const scripts = join(data, 'scripts');
  const [file = ''] = readdirSync(scripts).filter((name) => name.startsWith('kept.js'));
  expect(readFileSync(join(scripts, file), 'utf8')).toBe('{"a":"b"}');
  writeFileSync(join(scripts, file), '{"a":');
  const lines = await run('kept.js', text, 'stored', '--data-dir', data);
  expect(lines.join()).toContain('began anew');
  expect(readdirSync(scripts)).toContain(`${file}.damaged`);
});
