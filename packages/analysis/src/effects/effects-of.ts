import { compareConditions, type Combination } from '@lookalike/alignment';
import { createRandom } from '@lookalike/random';
import { AnalysisError } from '../analysis-error.ts';
import { comparable } from '../comparison/compare.ts';
import { answeredConditions, tablesOf, type AnsweredCondition } from '../counted-answers.ts';
import { givenByData, notGiven } from '../given.ts';
import type { AnalysisInput, AnalysisSettings } from '../section.ts';
import { adjustedEffects } from './adjusted.ts';
import { convergenceOf } from './convergence.ts';
import type { Effects } from './effects.ts';
import { factorDesign, levelOf, type FactorDesign } from './factor-design.ts';
import { matchedDifference, type Calipers } from './matched.ts';

const calipers: Calipers = { distanceRatio: 1.25, acceptanceDifference: 0.1 };

/** Every mean needs an interval of its own only: nothing is drawn for it that is reported. */
const FEW_DRAWS = 100;

/** @throws analysis.bad_caliper */
export function effectsOf(input: AnalysisInput, settings: AnalysisSettings): Effects {
  const matchedOn = checkedCalipers({ distanceRatio: settings.distanceRatio ?? calipers.distanceRatio, acceptanceDifference: settings.acceptanceDifference ?? calipers.acceptanceDifference });
  const { kept, leftOut } = comparable(answeredConditions(input, settings));
  const rest = { matchedOn, leftOut };
  if (kept.length < 2) return { ...rest, notFitted: [], effects: notGiven(kept.length === 0 ? 'no_answers' : 'one_condition', kept.length === 0 ? 'No condition has answers that count.' : 'Only one condition has answers that count: it differs from nothing.') };
  const design = factorDesign(kept.map(({ condition }) => condition));
  const notFitted = design.notFitted.map(({ factors, ...why }) => ({ factors: [...factors], ...why }));
  if (design.factors.length === 0) return { ...rest, notFitted, effects: notGiven('one_level', 'No factor tells the conditions apart. Give the networks tags, or compare layers or objectives.') };
  return { ...rest, notFitted, effects: givenByData(() => fittedEffects(input, { conditions: kept, design, matchedOn })) };
}

function checkedCalipers({ distanceRatio, acceptanceDifference }: Calipers): Calipers {
  if (!(distanceRatio > 1 && Number.isFinite(distanceRatio))) throw new AnalysisError('analysis.bad_caliper', `The largest ratio of two d that match is ${distanceRatio}. Expected a number above 1, such as 1.25.`, { distanceRatio });
  if (!(acceptanceDifference > 0 && acceptanceDifference <= 1)) throw new AnalysisError('analysis.bad_caliper', `The largest difference of two acceptances that match is ${acceptanceDifference}. Expected a share above 0 and up to 1, such as 0.1.`, { acceptanceDifference });
  return { distanceRatio, acceptanceDifference };
}

interface Fitted {
  readonly conditions: readonly AnsweredCondition[];
  readonly design: FactorDesign;
  readonly matchedOn: Calipers;
}

function fittedEffects({ context }: AnalysisInput, { conditions, design: { factors, interactions, meanOf }, matchedOn }: Fitted): NonNullable<Effects['effects']['value']> {
  const rng = createRandom(context.study.configuration.randomSeed).child('effects');
  const tables = tablesOf(conditions);
  const convergence = convergenceOf(context);
  const adjustment = adjustedEffects(conditions, factors, convergence);

  /** Weighted sums of scores as one family. */
  const family = (name: string, weights: readonly (readonly number[])[], draws?: number): ReturnType<typeof compareConditions> => compareConditions({
    tables, rng: rng.child(name), ...(draws === undefined ? {} : { draws }),
    contrasts: weights.map((of, index) => ({ name: String(index), isPreregistered: false, weights: Object.fromEntries(of.map((weight, at) => [conditions[at]!.condition.conditionId, Math.abs(weight) < 1e-12 ? 0 : weight])) })),
  });
  const asMean = ({ estimate, interval }: Pick<Combination, 'estimate' | 'interval'>) => ({ estimate, interval: { ...interval, lower: Math.max(0, interval.lower), upper: Math.min(1, interval.upper) } });
  const asClaim = ({ estimate, interval, simultaneous, p, holmP, n, excluded }: Combination) => ({ estimate, interval, simultaneous, p, holmP, n, excluded, standing: 'exploratory' as const });

  const levels = factors.flatMap(({ name, levels: of }) => of.map((level) => ({ name, level })));
  const pairs = factors.flatMap((factor) => factor.levels.flatMap((second, at) => factor.levels.slice(at + 1).map((first) => ({ factor, first, second }))));
  const cells = interactions.flatMap((interaction) => interaction.factors[0].levels.flatMap((a) => interaction.factors[1].levels.map((b) => ({ interaction, levels: [a, b] as [string, string] }))));
  const products = cells.filter(({ interaction: { factors: [a, b] }, levels: [first, second] }) => first !== a.levels[0] && second !== b.levels[0]);

  const differences = family('differences', pairs.map(({ factor, first, second }) => minus(meanOf(factor.name, first), meanOf(factor.name, second))));
  const means = family('means', [...levels.map(({ name, level }) => meanOf(name, level)), ...cells.map(({ interaction, levels: of }) => interaction.meanOf(of))], FEW_DRAWS).contrasts;
  const contrasts = products.length === 0 ? [] : family('interactions', products.map(({ interaction, levels: of }) => interaction.contrastOf(of))).contrasts;
  return {
    factors: factors.map((factor) => ({
      name: factor.name,
      levels: levels.flatMap(({ name, level }, index) => (name !== factor.name ? [] : [{ level, conditions: conditions.filter(({ condition }) => levelOf(condition, name) === level).length, mean: asMean(means[index]!) }])),
      differences: pairs.flatMap(({ factor: of, first, second }, index) => (of !== factor ? [] : [{
        first, second, ...asClaim(differences.contrasts[index]!),
        adjusted: adjustment.differenceOf(factor, first, second),
        matched: matchedDifference({ conditions, factors, convergence, factor: factor.name, first, second, ...matchedOn }),
      }])),
    })),
    interactions: interactions.map((interaction) => ({
      factors: [interaction.factors[0].name, interaction.factors[1].name],
      means: cells.flatMap(({ interaction: of, levels: pair }, index) => (of !== interaction ? [] : [{ levels: pair, mean: asMean(means[levels.length + index]!) }])),
      contrasts: products.flatMap(({ interaction: of, levels: pair }, index) => (of !== interaction ? [] : [{ levels: pair, against: [interaction.factors[0].levels[0]!, interaction.factors[1].levels[0]!] as [string, string], ...asClaim(contrasts[index]!) }])),
    })),
    adjustment: adjustment.covariates,
  };
}

function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - b[index]!);
}
