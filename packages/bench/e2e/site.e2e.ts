// The program as people start it: one address, a page, an orderly end, and a restart after a sudden one.
import { expect, it } from 'vitest';
import { visit } from './kit/browser.ts';
import { colorsIn, readPng } from './kit/pixels.ts';
import { openStage } from './kit/stage.ts';

const { site, browser } = await openStage('--name', 'Saturday pitch');

it('ends with one address, which shows a lobby with the room', async () => {
  expect(site.log().match(/http:\/\/\S+/g)).toEqual([site.url]);
  const { page, faults, leave } = await visit(browser);
  await page.goto(site.url);
  await page.getByText('Saturday pitch').first().waitFor();
  expect(colorsIn(readPng(await page.screenshot()))).toBeGreaterThan(50);
  expect(faults).toEqual([]);
  await leave();
});

it('is there again after kill -9, and ends well when asked to', async () => {
  await site.kill();
  expect(await site.healthy()).toBe(false);
  await site.start();
  expect(await site.healthy()).toBe(true);
  expect(await site.stop()).toBe(0);
  expect(await site.healthy()).toBe(false);
});
