import { expect, it } from 'vitest';
import { issuesAt, issuesElsewhere } from './issues-at.ts';

const issues = [
  { path: '/configuration/design/perCondition', code: 'a', message: '0 is not at least 1.', fix: 'Raise it.' },
  { path: '/design/perCondition', code: 'b', message: 'Second.', fix: '' },
  { path: '/conditions', code: 'c', message: 'Empty.', fix: 'Choose one.' },
];

it('an issue is found at its field, whichever way the path begins', () => {
  expect(issuesAt(issues, '/design/perCondition')).toEqual(['0 is not at least 1. Raise it.', 'Second.']);
  expect(issuesAt(issues, '/conditions')).toEqual(['Empty. Choose one.']);
  expect(issuesAt(issues, '/trials')).toEqual([]);
});

it('an issue without a field is not lost', () => {
  expect(issuesElsewhere(issues, ['/design/perCondition']).map(({ code }) => code)).toEqual(['c']);
});
