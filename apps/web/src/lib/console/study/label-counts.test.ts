import { expect, it } from 'vitest';
import { labelCounts } from './label-counts.ts';

it('counts labels, and images without', () => {
  expect(labelCounts([{ label: 'dog' }, { label: 'cat' }, { label: null }, { label: 'dog' }, {}])).toEqual({ labels: [{ label: 'cat', count: 1 }, { label: 'dog', count: 2 }], unlabelled: 2 });
});
