import { STOCK_NAMES, stockStadium } from '@touchline/shared/stadium';
import { expect, test } from 'vitest';
import { findNets } from './nets.ts';

test.each(STOCK_NAMES)('%s has two nets, 30 units deep with round corners', (name) => {
  const stadium = stockStadium(name);
  const nets = stadium ? findNets(stadium) : [];
  expect(nets).toHaveLength(2);
  for (const net of nets) {
    expect(net.deepest).toBeCloseTo(30);
    expect(net.depths[24]).toBeCloseTo(30);
    expect(net.depths[0]).toBeLessThan(20);
    expect(Math.sign(net.outX)).toBe(Math.sign(net.goal.p0x));
  }
});
