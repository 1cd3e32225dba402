// The bots of a room: as many on each side as it should have, people first.
import { randomInt } from 'node:crypto';
import type { Command } from '@touchline/shared/match';
import type { BotLevel } from '@touchline/shared/protocol';
import { Bot, botName, type squadPlan } from '../bots/index.ts';
import type { RoomLoop } from './room-loop.ts';

export class RoomBots {
  private readonly loop: RoomLoop;
  private wantedPerSide: number;
  private wantedLevel: BotLevel;

  constructor(loop: RoomLoop, perSide: number, level: BotLevel) {
    this.loop = loop;
    this.wantedPerSide = perSide;
    this.wantedLevel = level;
  }

  get perSide(): number {
    return this.wantedPerSide;
  }

  get level(): BotLevel {
    return this.wantedLevel;
  }

  /** Keeps `perSide` a side from the next `fill` on; those there already play at the new level. */
  set(perSide: number, level: BotLevel): void {
    this.wantedPerSide = perSide;
    this.wantedLevel = level;
    for (const id of this.loop.pilots.keys()) this.pilot(id);
  }

  /** A bot plays this player from now on. */
  pilot(id: number): void {
    this.loop.pilots.set(id, new Bot(id, this.level, randomInt(0x7fffffff)));
  }

  /** Where somebody sits down and there is one too many, a bot goes at once: a full room would refuse the person. */
  makeRoom(maxPlayers: number): void {
    const { loop } = this;
    const surplus = loop.seats.size + loop.pilots.size - maxPlayers;
    if (surplus <= 0) return;
    for (const id of [...loop.pilots.keys()].slice(-surplus)) loop.submit(this.dismiss(id));
  }

  /** Those come or go in the next tick who must for each side to have as many as it should. */
  fill(maxPlayers: number, planOf: typeof squadPlan): void {
    const { loop, perSide } = this;
    const { state } = loop;
    const freeSeats = maxPlayers - loop.seats.size - loop.pilots.size;
    const plan = planOf(state, { perSide, freeSeats });
    for (const id of plan.leave) loop.submit(this.dismiss(id));
    const names = new Set(state.players.map((player) => player.name));
    for (const { team } of plan.join) {
      const id = loop.reservePlayerId();
      const name = botName(id, names);
      names.add(name);
      this.pilot(id);
      loop.submit({ type: 'join', id, name, avatar: '', bot: true });
      if (team !== 0) loop.submit({ type: 'team', id, team, by: 0 });
    }
  }

  private dismiss(id: number): Command {
    this.loop.pilots.delete(id);
    return { type: 'leave', id, by: 0, kicked: false, banned: false, reason: '' };
  }
}
