import type { Condition } from '@lookalike/study';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, logOddsOf, plantedContext, plantedSessions, plantedStudy, scoreOf, type PlantedStudy, type PlantedTruth } from '../testing.ts';
import { effectsOf } from './effects-of.ts';
import { Effects } from './effects.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;

/** True scores of the conditions, by id. */
function scoresOf(context: ReturnType<typeof plantedContext>, truth: PlantedTruth): Map<string, number> {
  return new Map(context.study.conditions.map(({ conditionId }) => [conditionId, scoreOf(logOddsOf(truth, context, conditionId, ''), truth)]));
}

function meanScore(context: ReturnType<typeof plantedContext>, truth: PlantedTruth, wanted: (condition: Condition) => boolean): number {
  const scores = scoresOf(context, truth);
  const of = context.study.conditions.filter(wanted).map(({ conditionId }) => scores.get(conditionId)!);
  return of.reduce((sum, score) => sum + score, 0) / of.length;
}

describe('the effects of three tags and two objectives on 16 conditions', () => {
  const truth: PlantedTruth = {
    intercept: -1.5,
    effects: { architecture: { resnet: 0.8 }, augmentation: { 'lp-ball': 0.6 }, loss: { contrastive: 1.2 }, objective: { 'human-leaning': 1.5 } },
    // Residual connections help a contrastive loss more.
    ofCondition: ({ architecture, loss }) => (architecture === 'resnet' && loss === 'contrastive' ? 1.2 : 0),
    raterSd: 0.5, targetSd: 0.8, randomSeed: 'sixteen conditions',
  };
  const conditions = crossedFactors({ architecture: ['resnet', 'vgg'], augmentation: ['lp-ball', 'none'], loss: ['contrastive', 'standard'], objective: ['human-leaning', 'regularizer-free'] })
    // What a study has besides: a constant, the name of each network, and a tag that goes with another.
    .map(({ name, factors }) => ({ name, factors: { ...factors, layer: 'features', family: name.split(' ').slice(0, 3).join('-'), year: factors['architecture'] === 'vgg' ? '2014' : '2015' } }));
  const context = plantedContext(plantedStudy({ conditions, targetCount: 30, perCondition: 5 }), { distanceOf: (_, target) => 0.05 + target / 300 });
  const sessions = plantedSessions(context, truth, { count: 60 });
  const result = effectsOf({ context, sessions }, settings);
  const effects = result.effects.value!;

  it('are the planted ones, within their intervals, as differences and as means', () => {
    expect([...Value.Errors(Effects, result)]).toEqual([]);
    expect(effects.factors.map(({ name }) => name)).toEqual(['architecture', 'augmentation', 'loss', 'objective']);
    for (const { name, levels, differences } of effects.factors) {
      const planted = (level: string) => meanScore(context, truth, ({ factors }) => factors[name] === level);
      for (const { level, conditions: count, mean: { estimate, interval } } of levels) {
        expect(count).toBe(8);
        expect(Math.abs(estimate - planted(level))).toBeLessThan(0.08);
        expect(interval.lower).toBeLessThan(planted(level));
        expect(interval.upper).toBeGreaterThan(planted(level));
      }
      const [{ first, second, interval, holmP }] = differences as [(typeof differences)[number]];
      expect(interval.lower).toBeLessThan(planted(first) - planted(second));
      expect(interval.upper).toBeGreaterThan(planted(first) - planted(second));
      expect(holmP).toBeLessThan(0.001);
    }
  });

  it('finds the planted interaction, and its interval holds it', () => {
    expect(effects.interactions).toHaveLength(6);
    const of = effects.interactions.find(({ factors }) => factors.join() === 'architecture,loss')!;
    const cell = (architecture: string, loss: string) => meanScore(context, truth, ({ factors }) => factors['architecture'] === architecture && factors['loss'] === loss);
    const planted = cell('vgg', 'standard') - cell('vgg', 'contrastive') - cell('resnet', 'standard') + cell('resnet', 'contrastive');
    const [{ levels, against, estimate, interval, p }] = of.contrasts as [(typeof of.contrasts)[number]];
    expect([levels, against]).toEqual([['vgg', 'standard'], ['resnet', 'contrastive']]);
    expect(interval.lower).toBeLessThan(planted);
    expect(interval.upper).toBeGreaterThan(planted);
    expect(Math.abs(estimate - planted)).toBeLessThan(0.08);
    expect(p).toBeLessThan(0.01);
    for (const { levels: [a, b], mean } of of.means) expect(Math.abs(mean.estimate - cell(a, b))).toBeLessThan(0.1);
  });

  it('names what is constant, the same as another, or a combination, and fits none of them', () => {
    const codes = Object.fromEntries(result.notFitted.map(({ factors, code }) => [factors.join(), code]));
    expect(codes).toEqual({ layer: 'one_level', year: 'same_as', family: 'combination' });
    expect(result.notFitted.find(({ code }) => code === 'same_as')!.text).toContain('exactly where architecture does');
  });
});

describe('effects that are only a matter of convergence', () => {
  // The loss decides d, and d alone decides the answers.
  const truth: PlantedTruth = { intercept: 0, effects: {}, distanceSlope: -1, raterSd: 0.4, targetSd: 0.6, randomSeed: 'convergence' };
  const study = plantedStudy({ conditions: crossedFactors({ architecture: ['resnet', 'vgg'], loss: ['robust', 'standard'] }), targetCount: 40, perCondition: 16 });
  // Robust ones have about twice the d; a third of the targets have the same in both.
  const context = plantedContext(study, { distanceOf: ({ factors }, target) => (factors['loss'] === 'standard' || target % 3 === 0 ? 0.1 : 0.25) * (1 + (target % 5) / 10), acceptanceOf: ({ factors }) => (factors['architecture'] === 'vgg' ? 0.95 : 0.9) });
  const sessions = plantedSessions(context, truth, { count: 60 });
  const effects = effectsOf({ context, sessions }, settings).effects.value!;
  const loss = effects.factors.find(({ name }) => name === 'loss')!.differences[0]!;

  it('are there as scores are, and gone where d is held equal or matched', () => {
    expect(loss).toMatchObject({ first: 'standard', second: 'robust' });
    expect(loss.interval.lower).toBeGreaterThan(0.05);
    const { adjusted, unadjusted } = loss.adjusted.value!;
    expect(unadjusted.interval.lower).toBeGreaterThan(0.05);
    expect(adjusted.interval.lower).toBeLessThan(0);
    expect(adjusted.interval.upper).toBeGreaterThan(0);
    const { difference, stimulusPairs, conditionPairs, meanDistance } = loss.matched.value!;
    expect(difference.interval!.lower).toBeLessThan(0);
    expect(difference.interval!.upper).toBeGreaterThan(0);
    expect([stimulusPairs, conditionPairs]).toEqual([{ kept: 28, of: 80 }, { kept: 2, of: 2 }]);
    expect(meanDistance.first).toBeCloseTo(meanDistance.second, 12);
  });

  it('tells what a doubling of d does, and why acceptance is no covariate here', () => {
    const { covariates, leftOut } = effects.adjustment.value!;
    expect(covariates.map(({ name }) => name)).toEqual(['log2_distance']);
    expect(covariates[0]!.interval.upper).toBeLessThan(-0.1);
    expect(leftOut).toMatchObject([{ name: 'acceptance', text: expect.stringContaining('With 4 conditions') }]);
  });

  it('match nothing where calipers are too narrow, and refuse calipers that are none', () => {
    const of = (change: object) => effectsOf({ context, sessions }, { ...settings, ...change });
    const architecture = (change: object) => of(change).effects.value!.factors.find(({ name }) => name === 'architecture')!.differences[0]!.matched;
    expect(architecture({}).value!.stimulusPairs).toEqual({ kept: 80, of: 80 });
    expect(architecture({ acceptanceDifference: 0.01 })).toMatchObject({ value: null, reason: { code: 'no_match' } });
    expect(() => of({ distanceRatio: 1 })).toThrow(/largest ratio of two d that match is 1/);
    expect(() => of({ acceptanceDifference: 0 })).toThrow(/acceptances that match is 0/);
  });
});

describe('effects that are only a matter of acceptance', () => {
  // The share of accepted IRIs decides the answers; it differs by architecture, and otherwise as no factor says.
  const acceptanceOf = ({ architecture, loss, augmentation }: Condition['factors']) => (architecture === 'resnet' ? 0.7 : 0.4) + (loss === 'a' && augmentation === 'x' ? 0.25 : loss === 'b' && augmentation === 'y' ? -0.1 : 0);
  const truth: PlantedTruth = { intercept: -2, effects: {}, ofCondition: (factors) => 4 * acceptanceOf(factors), raterSd: 0.3, targetSd: 0.5, randomSeed: 'acceptance' };
  const study = plantedStudy({ conditions: crossedFactors({ architecture: ['resnet', 'vgg'], augmentation: ['x', 'y'], loss: ['a', 'b'] }), targetCount: 30, perCondition: 10 });
  const context = plantedContext(study, { distanceOf: ({ factors }, target) => 0.05 + ((7 * target + Number(factors['loss'] === 'a') + 3 * Number(factors['architecture'] === 'vgg')) % 11) / 200, acceptanceOf: ({ factors }) => acceptanceOf(factors) });
  const effects = effectsOf({ context, sessions: plantedSessions(context, truth, { count: 60 }) }, settings).effects.value!;

  it('are gone where acceptance is held equal, and cannot be matched', () => {
    const { covariates, leftOut } = effects.adjustment.value!;
    expect([covariates.map(({ name }) => name), leftOut]).toEqual([['log2_distance', 'acceptance'], []]);
    expect(covariates[1]!.interval.lower).toBeGreaterThan(0.3);
    const [architecture] = effects.factors.find(({ name }) => name === 'architecture')!.differences;
    const { adjusted, unadjusted } = architecture!.adjusted.value!;
    expect(unadjusted.interval.upper).toBeLessThan(-0.1);
    expect(Math.abs(adjusted.estimate)).toBeLessThan(Math.abs(unadjusted.estimate) / 2);
    expect(adjusted.interval.upper).toBeGreaterThan(0);
    expect(architecture!.matched.reason?.code).toBe('no_match');
  });
});

describe('effects that cannot be given', () => {
  const truth: PlantedTruth = { intercept: 0, effects: {}, raterSd: 0.5, targetSd: 0.5, randomSeed: 'few' };
  const of = (conditions: PlantedStudy['conditions'], { count = 6, targetCount = 12 } = {}, change: Partial<PlantedTruth> = {}) => {
    const context = plantedContext(plantedStudy({ conditions, targetCount, perCondition: Math.min(6, targetCount) }));
    return effectsOf({ context, sessions: plantedSessions(context, { ...truth, ...change }, { count }) }, settings);
  };

  it('say why: no answers, one condition, one level, one rater, one target', () => {
    const two = crossedFactors({ loss: ['a', 'b'] });
    expect(of(two, { count: 0 }).effects.reason?.code).toBe('no_answers');
    expect(of(crossedFactors({ loss: ['a'] })).effects.reason?.code).toBe('one_condition');
    expect(of([{ name: 'a', factors: { loss: 'a' } }, { name: 'b', factors: { loss: 'a' } }])).toMatchObject({ effects: { reason: { code: 'one_level' } }, notFitted: [{ factors: ['loss'], code: 'one_level' }] });
    expect(of(two, { count: 1 }).effects.reason?.code).toBe('nothing_to_compare');
    expect(of(two, { targetCount: 1 }).effects.reason?.code).toBe('nothing_to_compare');
  });

  it('are adjusted for the other factors where conditions are missing, without the interaction that they do not have', () => {
    const { effects, notFitted } = of(crossedFactors({ architecture: ['resnet', 'vgg'], loss: ['a', 'b'] }).slice(0, 3), { count: 12 });
    expect(effects.value!.factors.map(({ name }) => name)).toEqual(['architecture', 'loss']);
    expect(notFitted).toMatchObject([{ factors: ['architecture', 'loss'], code: 'combination' }]);
  });

  it('have a level for conditions that do not state a factor, and limits where all answers are alike', () => {
    const { effects } = of([{ name: 'a', factors: { loss: 'x' } }, { name: 'b', factors: {} }], {}, { intercept: -60 });
    const [loss] = effects.value!.factors;
    expect(loss!.levels.map(({ level }) => level)).toEqual(['not stated', 'x']);
    expect(loss!.differences[0]).toMatchObject({ estimate: 0 });
    expect(loss!.differences[0]!.interval.upper).toBeGreaterThan(0.02);
  });
});
