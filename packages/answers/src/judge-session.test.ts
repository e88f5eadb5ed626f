import { planPracticeRound, planSession, type TaskName } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { exampleStudy, observedSession, responseTo, sessionWith } from './example-answers.test-data.ts';
import { judgeSession, rememberedPlans, scoredItems } from './index.ts';

describe.each<[TaskName, number]>([['2afc', 1], ['matching', 3], ['classification', 1]])('judgeSession, %s', (name, itemsOfTrial) => {
  const study = exampleStudy(name);

  it('judges every answer: items of scored trials have an outcome, catch trials and practice are right or wrong', async () => {
    const { trials, exclusionReasons } = await observedSession(study, { id: 's' });
    expect(trials).toHaveLength(planSession(study, 0).length);
    for (const { trial, isRight, items } of trials) {
      if (trial.role === 'scored') {
        expect([isRight, items.length]).toEqual([undefined, itemsOfTrial]);
        for (const { outcome, chance } of items) expect([[0, 1].includes(outcome ?? -1), chance]).toEqual([true, name === '2afc' ? 0.5 : 1 / 3]);
      } else {
        expect(isRight).toBe(true);
        for (const { outcome } of items) expect(outcome).toBeUndefined();
      }
    }
    expect(exclusionReasons).toEqual([]);
  });

  it('takes an answer that did not come in time for wrong where one is beyond doubt, and for no outcome elsewhere', () => {
    const session = sessionWith({ id: 'late' });
    const main = planSession(study, 0).filter(({ phase }) => phase === 'main');
    const { trials, exclusionReasons } = judgeSession(study, session, main.map((trial) => responseTo(trial, session, null)));
    for (const { trial, isRight, items } of trials) {
      expect(isRight).toBe(trial.role === 'catch' ? false : undefined);
      for (const { outcome, said } of items) expect([outcome, said]).toEqual([undefined, 'none']);
    }
    expect(exclusionReasons).toContain('catch_failed');
    expect(scoredItems([{ session, trials }], 'condition-a')).toEqual([]);
  });
});

describe('judgeSession', () => {
  const study = exampleStudy('2afc');
  const plan = planSession(study, 0);

  it('judges each round of practice by what that round showed', () => {
    const session = sessionWith({ id: 's', state: 'in_progress' });
    const answers = [0, 1].flatMap((round) => planPracticeRound(study.configuration, plan, round).map((trial) => {
      const aligned = (trial as unknown as { readonly alignedSide: 'left' | 'right' }).alignedSide;
      return responseTo(trial, session, { side: round === 1 ? aligned : aligned === 'left' ? 'right' : 'left' });
    }));
    const { trials, exclusionReasons } = judgeSession(study, session, answers.reverse());
    expect(trials.map(({ trial, isRight }) => [trial.round, isRight])).toEqual([[0, false], [0, false], [1, true], [1, true]]);
    expect(exclusionReasons).toEqual(['incomplete']);
  });

  it('keeps a session without answers, flagged as incomplete', () => {
    expect(judgeSession(study, sessionWith({ id: 's', state: 'assigned', consentedAt: undefined }), [])).toMatchObject({ trials: [], exclusionReasons: ['incomplete'] });
  });

  it('refuses an answer to a trial that the plan does not have', () => {
    const session = sessionWith({ id: 's' });
    expect(() => judgeSession(study, session, [responseTo({ ...plan[0]!, trialIndex: 999 }, session, { side: 'left' })])).toThrow(/Trial 999 of session s/);
  });
});

describe('rememberedPlans', () => {
  it('plans once, and forgets what was not asked for lately', () => {
    const planOf = rememberedPlans(exampleStudy('2afc'));
    const first = planOf(0);
    expect(planOf(0)).toBe(first);
    for (let planIndex = 1; planIndex <= 256; planIndex++) planOf(planIndex);
    expect(planOf(0)).not.toBe(first);
    expect(planOf(0)).toEqual(first);
  });
});

describe('scoredItems', () => {
  it('takes scored items of one condition and leaves practice and catch trials aside', async () => {
    const study = exampleStudy('matching');
    const judged = [await observedSession(study, { id: 'x' }), await observedSession(study, { id: 'y', planIndex: 1 })];
    const items = scoredItems(judged, 'condition-b');
    expect(items).toHaveLength(12);
    expect(new Set(items.map(({ raterId }) => raterId))).toEqual(new Set(['rater-x', 'rater-y']));
    // Who knows pictures that are the same matches every original.
    expect(scoredItems(judged, 'ceiling').map(({ outcome }) => outcome)).toEqual(Array.from({ length: 12 }, () => 1));
  });
});
