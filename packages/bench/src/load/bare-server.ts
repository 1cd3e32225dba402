// The baselines: a Colyseus room with the same loop and the same inputs, and no football. It sends either so many bytes a patch,
// or the bodies of twelve players and a ball, as a room would that synchronises state instead of commands.
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineRoom, defineServer, matchMaker, Room } from '@colyseus/core';
import { type SchemaType, schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { InputFrame } from '@touchline/shared/protocol';
import { runOnGrid } from 'touchline/src/rooms/grid-loop.ts';
import { serveDuties } from './child.ts';
import { TickClock } from './lateness.ts';

/** What a room sends in every patch. */
export type Payload = { readonly bytes: number } | { readonly bodies: number; readonly as: 'float32' | 'int16' };

const Body = schema({ x: t.float32(), y: t.float32(), vx: t.float32(), vy: t.float32() }, 'Body');
/** Rounded to what a pixel shows. */
const RoundedBody = schema({ x: t.int16(), y: t.int16(), vx: t.int16(), vy: t.int16() }, 'RoundedBody');
const BareState = schema(
  { tick: t.uint32().default(0), text: t.string().default(''), bodies: t.array(Body), rounded: t.array(RoundedBody) },
  'BareState',
);

const clock = new TickClock();

class BareRoom extends Room<{ state: SchemaType<typeof BareState>; input: SchemaType<typeof InputFrame> }> {
  override patchRate = null;
  override autoDispose = false;
  override maxMessagesPerSecond = 150;
  override state = new BareState();
  override inputs = this.defineInput(InputFrame, { tickRate: 60, bufferMaxSize: 64 });
  private stop: (() => void) | undefined;

  override onCreate(payload: Payload): void {
    const done = clock.room();
    if ('bodies' in payload) {
      const start = (i: number) => ({ x: i, y: i, vx: 1, vy: 1 });
      for (let i = 0; i < payload.bodies; i++) {
        if (payload.as === 'float32') this.state.bodies.push(new Body(start(i)));
        else this.state.rounded.push(new RoundedBody(start(i)));
      }
    }
    this.stop = runOnGrid(60, () => {
      for (const { sessionId } of this.clients) this.inputs.get(sessionId)?.next({ idle: false });
      this.state.tick++;
      if ('bytes' in payload) this.state.text = textOf(payload.bytes, this.state.tick);
      for (const body of this.state.bodies) {
        body.x += body.vx;
        body.y += body.vy;
        body.vx *= -0.99;
        body.vy *= -1.01;
      }
      for (const body of this.state.rounded) {
        body.x += body.vx;
        body.y += body.vy;
        body.vx = -body.vx;
        body.vy = -body.vy;
      }
      this.broadcastPatch();
      done();
    });
  }

  override onDispose(): void {
    this.stop?.();
  }
}

/** Another text every tick, or nothing would be sent. */
function textOf(length: number, tick: number): string {
  return String(tick).padStart(length, '0').slice(-length);
}

const transport = new WebSocketTransport({ maxPayload: 4096 });
const server = defineServer({
  greet: false,
  gracefullyShutdown: false,
  transport,
  rooms: { bare: defineRoom(BareRoom) },
});
await server.listen(0, '127.0.0.1');
const { port } = (transport.server as HttpServer).address() as AddressInfo;

const duties = {
  async open({ count, payload }: { count: number; payload: Payload }) {
    const rooms: string[] = [];
    for (let i = 0; i < count; i++) rooms.push((await matchMaker.createRoom('bare', payload)).roomId);
    return { url: `http://127.0.0.1:${port}`, rooms, gated: false };
  },
  measure: ({ ms }: { ms: number }) => clock.measure(ms),
};
export type BareServer = typeof duties;
serveDuties(duties);
