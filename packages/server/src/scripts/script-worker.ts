// The thread of one script: furnishes a page, loads the script, hands it `HBInit`, and passes messages. Whatever the
// script does to the globals, what is needed here was taken before.
import { parentPort, workerData } from 'node:worker_threads';
import type { RoomConfig, RoomObject } from '../../types/headless-host.d.ts';
import { readScript, runScript } from './loader.ts';
import { type FromScript, type ScriptThread, SHARED, type ToScript } from './messages.ts';
import { connectNetwork } from './network.ts';
import { furnish } from './page.ts';
import { giveTimers } from './page-timers.ts';
import { createRealm, type Realm } from './realm.ts';
import { ScriptLog } from './script-log.ts';
import { ScriptRoom } from './script-room.ts';
import { inWords, placeOf } from './stack.ts';
import { FileShelf } from './storage.ts';

const BEAT_MS = 250;

if (!parentPort) throw new Error('this runs in a thread');
const port = parentPort;
const { exit, nextTick } = process;
const { file, storageFile, shared, standing, origins } = workerData as ScriptThread;
const progress = new Int32Array(shared);
const post = (message: FromScript): void => port.postMessage(message);

const log = new ScriptLog(post);
log.takeConsole();
const shelf = new FileShelf(storageFile, (text) => log.tell('warn', text));
connectNetwork(origins.length > 0 ? new Set(origins) : null);

function fatal(text: string, where?: string): void {
  shelf.flush();
  post({ type: 'fatal', text, ...(where ? { where } : {}) });
}

let room: ScriptRoom | null = null;
let realm: Realm | null = null;

/** R2, R3: one room for one script, and the object at once. */
function init(config?: RoomConfig): RoomObject {
  if (room) throw new Error("Can't init twice: one script makes one room");
  room = new ScriptRoom(config, standing, {
    post,
    soon: nextTick,
    log: log.tell,
    fault: log.fault,
    fatal,
    inHandler: (number) => Atomics.store(progress, SHARED.handler, number),
    ...(realm ? { adopt: realm.adopt } : {}),
  });
  return room.object;
}

// Also when the script ends its own process.
process.on('exit', () => shelf.flush());
// As in a page: what is thrown in a timer or a promise is reported, and the script goes on.
process.on('uncaughtException', (error) => log.fault('uncaught', error));
process.on('unhandledRejection', (error) => log.fault('unhandled rejection', error));

const queue: Exclude<ToScript, { type: 'stop' }>[] = [];
let busy = false;
let ticksDone = 0;

port.on('message', (message: ToScript) => {
  if (message.type === 'stop') {
    shelf.flush();
    post({ type: 'stopped' });
    exit(0);
  } else {
    queue.push(message);
    if (!busy) void work();
  }
});

/** One message after the other: handlers never run inside one another (R14). */
async function work(): Promise<void> {
  busy = true;
  for (let next = queue.shift(); next; next = queue.shift()) {
    await room?.receive(next);
    if (next.type === 'tick') ticksDone++;
  }
  post({ type: 'done', ticks: ticksDone });
  busy = false;
}

setInterval(() => Atomics.add(progress, SHARED.heartbeat, 1), BEAT_MS);

try {
  const script = readScript(file);
  realm = script.isModule ? null : createRealm();
  const global: { HBInit?: typeof init; onHBLoaded?: unknown } = realm?.global ?? globalThis;
  furnish(global, shelf, (text) => log.tell('info', text));
  if (realm) giveTimers(realm);
  global.HBInit = realm ? realm.adopt(init) : init;
  await runScript(script, realm);
  Atomics.add(progress, SHARED.heartbeat, 1);
  // Many call it themselves when they find `HBInit` there: then it has had its call.
  if (!room && typeof global.onHBLoaded === 'function') global.onHBLoaded();
} catch (error) {
  // As in a page: a script that has its room keeps it, and the handlers that it has set.
  if (room) log.fault('while loading', error);
  else fatal(`it could not be loaded: ${inWords(error)}`, placeOf(error));
}
