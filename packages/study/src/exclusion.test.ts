import { describe, expect, it } from 'vitest';
import { defaultStudyConfiguration, exclusionReasons, openSession, planSession, tasks, type ExclusionReason, type PlannedTrial, type ResponseSubmission, type StudyConfiguration } from './index.ts';
import { configurationWith, makeStudy, planTwoAfc } from './example-study.test-data.ts';
import type { TwoAfcTrial } from './tasks/two-afc/trial.ts';

const configuration = defaultStudyConfiguration();
const plan = planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 20, configuration }), 0);
type Trial = PlannedTrial<TwoAfcTrial>;
const isMain = ({ phase }: PlannedTrial): boolean => phase === 'main';

/** Reasons for a session in which every trial is answered as `change` says; by default attentively. */
function reasonsFor(change: (trial: Trial, position: number) => Partial<ResponseSubmission> | 'missing' = () => ({})): ExclusionReason[] {
  const responses = plan.flatMap((trial, index): ResponseSubmission[] => {
    const changed = isMain(trial) ? change(trial, index - configuration.trials.practiceCount) : {};
    if (changed === 'missing') return [];
    return [{
      responseId: `r-${index}`, trialIndex: trial.trialIndex, round: 0, answer: { side: trial.alignedSide }, responseTimeMs: 800, presentedAt: '2026-01-01T00:00:00Z',
      focusLossCount: 0, viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 5, ...changed,
    }];
  });
  return exclusionReasons({ session: openSession({ configuration, plan, consentHash: '', state: 'in_progress', responses }), configuration });
}

const onSide = (side: 'left' | 'right'): Partial<ResponseSubmission> => ({ answer: { side } });
const wrongSide = (trial: Trial): Partial<ResponseSubmission> => onSide(trial.alignedSide === 'left' ? 'right' : 'left');

describe('exclusionReasons', () => {
  it('finds none in an attentive, complete session', () => {
    expect(reasonsFor()).toEqual([]);
  });

  it('does not mind a rater who never takes the target: that is a finding', () => {
    expect(reasonsFor((trial) => (trial.role === 'scored' ? wrongSide(trial) : {}))).toEqual([]);
  });

  it('flags failed catch trials below the configured share, not at it', () => {
    const catches = plan.filter((trial) => isMain(trial) && trial.role === 'catch');
    const failing = (count: number) => reasonsFor((trial) => (catches.slice(0, count).includes(trial) ? wrongSide(trial) : {}));
    expect(catches).toHaveLength(4);
    expect(failing(1)).toEqual([]);
    expect(failing(2)).toEqual(['catch_failed']);
  });

  it('flags a session with more than a fifth of its answers below the minimum time', () => {
    const fastUpTo = (count: number) => reasonsFor((_, position) => (position < count ? { responseTimeMs: 199 } : { responseTimeMs: 200 }));
    expect([fastUpTo(7), fastUpTo(8)]).toEqual([[], ['too_fast']]);
  });

  it('flags a session with 95 % of its answers on one side', () => {
    const leftUpTo = (count: number) => reasonsFor((trial, position) => (trial.role === 'catch' ? {} : onSide(position < count ? 'left' : 'right')));
    expect(leftUpTo(18)).toEqual([]);
    expect(reasonsFor(() => onSide('right'))).toEqual(['catch_failed', 'one_sided']);
    expect(reasonsFor((_, position) => onSide(position < 1 ? 'right' : 'left'))).toContain('one_sided');
    // 34 of 36 are 94.4 %.
    expect(reasonsFor((_, position) => onSide(position < 2 ? 'right' : 'left'))).not.toContain('one_sided');
  });

  it('flags an incomplete session', () => {
    expect(reasonsFor((_, position) => (position === 35 ? 'missing' : {}))).toEqual(['incomplete']);
  });

  it('does not call nine answers one-sided', () => {
    expect(reasonsFor((trial, position) => (position >= 9 ? 'missing' : onSide(trial.role === 'catch' ? trial.alignedSide : 'left')))).toEqual(['incomplete']);
  });

  it('counts a catch trial whose time ran out as failed, and no place for it', () => {
    const catches = plan.filter((trial) => isMain(trial) && trial.role === 'catch');
    expect(reasonsFor((trial) => (catches.slice(0, 2).includes(trial) ? { answer: null } : {}))).toEqual(['catch_failed']);
    expect(reasonsFor((trial, position) => (trial.role === 'catch' || position < 9 ? {} : { answer: null }))).toEqual([]);
  });

  it.each(Object.keys(tasks) as (keyof typeof tasks)[])('judges sessions of %s by the same rules', (name) => {
    const ofTask: StudyConfiguration = configurationWith({}, name);
    const planned = planSession(makeStudy({ conditionCount: 2, targetCount: 30, configuration: ofTask }), 0);
    const answers = { right: rightAnswer, first: firstAnswer };
    const reasonsOf = (kind: keyof typeof answers) => exclusionReasons({
      configuration: ofTask,
      session: openSession({
        configuration: ofTask, plan: planned, consentHash: '', state: 'in_progress',
        responses: planned.map((trial): ResponseSubmission => ({ ...measured, responseId: `r-${trial.trialIndex}`, trialIndex: trial.trialIndex, round: 0, answer: answers[kind](trial) })),
      }),
    });
    expect(reasonsOf('right')).toEqual([]);
    expect(reasonsOf('first')).toContain('catch_failed');
    expect(reasonsOf('first')).toContain('one_sided');
  });
});

const measured = { responseTimeMs: 1500, presentedAt: '2026-01-01T00:00:00Z', focusLossCount: 0, viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 5 } as const;

/** The right answer to a trial of any task, by the task's own fields. */
function rightAnswer(trial: PlannedTrial): Record<string, unknown> {
  const { alignedSide, match, label } = trial as PlannedTrial & { alignedSide?: string; match?: readonly number[]; label?: string };
  return alignedSide !== undefined ? { side: alignedSide } : match !== undefined ? { assignment: match } : { label };
}

/** What somebody answers who does not look. */
function firstAnswer(trial: PlannedTrial): Record<string, unknown> {
  const { match, labels } = trial as PlannedTrial & { match?: readonly number[]; labels?: readonly string[] };
  return labels !== undefined ? { label: labels[0] } : match !== undefined ? { assignment: match.map((_, position) => position) } : { side: 'left' };
}
