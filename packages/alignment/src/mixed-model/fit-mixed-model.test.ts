import { readFileSync } from 'node:fs';
import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { fitMixedModel, likelihoodRatioTest, marginalMean, modelContrast, type MixedModelRequest } from './index.ts';

interface Golden {
  readonly name: readonly [string];
  readonly terms: readonly string[];
  readonly rater: readonly number[];
  readonly target: readonly number[];
  readonly condition: readonly number[];
  readonly outcome: readonly number[];
  readonly coefficients: readonly string[];
  readonly beta: readonly number[];
  readonly standardErrors: readonly number[];
  readonly sds: readonly number[];
  readonly logLik: readonly [number];
}

/** Estimates of lme4: see goldens/make-lme4.R. */
const goldens = JSON.parse(readFileSync(new URL('../../goldens/lme4.json', import.meta.url), 'utf8')) as Golden[];

function requestOf({ coefficients, terms, rater, target, condition, outcome }: Golden): MixedModelRequest {
  const column = (name: string): number[] => condition.map((of) => {
    if (name === '(Intercept)') return 1;
    const factor = { a: of % 2, b: Math.floor(of / 2), 'a:b': (of % 2) * Math.floor(of / 2) }[name];
    return factor ?? Number(name === `condition${of + 1}`);
  });
  const parts: Record<string, readonly number[]> = { rater, target, condition };
  return {
    outcomes: outcome,
    fixed: coefficients.map((name) => ({ name, values: column(name) })),
    random: terms.map((name) => ({ name, levels: outcome.map((_, row) => name.split(':').map((part) => parts[part]![row]).join()) })),
  };
}

describe('fitMixedModel', () => {
  it.each(goldens.map((golden) => [golden.name[0], golden] as const))('agrees with lme4: %s', (_, golden) => {
    const model = fitMixedModel(requestOf(golden));
    model.coefficients.forEach(({ name, estimate, standardError }, index) => {
      expect(name).toBe(golden.coefficients[index]);
      expect(Math.abs(estimate - golden.beta[index]!)).toBeLessThan(1e-3);
      expect(Math.abs(standardError / golden.standardErrors[index]! - 1)).toBeLessThan(0.01);
    });
    model.random.forEach(({ sd }, index) => expect(Math.abs(sd - golden.sds[index]!)).toBeLessThan(1e-3));
    expect(Math.abs(model.logLikelihood - golden.logLik[0])).toBeLessThan(1e-3);
  });

  it('tells its steps, the deviance never rising', () => {
    const steps: number[] = [];
    const model = fitMixedModel({ ...requestOf(goldens[0]!), onProgress: ({ iteration, deviance }) => { expect(iteration).toBe(steps.push(deviance)); } });
    expect(steps.length).toBeGreaterThan(4);
    steps.forEach((deviance, index) => expect(deviance).toBeLessThanOrEqual(steps[index - 1] ?? Infinity));
    expect(steps.at(-1)).toBeCloseTo(-2 * model.logLikelihood, 9);
  });

  it('says so where a standard deviation is estimated as 0', () => {
    expect(fitMixedModel(requestOf(goldens[4]!)).warnings).toEqual([expect.stringContaining('rater is estimated as 0')]);
  });

  const small = (outcome: (row: number, condition: number) => number): MixedModelRequest => {
    const rng = createRandom('separation');
    const rows = Array.from({ length: 240 }, (_, row) => ({ rater: row % 12, target: Math.floor(row / 24), condition: Math.floor(row / 12) % 2, u: rng.uniform() }));
    return {
      outcomes: rows.map(({ condition, u }, row) => (condition === 0 ? Number(u < 0.4) : outcome(row, condition))),
      fixed: [{ name: 'intercept', values: rows.map(() => 1) }, { name: 'second', values: rows.map(({ condition }) => condition) }],
      random: [{ name: 'rater', levels: rows.map(({ rater }) => `r${rater}`) }, { name: 'target', levels: rows.map(({ target }) => `t${target}`) }],
    };
  };

  it('gives a finite estimate, and says how, where a condition is all seed', () => {
    const { coefficients: [, second], method, hasPrior } = fitMixedModel(small(() => 0));
    expect(hasPrior).toBe(true);
    expect(second!.estimate).toBeGreaterThan(-12);
    expect(second!.estimate).toBeLessThan(-2);
    expect(second!.standardError).toBeLessThan(3);
    expect(method).toContain('with a normal prior of sd 2.5');
  });

  it('has no prior where a combination of two factors is all seed, but each factor is told by the others', () => {
    const { fixed, random, ...rest } = small((row) => Number(row % 3 === 0));
    const half = rest.outcomes.map((_, row) => Math.floor(row / 24) % 2);
    const isEmpty = (row: number): boolean => fixed[1]!.values[row] === 1 && half[row] === 1;
    const outcomes = rest.outcomes.map((outcome, row) => (isEmpty(row) ? 0 : outcome));
    const additive: MixedModelRequest = { outcomes, random, fixed: [...fixed, { name: 'half', values: half }] };
    const model = fitMixedModel(additive);
    expect([model.hasPrior, model.method]).toEqual([false, 'logistic mixed model, Laplace approximation']);
    // The interaction has only that combination to be estimated from.
    expect(fitMixedModel({ ...additive, fixed: [...additive.fixed, { name: 'both', values: half.map((_, row) => Number(isEmpty(row))) }] }).hasPrior).toBe(true);
  });

  it('names an effect that others make up, refuses rows that do not fit, and one level', () => {
    const request = small((row) => row % 2);
    expect(() => fitMixedModel({ ...request, fixed: [...request.fixed, { name: 'again', values: request.fixed[1]!.values.map((value) => 1 - value) }] })).toThrow(/"again" says nothing/);
    expect(() => fitMixedModel({ ...request, fixed: [{ name: 'short', values: [1] }] })).toThrow(/"short" has 1 values for 240 rows/);
    expect(() => fitMixedModel({ ...request, random: [{ name: 'rater', levels: request.outcomes.map(() => 'one') }] })).toThrow(/"rater" has one level only/);
    expect(() => fitMixedModel({ outcomes: [], fixed: [], random: [] })).toThrow(/0 rows/);
    expect(() => fitMixedModel({ ...request, outcomes: request.outcomes.map(() => 2) })).toThrow(/An outcome is 2/);
  });
});

describe('what follows from a model', () => {
  const golden = goldens[0]!;
  const request = requestOf(golden);
  const model = fitMixedModel(request);

  it('contrasts fixed effects with their covariance', () => {
    const { estimate, standardError, p } = modelContrast(model, [0, 1]);
    expect([estimate, standardError]).toEqual([model.coefficients[1]!.estimate, model.coefficients[1]!.standardError]);
    expect(p).toBeLessThan(1e-20);
  });

  it('expects on the probability scale what the answers show', () => {
    const shown = golden.outcome.filter((_, row) => golden.condition[row] === 1);
    const { estimate, interval } = marginalMean(model, [1, 1]);
    expect(Math.abs(estimate - shown.reduce((a, b) => a + b, 0) / shown.length)).toBeLessThan(0.02);
    expect(interval.lower).toBeLessThan(estimate);
    expect(interval.upper).toBeGreaterThan(estimate);
  });

  it('tests a factor by likelihood ratio, near the square of its Wald statistic', () => {
    const smaller = fitMixedModel({ ...request, fixed: request.fixed.slice(0, 1) });
    const { chiSquared, freedom, p } = likelihoodRatioTest(smaller, model);
    const wald = (model.coefficients[1]!.estimate / model.coefficients[1]!.standardError) ** 2;
    expect(freedom).toBe(1);
    expect(Math.abs(chiSquared / wald - 1)).toBeLessThan(0.4);
    expect(p).toBeLessThan(1e-20);
    expect(() => likelihoodRatioTest(model, smaller)).toThrow(/more parameters/);
  });
});
