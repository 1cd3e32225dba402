// Answers that came through the public address → findings: is what stands between people and the server as it should be? Pure;
// read-site.ts asks.
import type { Caller } from '@touchline/shared/protocol';
import { type Finding, fail, ok, warn } from './finding.ts';

const GUIDE = 'docs/hosting.md, 5';

export interface ReachReading {
  /** Undefined: no answer. */
  readonly status: number | undefined;
  readonly error: string;
  /** The answer's `Date` less our clock, in ms; null: it has none. */
  readonly dateMs: number | null;
  readonly isTouchline: boolean;
}

export function judgeReach(url: string, { status, error, dateMs, isTouchline }: ReachReading): Finding[] {
  if (status === undefined) return [noAnswer(url, error)];
  if (!isTouchline)
    return [
      fail(
        'address',
        `${url} answers ${status}, and not as a Touchline`,
        `Does the proxy pass everything on to it? ${GUIDE}`,
      ),
    ];
  const draining = status === 503;
  const reached = draining
    ? warn('address', `${url} answers; it is about to stop`, 'Wait until it has started again.')
    : ok('address', `${url} answers`);
  if (dateMs === null || Math.abs(dateMs) < 5000) return [reached];
  const text = `The clock there and the clock here differ by ${Math.round(Math.abs(dateMs) / 1000)} s`;
  return [reached, warn('clock there', text, 'Set both from the network: sudo timedatectl set-ntp true')];
}

function noAnswer(url: string, error: string): Finding {
  if (!/^https?:/.test(url)) return fail('address', `${url} is no address`, 'It begins with http:// or https://');
  if (/CERT|ALTNAME|SIGNATURE/.test(error))
    return fail(
      'address',
      `${url} has a certificate that browsers refuse: ${error}`,
      `Let the proxy get one for this very name. ${GUIDE}`,
    );
  return fail(
    'address',
    `${url} does not answer: ${error}`,
    `Is the server on, the port open (ufw status), the name right? ${GUIDE}`,
  );
}

/** `spoofed`: asked with an `X-Forwarded-For` of our own invention, `claimed`. Null: an answer that nobody understands. */
export interface CallerReading {
  readonly plain: Caller | null;
  readonly spoofed: Caller | null;
  readonly claimed: string;
}

export function judgeCaller({ plain, spoofed, claimed }: CallerReading): Finding {
  const check = 'proxy headers';
  if (!plain || !spoofed)
    return fail(check, 'The server does not say whom it sees', 'Is it older than this doctor? Update it.');
  if (spoofed.address === claimed && plain.near === 'private')
    return warn(
      check,
      `You ask from ${plain.address}, which is trusted like a proxy: what others are taken for cannot be seen from here`,
      'Run the doctor once more on another machine, with the same --url.',
    );
  if (spoofed.address === claimed)
    return fail(
      check,
      'Anybody may choose his address: an X-Forwarded-For that we made up was believed',
      'Trust your proxies alone (trustProxy), and let the outermost one write the header anew or add to it.',
    );
  if (plain.forwarded && !plain.believed)
    return fail(
      check,
      `A proxy says whose request it is, and is not believed: everybody seems to come from ${plain.address}`,
      "Name the proxy in trustProxy: ['loopback'] if it runs on this machine, else its address.",
    );
  if (!plain.forwarded && plain.near !== 'public')
    return warn(
      check,
      `The request came straight from ${plain.address}, with no word of a proxy`,
      `Right if you asked within your own network. Behind a proxy it must send X-Forwarded-For: ${GUIDE}`,
    );
  return ok(check, `The server sees you as ${plain.address}`);
}

/** `status`: of the answer to a WebSocket's opening; undefined: none came. */
export function judgeSocket(status: number | undefined): Finding {
  if (status === 101) return ok('websocket', 'WebSockets pass');
  const text = status === undefined ? 'A WebSocket gets no answer' : `A WebSocket gets ${status} for an answer`;
  return fail('websocket', text, `The proxy must pass Upgrade and Connection on, with HTTP/1.1: ${GUIDE}`);
}

export interface StreamReading {
  readonly status: number | undefined;
  /** Until the first message came, in ms; null: it did not come. */
  readonly firstMs: number | null;
  /** Whether a later message came by itself. */
  readonly lives: boolean;
  /** `Content-Encoding`, empty: none. */
  readonly encoding: string;
}

export function judgeStream({ status, firstMs, lives, encoding }: StreamReading): Finding {
  const check = 'event streams';
  if (status !== 200) return fail(check, `A stream gets ${status ?? 'no answer'}`, `Pass /api on unchanged: ${GUIDE}`);
  if (firstMs === null || !lives) {
    const what = firstMs === null ? 'Nothing of a stream comes through' : 'A stream stops after its first words';
    return fail(check, what, `Something buffers: proxy_buffering off (nginx), flush_interval -1 (Caddy). ${GUIDE}`);
  }
  if (encoding !== '')
    return warn(
      check,
      `Streams are packed (${encoding}) on their way`,
      'Leave text/event-stream out of what is compressed.',
    );
  if (firstMs > 2000)
    return warn(check, `The first words of a stream take ${Math.round(firstMs)} ms`, 'Something holds them back.');
  return ok(check, `Streams flow; the first words take ${Math.round(firstMs)} ms`);
}
