import type { JudgedSession } from '@lookalike/answers';
import { exampleContext, exampleStudy, observedSession } from '@lookalike/answers/testing';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedTruth } from '../testing.ts';
import { biasOf } from './bias-of.ts';
import { Bias } from './bias.ts';

const settings = { raterKind: 'simulated', include: 'all' } as const;
const truth: PlantedTruth = { intercept: 0, effects: {}, raterSd: 0.4, targetSd: 0.4, lapse: 0.3, randomSeed: 'bias' };
const context = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['a', 'b'] }), targetCount: 20, perCondition: 10, change: { trials: { catchCount: 10, practiceCount: 0, practicePassCount: 0, blockSize: 50 } } }));

/** Answers as if the time of misses were longer. */
function slowMisses(sessions: readonly JudgedSession[]): JudgedSession[] {
  return sessions.map((judged) => ({ ...judged, trials: judged.trials.map((trial) => ({ ...trial, response: { ...trial.response, responseTimeMs: trial.items[0]?.outcome === 0 ? 2000 : 1000 } })) }));
}

describe('bias', () => {
  const result = biasOf({ context, sessions: slowMisses(plantedSessions(context, truth, { count: 40 })) }, settings);

  it('finds the planted lapses, and no side that is preferred', () => {
    expect([...Value.Errors(Bias, result)]).toEqual([]);
    const { lapse, leftShare, criterion, catchAccuracy } = result;
    expect(lapse.value!.interval.lower).toBeLessThan(0.3);
    expect(lapse.value!.interval.upper).toBeGreaterThan(0.3);
    expect(lapse.value!.estimate).toBeCloseTo(2 * (1 - catchAccuracy.value!.estimate), 12);
    expect(leftShare.value!.interval.lower).toBeLessThan(0.5);
    expect(leftShare.value!.interval.upper).toBeGreaterThan(0.5);
    expect(criterion.value!.interval.lower).toBeLessThan(0);
    expect(criterion.value!.interval.upper).toBeGreaterThan(0);
    expect(criterion.value!.n).toEqual({ trials: 400, raters: 40 });
  });

  it('has response times by outcome, of all and of each condition', () => {
    const of = (outcome: string, name: string | null) => result.responseTimes.find((row) => row.outcome === outcome && (row.condition?.name ?? null) === name)!;
    expect(of('miss', null).quantilesMs).toEqual({ p10: 2000, p25: 2000, p50: 2000, p75: 2000, p90: 2000 });
    expect(of('hit', 'a').quantilesMs!.p90).toBe(1000);
    expect(of('hit', 'a').trials + of('hit', 'b').trials).toBe(of('hit', null).trials);
    expect(of('between', null)).toMatchObject({ trials: 0, quantilesMs: null });
    expect(of('catch_right', null).trials + of('catch_wrong', null).trials).toBe(400);
  });

  it('says why there is no d′', () => {
    expect(result.sensitivity.code).toBe('decision_rule_unknown');
  });

  it('finds raters who prefer a side', () => {
    const leftists = plantedSessions(context, truth, { count: 12 }).map((judged) => ({
      ...judged,
      trials: judged.trials.map((trial) => {
        const isLeftRight = (trial.trial as unknown as { readonly alignedSide: string }).alignedSide === 'left';
        return { ...trial, response: { ...trial.response, answer: { side: 'left' } }, ...(trial.trial.role === 'catch' ? { isRight: isLeftRight } : {}) };
      }),
    }));
    const { leftShare, criterion } = biasOf({ context, sessions: leftists }, settings);
    expect(leftShare.value!.estimate).toBe(1);
    expect(criterion.value!.interval.upper).toBeLessThan(-1);
  });

  it('is not given where nothing was answered, or where answers are no sides', async () => {
    expect(biasOf({ context, sessions: [] }, settings)).toMatchObject({ leftShare: { reason: { code: 'no_answers' } }, catchAccuracy: { reason: { code: 'no_catch_trials' } }, lapse: { reason: { code: 'no_catch_trials' } }, criterion: { reason: { code: 'no_catch_trials' } }, unanswered: 0 });
    for (const [name, guess] of [['matching', 1 / 6], ['classification', 1 / 3]] as const) {
      const study = exampleStudy(name);
      const sessions = [await observedSession(study, { id: 'one', kind: 'simulated' })];
      const other = biasOf({ context: exampleContext(study), sessions }, settings);
      expect(other).toMatchObject({ leftShare: { reason: { code: 'no_sides' } }, criterion: { reason: { code: 'no_sides' } }, catchAccuracy: { value: { estimate: 1 } }, lapse: { value: { estimate: 0 } } });
      // One rater is one trial: nothing is claimed of others.
      expect(other.lapse.value!.interval.upper).toBeCloseTo(Math.min(1, (1 - other.catchAccuracy.value!.interval.lower) / (1 - guess)), 12);
    }
  });
});
