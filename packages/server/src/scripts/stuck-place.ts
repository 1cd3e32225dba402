// Where a thread hangs: it is paused by the debugger for a moment, since it answers to nothing else. Only asked of a thread
// that is about to be ended.
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { isOurs } from './stack.ts';

const ANSWERS_WITHIN_MS = 1500;
/** Numbers of the requests below. */
const REQUEST = { enable: 1, pause: 2, disable: 3 } as const;

/** What the debugger says, as far as it is read here. */
interface Word {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly scriptId?: string;
    readonly url?: string;
    readonly callFrames?: readonly { readonly location: Location }[];
  };
}
interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

/** `file:line:column` of the innermost call that is not the server's or Node's; undefined when nobody can tell. */
export function findStuckPlace(threadId: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const session = new Session();
    const urls = new Map<string, string>();
    let thread = '';
    let place: string | undefined;
    let over = false;
    const send = (id: number, method: string) => {
      const message = JSON.stringify({ id, method });
      session.post('NodeWorker.sendMessageToWorker', { sessionId: thread, message });
    };
    const end = () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      session.disconnect();
      resolve(place);
    };
    const timer = setTimeout(end, ANSWERS_WITHIN_MS);
    session.on('NodeWorker.attachedToWorker', ({ params }) => {
      if (params.workerInfo.workerId !== String(threadId)) return;
      thread = params.sessionId;
      send(REQUEST.enable, 'Debugger.enable');
      send(REQUEST.pause, 'Debugger.pause');
    });
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      if (params.sessionId !== thread) return;
      const word = JSON.parse(params.message) as Word;
      if (word.method === 'Debugger.scriptParsed' && word.params?.scriptId !== undefined) {
        urls.set(word.params.scriptId, word.params.url ?? '');
      }
      if (word.method === 'Debugger.paused') {
        place = innermost(word.params?.callFrames ?? [], urls);
        // A thread that stays paused can never be ended.
        send(REQUEST.disable, 'Debugger.disable');
      }
      if (word.id === REQUEST.disable) session.post('NodeWorker.detach', { sessionId: thread }, end);
    });
    session.connect();
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  });
}

function innermost(
  frames: readonly { readonly location: Location }[],
  urls: ReadonlyMap<string, string>,
): string | undefined {
  for (const { location } of frames) {
    const url = urls.get(location.scriptId) ?? '';
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (file === '' || file.startsWith('node:') || isOurs(file)) continue;
    return `${file}:${location.lineNumber + 1}:${(location.columnNumber ?? 0) + 1}`;
  }
  return undefined;
}
