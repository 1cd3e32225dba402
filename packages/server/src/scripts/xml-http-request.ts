// The XMLHttpRequest of a page, on top of fetch (room-scripts.md R86).
import type { Answer, PlainRequest } from './waiting-request.ts';

type Body = NonNullable<Parameters<typeof fetch>[1]>['body'];
type Listener = ((event: Event) => void) | null;
const TOLD = ['readystatechange', 'load', 'error', 'loadend', 'abort', 'timeout'] as const;
type Told = (typeof TOLD)[number];
/** Asks, and does not return before the answer is there; throws where there is none. */
type Wait = (request: Omit<PlainRequest, 'redirect'>) => Answer;

/** A class of its own for each way out that it stands on: scripts call it with `new` and no argument. */
export function xmlHttpRequest(send: typeof fetch, wait: Wait): unknown {
  return class XMLHttpRequest extends EventTarget {
    static readonly UNSENT = 0;
    static readonly OPENED = 1;
    static readonly HEADERS_RECEIVED = 2;
    static readonly LOADING = 3;
    static readonly DONE = 4;
    readonly DONE = 4;
    /** Nobody is told how much of a body has left. */
    readonly upload = new EventTarget();
    readyState = 0;
    status = 0;
    statusText = '';
    responseText = '';
    response: unknown = '';
    responseType = '';
    responseURL = '';
    timeout = 0;
    withCredentials = false;
    onreadystatechange: Listener = null;
    onload: Listener = null;
    onerror: Listener = null;
    onloadend: Listener = null;
    onabort: Listener = null;
    ontimeout: Listener = null;
    private method = 'GET';
    private address = '';
    private waits = false;
    private headers: [string, string][] = [];
    private answered = new Headers();
    private ending = new AbortController();

    constructor() {
      super();
      // As listeners, so that `event.target` is this request, and what they throw is no failure of the network.
      for (const name of TOLD) this.addEventListener(name, (event) => this[`on${name}`]?.(event));
    }

    open(method: string, address: string, isAsync: unknown = true): void {
      this.method = String(method).toUpperCase();
      this.address = String(address);
      this.waits = !isAsync;
      this.headers = [];
      this.ending = new AbortController();
      this.advance(1);
    }

    setRequestHeader(name: string, value: string): void {
      this.headers.push([String(name), String(value)]);
    }

    overrideMimeType(): void {}

    getResponseHeader(name: string): string | null {
      return this.answered.get(name);
    }

    getAllResponseHeaders(): string {
      return [...this.answered].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    }

    abort(): void {
      this.ending.abort('abort');
    }

    send(body: Body = null): void {
      const sent = this.method === 'GET' || this.method === 'HEAD' ? null : body;
      if (this.waits) this.runAndWait(sent);
      else void this.run(sent);
    }

    private runAndWait(body: Body): void {
      const { method, address, headers } = this;
      let answer: Answer;
      try {
        answer = wait({ method, address, headers, body });
      } catch (error) {
        this.advance(4);
        const { message } = error as Error;
        throw new DOMException(`Failed to load '${address}': ${message}`, 'NetworkError');
      }
      this.take(answer);
      this.responseText = new TextDecoder().decode(answer.body);
      this.response = this.responseText;
      this.advance(4);
      this.tell('load');
      this.tell('loadend');
    }

    private async run(body: Body): Promise<void> {
      const { ending, method, headers } = this;
      const timer = this.timeout > 0 ? setTimeout(() => ending.abort('timeout'), this.timeout) : undefined;
      try {
        const answer = await send(this.address, { method, headers, body, signal: ending.signal });
        this.take(answer);
        this.advance(2);
        await this.read(answer);
        this.advance(4);
        this.tell('load');
      } catch {
        this.status = 0;
        this.advance(4);
        const { reason, aborted } = ending.signal;
        this.tell(aborted ? (reason as 'abort' | 'timeout') : 'error');
      } finally {
        clearTimeout(timer);
        this.tell('loadend');
      }
    }

    private take({ status, statusText, url, headers }: Omit<Answer, 'body'>): void {
      this.status = status;
      this.statusText = statusText;
      this.responseURL = url;
      this.answered = new Headers(headers);
    }

    private async read(answer: Response): Promise<void> {
      if (this.responseType === 'arraybuffer') this.response = await answer.arrayBuffer();
      else if (this.responseType === 'blob') this.response = await answer.blob();
      else {
        this.responseText = await answer.text();
        this.response = this.responseType === 'json' ? JSON.parse(this.responseText) : this.responseText;
      }
    }

    private advance(readyState: number): void {
      this.readyState = readyState;
      this.tell('readystatechange');
    }

    private tell(name: Told): void {
      this.dispatchEvent(new Event(name));
    }
  };
}
