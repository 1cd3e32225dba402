import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { History } from './history.ts';
import { jsonMessage } from './message.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function remember(history: History, positions: readonly number[]): WeakRef<object>[] {
  return positions.map((at) => {
    const message = jsonMessage('batch', `abcd1234.${at}`, { at });
    history.push(at, message);
    return new WeakRef(message);
  });
}

test.each([
  ['forgotten', (history: History) => history.forget(2)],
  ['trimmed', (history: History) => history.trim(history.bytes / 2)],
])('what is %s takes no memory any more, what is not can be read', async (_, shorten) => {
  const history = new History(0);
  const messages = remember(history, [1, 2, 3, 4]);
  shorten(history);
  await turn();
  collectGarbage();
  expect(messages.map((message) => message.deref() !== undefined)).toEqual([false, false, true, true]);
  expect(history.since(1)).toBeNull();
  expect(history.since(2)?.map(({ id }) => id)).toEqual(['abcd1234.3', 'abcd1234.4']);
});
