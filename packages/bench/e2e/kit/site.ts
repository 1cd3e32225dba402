// The real program as people start it: `touchline host` in a process of its own, on a free port, with a data folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../../server/test/kit/temporary.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../../server/bin/touchline.mjs', import.meta.url));
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
/** The site hears of its settings from its flags alone. */
const OWN_SETTING = /^(PORT|TOUCHLINE_.*)$/;

export class Site {
  readonly url: string;
  readonly dataDir: string;
  private readonly port: number;
  private readonly flags: readonly string[];
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(port: number, dataDir: string, flags: readonly string[]) {
    this.port = port;
    this.url = `http://localhost:${port}`;
    this.dataDir = dataDir;
    this.flags = flags;
  }

  /** Flags as on the command line of `touchline host`. */
  static async open(...flags: string[]): Promise<Site> {
    const site = new Site(await freePort(), temporaryFolder('site'), flags);
    await site.start();
    return site;
  }

  /** All that it has printed since it was first started. */
  log(): string {
    return this.output;
  }

  /** Starts it (again): same port, same data folder. Resolves when it answers. */
  async start(): Promise<void> {
    if (this.child) throw new Error('the site is running');
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN_SETTING.test(name)));
    const own = ['--port', String(this.port), '--data-dir', this.dataDir, '--log-level', 'warn'];
    const args = [COMMAND, 'host', ...own, ...this.flags];
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const endMs = performance.now() + START_WITHIN_MS;
    while (!(await this.healthy())) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the site did not start:\n${this.output}`);
      if (performance.now() > endMs) throw new Error(`the site does not answer:\n${this.output}`);
      await wait(50);
    }
  }

  async healthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      return false;
    }
  }

  /** SIGTERM, as a service manager does it; resolves with the exit code. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** SIGKILL: the power goes. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGHUP: it shall read its config again. */
  hangUp(): void {
    this.child?.kill('SIGHUP');
  }

  /** Nothing answers, nothing closes, until `thaw`: a machine that is swamped. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Stops it if it runs, and takes its data away. For `afterAll`. */
  async close(): Promise<void> {
    if (this.child) await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const { child } = this;
    if (!child) throw new Error('the site is not running');
    this.child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(timer);
    return child.exitCode;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
