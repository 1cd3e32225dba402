import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { readScript } from './loader.ts';

const folder = temporaryFolder('loader');

test.each([
  ['a page script', false, 'var room = HBInit();'],
  ['one that awaits', false, 'const answer = await fetch("https://example.org");'],
  ['a bundle for a page, minified', false, 'var Bot=(function(e){e.room=HBInit({});return e})({});'],
  [
    'one for everywhere, minified',
    false,
    '(function(e,t){typeof exports==`object`&&typeof module<`u`?t(exports):t(e.Bot={})})(this,function(e){e.room=HBInit()});',
  ],
  [
    "browserify's bundle",
    false,
    '!function(r){r()}({1:[function(require,module,exports){function E(){}module.exports=E;require("./b");HBInit()},{"./b":2}]});',
  ],
  [
    "webpack's bundle",
    false,
    '(() => { var all = { 1: ((module, exports, __webpack_require__) => {\nexports.a = HBInit();\n}) }; })();',
  ],
  [
    "webpack's bundle for Node",
    true,
    '(() => { var all = { 1: ((module, exports, __webpack_require__) => {\nmodule.exports = require("fs");\n}) }; })();',
  ],
  [
    'words like those of modules',
    false,
    'room.export("x"); say("; import the map"); room.import(1); data.exports.x = 1;',
  ],
  ['an import', true, "import HaxballJS from 'haxball.js';"],
  ['an import while it runs', true, "(async () => { const { default: start } = await import('haxball.js'); })();"],
  ['a bundle of a module, minified', true, 'var e=HBInit({});e.onRoomLink=t=>{console.log(t)};export{e as room};'],
  ['a bundle for Node, minified', true, 'Object.defineProperties(exports,{__esModule:{value:!0}});var e=HBInit({});'],
  ['another', true, '"use strict";var n=Object.defineProperty;var r=HBInit({});module.exports=n(r);'],
])('[room-scripts R6] %s is a module: %s', (_, isModule, text) => {
  const file = join(folder, 'script.js');
  writeFileSync(file, text);
  expect(readScript(file).isModule).toBe(isModule);
});
