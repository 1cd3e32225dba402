// Servers and their load are processes of their own: questions and answers between them, over node's channel.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

type Work = (argument: never) => unknown;
/** What a child can be asked to do, by name. */
export type Duties = Readonly<Record<string, Work>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}
interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const ANSWER_WITHIN_MS = 120_000;
const END_WITHIN_MS = 10_000;

/** In the child: answers until the parent is gone. */
export function serveDuties(duties: Duties): void {
  process.on('message', async ({ id, name, argument }: Question) => {
    const reply = async (): Promise<Reply> => {
      try {
        return { id, value: await duties[name](argument as never) };
      } catch (error) {
        return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      }
    };
    process.send?.(await reply());
  });
  process.on('disconnect', () => process.exit());
}

/** In the parent: a child that does what `D` names. */
export class Child<D extends Duties> {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private asked = 0;

  /** `args`: as on its command line. */
  constructor(module: URL, args: readonly string[] = []) {
    this.child = fork(module, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child.on('message', (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    this.child.on('exit', (code) => {
      for (const [id, answer] of this.waiting) answer({ id, error: `the child ended with code ${code}` });
    });
  }

  ask<N extends keyof D & string>(name: N, argument: Parameters<D[N]>[0]): Promise<Awaited<ReturnType<D[N]>>> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => answer({ id, error: `no answer to ${name}` }), ANSWER_WITHIN_MS);
      const answer = ({ value, error }: Reply) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        if (error === undefined) resolve(value as Awaited<ReturnType<D[N]>>);
        else reject(new Error(error));
      };
      this.waiting.set(id, answer);
      this.child.send({ id, name, argument } satisfies Question);
    });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    // What it has written for itself it takes away when it hears that nobody asks any more.
    this.child.disconnect();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_WITHIN_MS);
    await exited;
    clearTimeout(timer);
  }
}
