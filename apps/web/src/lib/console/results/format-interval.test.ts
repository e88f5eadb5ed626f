import { expect, it } from 'vitest';
import { formatInterval, formatP } from './format-interval.ts';

it('intervals have a true minus, and a plus only where they are of differences', () => {
  expect(formatInterval({ lower: -0.204, upper: 0.1 }, 'difference')).toBe('[−0.20, +0.10]');
  expect(formatInterval({ lower: -0.004, upper: 0.1 }, 'coefficient')).toBe('[0.00, 0.10]');
});

it('a p is never 0', () => {
  expect([0.0000001, 0.0123, 0.5].map(formatP)).toEqual(['< 0.001', '0.012', '0.50']);
});
