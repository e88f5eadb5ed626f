import { expect, it } from 'vitest';
import { checkConditions } from './index.ts';

it('refuses conditions of one name, each after the first', () => {
  expect(checkConditions(['Standard', 'Robust', ' standard', 'Standard'])).toEqual([
    { path: '/conditions/2/name', code: 'study.condition_name_repeated', message: 'The conditions 1 and 3 are both called "standard".', fix: 'Give every condition a name of its own.' },
    { path: '/conditions/3/name', code: 'study.condition_name_repeated', message: 'The conditions 1 and 4 are both called "Standard".', fix: 'Give every condition a name of its own.' },
  ]);
  expect(checkConditions(['Caf\u00e9', 'Cafe\u0301'])).toHaveLength(1);
});

it('takes names that differ', () => {
  expect(checkConditions(['Standard', 'Standard 2', 'constructor'])).toEqual([]);
  expect(checkConditions([])).toEqual([]);
});
