// A site and a browser: there for all tests of a file, gone after them.
import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { Site } from './site.ts';

/** Flags as on the command line of `touchline host`. */
export async function openStage(...flags: string[]): Promise<{ readonly site: Site; readonly browser: Browser }> {
  const [site, browser] = await Promise.all([Site.open(...flags), launchBrowser()]);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return { site, browser };
}
