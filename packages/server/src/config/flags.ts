// The command line → what is given.
import { parseArgs } from 'node:util';
import { type Fault, type Given, show, unknown } from './faults.ts';
import { convert, flagOf, KEYS, type Key, setting } from './settings.ts';

export function fromFlags(
  argv: readonly string[],
  faults: Fault[],
): { given: Partial<Record<Key, Given>>; config?: string } {
  const options = Object.fromEntries([
    ...KEYS.map((key) => [flagOf(key).slice(2), { type: setting(key).kind === 'flag' ? 'boolean' : 'string' }]),
    ['config', { type: 'string' }],
  ]) as Record<string, { type: 'string' | 'boolean' }>;
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const byFlag = new Map(KEYS.map((key) => [flagOf(key).slice(2), key]));
  const given: Partial<Record<Key, Given>> = {};
  let config: string | undefined;
  let unknownAt = Number.NaN;
  for (const token of tokens) {
    // What follows an unknown flag is most likely its value: one fault, not two.
    const afterUnknown = unknownAt === token.index - 1;
    if (token.kind === 'positional' && !afterUnknown) {
      faults.push({ setting: token.value, text: `${show(token.value)} is not expected here; settings begin with --` });
    }
    if (token.kind !== 'option') continue;
    const negative = token.name.startsWith('no-') && byFlag.has(token.name.slice(3));
    const key = byFlag.get(negative ? token.name.slice(3) : token.name);
    if (token.name === 'config') {
      if (token.value) config = token.value;
      else faults.push({ setting: 'config', text: '--config: needs a value; allowed: the path of a JSON5 file' });
    } else if (key === undefined || (negative && setting(key).kind !== 'flag')) {
      faults.push(unknown(token.rawName, token.rawName, [...KEYS.map(flagOf), '--config']));
      unknownAt = token.value === undefined ? token.index : Number.NaN;
    } else if (negative && token.value !== undefined) {
      faults.push({
        setting: key,
        text: `${token.rawName}: takes no value; allowed: ${flagOf(key)}, ${token.rawName}`,
      });
    } else if (setting(key).kind === 'flag') {
      const value = token.value === undefined ? !negative : convert(key, token.value);
      given[key] = { value, as: token.rawName };
    } else {
      const value = token.value === undefined ? null : convert(key, token.value);
      const before = given[key]?.value;
      // A list may be given piece by piece.
      given[key] = {
        value: Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value,
        as: token.rawName,
      };
    }
  }
  return { given, config };
}
