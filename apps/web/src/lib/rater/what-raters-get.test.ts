import { expect, it } from 'vitest';
import { whatComesLast, whatRatersGet } from './what-raters-get.ts';

const nothing = { reward: null, rewardNote: '' };
const paid = { reward: { amount: 3, currency: 'GBP', basis: 'session' as const }, rewardNote: 'and a sweet' };

it('Sona credits by itself: no payment is denied and no code promised', () => {
  const study = { ...nothing, recruiting: { platform: 'sona' as const } };
  expect(whatRatersGet(study)).toBe('Your credit on Sona');
  expect(whatComesLast(study, { isTest: false })).toBe('credit');
});

it('a code is promised to whom it is of use', () => {
  expect(whatComesLast({ ...nothing, recruiting: { platform: 'prolific' } }, { isTest: false })).toBe('code');
  expect(whatComesLast({ ...paid, recruiting: { platform: 'link' } }, { isTest: false })).toBe('code');
  expect(whatComesLast({ ...nothing, recruiting: { platform: 'link' } }, { isTest: false })).toBe('nothing');
});

it('a test has none', () => {
  expect(whatComesLast({ ...paid, recruiting: { platform: 'prolific' } }, { isTest: true })).toBe('nothing');
});

it('what is paid is said with what else there is', () => {
  expect(whatRatersGet({ ...paid, recruiting: { platform: 'link' } })).toBe('£3; and a sweet');
  expect(whatRatersGet({ ...nothing, recruiting: { platform: 'link' } })).toBe('No payment; our thanks');
});
