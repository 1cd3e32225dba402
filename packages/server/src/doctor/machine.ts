// Readings of this machine → findings. The judgements are pure; what they judge is read in read-machine.ts.
import { type Finding, fail, ok, warn } from './finding.ts';

const LEAST_NODE = [22, 18] as const;

/** `version`: of Node, as `process.versions.node` has it. */
export function judgeNode(version: string): Finding {
  const [major, minor] = version.split('.').map(Number);
  const least = LEAST_NODE.join('.');
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]))
    return ok('node', `Node ${version}`);
  return fail(
    'node',
    `Node ${version} is too old`,
    `Use Node ${least} or newer; \`npm install\` brings one, \`npx node\` runs it.`,
  );
}

/** Who has the port: nobody, a Touchline that answers on it, another program; or may this user not have it? */
export type PortReading = 'free' | 'touchline' | 'draining' | 'taken' | 'forbidden' | 'no-address';

export function judgePort(port: number, reading: PortReading): Finding {
  switch (reading) {
    case 'free':
      return ok('port', `Port ${port} is free`);
    case 'touchline':
      return ok('port', `Port ${port} is held by a Touchline that runs`);
    case 'draining':
      return warn('port', `Port ${port} is held by a Touchline that is about to stop`, 'Wait until it has stopped.');
    case 'taken':
      return fail(
        'port',
        `Port ${port} is held by another program`,
        `See which: ss -ltnp 'sport = :${port}'. Stop it, or choose another port: --port ${port + 1}.`,
      );
    case 'forbidden':
      return fail(
        'port',
        `Port ${port} may not be opened by this user`,
        'Choose one above 1023, or give the service CAP_NET_BIND_SERVICE (docs/hosting.md, 3).',
      );
    case 'no-address':
      return fail('port', 'This machine has no such address to listen on', 'Leave host out to listen on all of them.');
  }
}

export interface DiskReading {
  readonly folder: string;
  /** `missing`: it can be made. */
  readonly state: 'writable' | 'missing' | 'forbidden';
  readonly freeMb: number;
  /** Of small writes that were forced to the disk, in ms; empty: none was made. */
  readonly syncMs: readonly number[];
}

const LEAST_FREE_MB = 200;
const SLOW_SYNC_MS = 50;

/** `keepMb`: how much of recordings is kept. */
export function judgeDisk({ folder, state, freeMb, syncMs }: DiskReading, keepMb: number): Finding[] {
  if (state === 'forbidden')
    return [
      fail('disk', `${folder} cannot be written`, `Give it to the user of the service: chown -R touchline ${folder}`),
    ];
  const wanted = keepMb + LEAST_FREE_MB;
  const free = `${Math.round(freeMb)} MB free`;
  const space =
    freeMb < LEAST_FREE_MB
      ? fail('disk', `${folder}: only ${free}`, 'Make room, or matches will not be recorded, and lost in a crash.')
      : freeMb < wanted && state === 'missing'
        ? warn(
            'disk',
            `${folder}: ${free}, and recordings may take ${keepMb} MB`,
            'Make room, or lower recordingsMaxMb.',
          )
        : ok('disk', `${folder}: ${state === 'missing' ? 'not there yet, can be made; ' : ''}${free}`);
  if (syncMs.length === 0) return [space];
  const median = syncMs.toSorted((a, b) => a - b)[Math.floor(syncMs.length / 2)];
  const worst = Math.max(...syncMs);
  const text = `A write reaches the disk in ${median.toFixed(1)} ms, ${worst.toFixed(0)} ms at worst`;
  if (median <= SLOW_SYNC_MS) return [space, ok('disk speed', text)];
  const fix = 'Viewers wait for the disk: put dataDir on a local one (SSD), not on a network share.';
  return [space, warn('disk speed', text, fix)];
}

/** `synchronised`: as the system says; null: it does not say. `steppedMs`: how far the clock jumped while we looked. */
export function judgeClock(synchronised: boolean | null, steppedMs: number): Finding {
  const fix = 'Let it be set from the network: sudo timedatectl set-ntp true';
  if (Math.abs(steppedMs) > 100)
    return warn('clock', `The clock jumped by ${Math.round(steppedMs)} ms while we looked`, fix);
  if (synchronised === false) return warn('clock', 'The clock is not set from the network', fix);
  return ok(
    'clock',
    synchronised ? 'Set from the network, and even' : 'Even; whether it is set from the network, nobody says',
  );
}

/** `softLimit`: files and sockets that one process may have open; null: unknown. */
export function judgeOpenFiles(softLimit: number | null): Finding {
  const fix =
    'In the unit: LimitNOFILE=65536; in a shell: ulimit -n 65536. This is the limit of where the doctor runs.';
  if (softLimit === null) return ok('open files', 'No limit that could be read');
  const text = `${softLimit} open files and connections`;
  if (softLimit < 256) return fail('open files', `Only ${text}`, fix);
  return softLimit < 4096 ? warn('open files', text, fix) : ok('open files', text);
}

/** In MB: what a new process could have. */
export function judgeMemory(availableMb: number): Finding {
  const text = `${Math.round(availableMb)} MB of memory to be had`;
  if (availableMb >= 300) return ok('memory', text);
  const fix = 'A dozen rooms take 200 MB, a script 100 MB more. Stop something, or take a larger machine.';
  return availableMb < 120 ? fail('memory', text, fix) : warn('memory', text, fix);
}

/** Lateness of ticks on a 60 Hz grid, in ms. */
export function judgeTimer(latenessMs: readonly number[]): Finding {
  const sorted = latenessMs.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  const text = `60 ticks a second are late by ${at(0.5).toFixed(1)} ms, one in a hundred by ${at(0.99).toFixed(1)} ms`;
  if (at(0.99) <= 8) return ok('timer', text);
  const fix = 'Something else takes the processor. Move it away, or take a machine with a core of your own.';
  // Half of the ticks a whole tick late: the match stutters for everybody.
  return at(0.5) > 16 ? fail('timer', text, fix) : warn('timer', text, fix);
}
