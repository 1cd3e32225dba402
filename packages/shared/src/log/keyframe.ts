// A whole state ↔ bytes: everything that a later tick can depend on. Save, restore, continue = continue.
import {
  AFTER_END_TICKS,
  createState,
  type Kit,
  MAX_AVATAR,
  MAX_LIMIT,
  MAX_NICK,
  MAX_PLAYERS,
  type MatchState,
  PAUSED,
  PHASES,
  type Player,
  type Team,
} from '../match/index.ts';
import { digest, INTS, REALS } from '../physics/index.ts';
import type { Stadium, Stadiums } from '../stadium/index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** First byte of a keyframe. */
const VERSION = 1;
const HASH_LENGTH = 32;

/** The stadium goes by its hash: its text travels once, by `GET /api/arenas/:hash`. */
export function encodeKeyframe(state: MatchState): Uint8Array {
  return write(state, new ByteWriter());
}

/** 16 hex digits that two runs of one log share. NaN is NaN and -0 is 0 here, whatever the engine. */
export function hashState(state: MatchState): string {
  return digest(write(state, new ByteWriter(true)));
}

/** Hash of the stadium that `decodeKeyframe` will ask for. Throws LogFormatError. */
export function keyframeArena(bytes: Uint8Array): string {
  return readArena(new ByteReader(bytes));
}

/** Throws LogFormatError; `unknown-arena` when `stadiums` does not know `keyframeArena(bytes)`. */
export function decodeKeyframe(bytes: Uint8Array, stadiums: Stadiums): MatchState {
  const reader = new ByteReader(bytes);
  const stadium = stadiums.get(readArena(reader));
  if (stadium === undefined) return reader.fail('unknown-arena');
  const state = readState(reader, stadium);
  reader.end();
  return state;
}

function write(state: MatchState, writer: ByteWriter): Uint8Array {
  writer.byte(VERSION);
  writer.text(state.stadium.hash);
  writer.uint(state.tick);
  writer.byte(state.scoreLimit);
  writer.byte(state.timeLimit);
  writer.uint(state.kickRate.min);
  writer.uint(state.kickRate.rate);
  writer.uint(state.kickRate.burst);
  writer.uint(state.kickRate.bound);
  writer.bool(state.locked);
  writeKit(writer, state.redKit);
  writeKit(writer, state.blueKit);
  writer.uint(state.nextPlayerId);
  writer.byte(PHASES.indexOf(state.phase));
  writer.uint(state.counter);
  writer.uint(state.pause);
  writer.real(state.time);
  writer.uint(state.red);
  writer.uint(state.blue);
  writer.bool(state.kickOffTeam === 2);
  writer.uint(state.players.length);
  for (const player of state.players) writePlayer(writer, player);
  writeWorld(writer, state);
  return writer.take();
}

function readArena(reader: ByteReader): string {
  if (reader.byte() !== VERSION) {
    reader.at = 0;
    reader.fail('unknown-version');
  }
  return reader.text(HASH_LENGTH);
}

function readState(reader: ByteReader, stadium: Stadium): MatchState {
  const state = createState(stadium);
  state.tick = reader.uint();
  state.scoreLimit = reader.byte(MAX_LIMIT);
  state.timeLimit = reader.byte(MAX_LIMIT);
  state.kickRate.min = reader.uint(255);
  state.kickRate.rate = reader.uint(255);
  state.kickRate.burst = reader.uint(100);
  state.kickRate.bound = reader.uint(255 * 100);
  state.locked = reader.bool();
  state.redKit = readKit(reader);
  state.blueKit = readKit(reader);
  state.nextPlayerId = reader.uint(0x7fffffff);
  state.phase = PHASES[reader.byte(PHASES.length - 1)];
  state.counter = reader.uint(AFTER_END_TICKS);
  state.pause = reader.uint(PAUSED);
  state.time = reader.real();
  state.red = reader.uint();
  state.blue = reader.uint();
  state.kickOffTeam = reader.bool() ? 2 : 1;
  const players = reader.uint(MAX_PLAYERS);
  for (let i = 0; i < players; i++) state.players.push(readPlayer(reader));
  readWorld(reader, state);
  checkDiscs(reader, state);
  return state;
}

function writeKit(writer: ByteWriter, kit: Kit | null): void {
  writer.bool(kit !== null);
  if (kit === null) return;
  writer.int(kit.angle);
  writer.int(kit.textColor);
  writer.byte(kit.stripes.length);
  for (const stripe of kit.stripes) writer.int(stripe);
}

function readKit(reader: ByteReader): Kit | null {
  if (!reader.bool()) return null;
  const angle = reader.int();
  const textColor = reader.int();
  const stripes = Array.from({ length: reader.byte(3) }, () => reader.int());
  return { angle, textColor, stripes };
}

function writePlayer(writer: ByteWriter, player: Player): void {
  writer.uint(player.id);
  writer.text(player.name);
  writer.text(player.avatar);
  writer.bool(player.bot);
  writer.bool(player.admin);
  writer.byte(player.team);
  writer.byte(player.input);
  writer.bool(player.kickArmed);
  writer.uint(player.kickCooldown);
  writer.int(player.kickBudget);
  writer.uint(player.number);
  writer.uint(player.disc + 1);
}

function readPlayer(reader: ByteReader): Player {
  return {
    id: reader.uint(0x7fffffff),
    name: reader.text(MAX_NICK),
    avatar: reader.text(MAX_AVATAR),
    bot: reader.bool(),
    admin: reader.bool(),
    team: reader.byte(2) as Team,
    input: reader.byte(),
    kickArmed: reader.bool(),
    kickCooldown: reader.uint(255),
    kickBudget: reader.int(),
    number: reader.uint(MAX_PLAYERS),
    disc: reader.uint(0x7fffffff) - 1,
  };
}

function writeWorld(writer: ByteWriter, { world, lastTouch, priorTouch }: MatchState): void {
  writer.uint(world.count);
  for (let i = 0; i < world.count; i++) {
    for (const key of REALS) writer.real(world[key][i]);
    for (const key of INTS) writer.int(world[key][i]);
  }
  for (const id of lastTouch) writer.uint(id);
  for (const id of priorTouch) writer.uint(id);
}

function readWorld(reader: ByteReader, { world, lastTouch, priorTouch }: MatchState): void {
  world.count = reader.uint(world.capacity);
  for (let i = 0; i < world.count; i++) {
    for (const key of REALS) world[key][i] = reader.real();
    for (const key of INTS) world[key][i] = reader.int();
  }
  for (let i = 0; i < lastTouch.length; i++) lastTouch[i] = reader.uint(0x7fffffff);
  for (let i = 0; i < priorTouch.length; i++) priorTouch[i] = reader.uint(0x7fffffff);
}

/** In a match the stadium's discs come first and each further one has one owner; without a match there are none. */
function checkDiscs(reader: ByteReader, state: MatchState): void {
  const { players, world } = state;
  const inMatch = state.phase !== 'none';
  const stadiumDiscs = inMatch ? state.stadium.pitch.discs.length : 0;
  const ids = new Set<number>();
  const discs = new Set<number>();
  for (const player of players) {
    if (player.id >= state.nextPlayerId) reader.fail('bad-state', `player ${player.id}`);
    if (player.disc >= 0 !== (inMatch && player.team !== 0)) reader.fail('bad-state', `disc of player ${player.id}`);
    ids.add(player.id);
    if (player.disc < 0) continue;
    if (player.disc < stadiumDiscs || player.disc >= world.count) reader.fail('bad-state', `disc ${player.disc}`);
    discs.add(player.disc);
  }
  if (ids.size !== players.length) reader.fail('bad-state', 'two players with one id');
  if (world.count !== stadiumDiscs + discs.size) reader.fail('bad-state', `${world.count} discs`);
}
