import { expect, it } from 'vitest';
import { codeDifferences } from './prolific-codes.ts';
import type { RecruitingSettings } from './settings.ts';

const there = [
  { code: 'C1', codeType: 'COMPLETED', actions: ['AUTOMATICALLY_APPROVE'] },
  { code: 'F1', codeType: 'FAILED_ATTENTION_CHECK', actions: ['MANUALLY_REVIEW'] },
  { code: 'N1', codeType: 'NO_CONSENT', actions: ['REQUEST_RETURN'] },
  { code: 'P1', codeType: 'OTHER', actions: ['REQUEST_RETURN'] },
];
const settings = (codes: Record<string, string>): RecruitingSettings => ({ platform: 'prolific', endings: Object.fromEntries(Object.entries(codes).map(([ending, code]) => [ending, { code }])) });
const all = { failed_checks: 'F1', no_consent: 'N1', practice_not_passed: 'P1' };

it('a study with the codes of Prolific differs in nothing', () => {
  expect(codeDifferences(settings(all), 'C1', there)).toEqual([]);
});

it('what Prolific has and the study does not is offered', () => {
  expect(codeDifferences(settings({}), 'C1', there).map(({ ending, offer }) => [ending, offer])).toEqual([['failed_checks', 'F1'], ['no_consent', 'N1'], ['practice_not_passed', 'P1']]);
  expect(codeDifferences(settings(all), 'OURS', there)).toMatchObject([{ ending: 'completed', offer: 'C1', message: expect.stringContaining('OURS') }]);
});

it('a code of another type, one that pays what is to be looked at, and one for two endings are told', () => {
  expect(codeDifferences(settings({ ...all, failed_checks: 'C1' }), 'C1', there).map(({ message }) => message)).toEqual([expect.stringContaining('type COMPLETED'), expect.stringContaining('two endings')]);
  const paying = there.map((each) => (each.code === 'F1' ? { ...each, actions: ['AUTOMATICALLY_APPROVE'] } : each));
  expect(codeDifferences(settings(all), 'C1', paying)).toMatchObject([{ ending: 'failed_checks', message: expect.stringContaining('AUTOMATICALLY_APPROVE') }]);
});

it('a code that neither has is to be made there', () => {
  expect(codeDifferences(settings({}), 'C1', there.slice(0, 1)).map(({ fix }) => fix)).toEqual([expect.stringContaining('FAILED_ATTENTION_CHECK'), expect.stringContaining('NO_CONSENT'), expect.stringContaining('OTHER')]);
});
