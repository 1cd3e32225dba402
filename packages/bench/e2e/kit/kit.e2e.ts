// The instruments of the other tests: WebGL draws, and a screenshot says what was drawn.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, visit } from './browser.ts';
import { centre, colorsIn, readPng, share } from './pixels.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const PAGE = `<body style="margin:0;background:#102030"><canvas width="100" height="50" style="display:block"></canvas><script>
  const gl = document.querySelector('canvas').getContext('webgl', { preserveDrawingBuffer: true });
  gl.clearColor(1, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
</script>`;

it('WebGL draws, and pixels are found where they are', async () => {
  const { page, faults, leave } = await visit(browser, { viewport: { width: 200, height: 100 } });
  await page.setContent(PAGE);
  const picture = readPng(await page.screenshot());
  expect([picture.width, picture.height]).toEqual([200, 100]);
  expect(share(picture, '#ff0000')).toBe(0.25);
  expect(share(picture, '#ff0000', { within: { x: 0, y: 0, width: 100, height: 50 } })).toBe(1);
  expect(share(picture, '#102030', { tolerance: 0 })).toBe(0.75);
  expect(centre(picture, '#ff0000')).toEqual({ x: 49.5, y: 24.5 });
  expect(centre(picture, '#00ff00')).toBeUndefined();
  expect(colorsIn(picture)).toBe(2);
  expect(faults).toEqual([]);
  await leave();
});

it('what goes wrong in a page is noticed', async () => {
  const { page, faults, leave } = await visit(browser);
  await page.setContent('<script>console.error("so"); throw new Error("and so")</script>');
  expect([...faults].sort()).toEqual(['console: so', 'uncaught: and so']);
  await leave();
});
