import { expect, it } from 'vitest';
import { doubledNames, fromTagDrafts, toTagDrafts } from './network-tags.ts';

it('usual tags are offered, and only those with a value are sent', () => {
  const drafts = toTagDrafts({ zoo: 'mine', residual: 'yes' });
  expect(drafts.map(({ name }) => name)).toEqual(['architecture', 'residual', 'training_loss', 'augmentation', 'training_data', 'zoo']);
  expect(fromTagDrafts(drafts)).toEqual({ residual: 'yes', zoo: 'mine' });
});

it('an own tag without a value is sent, so that it is said what it lacks', () => {
  expect(fromTagDrafts([{ name: 'own', value: ' ' }, { name: ' ', value: '' }])).toEqual({ own: '' });
});

it('one name twice is told', () => {
  expect([...doubledNames([{ name: 'a', value: '1' }, { name: 'b', value: '' }, { name: 'a ', value: '2' }])]).toEqual([2]);
});
