// The settings as `--help` shows them.
import { envNames, flagOf, KEYS, setting } from './settings.ts';

export function describeSettings(): string {
  const lines = KEYS.map((key) => {
    const { kind, initial, help } = setting(key);
    const value = kind === 'flag' ? '' : kind === 'number' ? ' <n>' : kind === 'list' ? ' <list>' : ' <text>';
    const initially = initial === '' || kind === 'flag' || Array.isArray(initial) ? '' : ` (${initial})`;
    // Of a flag that is on, only the way to turn it off is of use.
    const flag = initial === true ? flagOf(key).replace('--', '--no-') : flagOf(key);
    return [`  ${flag}${value}`, `${help}${initially}`];
  });
  lines.push([
    '  --config <file>',
    'JSON5 file with any of these, in camelCase, { maxPlayers: 8 }, and with rooms: [{ … }]',
  ]);
  const width = Math.max(...lines.map(([left]) => left.length)) + 2;
  return [
    ...lines.map(([left, right]) => left.padEnd(width) + right),
    '',
    `Each is also read from the environment: --max-players is ${envNames('maxPlayers')[0]}; PORT and TOUCHLINE_DATA work, too.`,
    'A flag wins over the environment, the environment over the file. Passwords are best kept in the file:',
    'other users of the machine can see flags.',
  ].join('\n');
}
