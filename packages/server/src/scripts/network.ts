// Talking to the world (room-scripts.md R86): Node's own fetch and WebSocket, only to the origins that the host has listed
// if he has listed any, and the XMLHttpRequest that older scripts post their reports with.

/** Null: any. */
export type Origins = ReadonlySet<string> | null;

/** Puts `fetch`, `WebSocket` and `XMLHttpRequest` into this thread's global object. */
export function connectNetwork(origins: Origins): void {
  const { fetch, WebSocket } = globalThis;
  const mayReach = (address: string): boolean => {
    if (origins === null) return true;
    try {
      return origins.has(new URL(address).origin.replace(/^ws/, 'http'));
    } catch {
      return false;
    }
  };
  const guardedFetch: typeof fetch = async (input, init) => {
    const address = typeof input === 'object' && 'url' in input ? input.url : String(input);
    if (!mayReach(address))
      throw new TypeError('fetch failed', { cause: new Error(`${address} is not among the origins`) });
    // To follow redirects could lead elsewhere.
    return fetch(input, { ...init, redirect: init?.redirect === 'manual' ? 'manual' : 'error' });
  };
  const given: Record<string, unknown> = {
    fetch: origins === null ? fetch : guardedFetch,
    WebSocket:
      origins === null
        ? WebSocket
        : new Proxy(WebSocket, {
            construct: (target, args) =>
              mayReach(String(args[0])) ? Reflect.construct(target, args) : new DeadSocket(),
          }),
    XMLHttpRequest: xmlHttpRequest(guardedFetch),
  };
  for (const [name, value] of Object.entries(given)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }
}

/** A socket that never opens: an error, a close, nothing thrown. */
class DeadSocket extends EventTarget {
  readonly readyState = 3;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: Event) => void) | null = null;

  constructor() {
    super();
    setTimeout(() => {
      this.tell('error');
      this.tell('close');
    });
  }

  send(): void {}
  close(): void {}

  private tell(name: 'error' | 'close'): void {
    const event = new Event(name);
    this[`on${name}`]?.(event);
    this.dispatchEvent(event);
  }
}

type Body = NonNullable<Parameters<typeof fetch>[1]>['body'];
type Listener = ((event: Event) => void) | null;
const TOLD = ['readystatechange', 'load', 'error', 'loadend', 'abort', 'timeout'] as const;
type Told = (typeof TOLD)[number];

/** A class of its own for each fetch that it stands on: scripts call it with `new` and no argument. */
function xmlHttpRequest(send: typeof fetch): unknown {
  return class XMLHttpRequest extends EventTarget {
    static readonly UNSENT = 0;
    static readonly OPENED = 1;
    static readonly HEADERS_RECEIVED = 2;
    static readonly LOADING = 3;
    static readonly DONE = 4;
    readonly DONE = 4;
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
    private headers: [string, string][] = [];
    private answered = new Headers();
    private ending = new AbortController();

    /** Always asynchronous: a thread that waits for the network would hang. */
    open(method: string, address: string): void {
      this.method = String(method).toUpperCase();
      this.address = String(address);
      this.headers = [];
      this.ending = new AbortController();
      this.advance(1);
    }

    setRequestHeader(name: string, value: string): void {
      this.headers.push([String(name), String(value)]);
    }

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
      void this.run(body);
    }

    private async run(body: Body): Promise<void> {
      const { ending, method, headers } = this;
      const timer = this.timeout > 0 ? setTimeout(() => ending.abort('timeout'), this.timeout) : undefined;
      try {
        const sent = method === 'GET' || method === 'HEAD' ? {} : { body };
        const answer = await send(this.address, { method, headers, signal: ending.signal, ...sent });
        this.status = answer.status;
        this.statusText = answer.statusText;
        this.responseURL = answer.url;
        this.answered = answer.headers;
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
      const event = new Event(name);
      try {
        this[`on${name}`]?.(event);
      } catch (error) {
        // The script's mistake is no failure of the network.
        setTimeout(() => {
          throw error;
        });
      }
      this.dispatchEvent(event);
    }
  };
}
