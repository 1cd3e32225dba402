// Where to play the ball: shoot, pass, dribble or clear, each weighed by what lies in its way. Pure geometry.
import { clamp } from '@touchline/shared/match';
import { type Field, HORIZON, type Mouth } from './field.ts';
import { rollTicks } from './intercept.ts';
import type { View } from './perceive.ts';

export type Play = 'shoot' | 'pass' | 'dribble' | 'clear';

/** What the bot is about to do with the ball: a unit direction from the ball, and where that leads. */
export interface Plan {
  play: Play;
  x: number;
  y: number;
  targetX: number;
  targetY: number;
  value: number;
}

/** Everything a choice is made from. `forward` is the unit vector from the own goal to the goal aimed at. */
export interface Outlook {
  readonly view: View;
  readonly field: Field;
  readonly own: Mouth;
  readonly target: Mouth;
  readonly forwardX: number;
  readonly forwardY: number;
  /** Distance of the two goals. */
  readonly length: number;
  /** How much of opponents' reach is taken into account, 0 … 1. */
  readonly vision: number;
}

/** Where on the goal line shots are tried, as shares of the free half. */
const SPOTS = [-0.8, -0.4, 0, 0.4, 0.8];
const DRIBBLES = [-1.2, -0.6, 0, 0.6, 1.2];
const LONGEST_SHOT = 330;
const SHORTEST_PASS = 60;
const LONGEST_PASS = 330;
/** Staying with the plan in force is worth this much. */
const STAY = 0.15;

/**
 * Room that the nearest opponent leaves beside a ball that rolls from (x, y) along the unit vector (ux, uy): units
 * between the way and the nearest place where he could touch it. Negative: he has it.
 */
export function clearance(
  outlook: Outlook,
  x: number,
  y: number,
  ux: number,
  uy: number,
  speed: number,
  length: number,
): number {
  const { view, field, vision } = outlook;
  const { me, team } = view;
  const touch = field.playerRadius + field.ballRadius;
  let least = 80;
  for (let i = 0; i < view.count; i++) {
    if (team[i] === team[me]) continue;
    const rx = view.x[i] - x;
    const ry = view.y[i] - y;
    const along = rx * ux + ry * uy;
    if (along < -touch || along > length + touch) continue;
    const ticks = Math.min(rollTicks(field, speed, along), HORIZON);
    const t = Math.floor(ticks);
    // Sideways drift carries him into the lane or out of it.
    const across = Math.abs(
      (rx + view.vx[i] * field.drift[t] * 0.6) * uy - (ry + view.vy[i] * field.drift[t] * 0.6) * ux,
    );
    const room = across - touch - field.reach[t] * 0.7 * vision;
    if (room < least) least = room;
  }
  return least;
}

/** Chooses what to do with a ball at (x, y); `haste` weighs the way round it: high when an opponent is as near. */
export function choosePlan(outlook: Outlook, into: Plan, x: number, y: number, haste: number): void {
  const { view, target, own } = outlook;
  const { me } = view;
  const before = { play: into.play, x: into.x, y: into.y };
  const px = x - view.x[me];
  const py = y - view.y[me];
  const distance = Math.sqrt(px * px + py * py) || 1;
  const pushX = px / distance;
  const pushY = py / distance;
  into.value = -Infinity;
  const offer = (play: Play, ux: number, uy: number, targetX: number, targetY: number, worth: number): void => {
    let value = worth - (Math.acos(Math.min(Math.max(ux * pushX + uy * pushY, -1), 1)) / Math.PI) * haste;
    if (before.play === play && ux * before.x + uy * before.y > 0.93) value += STAY;
    if (value <= into.value) return;
    into.play = play;
    into.x = ux;
    into.y = uy;
    into.targetX = targetX;
    into.targetY = targetY;
    into.value = value;
  };
  offerShots(outlook, x, y, target, offer);
  offerPasses(outlook, x, y, offer);
  offerDribbles(outlook, x, y, own, offer);
}

type Offer = (play: Play, ux: number, uy: number, targetX: number, targetY: number, worth: number) => void;

function offerShots(outlook: Outlook, x: number, y: number, mouth: Mouth, offer: Offer): void {
  const { field, length } = outlook;
  const range = Math.min(LONGEST_SHOT, length * 0.6);
  const free = Math.max(mouth.half - field.ballRadius - 8, mouth.half * 0.3);
  for (const spot of SPOTS) {
    const tx = mouth.x + mouth.ux * free * spot;
    const ty = mouth.y + mouth.uy * free * spot;
    const dx = tx - x;
    const dy = ty - y;
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (!(distance > 1) || distance > range) continue;
    const ux = dx / distance;
    const uy = dy / distance;
    // From beside or behind the goal the line is an edge.
    const open = -(ux * mouth.nx + uy * mouth.ny);
    if (open < 0.25) continue;
    const room = clearance(outlook, x, y, ux, uy, shotSpeed(outlook, ux, uy), distance);
    const worth = 1 + 0.7 * clamp(room / 25, -1, 1) + 0.5 * (1 - distance / range) - 0.5 * (1 - open);
    offer('shoot', ux, uy, tx, ty, worth);
  }
}

function offerPasses(outlook: Outlook, x: number, y: number, offer: Offer): void {
  const { view, field, own, target, forwardX, forwardY, length } = outlook;
  const { me, team } = view;
  for (let i = 0; i < view.count; i++) {
    if (i === me || team[i] !== team[me]) continue;
    const tx = view.x[i] + view.vx[i] * 12;
    const ty = view.y[i] + view.vy[i] * 12;
    const dx = tx - x;
    const dy = ty - y;
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (distance < SHORTEST_PASS || distance > LONGEST_PASS) continue;
    const ux = dx / distance;
    const uy = dy / distance;
    if (endangers(own, x, y, ux, uy)) continue;
    const room = clearance(outlook, x, y, ux, uy, field.kickStrength, distance);
    if (room < 0) continue;
    const gain = (dx * forwardX + dy * forwardY) / length;
    const toGoal = Math.sqrt((target.x - tx) ** 2 + (target.y - ty) ** 2) / length;
    offer('pass', ux, uy, tx, ty, 0.7 + 0.3 * clamp(room / 30, 0, 1) + 0.8 * gain + 0.3 * (1 - toGoal) - 0.1);
  }
}

function offerDribbles(outlook: Outlook, x: number, y: number, own: Mouth, offer: Offer): void {
  const { field, target, forwardX, forwardY, length } = outlook;
  const home = ((x - own.x) * forwardX + (y - own.y) * forwardY) / length;
  const clears = home < 0.3;
  // Straight on means towards the goal, the more so the nearer it is.
  let gx = target.x + target.nx * 40 - x;
  let gy = target.y + target.ny * 40 - y;
  const distance = Math.sqrt(gx * gx + gy * gy) || 1;
  gx /= distance;
  gy /= distance;
  for (const turn of DRIBBLES) {
    const c = Math.cos(turn);
    const s = Math.sin(turn);
    const ux = gx * c - gy * s;
    const uy = gx * s + gy * c;
    if (endangers(own, x, y, ux, uy)) continue;
    const wall = roomToWall(field, x, y, ux, uy);
    const ahead = clears ? 160 : 90;
    const room = clearance(outlook, x, y, ux, uy, clears ? field.kickStrength : field.topSpeed, ahead);
    const worth = 0.45 + 0.25 * c + 0.35 * clamp(room / 40, -1, 1) - (wall < 50 ? 0.25 : 0) + (clears ? 0.35 : 0);
    offer(clears ? 'clear' : 'dribble', ux, uy, x + ux * 90, y + uy * 90, worth);
  }
}

/** Would a ball played from (x, y) along (ux, uy), of any length, run at this goal, or past it so closely that the post decides? */
export function endangers(own: Mouth, x: number, y: number, ux: number, uy: number): boolean {
  const towards = -(ux * own.nx + uy * own.ny);
  const height = (x - own.x) * own.nx + (y - own.y) * own.ny;
  if (towards <= 0 || height < -20) return false;
  const at =
    (x - own.x) * own.ux + (y - own.y) * own.uy + ((ux * own.ux + uy * own.uy) * Math.max(height, 0)) / towards;
  return Math.abs(at) < own.half + 40;
}

/** Does a ball from (x, y) along (ux, uy) cross this goal line, `margin` inside the posts? */
export function onTarget(mouth: Mouth, x: number, y: number, ux: number, uy: number, margin: number): boolean {
  const towards = -(ux * mouth.nx + uy * mouth.ny);
  const height = (x - mouth.x) * mouth.nx + (y - mouth.y) * mouth.ny;
  if (towards <= 0.1 || height <= 0) return false;
  const at = (x - mouth.x) * mouth.ux + (y - mouth.y) * mouth.uy + ((ux * mouth.ux + uy * mouth.uy) * height) / towards;
  return Math.abs(at) < mouth.half - margin;
}

function shotSpeed(outlook: Outlook, ux: number, uy: number): number {
  const { view, field } = outlook;
  return Math.max(field.kickStrength + view.ballVx * ux + view.ballVy * uy, field.kickStrength * 0.6);
}

function roomToWall(field: Field, x: number, y: number, ux: number, uy: number): number {
  const roomX = ux > 0 ? (field.x1 - x) / ux : ux < 0 ? (field.x0 - x) / ux : Infinity;
  const roomY = uy > 0 ? (field.y1 - y) / uy : uy < 0 ? (field.y0 - y) / uy : Infinity;
  return Math.max(0, Math.min(roomX, roomY));
}
