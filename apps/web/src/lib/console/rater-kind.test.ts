import { expect, it } from 'vitest';
import { raterKindWithAnswers } from './rater-kind.ts';

const none = { assigned: 0, inProgress: 0, completed: 0, withdrawn: 0, declined: 0, timedOut: 0 };

it('people come first; programs only where no person has answered, tests where nobody else has', () => {
  const programs = { ...none, completed: 9 };
  expect(raterKindWithAnswers({ person: { ...none, completed: 1 }, test: none, simulated: programs })).toBe('person');
  expect(raterKindWithAnswers({ person: { ...none, inProgress: 1 }, test: none, simulated: programs })).toBe('person');
  expect(raterKindWithAnswers({ person: { ...none, assigned: 1 }, test: none, simulated: programs })).toBe('simulated');
  expect(raterKindWithAnswers({ person: none, test: programs, simulated: none })).toBe('test');
  expect(raterKindWithAnswers({ person: none, test: none, simulated: none })).toBe('person');
});
