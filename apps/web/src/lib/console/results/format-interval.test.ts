import { expect, it } from 'vitest';
import { formatInterval, formatP, formatProbability } from './format-interval.ts';

it('intervals have a true minus, and a plus only where they are of differences', () => {
  expect(formatInterval({ lower: -0.204, upper: 0.1 }, 'difference')).toBe('[−0.20, +0.10]');
  expect(formatInterval({ lower: -0.004, upper: 0.1 }, 'coefficient')).toBe('[0.00, 0.10]');
});

it('a p is never 0', () => {
  expect([0.0000001, 0.0123, 0.5].map(formatP)).toEqual(['< 0.001', '0.012', '0.50']);
});

it('what is seldom is not said to be never', () => {
  expect([0, 0.0003, 0.45, 0.9997, 1].map(formatProbability)).toEqual(['0 %', '< 1 %', '45 %', '> 99 %', '100 %']);
});
