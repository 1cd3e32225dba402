// One run of a script: a process of its own, with a warden in it and the script in a thread beside the warden. Whatever
// happens in there, this process only loses a pipe.
import { type ChildProcess, fork } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Death, FromScript, FromWarden, ScriptThread, ToScript, ToWarden, Usage } from './messages.ts';

const WARDEN = fileURLToPath(new URL('./script-warden.ts', import.meta.url));
/** A warden runs nothing of the script: one that is silent for so long has no processor or no memory left. */
const WARDEN_BEATS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 1000;
/** A script in TypeScript: enums and the like, too, not only what can be blanked out. Its thread inherits them. */
const NODE_FLAGS = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
/** A script that is asked to stop writes what it holds and goes. */
const STOPS_WITHIN_MS = 2000;

export interface ProcessEvents {
  message(run: ScriptProcess, message: FromScript): void;
  output(text: string): void;
  died(run: ScriptProcess, why: Death, text: string): void;
}

export class ScriptProcess {
  /** A quarter of a second old at most. */
  usage: Usage = { cpuSeconds: 0, memoryBytes: 0 };
  private readonly child: ChildProcess;
  private readonly events: ProcessEvents;
  private readonly exited: Promise<void>;
  private readonly lookTimer: NodeJS.Timeout;
  private beatMs = performance.now();
  private done = 0;
  private over = false;

  /** `env`: all that the script will see of the environment. */
  constructor(beginnings: Omit<ScriptThread, 'shared'>, env: Readonly<Record<string, string>>, events: ProcessEvents) {
    this.events = events;
    this.child = fork(WARDEN, {
      // Structured clones: keyframes and commands are bytes.
      serialization: 'advanced',
      execArgv: NODE_FLAGS,
      env,
      // Where a script for Node is started from: it looks for its files there.
      cwd: dirname(beginnings.file),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child.on('message', (message: FromWarden) => this.hear(message));
    this.child.on('error', (error) => this.end('other', `its process could not be started: ${error.message}`));
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        // Node itself gives up, without a word, when a heap bursts faster than it can be emptied.
        const why = signal === 'SIGABRT' || signal === 'SIGTRAP' ? 'it used too much memory and was stopped' : null;
        this.end('other', why ?? `its process ended with ${signal ?? `code ${code}`}`);
        resolve();
      });
    });
    this.lookTimer = setInterval(() => {
      if (performance.now() - this.beatMs > WARDEN_BEATS_WITHIN_MS) this.end('hung', 'its process does not answer');
    }, LOOK_EVERY_MS);
    this.send({ type: 'begin', beginnings });
  }

  post(message: ToScript): void {
    this.send(message);
  }

  private send(message: ToWarden): void {
    // A pipe that has just broken: `exit` follows.
    if (this.child.connected) this.child.send(message, () => {});
  }

  /** Ticks that the script has worked off. */
  ticksDone(): number {
    return this.done;
  }

  private hear(message: FromWarden): void {
    switch (message.type) {
      case 'beat':
        this.beatMs = performance.now();
        this.usage = message.usage;
        return;
      case 'done':
        this.done = message.ticks;
        return;
      case 'output':
        return this.events.output(message.text);
      case 'died':
        return this.end(message.why, message.text);
      default:
        return this.events.message(this, message);
    }
  }

  /** Ends it; only the first reason counts. */
  end(why: Death, text: string): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.lookTimer);
    this.child.kill('SIGKILL');
    this.events.died(this, why, text);
  }

  async stop(): Promise<void> {
    clearInterval(this.lookTimer);
    if (this.over) return;
    this.over = true;
    this.send({ type: 'stop' });
    const slow = setTimeout(() => this.child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await this.exited;
    clearTimeout(slow);
  }
}
