// Viewers without a screen: plain sockets that ask for one event stream each and count what comes.
import { connect, type Socket } from 'node:net';
import { serveDuties } from './child.ts';

/** Connections being opened at once; the listen queue of a small machine is short. */
const AT_ONCE = 64;

const sockets: Socket[] = [];
let messages = 0;
let bytes = 0;
let lost = 0;

function open(url: URL, number: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
    socket.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\naccept: text/event-stream\r\nx-forwarded-for: ${address}\r\n\r\n`,
    );
    socket.once('data', (head) => {
      if (head.toString('latin1').startsWith('HTTP/1.1 200')) resolve();
      else reject(new Error(head.toString('latin1').slice(0, 200)));
    });
    socket.on('data', (data) => {
      bytes += data.length;
      // A message ends with an empty line, and holds none.
      for (let at = data.indexOf('\n\n'); at >= 0; at = data.indexOf('\n\n', at + 2)) messages++;
    });
    socket.on('error', reject);
    socket.on('close', () => lost++);
    sockets.push(socket);
  });
}

const duties = {
  async watch({ url, viewers }: { url: string; viewers: number }) {
    for (let i = 0; i < viewers; i += AT_ONCE) {
      const group = Array.from({ length: Math.min(AT_ONCE, viewers - i) }, (_, j) => open(new URL(url), i + j + 1));
      await Promise.all(group);
    }
  },
  /** What came since the last time, and how many streams have ended since the beginning. */
  traffic(_: null) {
    const passed = { messages, bytes, lost };
    messages = 0;
    bytes = 0;
    return passed;
  },
};
export type AudienceProcess = typeof duties;
serveDuties(duties);
