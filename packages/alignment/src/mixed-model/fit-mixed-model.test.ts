import { readFileSync } from 'node:fs';
import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { factorialDesign, fitMixedModel, likelihoodRatioTest, marginalMean, modelContrast, type MixedModelRequest } from './index.ts';

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
const { sets: goldens, twoFactors } = JSON.parse(readFileSync(new URL('../../goldens/lme4.json', import.meta.url), 'utf8')) as {
  readonly sets: readonly Golden[];
  readonly twoFactors: Readonly<Record<'additiveLogLik' | 'chiSquared' | 'freedom' | 'p' | 'difference' | 'standardError', readonly [number]>>;
};

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

describe('bad input of a model', () => {
  const rows = Array.from({ length: 8 * 12 * 2 }, (_, row) => ({ rater: row % 8, target: Math.floor(row / 8) % 12, condition: Math.floor(row / 96), u: Math.sin(row * 12.9898) * 43758.5453 % 1 }));
  type Row = (typeof rows)[number];
  const fit = (outcome: (row: Row) => number, change: { readonly random?: MixedModelRequest['random']; readonly conditions?: boolean } = {}, of = rows) => fitMixedModel({
    outcomes: of.map(outcome),
    fixed: [{ name: 'intercept', values: of.map(() => 1) }, ...(change.conditions === false ? [] : [{ name: 'condition', values: of.map(({ condition }) => condition) }])],
    random: change.random ?? [term('rater', ({ rater }) => `${rater}`, of), term('target', ({ target }) => `${target}`, of)],
  });
  const term = (name: string, level: (row: Row) => string, of = rows): MixedModelRequest['random'][number] => ({ name, levels: of.map(level) });
  const mixed = ({ u }: Row): number => Number(u > 0);

  it('names the one rater or target, which tells nothing of others', () => {
    expect(() => fit(mixed, {}, rows.filter(({ rater }) => rater === 0))).toThrow(/"rater" has one level only.* Leave it out/);
    expect(() => fit(mixed, {}, rows.filter(({ target }) => target === 0))).toThrow(/"target" has one level only/);
  });

  it('fits one condition, and says that nothing is told of a second that is not there', () => {
    const one = rows.filter(({ condition }) => condition === 0);
    expect(fit(mixed, { conditions: false }, one).coefficients).toHaveLength(1);
    expect(() => fit(mixed, {}, one)).toThrow(/"condition" says nothing that the effects before it do not: it is constant 0/);
  });

  it.each([0, 1, 0.5])('refuses answers that are all %d', (outcome) => {
    expect(() => fit(() => outcome)).toThrow(new RegExp(`All 192 outcomes are ${outcome}, so there is nothing to explain`));
  });

  it('refuses random terms that cannot be told apart, from each other or from chance', () => {
    expect(() => fit(mixed, { random: [term('rater', ({ rater }) => `${rater}`), term('person', ({ rater }) => `p${rater}`)] })).toThrow(/"person" groups the rows as "rater" does/);
    expect(() => fit(mixed, { random: [term('cell', ({ rater, target, condition }) => `${rater} ${target} ${condition}`)] })).toThrow(/"cell" has a level of its own for each of the 192 rows/);
  });

  it('says that it did not converge, and what to do, where targets decide all answers; and warns where they nearly do', () => {
    expect(() => fit(({ target }) => target % 2)).toThrow(/did not converge: after \d+ steps .*Leave out a factor or a random term/);
    expect(fit(({ target, rater }) => (rater === 0 && target < 2 ? 1 - (target % 2) : target % 2)).warnings).toContainEqual(expect.stringContaining('target is 10 on the log-odds: each of its levels has nearly only one outcome'));
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
    const { estimate, interval } = marginalMean(model, [[1, 1]]);
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

  describe('of factors that interact', () => {
    const { condition, ...rest } = goldens[2]!;
    const factors = [{ name: 'a', values: condition.map((of) => (of % 2 === 0 ? 'no' : 'yes')) }, { name: 'b', values: condition.map((of) => (of < 2 ? 'no' : 'yes')) }];
    const { outcomes, random } = requestOf({ condition, ...rest });
    const [additive, full] = [factorialDesign(factors), factorialDesign(factors, [['a', 'b']])];
    const [smaller, larger] = [additive, full].map(({ fixed }) => fitMixedModel({ outcomes, random, fixed })) as [ReturnType<typeof fitMixedModel>, ReturnType<typeof fitMixedModel>];

    it('has the effects that lme4 has, by name', () => {
      expect(larger.coefficients.map(({ name }) => name)).toEqual(['(Intercept)', 'a: yes', 'b: yes', 'a: yes × b: yes']);
      larger.coefficients.forEach(({ estimate }, index) => expect(Math.abs(estimate - rest.beta[index]!)).toBeLessThan(1e-3));
      expect(Math.abs(smaller.logLikelihood - twoFactors.additiveLogLik[0])).toBeLessThan(1e-3);
    });

    it('tests the interaction by likelihood ratio as lme4 does', () => {
      const { chiSquared, freedom, p } = likelihoodRatioTest(smaller, larger);
      expect(Math.abs(chiSquared - twoFactors.chiSquared[0])).toBeLessThan(2e-3);
      expect(freedom).toBe(twoFactors.freedom[0]);
      expect(Math.abs(p / twoFactors.p[0] - 1)).toBeLessThan(2e-3);
    });

    it('contrasts a factor over the levels of the other as lme4’s coefficients do', () => {
      const { estimate, standardError } = modelContrast(larger, full.contrast({ a: 'yes' }, { a: 'no' }));
      expect(Math.abs(estimate - twoFactors.difference[0])).toBeLessThan(1e-3);
      expect(Math.abs(standardError / twoFactors.standardError[0] - 1)).toBeLessThan(0.01);
      // What the interaction is: how the effect of a differs by b.
      const [ofA, without] = [full.contrast({ a: 'yes', b: 'yes' }, { a: 'no', b: 'yes' }), full.contrast({ a: 'yes', b: 'no' }, { a: 'no', b: 'no' })];
      expect(modelContrast(larger, ofA.map((weight, index) => weight - without[index]!)).estimate).toBeCloseTo(larger.coefficients[3]!.estimate, 12);
    });

    it('has marginal means that are the mean score of the combinations', () => {
      const shown = (wanted: (row: number) => boolean): number => {
        const of = rest.outcome.filter((_, row) => wanted(row));
        return of.reduce((a, b) => a + b, 0) / of.length;
      };
      const { estimate, interval } = marginalMean(larger, full.cells({ a: 'yes' }));
      expect(Math.abs(estimate - shown((row) => condition[row]! % 2 === 1))).toBeLessThan(0.03);
      const means = (['no', 'yes'] as const).map((b) => marginalMean(larger, full.cells({ a: 'yes', b })));
      expect(estimate).toBeCloseTo((means[0]!.estimate + means[1]!.estimate) / 2, 12);
      expect(interval.lower).toBeGreaterThan(0.5);
      expect(interval.upper).toBeLessThan(1);
      // One combination: within a hundredth of its log-odds' own interval, carried over.
      const logOdds = modelContrast(larger, full.cells({ a: 'no', b: 'no' })[0]!).interval;
      const carried = marginalMean({ ...larger, covariance: larger.covariance.map((row) => row.map(() => 0)), coefficients: [{ name: 'only', estimate: logOdds.upper, standardError: 0 }] }, [[1]]).estimate;
      expect(Math.abs(marginalMean(larger, full.cells({ a: 'no', b: 'no' })).interval.upper - carried)).toBeLessThan(0.01);
    });

    it('refuses one level, unknown levels and interactions of nothing', () => {
      expect(() => factorialDesign([{ name: 'loss', values: ['a', 'a'] }])).toThrow(/"loss" has 1 levels/);
      expect(() => factorialDesign([])).not.toThrow();
      expect(() => factorialDesign(factors, [['a', 'c']])).toThrow(/names "c", which is no factor/);
      expect(() => factorialDesign(factors, [['a']])).toThrow(/fewer than two factors/);
      expect(() => full.cells({ a: 'maybe' })).toThrow(/no level "maybe" of a factor "a". Expected one of no, yes/);
      expect(() => full.contrast({ c: 'x' }, {})).toThrow(/Expected one of a, b/);
    });
  });
});
