import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stockStadium } from '@touchline/shared/stadium';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test/kit/temporary.ts';
import { ConfigError } from './config/faults.ts';
import { describeSettings } from './config/help.ts';
import { readConfig } from './config.ts';
import { nearest } from './nearest.ts';

const folder = temporaryFolder('config');
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
    rooms: [{ settings: { name: 'Open pitch', stadium: 'Classic', maxPlayers: 12, bots: 3, unlisted: false } }],
    port: 2567,
    trustProxy: [],
    logLevel: 'warn',
  });
  expect(config.rooms[0].settings.password).toBeUndefined();
  expect(config.rooms[0].adminPassword).toBeUndefined();
  expect(config.address).toBeUndefined();
  expect(Object.isFrozen(config) && Object.isFrozen(config.rooms[0].settings)).toBe(true);
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
  expect(config.rooms[0].settings.maxPlayers).toBe(8);
  expect(config.port).toBe(5000);
  expect(config.rooms[0].settings.name).toBe('From file');
  expect(config.dataDir).toBe('/var/touchline');
  expect(config.trustProxy).toEqual(['loopback']);
  expect(readConfig([], { ...env, TOUCHLINE_PORT: '6000' }).port).toBe(6000);
  expect(readConfig([], { TOUCHLINE_CONFIG: path }).port).toBe(4000);
});

test('flags come as two words, as one, or as a switch', () => {
  expect(readConfig(['--bots=5', '--unlisted'], {}).rooms[0].settings).toMatchObject({ bots: 5, unlisted: true });
  expect(readConfig(['--no-unlisted'], { TOUCHLINE_UNLISTED: 'yes' }).rooms[0].settings.unlisted).toBe(false);
  expect(readConfig([], { TOUCHLINE_UNLISTED: '1' }).rooms[0].settings.unlisted).toBe(true);
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
  [['--no-unlisted=yes'], 'unlisted', ['--no-unlisted', 'takes no value']],
  [['--config', 'no-such.json'], 'config', ['no-such.json', 'no such file']],
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
  expect(error.message).toContain(`maxPlayers in ${path}, line 1: "many"`);
  expect(refusal(['--config', file('c.json', '[]')]).settings).toEqual(['config']);
  expect(refusal(['--config', file('d.json', '{')]).message).toContain('is not JSON5');
});

test('a list is one in the file, too; a fault in the defaults of rooms is told once', () => {
  expect(refusal(['--config', file('e.json', '{"trustProxy": "loopback"}')]).message).toContain('a list, [ … ], of');
  const twice = file('f.json', '{"roomDefaults": {"bots": 7}, "rooms": [{"name": "A"}, {"name": "B"}]}');
  expect(refusal(['--config', twice]).settings).toEqual(['bots']);
});

test('a password that is refused is not printed', () => {
  const error = refusal(['--password', 'p'.repeat(65)]);
  expect(error.settings).toEqual(['password']);
  expect(error.message).not.toContain('ppp');
});

test('a stadium of one’s own is loaded, and a bad one refused with the place', () => {
  const config = readConfig(['--stadium', file('own.hbs', stockStadium('Small')?.text ?? '')], {});
  expect(config.rooms[0].ownStadium?.name).toBe('Small');
  expect(config.rooms[0].settings.stadium).toBe(config.rooms[0].ownStadium?.hash);
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
    ['--script', one, '--script', two, '--script-origins', 'https://a.example/x,http://b.example,wss://c.example'],
    { TOUCHLINE_SCRIPT_BOTS: '2', TOUCHLINE_SCRIPT_ENV: 'HOOK,NOT_SET', HOOK: 'https://a.example/hook', SECRET: 'x' },
  );
  expect(config.scripts).toEqual({
    rooms: [{ file: one }, { file: two }],
    origins: ['https://a.example', 'http://b.example', 'https://c.example'],
    plainAddresses: false,
    bots: 2,
    botLevel: 2,
    env: { HOOK: 'https://a.example/hook' },
  });
  expect(readConfig([], { TOUCHLINE_SCRIPT: `${one},${two}` }).scripts.rooms).toEqual([{ file: one }, { file: two }]);
  expect(readConfig(['--public-url', 'https://play.example.org/'], {}).publicUrl).toBe('https://play.example.org');
  expect(refusal(['--script', join(folder, 'none.js')]).settings).toEqual(['script']);
  expect(refusal(['--public-url', 'play.example.org']).settings).toEqual(['publicUrl']);
  expect(readConfig([], {}).scripts).toMatchObject({ bots: 0, env: {} });
  expect(refusal(['--script-env', 'HOOK=x']).settings).toEqual(['scriptEnv']);
  expect(refusal(['--script-origins', 'nowhere']).settings).toEqual(['scriptOrigins']);
});

describe('a file with rooms', () => {
  const rooms = (text: string) => readConfig(['--config', file('rooms.json5', text)], {});

  test('has defaults for all of them, and each may say otherwise', () => {
    const config = rooms(`// JSON5
      { port: 3000, roomDefaults: { bots: 0, maxPlayers: 8, adminPassword: 'word' },
        rooms: [{ name: 'Sunday league' }, { id: 'cup', name: 'Cup', maxPlayers: 20, adminPassword: '', password: 'x' }] }`);
    expect(config.rooms).toMatchObject([
      { id: 'sunday-league', settings: { name: 'Sunday league', maxPlayers: 8, bots: 0 }, adminPassword: 'word' },
      { id: 'cup', settings: { maxPlayers: 20, bots: 0, password: 'x' }, adminPassword: undefined },
    ]);
    expect(config.port).toBe(3000);
    expect(config.file).toBe(join(folder, 'rooms.json5'));
  });

  test('may give a room to a script', () => {
    const bot = file('bot.js', '');
    const config = rooms(`{ rooms: [{ script: '${bot}', id: 'bots' }], script: ['${bot}'] }`);
    expect(config.rooms).toEqual([]);
    expect(config.scripts.rooms).toEqual([{ file: bot }, { file: bot, id: 'bots' }]);
  });

  test.each([
    [
      `{ rooms: [{ name: 'A' }, { name: 'Beta', maxPlayers: 99 }] }`,
      'maxPlayers',
      ['rooms[1].maxPlayers', '99', '2 to 30'],
    ],
    [
      `{\n rooms: [\n{ name: 'Alpha',\n maxPlayer: 9 }] }`,
      'maxPlayer',
      ['rooms[0].maxPlayer', 'line 4', 'did you mean maxPlayers?'],
    ],
    [`{ roomDefaults: { port: 1 }, rooms: [{ name: 'Alpha' }] }`, 'port', ['roomDefaults.port', 'no such setting']],
    [`{ roomDefaults: { bots: 0 } }`, 'roomDefaults', ['add rooms']],
    [`{ rooms: [] }`, 'rooms', ['one room at least']],
    [`{ rooms: { name: 'Alpha' } }`, 'rooms', ['a list of rooms']],
    [`{ rooms: ['Alpha'] }`, 'rooms[0]', ['an object']],
    [`{ name: 'Top', rooms: [{ name: 'Alpha' }] }`, 'name', ['has rooms', 'roomDefaults']],
    [
      `{ rooms: [{ name: 'Alpha' }, { name: 'alpha!' }] }`,
      'id',
      ['rooms[1].name', '"alpha"', 'taken by rooms[0].name'],
    ],
    [`{ rooms: [{ id: '../etc', name: 'Alpha' }] }`, 'id', ['"../etc"', 'small letters']],
    [`{ rooms: [{ name: 'Hidden', unlisted: true }] }`, 'id', ['needs an id']],
    [
      `{ rooms: [{ name: 'Alpha', stadium: 'none.hbs' }] }`,
      'stadium',
      ['rooms[0].stadium', 'none.hbs', 'cannot be read'],
    ],
    [`{ rooms: [{ script: 'none.js' }] }`, 'script', ['rooms[0].script', 'none.js']],
    [`{ rooms: [{ script: 'examples/futsal.js', name: 'Mine' }] }`, 'name', ['rooms[0].name', "room's script decides"]],
    [`{ rooms: [{ name: 'Alpha', "__proto__": { bots: 6 } }] }`, 'rooms[0].__proto__', ['not allowed as a name']],
    [`{ "constructor": 1 }`, 'constructor', ['not allowed as a name']],
    [`{ maxRooms: 1, rooms: [{ name: 'Alpha' }, { name: 'Beta' }] }`, 'maxRooms', ['more rooms', 'than 1']],
    [`{ name: 'x',\n oops }`, 'config', ['is not JSON5', 'Line 2']],
  ])('%s is refused', (text, setting, words) => {
    const error = refusal(['--config', file('refused.json5', text)]);
    expect(error.settings).toEqual([setting]);
    for (const word of words) expect(error.message).toContain(word);
    expect({}).not.toHaveProperty('bots');
  });

  test('has rooms: then a flag for a room is refused, and one for the server counts', () => {
    const path = file('flags.json5', `{ port: 1, rooms: [{ name: 'Alpha' }] }`);
    expect(readConfig(['--config', path, '--port', '2'], {}).port).toBe(2);
    expect(refusal(['--config', path, '--bots', '2']).message).toContain('--bots');
  });

  test('the example is one', () => {
    const path = fileURLToPath(new URL('../../../examples/touchline.json5', import.meta.url));
    const before = process.cwd();
    process.chdir(fileURLToPath(new URL('../../../', import.meta.url)));
    const config = readConfig(['--config', path], {});
    process.chdir(before);
    expect(config.rooms.map(({ id }) => id)).toEqual(['open-pitch', 'league', 'cup-final']);
    expect(config.scripts.rooms).toMatchObject([{ id: 'futsal' }]);
  });
});

test.each([
  ['maxPlayer', 'maxPlayers'],
  ['SCORELIMIT', 'scoreLimit'],
  ['pasword', 'password'],
  ['colour', undefined],
])('%s was most likely meant to be %s', (typo, meant) => {
  expect(nearest(typo, ['maxPlayers', 'scoreLimit', 'password', 'bots', 'port'])).toBe(meant);
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
