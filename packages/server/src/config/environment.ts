// The environment → what is given.
import { type Fault, type Given, unknown } from './faults.ts';
import { convert, envNames, KEYS, type Key } from './settings.ts';

export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  faults: Fault[],
): Partial<Record<Key, Given>> {
  const given: Partial<Record<Key, Given>> = {};
  const known = new Set(['TOUCHLINE_CONFIG']);
  for (const key of KEYS) {
    for (const name of envNames(key).reverse()) {
      known.add(name);
      const value = env[name];
      if (value !== undefined && value !== '') given[key] = { value: convert(key, value), as: name };
    }
  }
  // A misspelt TOUCHLINE_PASSWORD must not open the room to everybody.
  for (const name of Object.keys(env)) {
    if (name.startsWith('TOUCHLINE_') && !known.has(name)) faults.push(unknown(name, name, [...known]));
  }
  return given;
}
