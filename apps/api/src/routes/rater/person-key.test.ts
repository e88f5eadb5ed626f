import { expect, it } from 'vitest';
import { personKeyOf, returnUrl } from './person-key.ts';

it('each platform’s own parameter says who somebody is', () => {
  expect(personKeyOf('person', { PROLIFIC_PID: 'p', STUDY_ID: 's', SESSION_ID: 'x' })).toBe('person:PROLIFIC_PID:p');
  expect(personKeyOf('person', { assignmentId: 'a', hitId: 'h', workerId: 'w' })).toBe('person:workerId:w');
  expect(personKeyOf('test', { PROLIFIC_PID: 'p' })).not.toBe(personKeyOf('person', { PROLIFIC_PID: 'p' }));
});

it('a preview, an empty parameter and a plain link are nobody', () => {
  expect(personKeyOf('person', {})).toBeUndefined();
  expect(personKeyOf('person', { PROLIFIC_PID: '' })).toBeUndefined();
  expect(personKeyOf('person', { assignmentId: 'ASSIGNMENT_ID_NOT_AVAILABLE', hitId: 'h' })).toBeUndefined();
});

it('only who came from Prolific is sent back there', () => {
  expect(returnUrl({ PROLIFIC_PID: 'p' }, 'A&B')).toBe('https://app.prolific.com/submissions/complete?cc=A%26B');
  expect(returnUrl({ workerId: 'w' }, 'AB')).toBeUndefined();
});
