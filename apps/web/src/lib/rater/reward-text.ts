import type { Reward } from '@lookalike/study';

/** What raters get, in words: the amount in its currency, and for what. Whole amounts have no decimals. */
export function rewardText({ amount, currency, basis }: Reward): string {
  const money = new Intl.NumberFormat('en', { style: 'currency', currency, ...(Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {}) }).format(amount);
  return basis === 'hour' ? `${money} an hour` : money;
}
