import { expect, it } from 'vitest';
import { logSentence, studyOf } from './log-sentence.ts';

it('says what was done in words', () => {
  expect(logSentence({ action: 'sign_in.failed', facts: { account: 'a@lab.example' } })).toBe('a wrong password for a@lab.example');
  expect(logSentence({ action: 'sign_in.failed', facts: { account: null } })).toBe('a wrong password for an account that there is not');
  expect(logSentence({ action: 'account.changed', facts: { email: 'a@lab.example', role: 'viewer', isActive: false } })).toBe('made a@lab.example viewer, deactivated a@lab.example');
  expect(logSentence({ action: 'study.operated', facts: { studyId: 's', change: { isPaused: true, places: 4 } } })).toBe('changed how a study is operated: paused; places: 4');
});

it('names the platform, and says whether comments left too', () => {
  expect(logSentence({ action: 'platform.token_saved', facts: { studyId: 's', platform: 'prolific' } })).toBe('saved a token of Prolific for a study');
  expect(logSentence({ action: 'dataset.downloaded', facts: { file: 'dataset.zip', hasComments: true } })).toBe('downloaded dataset.zip, with comments');
});

it('shows an action that it has no words for as it is', () => {
  expect(logSentence({ action: 'of.an_earlier_version', facts: {} })).toBe('of.an_earlier_version');
  expect([studyOf({ facts: { studyId: 's' } }), studyOf({ facts: {} })]).toEqual(['s', undefined]);
});
