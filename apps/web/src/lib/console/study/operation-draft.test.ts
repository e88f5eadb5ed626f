import { defaultStudyOperation } from '@lookalike/study';
import { expect, it } from 'vitest';
import { changesOf, describeChange, toOperationDraft } from './operation-draft.ts';

const before = { ...defaultStudyOperation(), completionCode: '2Q4K4BJD' };

it('an untouched form changes nothing', () => {
  expect(changesOf(before, toOperationDraft(before))).toEqual({});
  const full = { ...before, pilotPlaces: 5, reward: { amount: 2.5, currency: 'EUR', basis: 'hour' as const }, authors: ['A', 'B'], isPaused: true };
  expect(changesOf(full, toOperationDraft(full))).toEqual({});
});

it('only what was changed is sent', () => {
  const draft = { ...toOperationDraft(before), places: 60, pilotPlaces: 5, hasReward: true, amount: 3, currency: 'gbp', authors: ' Ada \n\nBert' };
  expect(changesOf(before, draft)).toEqual({ places: 60, pilotPlaces: 5, reward: { amount: 3, currency: 'GBP', basis: 'session' }, authors: ['Ada', 'Bert'] });
  expect(changesOf({ ...before, pilotPlaces: 5 }, { ...toOperationDraft(before), pilotPlaces: null })).toEqual({ pilotPlaces: null });
});

it('a change is told in words', () => {
  expect(describeChange({ places: 60, isPaused: true, reward: { amount: 3, currency: 'GBP', basis: 'session' }, pilotPlaces: null })).toEqual(['places: 60', 'paused', 'reward: £3.00 a session', 'pilot places: none']);
  expect(describeChange({ isPaused: false, authors: ['Ada', 'Bert'], dataLicence: '' })).toEqual(['resumed', 'authors: Ada; Bert', 'licence: none']);
});

it('raters of earlier studies are chosen by their studies, and told by their number', () => {
  const id = '5f0c7a1e-6d0b-4f4e-9a53-0f4d5f3f9d61';
  expect(changesOf(before, { ...toOperationDraft(before), keepOut: [id] })).toEqual({ earlierRaters: { keepOut: [id], onlyFrom: [] } });
  expect(describeChange({ earlierRaters: { keepOut: [id], onlyFrom: [id, id] } })).toEqual(['raters of earlier studies: those of 1 study kept out, only those of 2 studies']);
  expect(describeChange({ earlierRaters: { keepOut: [], onlyFrom: [] } })).toEqual(['raters of earlier studies: anybody']);
});
