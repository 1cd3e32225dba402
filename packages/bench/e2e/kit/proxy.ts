// nginx and Caddy with the files of `deploy/`, in which nothing but ports, paths and names is another: each a process of its
// own, as whoever runs the tests, in a folder of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { temporaryFolder } from '../../../server/test/kit/temporary.ts';
import { needProxy } from '../../src/proxies.ts';
import { freePort } from './site.ts';
import { until } from './until.ts';

const documented = (name: string): string =>
  readFileSync(new URL(`../../../../deploy/${name}`, import.meta.url), 'utf8');

/** Replaces every one; a line of the file that is not there any more is a fault of the test. */
function replaced(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the documented file has no ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

/** An address of this machine from which a client is not taken for the proxy, which talks to the server from 127.0.0.1. */
export function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const found =
    all.find(({ internal, family }) => !internal && family === 'IPv4') ?? all.find(({ address }) => address === '::1');
  if (!found) throw new Error('This machine has no address besides 127.0.0.1; the proxies cannot be tested on it.');
  return found.address;
}

export class ReverseProxy {
  readonly url: string;
  private readonly child: ChildProcess;
  private output = '';

  private constructor(url: string, folder: string, program: string, args: readonly string[]) {
    this.url = url;
    const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    this.child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString();
    });
  }

  /** deploy/nginx.conf, with TLS, before the server on `port`. Its certificate is trusted by this process from now on. */
  static async nginx(port: number): Promise<ReverseProxy> {
    const folder = temporaryFolder('nginx');
    const [plain, secure] = [await freePort(), await freePort()];
    const [certificate, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
    makeCertificate(certificate, key);
    const site = replaced(documented('nginx.conf'), {
      'listen 80;': `listen ${plain};`,
      'listen [::]:80;': hasIPv6() ? `listen [::]:${plain};` : '',
      'listen 443 ssl http2;': `listen ${secure} ssl http2;`,
      'listen [::]:443 ssl http2;': hasIPv6() ? `listen [::]:${secure} ssl http2;` : '',
      'server_name play.example.org;': 'server_name localhost;',
      '/etc/letsencrypt/live/play.example.org': folder,
      '127.0.0.1:2567': `127.0.0.1:${port}`,
    });
    writeFileSync(join(folder, 'site.conf'), site);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const main = [
      'daemon off; master_process off; pid nginx.pid; events { worker_connections 1024; }',
      `http { access_log off; ${places.map((name) => `${name}_temp_path ${name};`).join(' ')} include site.conf; }`,
    ];
    writeFileSync(join(folder, 'nginx.conf'), main.join('\n'));
    const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'];
    return new ReverseProxy(`https://${host()}:${secure}`, folder, needProxy('nginx'), args).ready();
  }

  /** deploy/Caddyfile before the server on `port`; without TLS, for which it would ask a public authority. */
  static async caddy(port: number): Promise<ReverseProxy> {
    const folder = temporaryFolder('caddy');
    const plain = await freePort();
    const site = replaced(documented('Caddyfile'), {
      'play.example.org {': `http://:${plain} {`,
      '127.0.0.1:2567': `127.0.0.1:${port}`,
    });
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n}\n${site}`);
    const args = ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'];
    return new ReverseProxy(`http://${host()}:${plain}`, folder, needProxy('caddy'), args).ready();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await exited;
    }
  }

  private async ready(): Promise<this> {
    await until('the proxy to answer', async () => {
      if (this.child.exitCode !== null) throw new Error(`the proxy did not start:\n${this.output}`);
      return (await fetch(`${this.url}/healthz`).catch(() => null))?.ok;
    });
    return this;
  }
}

function host(): string {
  const address = ownAddress();
  return isIPv6(address) ? `[${address}]` : address;
}

function hasIPv6(): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
}

function makeCertificate(certificate: string, key: string): void {
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=DNS:localhost,IP:${ownAddress()}`];
  const options = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    ...subject,
  ];
  execFileSync(needProxy('openssl'), ['req', ...options, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate, 'utf8')]);
}
