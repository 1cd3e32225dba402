import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stockStadium } from '@touchline/shared/stadium';
import { expect, test } from 'vitest';
import { ConfigError, describeSettings, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'touchline-config-'));
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function refusal(argv: string[], env: Record<string, string> = {}): ConfigError {
  try {
    readConfig(argv, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

test('nothing given: a standing room with bots on port 2567', () => {
  const config = readConfig([], {});
  expect(config).toMatchObject({
    room: { name: 'Open pitch', stadium: 'Classic', maxPlayers: 12, bots: 3, unlisted: false },
    port: 2567,
    trustProxy: [],
    logLevel: 'warn',
  });
  expect(config.room.password).toBeUndefined();
  expect(config.adminPassword).toBeUndefined();
  expect(config.address).toBeUndefined();
  expect(Object.isFrozen(config) && Object.isFrozen(config.room)).toBe(true);
});

test('metrics are for this machine, or for a token that cannot be guessed', () => {
  expect(readConfig([], {}).metrics).toEqual({ access: 'loopback', token: '' });
  const token = 'correct-horse-battery';
  expect(readConfig(['--metrics', 'token', '--metrics-token', token], {}).metrics).toEqual({ access: 'token', token });
  expect(refusal(['--metrics', 'token']).settings).toEqual(['metricsToken']);
  const short = refusal(['--metrics', 'token', '--metrics-token', 'guess-me']);
  expect(short.settings).toEqual(['metricsToken']);
  expect(short.message).not.toContain('guess-me');
});

test('flags win over the environment, the environment over the file', () => {
  const path = file('a.json', '{"maxPlayers": 4, "port": 4000, "name": "From file", "trustProxy": ["loopback"]}');
  const env = { TOUCHLINE_MAX_PLAYERS: '6', PORT: '5000', TOUCHLINE_DATA: '/var/touchline' };
  const config = readConfig(['--config', path, '--max-players', '8'], env);
  expect(config.room.maxPlayers).toBe(8);
  expect(config.port).toBe(5000);
  expect(config.room.name).toBe('From file');
  expect(config.dataDir).toBe('/var/touchline');
  expect(config.trustProxy).toEqual(['loopback']);
  expect(readConfig([], { ...env, TOUCHLINE_PORT: '6000' }).port).toBe(6000);
  expect(readConfig([], { TOUCHLINE_CONFIG: path }).port).toBe(4000);
});

test('flags come as two words, as one, or as a switch', () => {
  expect(readConfig(['--bots=5', '--unlisted'], {}).room).toMatchObject({ bots: 5, unlisted: true });
  expect(readConfig(['--no-unlisted'], { TOUCHLINE_UNLISTED: 'yes' }).room.unlisted).toBe(false);
  expect(readConfig([], { TOUCHLINE_UNLISTED: '1' }).room.unlisted).toBe(true);
  expect(readConfig(['--trust-proxy', '127.0.0.1, 10.0.0.0/8'], {}).trustProxy).toEqual(['127.0.0.1', '10.0.0.0/8']);
});

test.each([
  [['--max-players', '31'], 'maxPlayers', ['--max-players', '31', 'from 2 to 30']],
  [['--max-players', '8.5'], 'maxPlayers', ['"8.5"']],
  [['--max-players', ''], 'maxPlayers', ['--max-players']],
  [['--bots'], 'bots', ['--bots', 'needs a value']],
  [['--bot-level', '4'], 'botLevel', ['1, 2 or 3']],
  [['--stadium', 'Wembley'], 'stadium', ['"Wembley"', 'Classic', '.hbs']],
  [['--stadium', 'no-such.hbs'], 'stadium', ['no-such.hbs', 'cannot be read']],
  [['--trust-proxy', 'everybody'], 'trustProxy', ['everybody', 'loopback']],
  [['--log-level', 'loud'], 'logLevel', ['"loud"', 'debug']],
  [['--name', ''], 'name', ['1 to 40']],
  [['--unlisted=perhaps'], 'unlisted', ['"perhaps"', 'true or false']],
  [['--colour', 'red'], '--colour', ['--colour', 'no such setting', '--max-players']],
  [['--no-bots'], '--no-bots', ['no such setting']],
  [['--config', 'no-such.json'], 'config', ['no-such.json', 'cannot be read']],
  [['hello'], 'hello', ['"hello"', 'not expected']],
])('%j is refused with its name, value and what is allowed', (argv, name, words) => {
  const error = refusal(argv);
  expect(error.settings).toEqual([name]);
  for (const word of words) expect(error.message).toContain(word);
});

test('wrong variables and wrong files are refused, too, all at once', () => {
  const path = file('b.json', '{"maxPlayers": "many", "colour": 1, "name": null}');
  const error = refusal(['--config', path], { TOUCHLINE_BOTS: 'x', TOUCHLINE_PASWORD: 'secret' });
  expect(new Set(error.settings)).toEqual(new Set(['maxPlayers', 'colour', 'name', 'bots', 'TOUCHLINE_PASWORD']));
  expect(error.message).toContain(`maxPlayers in ${path}: "many"`);
  expect(refusal(['--config', file('c.json', '[]')]).settings).toEqual(['config']);
  expect(refusal(['--config', file('d.json', '{')]).message).toContain('is not JSON');
});

test('a password that is refused is not printed', () => {
  const error = refusal(['--password', 'p'.repeat(65)]);
  expect(error.settings).toEqual(['password']);
  expect(error.message).not.toContain('ppp');
});

test('a stadium of one’s own is loaded, and a bad one refused with the place', () => {
  const config = readConfig(['--stadium', file('own.hbs', stockStadium('Small')?.text ?? '')], {});
  expect(config.ownStadium?.name).toBe('Small');
  expect(config.room.stadium).toBe(config.ownStadium?.hash);
  const error = refusal(['--stadium', file('bad.hbs', '{"name": "x",\n"width": ]}')]);
  expect(error.message).toContain('ine 2');
});

test('the help names every setting', () => {
  const help = describeSettings();
  for (const flag of ['--name', '--score-limit', '--admin-password', '--trust-proxy', '--config', 'TOUCHLINE_']) {
    expect(help).toContain(flag);
  }
});

test('scripts: a flag for each, absolute; one that cannot be read is refused', () => {
  const [one, two] = [file('one.js', ''), file('two.js', '')];
  const config = readConfig(
    ['--script', one, '--script', two, '--script-origins', 'https://a.example/x,http://b.example'],
    { TOUCHLINE_SCRIPT_BOTS: '2', TOUCHLINE_SCRIPT_ENV: 'HOOK,NOT_SET', HOOK: 'https://a.example/hook', SECRET: 'x' },
  );
  expect(config.scripts).toEqual({
    files: [one, two],
    origins: ['https://a.example', 'http://b.example'],
    plainAddresses: false,
    bots: 2,
    botLevel: 2,
    env: { HOOK: 'https://a.example/hook' },
  });
  expect(readConfig([], { TOUCHLINE_SCRIPT: `${one},${two}` }).scripts.files).toEqual([one, two]);
  expect(readConfig(['--public-url', 'https://play.example.org/'], {}).publicUrl).toBe('https://play.example.org');
  expect(refusal(['--script', join(folder, 'none.js')]).settings).toEqual(['script']);
  expect(refusal(['--public-url', 'play.example.org']).settings).toEqual(['publicUrl']);
  expect(readConfig([], {}).scripts).toMatchObject({ bots: 0, env: {} });
  expect(refusal(['--script-env', 'HOOK=x']).settings).toEqual(['scriptEnv']);
  expect(refusal(['--script-origins', 'nowhere']).settings).toEqual(['scriptOrigins']);
});

test('an admin secret that can be guessed is refused, and not shown', () => {
  const { message } = refusal(['--admin-secret', 'eleven char']);
  expect(message).toContain('12 to 256 characters');
  expect(message).not.toContain('eleven');
  expect(readConfig(['--admin-secret', 'twelve chars'], {}).adminSecret).toBe('twelve chars');
  expect(readConfig([], {}).adminSecret).toBeUndefined();
});

test('admin keys are identities', () => {
  const [ann, ben] = ['A'.repeat(43), `${'b'.repeat(42)}_`];
  expect(readConfig(['--admin-keys', `${ann},${ben}`], {}).adminKeys).toEqual([ann, ben]);
  expect(refusal(['--admin-keys', 'Ann']).settings).toEqual(['adminKeys']);
});
