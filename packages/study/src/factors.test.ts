import { expect, it } from 'vitest';
import { factorsOfRun, sharedFactors } from './index.ts';

const run = { layer: 'features', objective: 'regularizer-free', seedKind: 'super-noise' };
const own = { layer: 'features', objective: 'regularizer-free', seed_kind: 'super-noise' };

it('a run has its network’s tags as factors, under names that columns can have', () => {
  expect(factorsOfRun({ ...run, tags: { 'Training data': 'CIFAR-10', training_loss: 'ℓ2' } })).toEqual({ training_data: 'CIFAR-10', training_loss: 'ℓ2', ...own });
});

it('no tag takes the place of what a condition says itself', () => {
  expect(factorsOfRun({ ...run, tags: { layer: 'x', Objective: 'y', 'seed kind': 'z', reference: 'original', '…': 'w' } })).toEqual(own);
});

it('a tag that is too long for a factor is cut', () => {
  expect(factorsOfRun({ ...run, tags: { ['a'.repeat(50)]: 'b'.repeat(300) } })).toEqual({ ['a'.repeat(40)]: 'b'.repeat(200), ...own });
});

it('stimuli share the factors in which they do not differ', () => {
  expect(sharedFactors([{ Loss: 'ℓ2', eps: '1' }, { loss: 'ℓ2', eps: '2' }])).toEqual({ loss: 'ℓ2' });
  expect(sharedFactors([])).toEqual({});
});
