import { expect, it } from 'vitest';
import { logSentence, studyOf } from './log-sentence.ts';

it('says what was done in words', () => {
  expect(logSentence({ action: 'sign_in.failed', facts: { account: 'a@lab.example' } })).toBe('a wrong password for a@lab.example');
  expect(logSentence({ action: 'sign_in.failed', facts: { account: null } })).toBe('a wrong password for an account that there is not');
  expect(logSentence({ action: 'account.changed', facts: { email: 'a@lab.example', role: 'viewer', isActive: false } })).toBe('made a@lab.example viewer, deactivated a@lab.example');
  expect(logSentence({ action: 'study.operated', facts: { studyId: 's', change: { isPaused: true, places: 4 } } })).toBe('changed how a study is operated: isPaused, places');
});

it('shows an action that it has no words for as it is', () => {
  expect(logSentence({ action: 'payments.downloaded', facts: {} })).toBe('payments.downloaded');
  expect([studyOf({ facts: { studyId: 's' } }), studyOf({ facts: {} })]).toEqual(['s', undefined]);
});
