// The files of deploy/, read as what will run them reads them: no engine is needed here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import { temporaryFolder } from './kit/temporary.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DATA_DIR = '/var/lib/touchline';
const PORT = readConfig([], {}).port;
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

describe('deploy/Dockerfile', () => {
  const text = read('deploy/Dockerfile');
  /** Continued lines as one, without comments. */
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');
  const stages = lines.join('\n').split(/^(?=FROM )/m);
  const last = stages.at(-1) ?? '';

  it('is without a fault', () => {
    expect(validate(text).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('builds in one stage and runs, without what the build needed, in another', () => {
    expect(stages).toHaveLength(2);
    for (const stage of stages) expect(stage).toMatch(/^FROM node:\d+-slim\b/);
    expect(last).toContain('COPY --from=build /out/');
    expect(last).not.toMatch(/^COPY (?!--from)/m);
  });

  it('copies what is there', () => {
    const sources = lines
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    const workspaces = (JSON.parse(read('package.json')) as { workspaces: string[] }).workspaces;
    expect(sources).toEqual(expect.arrayContaining(workspaces.map((folder) => `${folder}/package.json`)));
  });

  it('runs as nobody special, keeps its data in a volume, and can be asked how it is', () => {
    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('ENTRYPOINT'));
    expect(last).toContain(`TOUCHLINE_DATA_DIR=${DATA_DIR}`);
    expect(last).toMatch(new RegExp(`^VOLUME ${DATA_DIR}$`, 'm'));
    expect(last).toMatch(new RegExp(`^EXPOSE ${PORT}$`, 'm'));
    // An array, or a shell would stand between the engine's SIGTERM and the server.
    const [, entry] = /^ENTRYPOINT (\[.+\])$/m.exec(last) ?? [];
    expect(JSON.parse(entry)).toEqual(['node', 'node_modules/touchline/bin/touchline.mjs']);
  });

  it('has a check of health that passes and fails when it should', () => {
    const [, json] = /^HEALTHCHECK .*?CMD (\[.+\])$/m.exec(last) ?? [];
    const [, flag, program] = JSON.parse(json) as string[];
    expect(program).toContain(`http://127.0.0.1:${PORT}/healthz`);
    const check = (answer: string) => {
      const asked = program.replace('fetch(', `((url) => ${answer})(`);
      return spawnSync(process.execPath, [flag, asked]).status;
    };
    expect(check('Promise.resolve({ ok: true })')).toBe(0);
    expect(check('Promise.resolve({ ok: false })')).toBe(1);
    expect(check('Promise.reject(new Error("refused"))')).toBe(1);
  });

  it('is given neither modules, builds nor data of this machine', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '**/node_modules', '**/dist', '**/data']));
  });
});

/** What is used of compose's format; an unknown key is a typo. */
const service = z.strictObject({
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  // A tag, and not the one that is another image tomorrow.
  image: z.string().regex(/^[\w./-]+:(?!latest$)[\w.-]+$/),
  profiles: z.array(z.string()).optional(),
  init: z.boolean().optional(),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.strictObject({ ipv4_address: z.ipv4() }))]),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).optional(),
});
const compose = z.strictObject({
  name: z.string(),
  services: z.strictObject({ touchline: service, caddy: service }),
  configs: z.record(z.string(), z.strictObject({ content: z.string() })),
  networks: z.record(
    z.string(),
    z.strictObject({
      ipam: z.strictObject({
        config: z.array(z.strictObject({ subnet: z.cidrv4(), gateway: z.ipv4(), ip_range: z.cidrv4() })),
      }),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

describe('deploy/compose.yaml', () => {
  const { services, configs, networks, volumes } = compose.parse(parse(read('deploy/compose.yaml')));
  const { touchline, caddy } = services;

  it('builds our image, and lets it do no more than it needs', () => {
    const { context, dockerfile } = touchline.build ?? { context: '', dockerfile: '' };
    expect(existsSync(join(ROOT, 'deploy', context, dockerfile))).toBe(true);
    expect(touchline).toMatchObject({ init: true, read_only: true, cap_drop: ['ALL'] });
    expect(touchline.security_opt).toEqual(['no-new-privileges:true']);
  });

  it('gives it settings that it knows', () => {
    // Empty and unset are one to compose, and to the server.
    const env = Object.entries(touchline.environment ?? {}).map(([name, value]) => {
      return [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')];
    });
    const { trustProxy } = readConfig([], Object.fromEntries(env));
    expect(caddy.networks).toEqual({ inside: { ipv4_address: trustProxy[0] } });
    expect(trustProxy).toHaveLength(1);
  });

  it('gives nobody else the address that the proxy is believed by', () => {
    const [{ subnet, gateway, ip_range }] = networks.inside.ipam.config;
    const within = (range: string, address: string) => {
      const [network, bits] = range.split('/');
      const list = new BlockList();
      list.addSubnet(network, Number(bits));
      return list.check(address);
    };
    const { TOUCHLINE_TRUST_PROXY: proxy } = touchline.environment ?? {};
    expect([within(subnet, proxy), within(ip_range, proxy), gateway === proxy]).toEqual([true, false, false]);
    expect(within(subnet, ip_range.split('/')[0])).toBe(true);
  });

  it('names nothing that is not declared', () => {
    const mounts = [...(touchline.volumes ?? []), ...(caddy.volumes ?? [])].map((mount) => mount.split(':'));
    expect(mounts.map(([name]) => name).toSorted()).toEqual(Object.keys(volumes).toSorted());
    expect(mounts[0][1]).toBe(DATA_DIR);
    expect(touchline.networks).toEqual(Object.keys(networks));
    expect(caddy.configs?.map(({ source }) => source)).toEqual(Object.keys(configs));
    expect(Object.keys(caddy.depends_on ?? {})).toEqual(['touchline']);
  });

  it('has a proxy, when one is asked for, that reaches the server and holds nothing back', () => {
    expect(caddy.profiles).toEqual(['tls']);
    expect(configs.caddyfile.content).toContain(`reverse_proxy touchline:${PORT}`);
    expect(configs.caddyfile.content).toContain('flush_interval -1');
    expect(touchline.ports).toEqual([expect.stringMatching(new RegExp(`:${PORT}$`))]);
  });
});

describe('deploy/touchline.service', () => {
  const text = read('deploy/touchline.service');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const value = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));

  it('is made of sections and keys', () => {
    expect(lines.filter((line) => !/^\[(?:Unit|Service|Install)\]$|^[A-Z]\w+=/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('['))).toEqual(['[Unit]', '[Service]', '[Install]']);
  });

  it('is what systemd understands, where there is systemd', () => {
    const folder = temporaryFolder('unit');
    const file = join(folder, 'touchline.service');
    // It asks for a program that is there.
    writeFileSync(file, text.replace('/opt/touchline/node_modules/.bin/touchline', process.execPath));
    const { error, status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    const missing = error !== undefined && 'code' in error && error.code === 'ENOENT';
    if (!missing) expect([status, stderr]).toEqual([0, '']);
  });

  it('starts the command that is installed, stops it as it wants to be stopped, and confines it', () => {
    expect(value('ExecStart')).toEqual([
      '/opt/touchline/node_modules/.bin/touchline host --config /etc/touchline.json',
    ]);
    expect(value('Environment')).toContain('PATH=/opt/touchline/node_modules/.bin:/usr/local/bin:/usr/bin:/bin');
    expect(value('ExecReload')).toEqual(['/bin/kill -HUP $MAINPID']);
    expect([value('KillSignal'), value('Restart')]).toEqual([['SIGTERM'], ['always']]);
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(10);
    expect([value('User'), value('StateDirectory')]).toEqual([['touchline'], [DATA_DIR.replace('/var/lib/', '')]]);
    expect([value('NoNewPrivileges'), value('ProtectSystem')]).toEqual([['true'], ['strict']]);
  });
});

describe('docs/hosting.md', () => {
  const text = read('docs/hosting.md');

  it('names files of deploy/ that are there, and repeats none of the unit', () => {
    const named = [...text.matchAll(/\bdeploy\/([\w.-]*\w)/g)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['Dockerfile', 'compose.yaml', 'touchline.service']));
    expect(named.filter((name) => !existsSync(join(ROOT, 'deploy', name)))).toEqual([]);
    expect(text).not.toContain('ExecStart=');
  });

  it('names the data folder of the unit and its config', () => {
    const [, json] = /^```json\n([\s\S]+?)^```/m.exec(text.slice(text.indexOf('/etc/touchline.json'))) ?? [];
    expect(JSON.parse(json)).toMatchObject({ dataDir: DATA_DIR });
  });
});
