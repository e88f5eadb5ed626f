import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, scoreOf, type PlantedStudy, type PlantedTruth } from '../testing.ts';
import { modelOf } from './model-of.ts';
import { Model } from './model.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;
const truth: PlantedTruth = { intercept: -0.5, effects: { architecture: { vgg: -0.8 }, loss: { standard: -1.2 } }, ofCondition: ({ architecture, loss }) => (architecture === 'vgg' && loss === 'standard' ? 1.5 : 0), raterSd: 0.5, targetSd: 0.8, randomSeed: 'mixed model' };
const study = plantedStudy({ conditions: crossedFactors({ architecture: ['resnet', 'vgg'], loss: ['contrastive', 'standard'] }).map(({ name, factors }) => ({ name, factors: { ...factors, layer: 'features' } })), targetCount: 24, perCondition: 12 });
const context = plantedContext(study);

describe('the mixed model', () => {
  const shares: number[] = [];
  const result = modelOf({ context, sessions: plantedSessions(context, truth, { count: 40 }) }, settings, (share) => shares.push(share));
  const value = result.model.value!;

  it('finds the planted interaction on the log-odds, and tests it', () => {
    expect([...Value.Errors(Model, result)]).toEqual([]);
    const [{ factors, contrasts, test }] = value.interactions as [(typeof value.interactions)[number]];
    const { levels, against, interval } = contrasts.value![0]!;
    expect([factors, levels, against]).toEqual([['architecture', 'loss'], ['vgg', 'standard'], ['resnet', 'contrastive']]);
    expect(interval.lower).toBeLessThan(1.5);
    expect(interval.upper).toBeGreaterThan(1.5);
    expect(test.value).toMatchObject({ freedom: 1 });
    expect(test.value!.p).toBeLessThan(0.001);
  });

  it('finds what the factors add: half of the interaction is in each', () => {
    expect(value.main.formula).toBe('outcome ~ architecture + loss + (1 | rater) + (1 | target) + (1 | rater:condition) + (1 | target:condition)');
    expect(value.main.coefficients.map(({ name }) => name)).toEqual(['(Intercept)', 'architecture: vgg', 'loss: standard']);
    const [architecture, loss] = value.factors.map(({ contrasts: [contrast] }) => contrast!);
    for (const [contrast, planted] of [[architecture!, -0.8 + 0.75], [loss!, -1.2 + 0.75]] as const) {
      expect(contrast.interval.lower).toBeLessThan(planted);
      expect(contrast.interval.upper).toBeGreaterThan(planted);
    }
    expect(value.factors[1]!.test.value!.p).toBeLessThan(0.05);
    expect(value.main).toMatchObject({ hasPrior: false, rows: 40 * 48 });
  });

  it('has the planted scores of the conditions on the probability scale, and says that they are more than their factors', () => {
    const { means, test } = value.conditions.value!;
    for (const { condition: { factors }, mean } of means) {
      const planted = scoreOf(truth.intercept + (truth.effects['architecture']![factors['architecture']!] ?? 0) + (truth.effects['loss']![factors['loss']!] ?? 0) + truth.ofCondition!(factors), truth);
      expect(mean.interval.lower).toBeLessThan(planted);
      expect(mean.interval.upper).toBeGreaterThan(planted);
    }
    expect(test.value!.freedom).toBe(1);
    expect(test.value!.p).toBeLessThan(0.001);
  });

  it('reports how far it is, up to the end', () => {
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(20);
  });

  it('names factors that are not fitted', () => {
    expect(result.notFitted).toMatchObject([{ factors: ['layer'], code: 'one_level' }]);
  });

  it('comes as a script for brms, of the same formula and answers', () => {
    const script = result.brms.value!;
    expect(script).toContain('outcome ~ 1 + factor_architecture + factor_loss + (1 | participant_id) + (1 | target_id) + (1 | participant_id:condition_id) + (1 | target_id:condition_id)');
    expect(script).toContain('items_data.csv');
    expect(script).toContain('& is_simulated & !is_excluded)');
    for (const { conditionId } of study.conditions) expect(script).toContain(conditionId);
  });
});

describe('a mixed model that cannot be had as it is', () => {
  const of = (conditions: PlantedStudy['conditions'], count: number, change: Partial<PlantedTruth> = {}, targetCount = 12) => {
    const small = plantedContext(plantedStudy({ conditions, targetCount, perCondition: Math.min(6, targetCount) }));
    return modelOf({ context: small, sessions: plantedSessions(small, { ...truth, ...change }, { count }) }, settings);
  };
  const two = crossedFactors({ loss: ['contrastive', 'standard'] });

  it('says why: no answers, one condition, one rater, one target', () => {
    expect(of(two, 0)).toMatchObject({ model: { value: null, reason: { code: 'no_answers' } }, brms: { reason: { code: 'no_answers' } } });
    expect(of(two.slice(0, 1), 4).model.reason?.code).toBe('one_condition');
    expect(of(two, 1).model.reason).toMatchObject({ code: 'model_data', text: expect.stringContaining('"rater" has one level only') });
    expect(of(two, 4, {}, 1).model.reason).toMatchObject({ code: 'model_data', text: expect.stringContaining('"target" has one level only') });
  });

  it('has a prior where a condition is all seed, and no test', () => {
    const { main, factors: [loss] } = of(two, 8, { effects: { loss: { standard: -90 } } }).model.value!;
    expect(main.hasPrior).toBe(true);
    expect(loss!.test.reason?.code).toBe('has_prior');
    expect(loss!.contrasts[0]!.interval.upper).toBeLessThan(0);
    expect(loss!.contrasts[0]!.estimate).toBeGreaterThan(-15);
  });

  it('takes the conditions where no factor tells them apart, and has one model where factors say all', () => {
    const { model, notFitted } = of([{ name: 'b', factors: { loss: 'x' } }, { name: 'a', factors: { loss: 'x' } }], 8);
    expect(notFitted).toMatchObject([{ code: 'one_level' }]);
    expect(model.value!.factors).toMatchObject([{ name: 'condition', contrasts: [{ first: 'b', second: 'a' }] }]);
    expect(model.value!.conditions.value!.test.reason?.code).toBe('same_model');
    expect(model.value!.conditions.value!.means.map(({ condition }) => condition.name)).toEqual(['b', 'a']);
    expect(of(two, 8).model.value!.conditions.value!.means.map(({ mean }) => mean)).toEqual(of(two, 8).model.value!.factors[0]!.levels.map(({ mean }) => mean));
  });
});
