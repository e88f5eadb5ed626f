import { expect, it } from 'vitest';
import { formatMinor, toMinor } from './money.ts';

it('minor units are written as people read them', () => {
  expect([formatMinor(150, 'GBP'), formatMinor(5, 'USD'), formatMinor(150, null)]).toEqual(['£1.50', 'US$0.05', '1.50']);
});

it.each([[1.5, 150], [0.1, 10], [1.15, 115], [30, 3000], [0, undefined], [-1, undefined], [1.005, undefined], [Number.NaN, undefined], [null, undefined]])('%s is %s', (major, minor) => {
  expect(toMinor(major)).toBe(minor);
});
