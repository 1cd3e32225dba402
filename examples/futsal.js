// @ts-check
/// <reference path="../packages/server/types/headless-host.d.ts" />
// Futsal with outs and free kicks: kick-ins, corners and goal kicks when the ball leaves the court, a free kick when
// somebody is run into away from the ball.
//   npx touchline host --script examples/futsal.js

const HALF_WIDTH = 360;
const HALF_HEIGHT = 170;
const GOAL = 60;
/** Opponents keep so far from a dead ball. */
const DISTANCE = 70;
/** Ticks until the other side may come, too. */
const PATIENCE = 8 * 60;
/** A dead ball that has come so far is in play. */
const IN_PLAY = 4;
/** A foul: so much faster than a walk into somebody, so far from the ball. */
const FOUL_SPEED = 2.2;
const FOUL_FAR = 80;
const FOUL_PAUSE = 3 * 60;

const post = (/** @type {number} */ x, /** @type {number} */ y) => ({
  pos: [x, y],
  radius: 6,
  invMass: 0,
  color: 'FFFFFF',
});
const net = (/** @type {number} */ side) => [
  { x: side * HALF_WIDTH, y: -GOAL, bCoef: 0.1, cMask: ['ball'] },
  { x: side * (HALF_WIDTH + 30), y: -GOAL, bCoef: 0.1, cMask: ['ball'] },
  { x: side * (HALF_WIDTH + 30), y: GOAL, bCoef: 0.1, cMask: ['ball'] },
  { x: side * HALF_WIDTH, y: GOAL, bCoef: 0.1, cMask: ['ball'] },
];
const court = {
  name: 'Futsal court',
  ...{ width: HALF_WIDTH + 60, height: HALF_HEIGHT + 60, spawnDistance: 180 },
  bg: { type: 'hockey', width: HALF_WIDTH, height: HALF_HEIGHT, kickOffRadius: 60 },
  vertexes: [...net(-1), ...net(1)],
  segments: [0, 1, 2, 4, 5, 6].map((v) => ({ v0: v, v1: v + 1, bCoef: 0.1, cMask: ['ball'] })),
  goals: [
    { p0: [-HALF_WIDTH - 8, -GOAL], p1: [-HALF_WIDTH - 8, GOAL], team: 'red' },
    { p0: [HALF_WIDTH + 8, -GOAL], p1: [HALF_WIDTH + 8, GOAL], team: 'blue' },
  ],
  discs: [-1, 1].flatMap((side) => [post(side * HALF_WIDTH, -GOAL), post(side * HALF_WIDTH, GOAL)]),
  planes: [
    { normal: [0, 1], dist: -HALF_HEIGHT - 60 },
    { normal: [0, -1], dist: -HALF_HEIGHT - 60 },
    { normal: [1, 0], dist: -HALF_WIDTH - 60 },
    { normal: [-1, 0], dist: -HALF_WIDTH - 60 },
  ],
  ballPhysics: { radius: 6, bCoef: 0.4, invMass: 1.5 },
};

const room = HBInit({ roomName: 'Futsal', maxPlayers: 12, public: true, noPlayer: true });
room.setCustomStadium(JSON.stringify(court));
room.setScoreLimit(5);
room.setTimeLimit(5);

/** A ball that lies still for one team. @type {{ team: 1 | 2, x: number, y: number, ticks: number } | null} */
let dead = null;
/** @type {0 | 1 | 2} */
let lastTeam = 0;
/** Ticks until the next foul can be given. */
let quiet = 0;
/** After a goal and at a kick-off nothing is out. */
let live = false;

const other = (/** @type {1 | 2} */ team) => (team === 1 ? 2 : 1);
const sideName = (/** @type {1 | 2} */ team) => (team === 1 ? 'Red' : 'Blue');

/** @param {string} what @param {1 | 2} team @param {number} x @param {number} y */
function give(what, team, x, y) {
  dead = { team, x, y, ticks: 0 };
  room.setDiscProperties(0, { x, y, xspeed: 0, yspeed: 0 });
  room.sendAnnouncement(`${what} for ${sideName(team)}`, null, team === 1 ? 0xff9090 : 0x90a0ff, 'small-bold', 0);
}

/** @param {import('../packages/server/types/headless-host.d.ts').DiscProperties} ball */
function watchLines(ball) {
  if (lastTeam === 0) return;
  const to = other(lastTeam);
  const across = Math.sign(ball.y) || 1;
  if (Math.abs(ball.y) > HALF_HEIGHT + ball.radius) {
    const x = Math.max(-HALF_WIDTH + 20, Math.min(HALF_WIDTH - 20, ball.x));
    give('Kick-in', to, x, across * HALF_HEIGHT);
  } else if (Math.abs(ball.x) > HALF_WIDTH + ball.radius && Math.abs(ball.y) > GOAL) {
    const end = Math.sign(ball.x);
    // Red defends the left end.
    const defender = end < 0 ? 1 : 2;
    if (to === defender) give('Goal kick', to, end * (HALF_WIDTH - 50), 0);
    else give('Corner', to, end * (HALF_WIDTH - 4), across * (HALF_HEIGHT - 4));
  }
}

/** Opponents stand off; the ball is in play when it has moved, or when nobody took it. */
function guardDeadBall() {
  if (!dead) return;
  const ball = room.getDiscProperties(0);
  if (!ball) return;
  const moved = Math.hypot(ball.x - dead.x, ball.y - dead.y);
  if (moved > IN_PLAY || ++dead.ticks > PATIENCE) {
    lastTeam = dead.team;
    dead = null;
    return;
  }
  for (const player of room.getPlayerList()) {
    if (player.team !== other(dead.team) || !player.position) continue;
    const [dx, dy] = [player.position.x - dead.x, player.position.y - dead.y];
    const far = Math.hypot(dx, dy);
    if (far >= DISTANCE) continue;
    // Straight off the ball; somebody who stands on it is sent towards the middle.
    const [nx, ny] = far > 0 ? [dx / far, dy / far] : [0, -Math.sign(dead.y) || 1];
    const [x, y] = [dead.x + nx * DISTANCE, dead.y + ny * DISTANCE];
    room.setPlayerDiscProperties(player.id, { x, y, xspeed: 0, yspeed: 0 });
  }
}

/** @param {import('../packages/server/types/headless-host.d.ts').DiscProperties} ball */
function watchFouls(ball) {
  if (quiet > 0) {
    quiet--;
    return;
  }
  const discs = room.getPlayerList().flatMap((player) => {
    const disc = room.getPlayerDiscProperties(player.id);
    return disc ? [{ player, disc }] : [];
  });
  for (const one of discs) {
    for (const two of discs) {
      if (one.player.team !== 1 || two.player.team !== 2) continue;
      const [dx, dy] = [two.disc.x - one.disc.x, two.disc.y - one.disc.y];
      const apart = Math.hypot(dx, dy);
      if (apart === 0 || apart > one.disc.radius + two.disc.radius + 6) continue;
      const toBall = Math.min(
        Math.hypot(one.disc.x - ball.x, one.disc.y - ball.y),
        Math.hypot(two.disc.x - ball.x, two.disc.y - ball.y),
      );
      if (toBall < FOUL_FAR) continue;
      const redIn = (one.disc.xspeed * dx + one.disc.yspeed * dy) / apart;
      const blueIn = -(two.disc.xspeed * dx + two.disc.yspeed * dy) / apart;
      if (Math.max(redIn, blueIn) < FOUL_SPEED) continue;
      const victim = redIn > blueIn ? two : one;
      quiet = FOUL_PAUSE;
      room.sendAnnouncement(
        `${(redIn > blueIn ? one : two).player.name} ran into ${victim.player.name}.`,
        null,
        0xffd24a,
      );
      give('Free kick', redIn > blueIn ? 2 : 1, victim.disc.x, victim.disc.y);
      return;
    }
  }
}

room.onGameTick = () => {
  const ball = room.getDiscProperties(0);
  if (!ball || !live) return;
  for (const player of room.getPlayerList()) {
    const disc = player.team !== 0 ? room.getPlayerDiscProperties(player.id) : null;
    if (disc && Math.hypot(disc.x - ball.x, disc.y - ball.y) < disc.radius + ball.radius + 0.01) lastTeam = player.team;
  }
  if (dead) guardDeadBall();
  else {
    watchLines(ball);
    if (!dead) watchFouls(ball);
  }
};

room.onPlayerBallKick = (player) => {
  lastTeam = player.team;
};

function kickOff() {
  dead = null;
  lastTeam = 0;
  quiet = FOUL_PAUSE;
  live = true;
}
room.onGameStart = kickOff;
room.onPositionsReset = kickOff;
room.onTeamGoal = () => {
  dead = null;
  live = false;
};
