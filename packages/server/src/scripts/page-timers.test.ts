import { expect, it, vi } from 'vitest';
import { giveTimers } from './page-timers.ts';
import { createRealm } from './realm.ts';

function timedRealm() {
  const realm = createRealm();
  giveTimers(realm);
  realm.run('var told = [];', 'a.js');
  return { ...realm, told: () => (realm.global as unknown as { told: unknown[] }).told };
}

it('[room-scripts R84] timers are numbers, take text, and are harmed by nothing that they are given', async () => {
  const { run, told } = timedRealm();
  run(
    `var kept = JSON.stringify({ timer: setTimeout('told.push("text")', 1) });
    clearInterval(setInterval(told.push('at once'), 1));
    setTimeout(undefined, 1);
    clearTimeout(null);
    clearTimeout(setTimeout(function () { told.push('cleared'); }, 1));
    setTimeout(function (word) { told.push(word, this === globalThis); }, 5, 'later');
    told.push(/^{"timer":[0-9]+}$/.test(kept));`,
    'a.js',
  );
  await vi.waitFor(() => expect(told()).toHaveLength(5));
  expect(told()).toEqual(['at once', true, 'text', 'later', true]);
});

it('[room-scripts R84] requestAnimationFrame comes again and again, and can be given up', async () => {
  const { run, told } = timedRealm();
  run(
    `requestAnimationFrame(function again(time) { told.push(time > 0); requestAnimationFrame(again); });
    cancelAnimationFrame(requestAnimationFrame(function () { told.push('cancelled'); }));`,
    'a.js',
  );
  await vi.waitFor(() => expect(told().length).toBeGreaterThan(1));
  expect(told().slice(0, 2)).toEqual([true, true]);
});
