import type { Random } from '@lookalike/random';
import { AlignmentError } from '../alignment-error.ts';
import { checkLevel, LEVEL, scoreInterval } from '../alignment-score.ts';
import type { ConditionTables, SharedConditions } from '../condition-tables.ts';
import { normalProbability } from '../distributions/normal.ts';
import type { Interval, SampleSizes } from '../estimate.ts';
import { crossedMethod } from '../interval-method.ts';
import { normalQuantile } from '../normal-quantile.ts';
import { differenceInterval } from '../score-difference.ts';
import { holm } from './holm.ts';
import { jointDraws, largestDeviation } from './joint-draws.ts';
import { limitsByZ, pOfEquivalence, pOfZero, type LimitsByZ } from './limits-by-z.ts';
import { rankShares } from './ranks.ts';

export interface PlannedContrast {
  readonly name: string;
  /** By condition; conditions that are missing weigh 0. */
  readonly weights: Readonly<Record<string, number>>;
  /** Whether it was set before the answers were seen. */
  readonly isPreregistered: boolean;
}

export interface ComparisonRequest {
  readonly tables: ConditionTables;
  readonly contrasts?: readonly PlannedContrast[];
  /** Differences within ± this count as none, in (0, 1); to be set before the answers are seen. */
  readonly equivalenceMargin?: number;
  /** What simultaneous limits and ranks draw from. */
  readonly rng: Random;
  readonly draws?: number;
  readonly level?: number;
}

/** A weighted sum of scores, on the targets that its conditions share, with what is needed to claim something of one or of all of them. */
export interface Combination {
  readonly estimate: number;
  readonly interval: Interval;
  /** Contains all of the family's true values at once with the level's probability. */
  readonly simultaneous: Interval;
  /** Two-sided, that it is 0; never reported below 2e-9. */
  readonly p: number;
  /** Adjusted by Holm within its family: all differences, the preregistered contrasts, or the exploratory ones. */
  readonly holmP: number;
  readonly n: SampleSizes;
  /** Trials of targets that not all of its conditions have. */
  readonly excluded: number;
}

export interface Comparison {
  readonly scores: readonly {
    readonly conditionId: string;
    readonly estimate: number;
    /** As `alignmentScore` has it. */
    readonly interval: Interval;
    readonly simultaneous: Interval;
    readonly n: SampleSizes;
    /** Probability of each rank, the highest score's first. */
    readonly rankShares: readonly number[];
  }[];
  /** Of the scores, in their order. */
  readonly correlation: readonly (readonly number[])[];
  /** Estimates and intervals as `scoreDifference` has them. */
  readonly differences: readonly (Combination & { readonly firstId: string; readonly secondId: string; readonly equivalence: { readonly margin: number; readonly p: number } | null })[];
  readonly contrasts: readonly (Combination & { readonly name: string; readonly isPreregistered: boolean })[];
}

const DRAWS = 10_000;

/**
 * Compares all conditions of a study at once. One covariance of all scores, over the raters and targets that they have in common, serves
 * scores, differences, contrasts, simultaneous limits (the quantile of the largest of all standardised deviations), Holm's adjustment and
 * the probability of each rank. Scores are of a condition's own targets; a difference or contrast is of those that its conditions share.
 * @throws alignment.nothing_to_compare with fewer than two conditions, or where two do not share two raters' answers about two targets;
 * alignment.bad_contrast for weights of unknown conditions, or all 0; alignment.bad_margin; alignment.bad_counts for a bad level.
 */
export function compareConditions({ tables, contrasts = [], equivalenceMargin, rng, draws = DRAWS, level = LEVEL }: ComparisonRequest): Comparison {
  checkLevel(level);
  if (equivalenceMargin !== undefined && !(equivalenceMargin > 0 && equivalenceMargin < 1)) {
    throw new AlignmentError('alignment.bad_margin', `The equivalence margin is ${equivalenceMargin}. Expected a difference of scores between 0 and 1, such as 0.05.`, { equivalenceMargin });
  }
  const ids = tables.conditions.map(({ conditionId }) => conditionId);
  const pairs = ids.flatMap((_, first) => ids.slice(first + 1).map((__, offset) => [first, first + 1 + offset] as const));
  const unit = ids.map((_, index) => ids.map((__, other) => Number(other === index)));
  const pairWeights = pairs.map(([first, second]) => ids.map((_, index) => Number(index === first) - Number(index === second)));
  const contrastWeights = contrasts.map((contrast) => weightsOf(contrast, ids));
  if (ids.length < 2) refuse(ids, { raters: 0, targets: 0 });
  const differences = pairWeights.map((weights) => weighted(tables, weights, level));
  const scores = ids.map((_, position) => tables.shared([position])!);

  const correlation = ids.map((_, i) => ids.map((__, j) => (i === j ? 1 : tables.shared([i, j])!.correlation(0, 1))));
  const joint = jointDraws(correlation, draws, rng.child('scores'));
  const standardErrors = scores.map(({ conditions: [condition] }) => condition!.sample.standardError);
  const z = normalQuantile(0.5 + level / 2);
  const simultaneousZ = (weights: readonly (readonly number[])[]): number => Math.max(z, largestDeviation(weights, standardErrors, joint, level));
  const together = (count: number): string => `; simultaneous for ${count} by the largest deviation of ${draws} joint draws`;

  const family = (members: readonly Weighted[]): Combination[] => {
    if (members.length === 0) return [];
    const critical = simultaneousZ(members.map(({ weights }) => weights));
    const ps = members.map(({ limits }) => pOfZero(limits));
    const adjusted = holm(ps);
    return members.map(({ limits, interval, shared: { n, excluded } }, index) => {
      const { estimate, lower, upper } = limits(critical);
      return { estimate, interval, simultaneous: { lower, upper, level, method: interval.method + together(members.length) }, p: ps[index]!, holmP: adjusted[index]!, n, excluded };
    });
  };

  const scoreLevel = 2 * normalProbability(simultaneousZ(unit)) - 1;
  const intervals = scores.map((own) => scoreInterval(own, level));
  const estimates = scores.map(({ conditions: [condition] }) => condition!.moments.mean);
  const ranks = rankShares(intervals.map(({ lower, upper }, index) => ({ estimate: estimates[index]!, lower, upper })), joint, z);
  const contrasted = contrastWeights.map((weights) => weighted(tables, weights, level));
  const ofKind = (wanted: boolean) => family(contrasted.filter((_, index) => contrasts[index]!.isPreregistered === wanted))[Symbol.iterator]();
  const [preregistered, exploratory] = [ofKind(true), ofKind(false)];
  return {
    scores: scores.map((own, index) => ({
      conditionId: ids[index]!, estimate: estimates[index]!, interval: intervals[index]!,
      simultaneous: { ...scoreInterval(own, scoreLevel), level, method: intervals[index]!.method + together(ids.length) },
      n: own.n, rankShares: ranks[index]!,
    })),
    correlation,
    differences: family(differences).map((combination, index) => ({
      firstId: ids[pairs[index]![0]]!,
      secondId: ids[pairs[index]![1]]!,
      ...combination,
      equivalence: equivalenceMargin === undefined ? null : { margin: equivalenceMargin, p: pOfEquivalence(differences[index]!.limits, equivalenceMargin) },
    })),
    contrasts: contrasts.map(({ name, isPreregistered }) => ({ name, isPreregistered, ...((isPreregistered ? preregistered : exploratory).next().value as Combination) })),
  };
}

interface Weighted {
  readonly weights: readonly number[];
  readonly shared: SharedConditions;
  readonly limits: LimitsByZ;
  readonly interval: Interval;
}

function weighted(tables: ConditionTables, weights: readonly number[], level: number): Weighted {
  const positions = weights.flatMap((weight, position) => (weight === 0 ? [] : [position]));
  const shared = tables.shared(positions);
  if (shared === undefined || shared.n.raters < 2 || shared.n.targets < 2) return refuse(positions.map((position) => tables.conditions[position]!.conditionId), shared?.n ?? { raters: 0, targets: 0 });
  const own = positions.map((position) => weights[position]!);
  const limits = limitsByZ(shared, own, level);
  const isDifference = own.length === 2 && own[0] === 1 && own[1] === -1;
  const { lower, upper } = limits(normalQuantile(0.5 + level / 2));
  return { weights, shared, limits, interval: isDifference ? differenceInterval(shared, level) : { lower, upper, level, method: crossedMethod('MOVER of beta intervals', shared.n) } };
}

function refuse(ids: readonly string[], { raters, targets }: Pick<SampleSizes, 'raters' | 'targets'>): never {
  throw new AlignmentError('alignment.nothing_to_compare', `There are ${ids.length} conditions (${ids.join(', ')}) with ${raters} raters of ${targets} targets in common. Expected at least two of each: more answers, or IRIs of the same targets.`, { conditions: ids.length, raters, targets });
}

function weightsOf({ name, weights }: PlannedContrast, ids: readonly string[]): number[] {
  const unknown = Object.keys(weights).find((id) => !ids.includes(id));
  const values = ids.map((id) => weights[id] ?? 0);
  if (unknown !== undefined || values.every((value) => value === 0) || !values.every(Number.isFinite)) {
    throw new AlignmentError('alignment.bad_contrast', `The contrast "${name}" ${unknown === undefined ? 'has no weight other than 0' : `names the condition ${unknown}, which is not compared`}. Give each weight to a condition of the study.`, { name });
  }
  return values;
}
