import { describe, expect, it } from 'vitest';
import { defaultStudyConfiguration, exclusionReasons, openSession, planSession, type ExclusionReason, type PlannedTrial, type ResponseSubmission } from './index.ts';
import { makeTriplets } from './example-triplets.test-data.ts';

const configuration = defaultStudyConfiguration();
const plan = planSession({ configuration, triplets: makeTriplets({ networkCount: 2, targetCount: 20 }), planIndex: 0 });
const isMain = ({ phase }: PlannedTrial): boolean => phase === 'main';

/** Reasons for a session in which every trial is answered as `change` says; by default attentively. */
function reasonsFor(change: (trial: PlannedTrial, position: number) => Partial<ResponseSubmission> | 'missing' = () => ({})): ExclusionReason[] {
  const responses = plan.flatMap((trial, index): ResponseSubmission[] => {
    const changed = isMain(trial) ? change(trial, index - configuration.trials.practiceCount) : {};
    if (changed === 'missing') return [];
    return [{
      responseId: `r-${index}`, trialIndex: trial.trialIndex, round: 0, chosenSide: trial.alignedSide, responseTimeMs: 800, presentedAt: '2026-01-01T00:00:00Z',
      focusLossCount: 0, viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 5, ...changed,
    }];
  });
  return exclusionReasons({ session: openSession({ configuration, plan, consentHash: '', state: 'in_progress', responses }), configuration });
}

const wrongSide = (trial: PlannedTrial): Partial<ResponseSubmission> => ({ chosenSide: trial.alignedSide === 'left' ? 'right' : 'left' });

describe('exclusionReasons', () => {
  it('finds none in an attentive, complete session', () => {
    expect(reasonsFor()).toEqual([]);
  });

  it('does not mind a rater who never takes the target: that is a finding', () => {
    expect(reasonsFor((trial) => (trial.kind === 'comparison' ? wrongSide(trial) : {}))).toEqual([]);
  });

  it('flags failed catch trials below the configured share, not at it', () => {
    const catches = plan.filter((trial) => isMain(trial) && trial.kind === 'catch');
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
    const leftUpTo = (count: number) => reasonsFor((trial, position) => (trial.kind === 'catch' ? {} : { chosenSide: position < count ? 'left' : 'right' }));
    expect(leftUpTo(18)).toEqual([]);
    expect(reasonsFor(() => ({ chosenSide: 'right' }))).toEqual(['catch_failed', 'one_sided']);
    expect(reasonsFor((_, position) => ({ chosenSide: position < 1 ? 'right' : 'left' }))).toContain('one_sided');
    // 34 of 36 are 94.4 %.
    expect(reasonsFor((_, position) => ({ chosenSide: position < 2 ? 'right' : 'left' }))).not.toContain('one_sided');
  });

  it('flags an incomplete session', () => {
    expect(reasonsFor((_, position) => (position === 35 ? 'missing' : {}))).toEqual(['incomplete']);
  });

  it('does not call nine answers one-sided', () => {
    expect(reasonsFor((trial, position) => (position >= 9 ? 'missing' : { chosenSide: trial.kind === 'catch' ? trial.alignedSide : 'left' }))).toEqual(['incomplete']);
  });
});
