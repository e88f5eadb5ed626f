import { expect, it } from 'vitest';
import { checkedTags } from './checked-tags.ts';

it('a tag has a plain name and a value', () => {
  expect(checkedTags({ architecture: ' resnet18 ', training_loss: 'ℓ2' })).toEqual({ architecture: 'resnet18', training_loss: 'ℓ2' });
  expect(checkedTags({})).toEqual({});
});

it.each([{ Loss: 'x' }, { 'a-b': 'x' }, { '1st': 'x' }, { '': 'x' }, { ['a'.repeat(41)]: 'x' }, { loss: '  ' }, { loss: 'x'.repeat(201) }, { seed_kind: 'noise' }, { reference: 'original' }])('%o cannot be', (tags) => {
  expect(() => checkedTags(tags)).toThrow(expect.objectContaining({ code: 'network.tags_invalid' }));
});
