// What is laid over the pitch while a match goes on: each in a place of its own, in any window.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { expectNoFaults, sayAndPlayOn, takeSeat } from './kit/people.ts';
import { openStage } from './kit/stage.ts';

const COMMAND = fileURLToPath(new URL('../../server/bin/touchline.mjs', import.meta.url));
const WINDOWS = [
  { width: 900, height: 600 },
  { width: 1366, height: 768 },
  { width: 360, height: 740 },
  { width: 740, height: 360 },
] as const;

// A match without an end.
const endless = ['--score-limit', '0', '--time-limit', '0'];
const { site, browser } = await openStage('--name', 'House', '--bots', '2', '--drain-seconds', '600', ...endless);

it('the last words, the note of a restart, keys and choice of side do not lie over each other', async () => {
  const [ann, ben] = await Promise.all([visit(browser), visit(browser)]);
  for (const [{ page }, nick] of [
    [ann, 'Ann'],
    [ben, 'Ben'],
  ] as const) {
    await takeSeat(page, `${site.url}/r/house`, nick);
  }
  await ann.page.getByRole('button', { name: 'Play for red' }).click();
  await ann.page.getByTestId('keys-hint').waitFor();
  await ben.page.locator('.choice-bar').waitFor();
  await promisify(execFile)(process.execPath, [COMMAND, 'admin', 'drain', '--data-dir', site.dataDir]);
  for (const { page } of [ann, ben]) await page.getByTestId('closing').waitFor();
  for (const size of WINDOWS) {
    const line = `good evening, everybody who sees this in ${size.width} pixels`;
    for (const { page } of [ann, ben]) await page.setViewportSize(size);
    await sayAndPlayOn(ann.page, line);
    for (const { page } of [ann, ben]) {
      const said = page.getByRole('log').getByText(line);
      await said.waitFor();
      expect(await overlaps(page)).toEqual([]);
    }
  }
  for (const visitor of [ann, ben]) {
    expectNoFaults(visitor);
    await visitor.leave();
  }
});

/** Pairs of what is seen in the same place. */
function overlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll('.chat-peek .chat-line, .closing-note, .keys-hint, .choice-bar')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((element) => ({ name: element.className, box: element.getBoundingClientRect() }));
    return seen.flatMap((a, i) =>
      seen
        .slice(i + 1)
        .filter(
          (b) =>
            Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 0.5 &&
            Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 0.5,
        )
        .map((b) => `${a.name} and ${b.name}`),
    );
  });
}
