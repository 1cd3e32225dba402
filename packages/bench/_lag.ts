import { launchBrowser, visit } from './e2e/kit/browser.ts';
const base = 'http://localhost:4001';
const b = await launchBrowser();
const v = await visit(b, { viewport: { width: 500, height: 300 }, colorScheme: 'dark' });
const r = await fetch(base + '/api/rooms', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Solo' }) });
const { id } = await r.json() as any;
await v.page.goto(base + '/r/' + id);
const nick = v.page.getByRole('textbox').first(); await nick.fill('Founder'); await nick.press('Enter');
await v.page.getByRole('button', { name: /Play for red/ }).click();
await v.page.keyboard.press('Enter'); await v.page.waitForTimeout(300); await v.page.keyboard.type('/start'); await v.page.keyboard.press('Enter'); await v.page.waitForTimeout(800); await v.page.keyboard.press('Escape'); await v.page.screenshot({path:'/tmp/shots/lag.png'});
await v.page.keyboard.press('F3');
await v.page.waitForTimeout(500);
const read = async () => (await v.page.locator('body').innerText()).match(/Ping[\s\S]*Frames\s+\S+/)?.[0].replace(/\s+/g, ' ');
const setRange = async (i: number, value: string) => v.page.locator('input[type=range]').nth(i).evaluate((el: HTMLInputElement, val) => { el.value = val; el.dispatchEvent(new Event('input', { bubbles: true })); el.dispatchEvent(new Event('change', { bubbles: true })); }, value);
for (const [d, j] of [['0','0'],['100','0'],['200','40']]) {
  await setRange(0, d!); await setRange(1, j!);
  await v.page.waitForTimeout(2500);
  for (let i = 0; i < 8; i++) {
    const key = ['ArrowRight','ArrowUp','ArrowLeft','ArrowDown'][i % 4]!;
    await v.page.keyboard.down(key); await v.page.keyboard.down('x'); await v.page.waitForTimeout(400); await v.page.keyboard.up('x'); 
    console.log(d, j, await read());
    await v.page.keyboard.up(key);
  }
}
console.log('faults', v.faults);
await b.close(); process.exit(0);
