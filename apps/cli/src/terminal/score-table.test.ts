import { expect, it } from 'vitest';
import { scoreTable } from './score-table.ts';

it('draws each score where it lies between 0 and 1, with chance marked', () => {
  const [header, standard, robust] = scoreTable(
    [
      { name: 'standard', estimate: 0, lower: 0, upper: 0.1, note: 'd 0.05' },
      { name: 'robust', estimate: 1, lower: 0.75, upper: 1, note: 'd 0.06' },
    ],
    0.5,
  );
  const start = header!.indexOf('0', header!.indexOf('interval'));
  expect(standard!.charAt(start)).toBe('●');
  expect(standard!.charAt(start + 20)).toBe('┊');
  expect(standard!.charAt(start + 4)).toBe('┤');
  expect(robust!.charAt(start + 30)).toBe('├');
  expect(robust!.charAt(start + 40)).toBe('●');
  expect(header!.charAt(start + 40)).toBe('1');
});
