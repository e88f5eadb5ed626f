import { expect, it } from 'vitest';
import { sessionChangesOf } from './session-draft.ts';

const stored = { note: 'Looked at.', bonus: 2 };

it('only what was typed is sent, so a bonus that somebody else has given meanwhile stays', () => {
  expect(sessionChangesOf(stored, {})).toEqual({});
  expect(sessionChangesOf(stored, { note: 'Fine.' })).toEqual({ note: 'Fine.' });
  expect(sessionChangesOf(stored, { note: 'Looked at.', bonus: 3 })).toEqual({ bonus: 3 });
});

it('an emptied bonus is none', () => {
  expect(sessionChangesOf(stored, { bonus: null })).toEqual({ bonus: null });
  expect(sessionChangesOf({ ...stored, bonus: null }, { bonus: null })).toEqual({});
});
