// Budgets of messages: whose they are, and what is left of them after a return.
import { expect, it } from 'vitest';
import { MessageRates, RATES, type Sender } from './message-rates.ts';

const { burst, refillMs } = RATES.chat;
/** How many lines of chat come through at one moment. */
const lines = (rates: MessageRates, who: Sender, nowMs = 0) => {
  let count = 0;
  while (count < 1000 && rates.allow('chat', who, nowMs)) count++;
  return count;
};
const ANN = { auth: 'ann', address: '203.0.113.1' };

it('whoever comes back from anywhere has no more than was left', () => {
  const rates = new MessageRates();
  expect(lines(rates, ANN)).toBe(burst);
  expect(lines(rates, { ...ANN, address: '198.51.100.1' })).toBe(0);
  expect(lines(rates, ANN, 2 * refillMs)).toBe(2);
});

it('a household with ever new identities has as much as four people', () => {
  const rates = new MessageRates();
  const strangers = Array.from({ length: 20 }, (_, n) => ({ ...ANN, auth: `stranger ${n}` }));
  expect(strangers.reduce((sum, who) => sum + lines(rates, who), 0)).toBe(4 * burst);
});

it('in the own network, and behind a proxy that nobody has named, an address is no household', () => {
  const rates = new MessageRates();
  const people = Array.from({ length: 20 }, (_, n) => ({ auth: `player ${n}`, address: '192.168.1.7' }));
  for (const who of people) expect(lines(rates, who)).toBe(burst);
});

it('one kind of message does not use up another', () => {
  const rates = new MessageRates();
  expect(lines(rates, ANN)).toBe(burst);
  expect(rates.allow('sync', ANN, 0)).toBe(true);
});
