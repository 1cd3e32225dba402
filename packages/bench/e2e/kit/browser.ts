// Real Chromium, headless, drawing WebGL in software; pages that remember what went wrong in them.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { needChromium } from '../../src/chromium.ts';
import { WITHIN_MS } from './until.ts';

const FLAGS = [
  // Chromium's own errands would only fail on a machine without a way out, many at a time.
  ...[
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
  // A test looks at several pages at once; none of them may be put to sleep for being behind another.
  ...[
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
  ],
  // WebGL without a graphics card, and without the small shared memory of a container.
  ...['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  ...['--disable-dev-shm-usage', '--mute-audio', '--autoplay-policy=no-user-gesture-required'],
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: needChromium(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: FLAGS,
  });
}

/** A person at a browser of his own: no storage shared with others. */
export interface Visitor {
  readonly page: Page;
  /** Uncaught errors, errors on the console, what the content policy forbade, responses of 500 and more. A test ends by expecting none. */
  readonly faults: readonly string[];
  leave(): Promise<void>;
}

/** A new visitor with an empty page. `options` as in playwright: viewport, colorScheme, hasTouch, isMobile … */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  context.setDefaultTimeout(WITHIN_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  // A policy that blocks what a library only tries is broken in silence here, and on the console of Firefox.
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      console.error(`content policy: ${violatedDirective} forbids ${blockedURI} to ${sourceFile}`),
    ),
  );
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  return { page, faults, leave: () => context.close() };
}
