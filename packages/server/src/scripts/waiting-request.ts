// A request that its thread waits for: what `open(method, address, false)` of an XMLHttpRequest asks for. Another thread
// does the talking; this one sleeps until the answer is there, as a page does.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** Less than a script may hang. */
const WAITS_MS = 4000;

export interface PlainRequest {
  readonly method: string;
  readonly address: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Text or bytes; nothing else crosses to another thread. */
  readonly body: unknown;
  readonly redirect: 'follow' | 'error';
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Headers | [string, string][];
  readonly body: Uint8Array;
}

/** Is run from its text, in the other thread. */
const TALK = `
  const { workerData: { port, flag, request: { address, ...init } } } = require('node:worker_threads');
  fetch(address, init)
    .then(async (answer) => {
      const { status, statusText, url, headers } = answer;
      return { answer: { status, statusText, url, headers: [...headers], body: new Uint8Array(await answer.arrayBuffer()) } };
    })
    .catch((error) => ({ fault: String(error.cause?.message ?? error.message) }))
    .then((told) => {
      port.postMessage(told);
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    });
`;

/** Throws where there is no answer, or none in time. */
export function waitForAnswer(request: PlainRequest): Answer {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const body = request.body instanceof URLSearchParams ? String(request.body) : request.body;
  const thread = new Worker(TALK, {
    eval: true,
    execArgv: [],
    env: {},
    workerData: { port: port2, flag, request: { ...request, body } },
    transferList: [port2],
  });
  try {
    Atomics.wait(flag, 0, 0, WAITS_MS);
    const told = receiveMessageOnPort(port1)?.message as { answer?: Answer; fault?: string } | undefined;
    if (!told?.answer) throw new Error(told?.fault ?? `no answer in ${WAITS_MS} ms`);
    return told.answer;
  } finally {
    port1.close();
    void thread.terminate();
  }
}
