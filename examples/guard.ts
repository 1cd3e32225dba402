/// <reference path="../packages/server/types/headless-host.d.ts" />
// A guard for a public room, in TypeScript: who stands idle in a match goes to the bench, and people vote somebody out
// with `!kick #id`.
//   npx touchline host --script examples/guard.ts

const WARN_AFTER_SECONDS = 12;
const BENCH_AFTER_SECONDS = 18;
const VOTE_SECONDS = 45;
/** One player starts a vote so often at most. */
const PAUSE_SECONDS = 90;
const TICKS_PER_SECOND = 60;

interface Vote {
  readonly target: number;
  readonly name: string;
  readonly votes: Set<number>;
  readonly endsMs: number;
}

const room = HBInit({ roomName: 'Guarded', maxPlayers: 16, public: true, noPlayer: true });

/** Ticks of play since a player last did anything. */
const idle = new Map<number, number>();
const lastCallMs = new Map<number, number>();
let vote: Vote | null = null;

const awake = (player: { id: number }) => void idle.set(player.id, 0);

room.onPlayerActivity = awake;
room.onPlayerTeamChange = awake;

room.onGameStart = () => idle.clear();

room.onGameTick = () => {
  for (const { id, team } of room.getPlayerList()) {
    if (team === 0) continue;
    const ticks = (idle.get(id) ?? 0) + 1;
    idle.set(id, ticks);
    if (ticks === WARN_AFTER_SECONDS * TICKS_PER_SECOND) {
      room.sendAnnouncement('Are you there? Move, or you go to the bench.', id, 0xffc04a, 'bold', 2);
    }
    if (ticks >= BENCH_AFTER_SECONDS * TICKS_PER_SECOND) room.setPlayerTeam(id, 0);
  }
};

room.onPlayerLeave = ({ id }) => {
  idle.delete(id);
  lastCallMs.delete(id);
  vote?.votes.delete(id);
  if (vote?.target === id) vote = null;
};

/** More than half of those who may vote: everybody but the one it is about. */
function needed(): number {
  return Math.floor((room.getPlayerList().length - 1) / 2) + 1;
}

function find(word: string) {
  const players = room.getPlayerList();
  if (/^#\d+$/.test(word)) return players.find(({ id }) => id === Number(word.slice(1)));
  return players.find(({ name }) => name.replaceAll(' ', '_').toLowerCase() === word.toLowerCase());
}

function count(running: Vote): void {
  const { votes, target, name } = running;
  if (votes.size >= needed()) {
    vote = null;
    room.kickPlayer(target, 'Voted out');
  } else room.sendAnnouncement(`Out with ${name}? ${votes.size} of ${needed()}: !kick #${target}`, null, 0xff9090);
}

room.onPlayerChat = (player, message) => {
  const [command, word] = message.trim().split(/\s+/);
  if (command !== '!kick') return true;
  const tell = (text: string) => room.sendAnnouncement(text, player.id, 0xc0c0c0, 'small');
  const nowMs = Date.now();
  if (vote && vote.endsMs < nowMs) vote = null;
  const target = word === undefined ? undefined : find(word);
  if (!target || target.id === player.id) tell('!kick #id or !kick name, and not yourself.');
  else if (vote && vote.target !== target.id) tell(`The vote about ${vote.name} is not over.`);
  else if (room.getPlayerList().length < 3) tell('Two cannot vote.');
  else if (!vote && nowMs - (lastCallMs.get(player.id) ?? Number.NEGATIVE_INFINITY) < PAUSE_SECONDS * 1000) {
    tell('You have called a vote a moment ago.');
  } else {
    if (!vote) lastCallMs.set(player.id, nowMs);
    vote ??= { target: target.id, name: target.name, votes: new Set(), endsMs: nowMs + VOTE_SECONDS * 1000 };
    vote.votes.add(player.id);
    count(vote);
  }
  return false;
};
