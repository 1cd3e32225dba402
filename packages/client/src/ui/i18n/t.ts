// Looks a text up. A catalogue is a flat record; `{name}` is a parameter, `{ one, other }` chooses by the parameter `n`.
import { en } from './en.ts';

export type TextKey = keyof typeof en;
export type Params = Readonly<Record<string, string | number>>;
export type Entry = string | { readonly one: string; readonly other: string };
export type Catalogue = Readonly<Record<TextKey, Entry>>;

const language = 'en';
const catalogue: Catalogue = en;
const plurals = new Intl.PluralRules(language);

export function t(key: TextKey, params?: Params): string {
  const entry = catalogue[key];
  const text =
    typeof entry === 'string' ? entry : plurals.select(Number(params?.n ?? 0)) === 'one' ? entry.one : entry.other;
  return params ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : text;
}
