// A script's handlers: which one hears of a command or an event, and with which arguments (room-scripts.md §7).
import { type Command, findPlayer, type MatchEvent, type MatchState } from '@touchline/shared/match';
import type { Player, RoomObject } from '../../types/headless-host.d.ts';
import { describeKeys, describeScores, playerById } from './describe.ts';
import { EVENT_NAMES, type EventName } from './event-names.ts';
import type { Identity } from './messages.ts';
import type { Adopt } from './realm.ts';
import type { ScriptPort } from './script-port.ts';

type Watch = Pick<ScriptPort, 'fault' | 'inHandler'>;

/** What handlers are told of. */
interface Scene {
  state(): MatchState;
  identity(id: number): Identity | undefined;
}

export class Handlers {
  private readonly object: RoomObject;
  private readonly port: Watch;
  private readonly adopt: Adopt;
  private readonly scene: Scene;

  constructor(object: RoomObject, port: Watch, adopt: Adopt, scene: Scene) {
    this.object = object;
    this.port = port;
    this.adopt = adopt;
    this.scene = scene;
  }

  /** Calls a handler as it is now (R5). Its exception stays here (R17). */
  call(name: EventName, ...args: unknown[]): unknown {
    this.port.inHandler(EVENT_NAMES.indexOf(name) + 1);
    const answer = this.guarded(name, this.object[name], args);
    this.port.inHandler(0);
    return answer;
  }

  /** An event that the original does not have. */
  private callTouchline(name: 'onInput' | 'onTouch', ...args: unknown[]): void {
    this.guarded(`touchline.${name}`, this.object.touchline?.[name], args);
  }

  private guarded(where: string, handler: unknown, args: unknown[]): unknown {
    if (typeof handler !== 'function') return undefined;
    try {
      return handler(...this.adopt(args));
    } catch (error) {
      this.port.fault(where, error);
      return undefined;
    }
  }

  tellCommand(command: Command, before: Player | null): void {
    const state = this.scene.state();
    const by = 'by' in command ? playerById(state, command.by) : null;
    switch (command.type) {
      case 'join':
        return this.joined(command.id);
      case 'leave':
        this.call('onPlayerLeave', before);
        if (command.kicked) this.call('onPlayerKicked', before && { ...before }, command.reason, command.banned, by);
        return;
      case 'team':
        this.call('onPlayerTeamChange', playerById(state, command.id), by);
        return;
      case 'admin':
        this.call('onPlayerAdminChange', playerById(state, command.id), by);
        return;
      case 'lock':
        this.call('onTeamsLockChange', command.locked, by);
        return;
      case 'start':
        this.call('onGameStart', by);
        return;
      case 'stop':
        this.call('onGameStop', by);
        return;
      case 'pause':
        this.call(command.paused ? 'onGamePause' : 'onGameUnpause', by);
        return;
      case 'kickRate': {
        const { min, rate, burst } = state.kickRate;
        this.call('onKickRateLimitSet', min, rate, burst, by);
        return;
      }
      case 'stadium':
        this.call('onStadiumChange', state.stadium.name, by);
        return;
      case 'input':
        if ((findPlayer(state, command.id)?.disc ?? -1) >= 0) {
          this.call('onPlayerActivity', playerById(state, command.id));
          this.callTouchline('onInput', playerById(state, command.id), describeKeys(command.keys));
        }
        return;
      default:
        // R74: no event exists for the others.
        return;
    }
  }

  /** Not for the host player (R55). */
  joined(id: number): void {
    const player = playerById(this.scene.state(), id);
    if (!player || id === 0) return;
    const { auth, conn } = this.scene.identity(id) ?? { auth: null, conn: '' };
    this.call('onPlayerJoin', { ...player, auth, conn });
  }

  tellKicks(events: readonly MatchEvent[]): void {
    for (const event of events) {
      if (event.type === 'kick') this.call('onPlayerBallKick', playerById(this.scene.state(), event.player));
    }
  }

  tellEvent(event: MatchEvent): void {
    switch (event.type) {
      case 'goal':
        this.call('onTeamGoal', event.team);
        return;
      case 'matchEnd':
        this.call('onTeamVictory', describeScores(this.scene.state()));
        return;
      case 'touch':
        this.callTouchline('onTouch', playerById(this.scene.state(), event.player), event.disc);
        return;
      case 'positionsReset':
        this.call('onPositionsReset');
        return;
      case 'matchStop':
        this.call('onGameStop', null);
        return;
      default:
        // Kicks were told in their place; kick-offs and the end of time are no events here.
        return;
    }
  }
}
