// What players ask of their room by message: how often they may, whether they may at all, and what becomes of it.
import type { Player } from '@touchline/shared/match';
import { type MessageOf, messages, type Notice, type NoticeCode, type Verb } from '@touchline/shared/protocol';
import type { Bans } from '../bans.ts';
import type { Meter } from '../meter.ts';
import { sameSecret } from '../secret.ts';
import { type CommandVerb, commandsFor, mayAsk } from './admission.ts';
import type { LiveRoom } from './live-room.ts';
import { MessageRates, type RATES, type Sender } from './message-rates.ts';
import { type Note, RoomChat } from './room-chat.ts';
import type { LoopRefusal } from './room-loop.ts';

/** What requests need of the room's shell. */
export interface RequestServices {
  readonly bans: Bans;
  readonly meter: Pick<Meter, 'wentAstray'>;
  readonly note: Note;
  /** To one player, if he has a connection. */
  answer(to: number, notice: Notice): void;
}

export class Requests {
  private readonly live: LiveRoom;
  private readonly services: RequestServices;
  private readonly chat: RoomChat;
  private readonly rates = new MessageRates();

  constructor(live: LiveRoom, services: RequestServices) {
    this.live = live;
    this.services = services;
    this.chat = new RoomChat(live, services.note);
  }

  /** `body` may be anything. */
  hear(player: Player, sender: Sender, verb: Verb, body: unknown): void {
    const answer = this.grant(player, sender, verb, body);
    if (answer) this.services.answer(player.id, { ...(typeof answer === 'string' ? { code: answer } : answer), verb });
  }

  /** Does what was asked; the answer, if any, is for the one who asked. */
  private grant(player: Player, sender: Sender, verb: Verb, body: unknown): NoticeCode | Notice | null {
    if (!this.rates.allow(rateOf(verb), sender, performance.now())) return 'too-fast';
    const parsed = messages[verb].safeParse(body);
    if (!parsed.success) return 'malformed';
    const message = parsed.data as MessageOf<Verb>;
    const forbidden = mayAsk(this.live.state, player, verb, message, this.live.joinDuringMatch);
    if (forbidden) return forbidden;
    switch (verb) {
      case 'password': {
        const { password } = message as MessageOf<'password'>;
        this.live.setPassword(password ?? '');
        return password === null ? 'password-cleared' : 'password-set';
      }
      case 'claimAdmin':
        return this.claimAdmin(player, sender, (message as MessageOf<'claimAdmin'>).password);
      case 'clearBans':
        this.services.bans.liftLaidIn(this.live.id, null);
        this.services.note(player.id, 'clear bans');
        return 'bans-cleared';
      case 'mute': {
        const { id, minutes } = message as MessageOf<'mute'>;
        return this.chat.mute(player, id, minutes);
      }
      case 'unmute':
        return this.chat.unmute(player, (message as MessageOf<'unmute'>).id);
      case 'slow':
        return this.chat.slow(player, (message as MessageOf<'slow'>).seconds);
      case 'bots': {
        const { perSide, level } = message as MessageOf<'bots'>;
        this.live.setBots(perSide, level);
        return 'bots-set';
      }
      case 'sync':
        this.services.meter.wentAstray();
        this.live.loop.requestKeyframe();
        return null;
      case 'teamChat':
        return this.chat.sayToTeam(player, (message as MessageOf<'teamChat'>).text);
      case 'chat': {
        const held = this.chat.holdsBack(player);
        if (held === null) this.say(player, message as MessageOf<'chat'>);
        return held;
      }
      default:
        this.submit(player, verb, message as MessageOf<CommandVerb>);
        return null;
    }
  }

  /** A script hears a line before anybody sees it, and may keep it back (room-scripts.md R75). */
  private say(player: Player, message: MessageOf<'chat'>): void {
    const hearing = this.live.hearing(player.id, message.text);
    if (hearing === null) return this.submit(player, 'chat', message);
    void hearing.then((pass) => {
      if (pass) this.submit(player, 'chat', message);
    });
  }

  private submit(player: Player, verb: CommandVerb, message: MessageOf<CommandVerb>): void {
    const { loop, state } = this.live;
    const tellRefusal = (reason: LoopRefusal) => this.services.answer(player.id, { code: noticeOf(reason), verb });
    const commands = commandsFor(state, player, verb, message, Math.random);
    // A disc that is moved by a bot is not kicked by leaving its pilot behind.
    for (const command of commands) {
      if (command.type === 'leave') loop.pilots.delete(command.id);
      loop.submit(command, tellRefusal);
    }
  }

  private claimAdmin(player: Player, { address }: Sender, given: string): NoticeCode | null {
    const wanted = this.live.origin.adminPassword;
    if (wanted === undefined) return 'no-admin-password';
    const right = sameSecret(given, wanted);
    this.services.note(player.id, right ? 'admin by password' : 'wrong admin password', '', address);
    if (!right) return 'wrong-password';
    this.live.loop.submit({ type: 'admin', id: player.id, admin: true, by: 0 });
    return 'admin-granted';
  }
}

function rateOf(verb: Verb): keyof typeof RATES {
  if (verb === 'teamChat') return 'chat';
  return verb === 'chat' || verb === 'stadium' || verb === 'sync' || verb === 'claimAdmin' ? verb : 'other';
}

function noticeOf(reason: LoopRefusal): NoticeCode {
  switch (reason) {
    case 'match-running':
    case 'no-match':
    case 'unchanged':
    case 'unknown-player':
    case 'unknown-stadium':
    case 'malformed':
    case 'closing':
      return reason;
    default:
      return 'not-possible';
  }
}
