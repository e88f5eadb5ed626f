import { expect, it } from 'vitest';
import { rewardText } from './reward-text.ts';

it('says the amount in its currency', () => {
  expect(rewardText({ amount: 2.5, currency: 'GBP', basis: 'session' })).toBe('£2.50');
  expect(rewardText({ amount: 800, currency: 'JPY', basis: 'session' })).toBe('¥800');
});
it('says when it is paid by the hour', () => {
  expect(rewardText({ amount: 12, currency: 'EUR', basis: 'hour' })).toBe('€12 an hour');
});
it('a currency that nobody knows is named by its letters', () => {
  expect(rewardText({ amount: 3, currency: 'XQZ', basis: 'session' }).replaceAll('\u00a0', ' ')).toBe('XQZ 3');
});
