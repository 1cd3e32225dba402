// What a script asks for and does not find → what whoever runs it can do.
const BROWSER = 'it drives a browser: give Touchline the script that it puts into the page';
/** Programs that look like room scripts, and the reason why they cannot be. */
const OTHERS: Readonly<Record<string, string>> = {
  'node-haxball': 'it is written for node-haxball, whose rooms are not those of the headless host',
  puppeteer: BROWSER,
  'puppeteer-core': BROWSER,
  playwright: BROWSER,
};

/** A package that is not there: says how to get it, or why that would not help. */
export function withAdvice(error: unknown, folder: string): unknown {
  const [, missing = ''] =
    /^Cannot find (?:module|package) '([^']+)'/.exec(error instanceof Error ? error.message : '') ?? [];
  const [name] = /^(?:@[\w.-]+\/)?[\w][\w.-]*(?=\/|$)/.exec(missing) ?? [];
  if (missing === '' || /^[./]|^file:/.test(missing)) return error;
  const advice = new Error(
    name === undefined
      ? `there is no package ${missing}: if tsconfig.json says where it is, build the script first`
      : (OTHERS[name] ?? `it needs the package ${name}: cd ${folder} && npm install ${name}`),
  );
  // Where Node looked for it helps nobody.
  advice.stack = advice.message;
  return advice;
}
