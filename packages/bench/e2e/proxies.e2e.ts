// Behind the proxies that hosting.md tells people to use: streams flow, matches are played, and everybody is who he is.
import { connect } from 'node:http2';
import { createRoom } from '@touchline/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgetKey } from '../../server/src/http/address.ts';
import type { Running } from '../../server/src/main.ts';
import { boot, Guest } from '../../server/test/kit/boot.ts';
import { StreamReader } from '../../server/test/kit/server.ts';
import { RawClient } from '../src/load/raw-client.ts';
import { openRoom } from './kit/people.ts';
import { ownAddress, ReverseProxy } from './kit/proxy.ts';
import { until } from './kit/until.ts';

/** Nobody who buffers passes something on so soon; a batch of the feed comes every 100 ms. */
const AT_ONCE_MS = 2000;

let server: Running;
const proxies: { nginx?: ReverseProxy; caddy?: ReverseProxy } = {};
beforeAll(async () => {
  server = await boot('--trust-proxy', '127.0.0.1', '--bots', '1', '--name', 'House', '--max-players', '12');
  [proxies.nginx, proxies.caddy] = await Promise.all([
    ReverseProxy.nginx(server.port),
    ReverseProxy.caddy(server.port),
  ]);
});
afterAll(async () => {
  await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
  await server?.stop();
});

/** The address by which the server knows the client with this number. */
const addressOf = async (number: number) => {
  const room = server.rooms.get(server.roomId);
  const player = await until('his name', () => room?.state.players.find(({ name }) => name === `Player ${number}`));
  return room?.originOf(player.id).address;
};
const idsOf = (reader: StreamReader) => reader.of('batch').map(({ id }) => Number(id.split('.')[1]));

describe.each(['nginx', 'caddy'] as const)('%s', (name) => {
  const at = (path: string) => `${proxies[name]?.url}${path}`;
  const feed = () => at(`/api/rooms/${server.roomId}/feed`);

  it('hands streams through as they come, and they are resumed where they ended', async () => {
    const lobby = await StreamReader.openAt(at('/api/lobby'));
    await lobby.until(({ events }) => events.length > 0, AT_ONCE_MS);
    const before = lobby.events.length;
    const { id } = await openRoom(`http://localhost:${server.port}`, createRoom.parse({ name: `For ${name}` }));
    await lobby.until(({ events }) => events.slice(before).some(({ data }) => data.includes(id)), AT_ONCE_MS);
    lobby.close();

    const first = await StreamReader.openAt(feed());
    await first.has('keyframe');
    for (let count = 1; count <= 5; count++)
      await first.until((reader) => reader.of('batch').length > count, AT_ONCE_MS);
    const { lastId } = first;
    first.close();
    const second = await StreamReader.openAt(feed(), { 'Last-Event-ID': lastId });
    await second.has('batch', 2);
    expect([...second.of('reset'), ...second.of('keyframe')]).toEqual([]);
    expect(idsOf(second)[0]).toBeGreaterThan(Number(lastId.split('.')[1]));
    second.close();
  });

  it('lets people play', async () => {
    const ann = await (
      await Guest.join({ url: proxies[name]?.url ?? '' }, server.roomId, { nick: `Ann by ${name}` })
    ).seated();
    ann.ask('team', { id: ann.id, team: 1 });
    await until('the pitch', () => (ann.self?.disc ?? -1) >= 0);
    ann.press(1);
    await until('his key in the log', () =>
      ann.commands.some((command) => command.type === 'input' && command.id === ann.id),
    );
    const { tick } = ann.state ?? { tick: Number.NaN };
    await until('a second of the match', () => (ann.state?.tick ?? 0) > tick + 60);
    expect(ann.divergences).toEqual([]);
    await ann.leave();
  });

  it('says who the client is, whoever he says he is', async () => {
    const number = name === 'nginx' ? 1 : 2;
    // It sends an `X-Forwarded-For` of its own.
    const client = await RawClient.join(proxies[name]?.url ?? '', server.roomId, true, number);
    expect(await addressOf(number)).toBe(budgetKey(ownAddress()));
    client.leave();
  });
});

it('who is no proxy is not believed', async () => {
  const client = await RawClient.join(
    `http://${new URL(proxies.caddy?.url ?? '').hostname}:${server.port}`,
    server.roomId,
    true,
    3,
  );
  expect(await addressOf(3)).toBe(budgetKey(ownAddress()));
  client.leave();
});

it('the proxy itself is believed', async () => {
  const client = await RawClient.join(`http://127.0.0.1:${server.port}`, server.roomId, true, 4);
  expect(await addressOf(4)).toBe('10.4.0.0');
  client.leave();
});

it('nginx hands streams through HTTP/2, as browsers ask for them', async () => {
  const session = connect(proxies.nginx?.url ?? '');
  const stream = session.request({ ':path': '/api/lobby' }).setEncoding('utf8');
  const text = await new Promise<string>((resolve, reject) => {
    let all = '';
    session.on('error', reject);
    stream.on('data', (chunk: string) => {
      all += chunk;
      if (all.includes('data: ')) resolve(all);
    });
  });
  expect(text).toContain('id: ');
  session.destroy();
});

it('/metrics are for nobody who comes through a proxy', async () => {
  for (const proxy of Object.values(proxies)) expect((await fetch(`${proxy.url}/metrics`)).status).toBe(403);
  expect((await fetch(`http://127.0.0.1:${server.port}/metrics`)).status).toBe(200);
});
