import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedTruth } from '../testing.ts';
import { reliabilityOf } from './reliability-of.ts';
import { Reliability } from './reliability.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;
const truth: PlantedTruth = { intercept: 0, effects: { loss: { seen: 60 } }, raterSd: 0, targetSd: 2.5, randomSeed: 'reliability' };
const context = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['split', 'seen'] }), targetCount: 24, perCondition: 12 }));

describe('the reliability of each condition', () => {
  const result = reliabilityOf({ context, sessions: plantedSessions(context, truth, { count: 30 }) }, settings);
  const [split, seen] = result.conditions;

  it('is high where raters agree about targets that differ, with an α that has an interval', () => {
    expect([...Value.Errors(Reliability, result)]).toEqual([]);
    expect(split!.splitHalf.value).toBeGreaterThan(0.8);
    expect(split!.ceiling.value).toBeGreaterThan(0.4);
    expect(split!.ceiling.value).toBeLessThan(split!.splitHalf.value!);
    expect(split!.agreement.alpha).toBeGreaterThan(0.2);
    expect(split!.agreement.interval!.lower).toBeGreaterThan(0);
    expect(split!.difficulty).toMatchObject({ targets: 24, ratersOfTarget: 15 });
    expect(split!.difficulty.counts.reduce((sum, count) => sum + count, 0)).toBe(24);
  });

  it('is not given where all answers are alike: nothing tells targets apart', () => {
    expect(seen).toMatchObject({ agreement: { alpha: null, interval: null }, splitHalf: { value: null, reason: { code: 'all_alike' } }, ceiling: { value: null, reason: { code: 'all_alike' } } });
    expect(seen!.difficulty.counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 24]);
  });

  it('is not given without answers, with few raters or with one target', () => {
    const of = (count: number, in_ = context) => reliabilityOf({ context: in_, sessions: plantedSessions(in_, truth, { count }) }, settings).conditions[0]!;
    expect(of(0)).toMatchObject({ agreement: { alpha: null }, splitHalf: { reason: { code: 'no_answers' } }, difficulty: { targets: 0, ratersOfTarget: null } });
    expect(of(1)).toMatchObject({ agreement: { alpha: null }, splitHalf: { reason: { code: 'few_raters' } }, excluded: 12 });
    const single = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['split', 'seen'] }), targetCount: 1, perCondition: 1 }));
    expect(of(8, single)).toMatchObject({ splitHalf: { reason: { code: 'few_raters' } }, difficulty: { targets: 1 } });
  });
});
