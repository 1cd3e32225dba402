import { mkdirSync, writeFileSync } from 'node:fs';
import { launchBrowser, visit } from './kit/browser.ts';
import { Site } from './kit/site.ts';
import { until } from './kit/until.ts';
const out = '/tmp/look'; mkdirSync(out, { recursive: true });
const site = await Site.open('--bots', '0');
const browser = await launchBrowser();
try {
  const res = await fetch(`${site.url}/api/rooms`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Derby', bots: 2, botLevel: 3, scoreLimit: 2, timeLimit: 3 }) });
  const { id } = await res.json() as { id: string };
  const ann = await visit(browser, { viewport: { width: 800, height: 450 } });
  await ann.page.goto(`${site.url}/r/${id}`);
  await ann.page.getByLabel('Nick').fill('Ann');
  await ann.page.getByRole('button', { name: 'Take a seat' }).click();
  await ann.page.locator('.pitch canvas').waitFor();
  await ann.page.getByRole('button', { name: 'Play for red' }).click();
  await ann.page.getByRole('button', { name: 'Kick off' }).click();
  const viewer = await visit(browser, { viewport: { width: 1920, height: 1080 } });
  await ann.page.keyboard.down('ArrowRight');
  await until('goal', async () => (await (await fetch(`${site.url}/api/rooms/${id}`)).json() as any).red + (await (await fetch(`${site.url}/api/rooms/${id}`)).json() as any).blue >= 1, 180_000);
  await ann.page.keyboard.up('ArrowRight');
  await viewer.page.goto(`${site.url}/watch/${id}`);
  await viewer.page.getByTestId('goal-mark').first().waitFor({ timeout: 30000 });
  await viewer.page.screenshot({ path: `${out}/watch-1920.png` });
  await viewer.page.getByTestId('goal-mark').first().click();
  await viewer.page.waitForTimeout(3000);
  await viewer.page.screenshot({ path: `${out}/watch-rewound-1920.png` });
  await viewer.page.setViewportSize({ width: 360, height: 740 });
  await viewer.page.waitForTimeout(500);
  await viewer.page.screenshot({ path: `${out}/watch-rewound-360.png` });
  await viewer.page.setViewportSize({ width: 740, height: 360 });
  await viewer.page.waitForTimeout(500);
  await viewer.page.screenshot({ path: `${out}/watch-rewound-740.png` });
  await viewer.page.getByTestId('live').click();
  await viewer.page.waitForTimeout(500);
  console.log('live', await viewer.page.getByTestId('live').getAttribute('class'));
  console.log('faults', viewer.faults);
  await viewer.leave();
  await until('the end', async () => ((await (await fetch(`${site.url}/api/recordings`)).json()) as unknown[]).length > 0, 300_000);
  const list = await (await fetch(`${site.url}/api/recordings`)).json() as any[];
  console.log(JSON.stringify(list));
  await ann.leave();
  const bytes = Buffer.from(await (await fetch(`${site.url}/api/recordings/${list[0].id}`)).arrayBuffer());
  writeFileSync('/tmp/look/match.tlr', bytes);
  for (const scheme of ['dark', 'light'] as const) {
    for (const [w, h] of [[360, 740], [800, 450], [1920, 1080]] as const) {
      const v = await visit(browser, { viewport: { width: w, height: h }, colorScheme: scheme });
      await v.page.goto(site.url);
      await v.page.getByTestId('recent').waitFor();
      await v.page.getByTestId('recent').scrollIntoViewIfNeeded();
      await v.page.waitForTimeout(300);
      await v.page.screenshot({ path: `${out}/lobby-${w}-${scheme}.png` });
      await v.page.getByTestId('replay-link').first().click();
      await v.page.locator('.pitch-note').waitFor({ state: 'detached', timeout: 60000 });
      await v.page.getByTestId('goal-mark').first().waitFor();
      await v.page.waitForTimeout(1500);
      await v.page.screenshot({ path: `${out}/replay-${w}-${scheme}.png` });
      await v.page.getByTestId('goal-mark').first().click();
      await v.page.waitForTimeout(1200);
      await v.page.screenshot({ path: `${out}/replay-goal-${w}-${scheme}.png` });
      await v.page.mouse.click(w / 2, h / 3);
      await v.page.keyboard.press('c');
      await v.page.waitForTimeout(600);
      await v.page.screenshot({ path: `${out}/replay-clip-${w}-${scheme}.png` });
      await v.page.getByTestId('verdict').click();
      await v.page.waitForTimeout(400);
      await v.page.screenshot({ path: `${out}/replay-verdict-${w}-${scheme}.png` });
      if (scheme === 'dark') { await v.page.keyboard.press('?'); await v.page.waitForTimeout(300); await v.page.screenshot({ path: `${out}/help-${w}.png` }); }
      if (v.faults.length) console.log(w, scheme, v.faults);
      await v.leave();
    }
  }
} finally { await browser.close(); console.log(site.log().slice(-2000)); await site.close(); }
