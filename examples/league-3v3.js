// @ts-check
/// <reference path="../packages/server/types/headless-host.d.ts" />
// A 3v3 league: matches of three a side, goals, assists and ratings kept for good, a leaderboard in the chat (!me, !top).
//   npx touchline host --script examples/league-3v3.js

const A_SIDE = 3;
const FIRST_RATING = 1000;
/** The most that one match can move a rating. */
const STAKE = 32;
/** A touch: closer than the two radii and this. */
const TOUCH_MARGIN = 0.01;

/** @typedef {{ name: string, games: number, wins: number, goals: number, assists: number, ownGoals: number, rating: number }} Line */

const room = HBInit({ roomName: 'League 3v3', maxPlayers: 12, public: true, noPlayer: true });
room.setScoreLimit(3);
room.setTimeLimit(5);
room.setTeamsLock(true);

/** @type {Record<string, Line>} */
const table = JSON.parse(localStorage.getItem('table') ?? '{}');
/** Key of each player in the table, by id: onPlayerJoin is the only one who is told it. @type {Map<number, string>} */
const keys = new Map();
/** Who started this match, by team. @type {{ 1: number[], 2: number[] }} */
let lineup = { 1: [], 2: [] };
/** The last two who touched the ball, the newest first. @type {number[]} */
let touches = [];

const members = (/** @type {0 | 1 | 2} */ team) => room.getPlayerList().filter((player) => player.team === team);
const save = () => localStorage.setItem('table', JSON.stringify(table));

/** @param {number} id */
function lineOf(id) {
  const key = keys.get(id);
  return key === undefined ? undefined : table[key];
}

room.onPlayerJoin = (player) => {
  // Without an identity there is only the name to go by.
  const key = player.auth ?? `name:${player.name}`;
  keys.set(player.id, key);
  table[key] ??= { name: player.name, games: 0, wins: 0, goals: 0, assists: 0, ownGoals: 0, rating: FIRST_RATING };
  table[key].name = player.name;
  room.sendAnnouncement(`Welcome, ${player.name}: ${inWords(table[key])}. !me, !top`, player.id, 0x9ad0ff);
  fill();
};

room.onPlayerLeave = (player) => {
  if (room.getScores() !== null && player.team !== 0) {
    room.sendAnnouncement('A side is short: the match does not count.', null, 0xff8080);
    room.stopGame();
  } else fill();
  keys.delete(player.id);
};

/** The first six of the queue play; nobody is moved during a match. */
function fill() {
  if (room.getScores() !== null) return;
  const missing = { 1: A_SIDE - members(1).length, 2: A_SIDE - members(2).length };
  for (const { id } of members(0)) {
    const team = missing[1] >= missing[2] ? 1 : 2;
    if (missing[team] <= 0) break;
    missing[team]--;
    room.setPlayerTeam(id, team);
  }
  if (missing[1] === 0 && missing[2] === 0) room.startGame();
}

room.onGameStart = () => {
  touches = [];
  lineup = { 1: members(1).map(({ id }) => id), 2: members(2).map(({ id }) => id) };
};

room.onPositionsReset = () => {
  touches = [];
};

/** @param {number} id */
function touched(id) {
  if (touches[0] !== id) touches = [id, touches[0]].filter((one) => one !== undefined);
}

room.onPlayerBallKick = (player) => touched(player.id);

room.onGameTick = () => {
  const ball = room.getDiscProperties(0);
  if (!ball) return;
  for (const player of room.getPlayerList()) {
    const disc = player.position && room.getPlayerDiscProperties(player.id);
    if (disc && Math.hypot(disc.x - ball.x, disc.y - ball.y) < disc.radius + ball.radius + TOUCH_MARGIN)
      touched(player.id);
  }
};

room.onTeamGoal = (team) => {
  const [scorer, helper] = touches;
  const by = scorer === undefined ? null : room.getPlayer(scorer);
  if (!by) return;
  const line = lineOf(by.id);
  const own = by.team !== team;
  if (line && own) line.ownGoals++;
  else if (line) line.goals++;
  const assistant = !own && helper !== undefined ? room.getPlayer(helper) : null;
  const assisted = assistant?.team === team ? assistant : null;
  const help = assisted && lineOf(assisted.id);
  if (help) help.assists++;
  const words = own ? `Own goal by ${by.name}` : `Goal by ${by.name}${assisted ? `, with ${assisted.name}` : ''}`;
  room.sendAnnouncement(words, null, team === 1 ? 0xff8080 : 0x8080ff, 'bold');
  save();
};

room.onTeamVictory = ({ red, blue }) => {
  const won = red > blue ? 1 : 2;
  const mean = (/** @type {number[]} */ ids) =>
    ids.reduce((sum, id) => sum + (lineOf(id)?.rating ?? FIRST_RATING), 0) / Math.max(ids.length, 1);
  const [winners, losers] = won === 1 ? [lineup[1], lineup[2]] : [lineup[2], lineup[1]];
  // The usual expectation: the better side has less to win.
  const gain = STAKE * (1 - 1 / (1 + 10 ** ((mean(losers) - mean(winners)) / 400)));
  for (const [ids, sign] of /** @type {const} */ ([
    [winners, 1],
    [losers, -1],
  ])) {
    for (const id of ids) {
      const line = lineOf(id);
      if (!line) continue;
      line.games++;
      line.rating += sign * gain;
      if (sign > 0) line.wins++;
    }
  }
  save();
};

room.onGameStop = () => {
  // Everybody to the end of the queue, those who have just played last.
  for (const { id } of [...members(1), ...members(2)]) room.setPlayerTeam(id, 0);
  Promise.resolve().then(fill);
};

/** @param {Line} line */
function inWords({ games, wins, goals, assists, rating }) {
  return `${Math.round(rating)} points, ${games} games, ${wins} won, ${goals} goals, ${assists} assists`;
}

room.onPlayerChat = (player, message) => {
  const tell = (/** @type {string} */ text) => room.sendAnnouncement(text, player.id, 0xffd24a);
  if (message === '!me') {
    const line = lineOf(player.id);
    if (line) tell(inWords(line));
    return false;
  }
  if (message === '!top') {
    const best = Object.values(table).filter(({ games }) => games > 0);
    best.sort((a, b) => b.rating - a.rating);
    tell(
      best
        .slice(0, 5)
        .map((line, i) => `${i + 1}. ${line.name}: ${inWords(line)}`)
        .join('\n') || 'No match yet.',
    );
    return false;
  }
  return true;
};
