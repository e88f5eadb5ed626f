import { expect, it } from 'vitest';
import { checkConditions, isSameConditionName } from './index.ts';

it('refuses conditions of one name, each after the first', () => {
  expect(checkConditions(['Standard', 'Robust', ' standard', 'Standard'])).toEqual([
    { path: '/conditions/2/name', code: 'study.condition_name_repeated', message: 'The conditions 1 ("Standard") and 3 ("standard") have the same name: capital letters and blanks around it do not tell conditions apart.', fix: 'Give each a name of its own.' },
    { path: '/conditions/3/name', code: 'study.condition_name_repeated', message: 'The conditions 1 ("Standard") and 4 ("Standard") have the same name: capital letters and blanks around it do not tell conditions apart.', fix: 'Give each a name of its own.' },
  ]);
  expect(checkConditions(['Caf\u00e9', 'Cafe\u0301'])).toHaveLength(1);
});

it('says of two names whether they are one', () => {
  expect(isSameConditionName('Robust', 'robust ')).toBe(true);
  expect(isSameConditionName('Robust', 'Robust 2')).toBe(false);
});

it('takes names that differ', () => {
  expect(checkConditions(['Standard', 'Standard 2', 'constructor'])).toEqual([]);
  expect(checkConditions([])).toEqual([]);
});
