// Does what reload-plan.ts has found to do. A change that fails is told, and the others are made all the same.
import type { Config } from './config.ts';
import type { Capacity } from './gate/capacity.ts';
import type { House } from './house.ts';
import type { TrustedProxies } from './http/address.ts';
import type { Logger } from './logger.ts';
import type { Change } from './reload-plan.ts';
import type { Rooms } from './rooms/directory.ts';
import { markOf } from './scripts/script-host.ts';
import type { Scripts } from './scripts/scripts.ts';
import type { Recordings } from './store/recordings.ts';

interface Surroundings {
  /** The new one. */
  readonly config: Config;
  readonly house: House;
  readonly scripts: Scripts;
  readonly rooms: Rooms;
  readonly capacity: Capacity;
  readonly recordings: Recordings;
  readonly trusted: TrustedProxies;
  readonly log: Logger;
}

export async function makeChange(change: Change, surroundings: Surroundings): Promise<void> {
  const { log } = surroundings;
  const what = describe(change);
  try {
    await make(change, surroundings);
    if (change.type === 'needsRestart') log.warn(what, 'this setting needs a restart');
    else log.info(what, 'config changed');
  } catch (error) {
    log.error({ ...what, err: error }, 'a change of the config could not be made');
  }
}

async function make(
  change: Change,
  { config, house, scripts, rooms, capacity, recordings, trusted }: Surroundings,
): Promise<void> {
  switch (change.type) {
    case 'open':
      return house.open(change.room);
    case 'change':
      return house.change(change.room);
    case 'close':
      return house.close(change.room);
    case 'startScript':
      return scripts.start(change.script);
    case 'endScript': {
      const host = scripts.hosts.find(({ entry }) => markOf(entry) === markOf(change.script));
      const room = host?.room && rooms.get(host.room.id);
      if (host) await scripts.end(host);
      void room?.windDown('room').then((over) => over && room.dissolve());
      return;
    }
    case 'set':
      if (change.setting === 'maxRooms') rooms.maxRooms = config.maxRooms;
      if (change.setting === 'maxCpuPercent') capacity.most = config.maxCpuPercent / 100;
      if (change.setting === 'recordings') recordings.keep(config.recordings);
      if (change.setting === 'trustProxy') trusted.trust(config.trustProxy);
      // The others are read when they are needed.
      return;
    case 'needsRestart':
      return;
  }
}

/** As a line of the log has it. */
function describe(change: Change): Record<string, string> {
  const event = `config.${change.type}`;
  if ('room' in change) return { event, room: change.room.id ?? change.room.settings.name };
  if ('script' in change) return { event, script: change.script.file };
  return { event, setting: change.setting };
}
