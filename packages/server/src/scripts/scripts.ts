// The scripts of this server, from its start to its end.
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ScriptHost, type ScriptServices } from './script-host.ts';

const REPORT_EVERY_MS = 60_000;
const KEY_BYTES = 32;

export interface ScriptsOptions extends Omit<ScriptServices, 'addressKey'> {
  /** Absolute. */
  readonly files: readonly string[];
  readonly folder: string;
  /** `conn` is the address itself, as the original has it. */
  readonly plainAddresses: boolean;
}

export class Scripts {
  readonly hosts: readonly ScriptHost[];
  private readonly timer: NodeJS.Timeout;

  private constructor(hosts: readonly ScriptHost[]) {
    this.hosts = hosts;
    this.timer = setInterval(() => {
      for (const host of hosts) host.report();
    }, REPORT_EVERY_MS);
    this.timer.unref();
  }

  /** Starts them all; each opens its room when it calls `HBInit`. */
  static async start(options: ScriptsOptions): Promise<Scripts> {
    const { files, folder, plainAddresses, ...services } = options;
    if (files.length === 0) return new Scripts([]);
    const addressKey = plainAddresses ? null : await loadAddressKey(folder);
    return new Scripts(
      files.map((file) => new ScriptHost(file, join(folder, storageName(file)), { ...services, addressKey })),
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.hosts.map((host) => host.stop()));
  }
}

/** Two scripts of one name in two folders keep things apart. */
function storageName(file: string): string {
  const mark = createHash('sha256').update(file).digest('hex').slice(0, 8);
  return `${basename(file).replace(/[^\w.-]/g, '_')}.${mark}.json`;
}

/** What `conn` is made with: kept, so that a script's list of bans outlives the process. */
async function loadAddressKey(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'address-key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
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
