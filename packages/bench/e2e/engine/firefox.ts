// Debian's Firefox, which nothing here can drive: its page asks for calls and sends back what they come to, over a server of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../../../server/test/kit/temporary.ts';
import { needProgram } from '../../src/debian.ts';

/** Starting a browser on a busy machine. */
const START_WITHIN_MS = 90_000;

const INSTRUCTION = `No Firefox on this machine. Install one and run this again:
  Debian           sudo apt-get install firefox-esr
or name one you have:  FIREFOX_PATH=/path/to/firefox npm run test:long`;

/** No questions, no errands of its own, and no impatience with a page that computes. */
const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.max_script_run_time': 0,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'http://localhost:1',
  'toolkit.telemetry.unified': false,
};

/** In the page; `engine` is what the script has put there. */
const LOOP = `(async () => {
  for (;;) {
    const { name, argument } = await (await fetch('/call')).json();
    let answer;
    try {
      answer = { result: engine[name](argument) };
    } catch (error) {
      answer = { fault: String(error.stack ?? error) };
    }
    await fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });
  }
})();`;

interface Answer {
  readonly result?: unknown;
  readonly fault?: string;
}

/** One call at a time. */
export class FirefoxPage {
  private readonly server: Server;
  private readonly program: ChildProcess;
  private readonly profile: string;
  private asking: ServerResponse | null = null;
  private onAsked: (() => void) | null = null;
  private onAnswer: ((answer: Answer) => void) | null = null;

  private constructor(server: Server, script: string) {
    this.server = server;
    server.on('request', (request, response) => void this.serve(request, response, script));
    this.profile = temporaryFolder('firefox');
    const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
    writeFileSync(join(this.profile, 'user.js'), lines.join('\n'));
    const program = needProgram({
      variable: 'FIREFOX_PATH',
      names: ['firefox-esr', 'firefox'],
      places: [],
      debianPackage: 'firefox-esr',
      instruction: INSTRUCTION,
    });
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    this.program = spawn(program, ['--headless', '--no-remote', '--profile', this.profile, url], { stdio: 'ignore' });
  }

  /** A page in which `script` has run. */
  static async open(script: string): Promise<FirefoxPage> {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const page = new FirefoxPage(server, script);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Firefox did not open the page')), START_WITHIN_MS);
      page.program.on('error', reject);
      page.onAsked = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return page;
  }

  /** `engine[name](argument)` there; both ways as JSON. */
  async call(name: string, argument: unknown): Promise<unknown> {
    const { result, fault } = await new Promise<Answer>((resolve) => {
      this.onAnswer = resolve;
      const ask = () => {
        this.onAsked = null;
        this.asking?.end(JSON.stringify({ name, argument }));
        this.asking = null;
      };
      if (this.asking) ask();
      else this.onAsked = ask;
    });
    if (fault !== undefined) throw new Error(fault);
    return result;
  }

  async close(): Promise<void> {
    if (this.program.exitCode === null && this.program.signalCode === null) {
      const exited = once(this.program, 'exit');
      this.program.kill('SIGKILL');
      await exited;
    }
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse, script: string): Promise<void> {
    switch (request.url) {
      case '/':
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end('<!doctype html><title>engine</title><script src="/script.js"></script>');
        break;
      case '/script.js':
        response.setHeader('content-type', 'text/javascript; charset=utf-8');
        response.end(`${script}\n${LOOP}`);
        break;
      case '/call':
        this.asking = response;
        this.onAsked?.();
        break;
      case '/answer':
        this.onAnswer?.(JSON.parse(await text(request)) as Answer);
        response.end('{}');
        break;
      default:
        response.writeHead(404).end();
    }
  }
}
