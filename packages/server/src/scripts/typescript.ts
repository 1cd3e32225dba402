// TypeScript as projects for ts-node have it → what Node takes: Node removes types, and nothing else. Left to do are imports
// of names that are only types, the names of CommonJS in files that import, and JSON without an attribute.
import { stripTypeScriptTypes } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** What a file is that imports or exports; the others are CommonJS, whatever the next package.json says. So is what is required with `=`. */
const MODULE_SYNTAX = /^\s*(?:import\b\s*(?:[{*'"(]|type\b|[\w$]+\s*(?:,|from\b))|export\b(?!\s*=))/m;
const IMPORT_EQUALS = /^([ \t]*)import\s+([\w$]+\s*=\s*require\b)/gm;
const EXPORT_EQUALS = /^([ \t]*)export\s*=(?!=)/m;
const EXPORTED = 'exportedByEquals';
const IMPORT = /(?<=^|;)([ \t]*import\s+)(?!type\s)([^'";=]*?)(\s*\bfrom\s*['"])/gm;
const COMMENTS = /\/\/.*|\/\*[\s\S]*?\*\//g;
const TYPE_WORD = /^(\s*)type\s+(?=[\w$])/;
const COMMENT_LINES = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;
/** What CommonJS gives a file, made for one that is a module. */
const COMMONJS: Readonly<Record<string, (file: string) => string>> = {
  require: (file) => `process.getBuiltinModule('node:module').createRequire(${JSON.stringify(file)})`,
  __dirname: (file) => JSON.stringify(dirname(file)),
  __filename: (file) => JSON.stringify(file),
};

export function hasModuleSyntax(text: string): boolean {
  return MODULE_SYNTAX.test(text) || awaitsAtTop(text);
}

/** CommonJS has no such thing, so that the file must be a module though it imports nothing. */
function awaitsAtTop(text: string): boolean {
  if (!/\bawait\b/.test(text)) return false;
  const compiles = (start: string, code: string) => {
    try {
      return Boolean(new Script(`(${start}() {${code}\n})`));
    } catch {
      return false;
    }
  };
  try {
    const code = stripTypeScriptTypes(text, { mode: 'transform' });
    return !compiles('function', code) && compiles('async function', code);
  } catch {
    // Node tells the fault better.
    return false;
  }
}

/** The same lines, to be read by Node. Throws a fault of syntax. */
export function toNodeModule(source: string, file: string): string {
  const text = withoutEquals(source);
  const code = stripTypeScriptTypes(text, { mode: 'transform' }).replace(COMMENT_LINES, '');
  const values = code.replace(IMPORT, '');
  const isValue = (name: string) => new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${escaped(name)}(?![\\w$])`).test(values);
  const marked = text.replace(
    IMPORT,
    (_, start: string, clause: string, end: string) => start + mark(clause, isValue) + end,
  );
  // On the first line, so that every line keeps its number.
  return `${commonNames(values, file)}${marked}`;
}

/** `import a = require('a')` and `export = b`, beside imports of the other kind: whoever requires the file gets `b` itself. */
function withoutEquals(source: string): string {
  const text = source.replace(IMPORT_EQUALS, '$1const $2');
  if (!EXPORT_EQUALS.test(text)) return text;
  return `${text.replace(EXPORT_EQUALS, `$1const ${EXPORTED} =`)}\nexport { ${EXPORTED} as default, ${EXPORTED} as 'module.exports' };`;
}

/** `A, { b, c as d }`: what is no value is marked as a type; nothing is imported for types alone. */
function mark(clause: string, isValue: (name: string) => boolean): string {
  const [, first = '', list] = /^([\w$]*)[\s,]*(?:\{([^}]*)\})?$/.exec(clause) ?? [];
  // Neither `* as all` nor `{}`, which is there for what the file does.
  if (first === '' && !list?.trim()) return clause;
  const named = (list ?? '').split(',').filter((part) => part.trim() !== '' && !TYPE_WORD.test(part));
  const isUsed = (part: string) => isValue(/[\w$]+(?=\s*$)/.exec(part.replace(COMMENTS, ''))?.[0] ?? '');
  const usesFirst = first !== '' && isValue(first);
  if (!usesFirst && !named.some(isUsed)) {
    if (list === undefined) return `type ${clause}`;
    const bare = list.split(',').map((part) => part.replace(TYPE_WORD, '$1'));
    return `type {${[...(first === '' ? [] : [`default as ${first}`]), ...bare].join(',')}}`;
  }
  const marked = (list ?? '').replace(/[^,]+/g, (part) =>
    named.includes(part) && !isUsed(part) ? part.replace(/\S/, 'type $&') : part,
  );
  if (list === undefined) return clause;
  return first === '' ? `{${marked}}` : usesFirst ? `${first}, {${marked}}` : `{type default as ${first},${marked}}`;
}

function commonNames(code: string, file: string): string {
  const isFree = (name: string) =>
    new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(code) && !new RegExp(`(?:const|let|var)\\s+${name}\\b`).test(code);
  const free = Object.entries(COMMONJS).filter(([name]) => isFree(name));
  return free.map(([name, valueIn]) => `const ${name} = ${valueIn(file)}; `).join('');
}

/** A module whose default is the value, and whose names are its fields. */
export function jsonModule(text: string): string {
  const value: unknown = JSON.parse(text);
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const names = fields.filter((field) => field !== 'default').map((field) => JSON.stringify(field));
  const given = names.map((name, i) => `const _${i} = value[${name}]; export { _${i} as ${name} };`);
  return `const value = ${JSON.stringify(value)}; export default value; ${given.join(' ')}`;
}

const escaped = (name: string): string => name.replace(/\$/g, '\\$');
