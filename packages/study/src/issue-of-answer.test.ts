import { describe, expect, it } from 'vitest';
import { issueOfAnswer } from './issue-of-answer.ts';
import { configurationWith, makeStudy } from './example-study.test-data.ts';
import { planSession, type Answer, type TaskName } from './index.ts';

function issueFor(name: TaskName, answer: Answer, answerLimitMs: number | null = null) {
  const base = configurationWith({}, name);
  const configuration = { ...base, presentation: { ...base.presentation, answerLimitMs } };
  const trial = planSession(makeStudy({ conditionCount: 2, targetCount: 20, configuration }), 0).find(({ role }) => role === 'scored')!;
  return issueOfAnswer(configuration, trial, answer);
}

describe('issueOfAnswer', () => {
  it.each<[TaskName, Answer]>([
    ['2afc', { side: 'left' }],
    ['2afc', { side: 'right' }],
    ['matching', { assignment: [2, 0, 1] }],
    ['classification', { label: 'boat' }],
  ])('takes an answer to %s', (name, answer) => {
    expect(issueFor(name, answer)).toBeUndefined();
  });

  it.each<[string, TaskName, Answer, string, string, string]>([
    ['an answer of another task', '2afc', { label: 'cat' }, '/answer/label', 'This is no answer to two-alternative forced choice: There is no field "label".', 'Remove it, or use one of: side.'],
    ['a side that there is not', '2afc', { side: 'up' }, '/answer/side', 'This is no answer to two-alternative forced choice: Got "up".', 'Expected one of "left", "right".'],
    ['an empty answer', 'matching', {}, '/answer/assignment', 'This is no answer to matching: The field is missing.', 'Add it: a list from 2 to 6 items.'],
    ['a target that is given twice', 'matching', { assignment: [0, 0, 1] }, '/answer/assignment', 'The assignment [0, 0, 1] is no permutation of the 3 targets.', 'Give each of the positions 0 to 2 once.'],
    ['a target too many', 'matching', { assignment: [0, 1, 2, 3] }, '/answer/assignment', 'The assignment [0, 1, 2, 3] is no permutation of the 3 targets.', 'Give each of the positions 0 to 2 once.'],
    ['a target too few', 'matching', { assignment: [1, 0] }, '/answer/assignment', 'The assignment [1, 0] is no permutation of the 3 targets.', 'Give each of the positions 0 to 2 once.'],
    ['a position that no set has', 'matching', { assignment: [0, 1, 6] }, '/answer/assignment/2', 'This is no answer to matching: Got 6.', 'Expected a whole number from 0 to 5.'],
    ['a position between two', 'matching', { assignment: [0, 1.5, 2] }, '/answer/assignment/1', 'This is no answer to matching: Got 1.5.', 'Expected a whole number from 0 to 5.'],
    ['a foreign label', 'classification', { label: 'Cat' }, '/answer/label', '"Cat" is no label of this study.', 'Answer with one of: '],
    ['no answer where there is no limit', '2afc', null, '/answer', 'There is no answer, and the study sets no limit of time.', 'Send what the rater answered.'],
  ])('refuses %s', (_, name, answer, path, message, fix) => {
    expect(issueFor(name, answer)).toEqual({ path, code: 'rater.answer_unfit', message, fix: expect.stringContaining(fix) });
  });

  it('takes no answer where the time is limited', () => {
    for (const name of ['2afc', 'matching', 'classification'] as const) expect(issueFor(name, null, 2000)).toBeUndefined();
  });
});
