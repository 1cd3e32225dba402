// @ts-check
/// <reference path="../packages/server/types/headless-host.d.ts" />
// Balanced teams that fill themselves, and winner stays: the losers go to the end of the queue, the winners play on.
//   npx touchline host --script examples/winner-stays.js

const TEAM_SIZE = 3;
const SCORE_LIMIT = 3;
const MINUTES = 4;

const room = HBInit({ roomName: 'Winner stays', maxPlayers: 16, public: true, noPlayer: true });
room.setScoreLimit(SCORE_LIMIT);
room.setTimeLimit(MINUTES);
room.setTeamsLock(true);

/** @type {1 | 2 | null} */
let winner = null;
let streak = 0;

/** In the order of the list: who waits longest comes first. */
const members = (/** @type {0 | 1 | 2} */ team) => room.getPlayerList().filter((player) => player.team === team);

/** Moves one player at a time; the next move waits for its event, so that the list is always the one of now. */
function balance() {
  const [waiting, red, blue] = [members(0), members(1), members(2)];
  const smaller = red.length <= blue.length ? 1 : 2;
  const larger = smaller === 1 ? blue : red;
  const size = Math.min(red.length, blue.length);
  if (waiting.length > 0 && size < TEAM_SIZE && (larger.length > size || waiting.length > 1 || size === 0)) {
    room.setPlayerTeam(waiting[0].id, smaller);
  } else if (larger.length - size > 1) {
    room.setPlayerTeam(larger[larger.length - 1].id, smaller);
  } else if (room.getScores() === null && size > 0 && red.length === blue.length) {
    room.startGame();
  }
}

room.onPlayerJoin = (player) => {
  room.sendAnnouncement(`Welcome, ${player.name}. The winner stays; the queue moves up.`, player.id, 0x9ad0ff);
  balance();
};

room.onPlayerLeave = () => {
  if (room.getScores() !== null && (members(1).length === 0 || members(2).length === 0)) room.stopGame();
  else balance();
};

room.onPlayerTeamChange = () => balance();

room.onTeamVictory = ({ red, blue }) => {
  const won = red > blue ? 1 : 2;
  streak = won === winner ? streak + 1 : 1;
  winner = won;
  const name = won === 1 ? 'Red' : 'Blue';
  room.sendAnnouncement(streak > 1 ? `${name} stay, ${streak} in a row.` : `${name} stay.`, null, 0xffd24a, 'bold');
};

room.onGameStop = () => {
  const losers = winner === null ? [] : members(winner === 1 ? 2 : 1);
  // Somebody must be waiting for their places, or it would be a rematch for nobody.
  if (members(0).length > 0) for (const { id } of losers) room.setPlayerTeam(id, 0);
  else balance();
};
