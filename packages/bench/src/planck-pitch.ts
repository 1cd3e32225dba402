// A stadium's bodies in planck: discs as circles of the same mass, bounce and damping, walls and half-planes as edges, arcs as
// short chains, goal posts as fixed circles; the same masks, since Box2D has the same rule for them. Same tick, same keys.
import { type Command, KEY } from '@touchline/shared/match';
import type { Disc } from '@touchline/shared/physics';
import type { Stadium } from '@touchline/shared/stadium';
import { type Body, Circle, Edge, Settings, Vec2, World } from 'planck';
import type { Spot } from './chaser.ts';

/** Map units in one of planck's metres: it is tuned for bodies of about that size. */
const UNITS = 20;
const DT = 1 / 60;
const FAR = 4000;
const ARC_PIECES = 8;
const KICK_RANGE = 4;
const DIAGONAL = Math.SQRT1_2;

// Slow discs bounce here as well; by default planck lets them stick.
Settings.velocityThreshold = 0;

interface Footballer {
  readonly body: Body;
  readonly home: Vec2;
  keys: number;
  armed: boolean;
}

/** Ticks from a goal to the next kick-off, as in match-rules.md §5.2. */
const CELEBRATION = 150;

export class PlanckPitch {
  touches = 0;
  goals = 0;
  private resetIn = 0;
  private readonly world = new World({ gravity: new Vec2(0, 0) });
  private readonly players = new Map<number, Footballer>();
  private readonly ballBody: Body;
  private readonly stadium: Stadium;

  constructor(stadium: Stadium) {
    this.stadium = stadium;
    this.addWalls();
    const [ball] = stadium.pitch.discs.map((disc) => this.addDisc(disc));
    this.ballBody = ball;
    this.world.on('begin-contact', (contact) => {
      if (contact.getFixtureA().getBody() === ball || contact.getFixtureB().getBody() === ball) this.touches++;
    });
  }

  ball(): Spot {
    return spotOf(this.ballBody);
  }

  player(id: number): Spot | undefined {
    const player = this.players.get(id);
    return player && spotOf(player.body);
  }

  digest(): string {
    const bodies = [this.ballBody, ...[...this.players.values()].map(({ body }) => body)];
    return bodies.map((body) => `${body.getPosition().x} ${body.getPosition().y}`).join(' ');
  }

  obey(command: Command): void {
    if (command.type === 'team' && command.team !== 0) this.addPlayer(command.id, command.team);
    if (command.type !== 'input') return;
    const player = this.players.get(command.id);
    if (!player) return;
    if ((command.keys & ~player.keys & KEY.kick) !== 0) player.armed = true;
    if ((command.keys & KEY.kick) === 0) player.armed = false;
    player.keys = command.keys;
  }

  step(): void {
    for (const player of this.players.values()) this.move(player);
    this.world.step(DT);
    if (this.resetIn > 0 && --this.resetIn === 0) this.reset();
    const goal = this.stadium.pitch.goals[0];
    if (this.resetIn === 0 && Math.abs(this.ballBody.getPosition().x) * UNITS > Math.abs(goal.p0x)) {
      this.goals++;
      this.resetIn = CELEBRATION;
    }
  }

  private move(player: Footballer): void {
    const { body, keys } = player;
    const { acceleration, kickingAcceleration } = this.stadium.pitch.player;
    if (player.armed && this.kick(body)) player.armed = false;
    let dx = ((keys & KEY.right) !== 0 ? 1 : 0) - ((keys & KEY.left) !== 0 ? 1 : 0);
    let dy = ((keys & KEY.down) !== 0 ? 1 : 0) - ((keys & KEY.up) !== 0 ? 1 : 0);
    if (dx === 0 && dy === 0) return;
    if (dx !== 0 && dy !== 0) {
      dx *= DIAGONAL;
      dy *= DIAGONAL;
    }
    const impulse = (body.getMass() * (player.armed ? kickingAcceleration : acceleration)) / UNITS / DT;
    body.applyLinearImpulse(new Vec2(dx * impulse, dy * impulse), body.getPosition(), true);
  }

  private kick(body: Body): boolean {
    const { radius, kickStrength } = this.stadium.pitch.player;
    const [disc] = this.stadium.pitch.discs;
    const way = Vec2.sub(this.ballBody.getPosition(), body.getPosition());
    if (way.length() * UNITS - radius - disc.radius >= KICK_RANGE) return false;
    way.normalize();
    way.mul((this.ballBody.getMass() * kickStrength * disc.invMass) / UNITS / DT);
    this.ballBody.applyLinearImpulse(way, this.ballBody.getPosition(), true);
    return true;
  }

  private reset(): void {
    const place = (body: Body, home: Vec2) => {
      body.setTransform(home, 0);
      body.setLinearVelocity(new Vec2(0, 0));
    };
    const [ball] = this.stadium.pitch.discs;
    place(this.ballBody, new Vec2(ball.x / UNITS, ball.y / UNITS));
    for (const { body, home } of this.players.values()) place(body, home);
  }

  private addPlayer(id: number, team: 1 | 2): void {
    const { player, spawnDistance } = this.stadium.pitch;
    const mates = this.players.size >> 1;
    const side = team === 1 ? -1 : 1;
    const x = side * spawnDistance;
    const y = 35 * (mates % 2 === 0 ? 1 : -1) * ((mates + 1) >> 1);
    // Bits of match-rules.md: a player's disc is of its team and meets everything but the barriers of the other's kick-off.
    const disc = { ...player, x, y, vx: 0, vy: 0, cMask: 39, cGroup: player.cGroup | (team === 1 ? 2 : 4), color: -1 };
    this.players.set(id, { body: this.addDisc(disc), home: new Vec2(x / UNITS, y / UNITS), keys: 0, armed: false });
  }

  private addDisc(disc: Disc): Body {
    const { invMass, damping, bCoef, cGroup, cMask } = disc;
    const radius = disc.radius / UNITS;
    const body = this.world.createBody({
      type: invMass === 0 ? 'static' : 'dynamic',
      position: new Vec2(disc.x / UNITS, disc.y / UNITS),
      fixedRotation: true,
      // Box2D divides by 1 + dt · damping where the stadium multiplies by its own.
      linearDamping: (1 / damping - 1) / DT,
    });
    const density = invMass === 0 ? 0 : 1 / invMass / (Math.PI * radius * radius);
    const filter = { filterCategoryBits: bits(cGroup), filterMaskBits: bits(cMask) };
    body.createFixture({ shape: new Circle(radius), density, friction: 0, restitution: bCoef, ...filter });
    return body;
  }

  private addWalls(): void {
    const { planes, segments } = this.stadium.pitch.arena;
    const ground = this.world.createBody();
    const wall = (ax: number, ay: number, bx: number, by: number, bCoef: number, group: number, mask: number) => {
      const shape = new Edge(new Vec2(ax / UNITS, ay / UNITS), new Vec2(bx / UNITS, by / UNITS));
      const filter = { filterCategoryBits: bits(group), filterMaskBits: bits(mask) };
      ground.createFixture({ shape, friction: 0, restitution: bCoef, ...filter });
    };
    for (let i = 0; i < planes.count; i++) {
      const [nx, ny, dist] = [planes.nx[i], planes.ny[i], planes.dist[i]];
      const [x, y] = [nx * dist, ny * dist];
      const ends = [x - ny * FAR, y + nx * FAR, x + ny * FAR, y - nx * FAR] as const;
      wall(...ends, planes.bCoef[i], planes.cGroup[i], planes.cMask[i]);
    }
    for (let i = 0; i < segments.count; i++) {
      const points = segments.curved[i] === 1 ? arc(this.stadium, i) : straight(this.stadium, i);
      for (let p = 0; p + 1 < points.length; p++) {
        wall(...points[p], ...points[p + 1], segments.bCoef[i], segments.cGroup[i], segments.cMask[i]);
      }
    }
  }
}

/** In map units. */
function spotOf(body: Body): Spot {
  const { x, y } = body.getPosition();
  return { x: x * UNITS, y: y * UNITS };
}

type Point = readonly [x: number, y: number];

function straight({ pitch }: Stadium, i: number): Point[] {
  const { ax, ay, bx, by } = pitch.arena.segments;
  return [
    [ax[i], ay[i]],
    [bx[i], by[i]],
  ];
}

/** The shorter way round from one end to the other is the one that stadiums draw here. */
function arc({ pitch }: Stadium, i: number): Point[] {
  const { ax, ay, bx, by, cx, cy, r } = pitch.arena.segments;
  const from = Math.atan2(ay[i] - cy[i], ax[i] - cx[i]);
  let turn = Math.atan2(by[i] - cy[i], bx[i] - cx[i]) - from;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  return Array.from({ length: ARC_PIECES + 1 }, (_, piece): Point => {
    const angle = from + (turn * piece) / ARC_PIECES;
    return [cx[i] + r[i] * Math.cos(angle), cy[i] + r[i] * Math.sin(angle)];
  });
}

/** Box2D has sixteen bits; the stadium's c0 to c3 are the topmost four of its 32. */
function bits(mask: number): number {
  return (mask & 0xff) | ((mask >>> 28) << 8);
}
