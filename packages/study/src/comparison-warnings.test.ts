import { expect, it } from 'vitest';
import { comparisonWarnings, type ComparedRun } from './comparison-warnings.ts';

const run = (name: string, { side = 224, resize = 'crop-to-aspect', seedKind = 'super-noise' } = {}): ComparedRun => ({ name, preprocessing: { widthPx: side, heightPx: side, resize: { kind: resize } }, seedKind });

it('runs that differ only in network, layer or objective are compared without a word', () => {
  expect(comparisonWarnings([run('A'), run('B')])).toEqual([]);
  expect(comparisonWarnings([])).toEqual([]);
});

it('native size, crop and seed kind are each named with who has which', () => {
  const warnings = comparisonWarnings([run('A'), run('B', { side: 32 }), run('C', { resize: 'stretch', seedKind: 'image' })]);
  expect(warnings.map(({ code }) => code)).toEqual(['study.native_sizes_differ', 'study.crops_differ', 'study.seeds_differ']);
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('224×224 px: A, C; 32×32 px: B'), expect.stringContaining('stretch: C'), expect.stringContaining('image: C')]);
});
