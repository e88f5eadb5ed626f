import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, scoreOf, type PlantedTruth } from '../testing.ts';
import { comparisonOf } from './compare.ts';
import { Comparison } from './comparison.ts';

const truth: PlantedTruth = { intercept: 0, effects: { loss: { standard: -6, equal: -6, robust: 1.5, better: 3 } }, raterSd: 0.5, targetSd: 0.8, randomSeed: 'comparison' };
const study = plantedStudy({ conditions: [...crossedFactors({ loss: ['standard', 'equal', 'robust', 'better'] }), { name: 'Originals', factors: {}, reference: 'original' }], targetCount: 30, perCondition: 10 });
const context = plantedContext(study);
const settings = { raterKind: 'simulated', include: 'passed' } as const;
const sessions = plantedSessions(context, truth, { count: 40 });

describe('the comparison of all conditions', () => {
  const result = comparisonOf({ context, sessions }, settings);
  const value = result.comparison.value!;

  it('has what its schema says, and the same again', () => {
    expect([...Value.Errors(Comparison, result)]).toEqual([]);
    expect(comparisonOf({ context, sessions }, settings)).toEqual(result);
  });

  it('holds the planted scores within simultaneous limits, and ranks them', () => {
    for (const { condition, simultaneous } of value.scores) {
      const planted = scoreOf(truth.effects['loss']![condition.factors['loss']!]!, truth);
      expect(simultaneous.lower).toBeLessThan(planted);
      expect(simultaneous.upper).toBeGreaterThan(planted);
    }
    expect(value.scores.find(({ condition }) => condition.name === 'better')!.rankShares[0]).toBeGreaterThan(0.95);
  });

  it('finds networks that are both at 0 equivalent by the margin, and others different', () => {
    const of = (first: string, second: string) => value.differences.find(({ firstId, secondId }) => firstId === `condition-${first}` && secondId === `condition-${second}`)!;
    expect(of('standard', 'equal').equivalence).toMatchObject({ margin: 0.05, p: expect.closeTo(0, 1) });
    expect(of('standard', 'equal').equivalence.p).toBeLessThan(0.05);
    expect(of('standard', 'robust').holmP).toBeLessThan(0.001);
    expect(of('standard', 'robust').equivalence.p).toBe(1);
    expect([result.margin.standing, of('standard', 'robust').standing]).toEqual(['exploratory', 'exploratory']);
  });

  it('leaves references out and says so', () => {
    expect(value.scores).toHaveLength(4);
    expect(result.leftOut).toMatchObject([{ condition: { name: 'Originals' }, reason: { code: 'reference' } }]);
  });

  it('says why where there is nothing to compare', () => {
    const codeOf = (few: typeof sessions, of = context) => comparisonOf({ context: of, sessions: few }, settings).comparison.reason?.code;
    expect(codeOf([])).toBe('no_answers');
    expect(codeOf(sessions.slice(0, 1))).toBe('nothing_to_compare');
    const one = plantedContext({ ...study, conditions: study.conditions.slice(0, 1), stimuli: study.stimuli.slice(0, 30) });
    expect(codeOf(plantedSessions(one, truth, { count: 3 }), one)).toBe('one_condition');
    const single = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['a', 'b'] }), targetCount: 1, perCondition: 1 }));
    expect(codeOf(plantedSessions(single, truth, { count: 3 }), single)).toBe('nothing_to_compare');
  });

  it('gives limits also where all answers are alike', () => {
    const alike = comparisonOf({ context, sessions: plantedSessions(context, { ...truth, intercept: -60, effects: {} }, { count: 5 }) }, settings).comparison.value!;
    for (const { estimate, interval } of alike.scores) expect([estimate, interval.upper > 0.02]).toEqual([0, true]);
  });

  it('refuses a margin that is none', () => {
    expect(() => comparisonOf({ context, sessions }, { ...settings, equivalenceMargin: 1 })).toThrow(/margin is 1/);
  });
});
