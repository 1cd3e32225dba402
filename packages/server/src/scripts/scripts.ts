// The scripts of this server, from its start to its end.
import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../folders.ts';
import { type ScriptEntry, ScriptHost, type ScriptServices } from './script-host.ts';

const REPORT_EVERY_MS = 60_000;
const KEY_BYTES = 32;

export interface ScriptsOptions extends Omit<ScriptServices, 'addressKey'> {
  readonly folder: string;
  /** `conn` is the address itself, as the original has it. */
  readonly plainAddresses: boolean;
}

export class Scripts {
  private readonly running: ScriptHost[] = [];
  private readonly options: ScriptsOptions;
  private readonly timer: NodeJS.Timeout;
  private addressKey: Uint8Array | null = null;

  constructor(options: ScriptsOptions) {
    this.options = options;
    this.timer = setInterval(() => {
      for (const host of this.running) host.report();
    }, REPORT_EVERY_MS);
    this.timer.unref();
  }

  get hosts(): readonly ScriptHost[] {
    return this.running;
  }

  /** Starts one more; it opens its room when it calls `HBInit`. */
  async start(entry: ScriptEntry): Promise<void> {
    const { folder, plainAddresses, ...services } = this.options;
    if (!plainAddresses) this.addressKey ??= await loadAddressKey(folder).catch((error) => this.passingKey(error));
    this.running.push(new ScriptHost(entry, folder, { ...services, addressKey: this.addressKey }));
  }

  private passingKey(error: unknown): Uint8Array {
    const { folder, log } = this.options;
    const why =
      'the key of `conn` cannot be kept: what scripts remember of people by it is worth nothing after the end';
    log.error({ folder, reason: String(error) }, why);
    return randomBytes(KEY_BYTES);
  }

  /** Ends one for good; its room is left to whoever asks. */
  async end(host: ScriptHost): Promise<void> {
    const at = this.running.indexOf(host);
    if (at >= 0) this.running.splice(at, 1);
    await host.stop();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.running.map((host) => host.stop()));
  }
}

/** What `conn` is made with: kept, so that a script's list of bans outlives the process. */
async function loadAddressKey(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'address-key');
  makeFolders(folder);
  const kept = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept?.length === KEY_BYTES) return kept;
  const key = randomBytes(KEY_BYTES);
  await writeFile(`${path}.new`, key, { mode: 0o600, flush: true });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
  return key;
}
