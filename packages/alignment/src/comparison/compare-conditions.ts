import type { Random } from '@lookalike/random';
import { AlignmentError } from '../alignment-error.ts';
import { checkLevel, LEVEL } from '../alignment-score.ts';
import { crossedConditions } from '../crossed-conditions.ts';
import { normalProbability } from '../distributions/normal.ts';
import type { Interval, SampleSizes } from '../estimate.ts';
import { crossedMethod } from '../interval-method.ts';
import { normalQuantile } from '../normal-quantile.ts';
import { levelsOf, tableOf, type ScoredTrial } from '../rater-target-table.ts';
import { quantileOfSorted } from '../two-way-bootstrap.ts';
import { holm } from './holm.ts';
import { jointDraws } from './joint-draws.ts';
import { combinations, pOfEquivalence, pOfZero } from './limits-by-z.ts';
import { rankShares } from './ranks.ts';

export interface PlannedContrast {
  readonly name: string;
  /** By condition; conditions that are missing weigh 0. */
  readonly weights: Readonly<Record<string, number>>;
  /** Whether it was set before the answers were seen. */
  readonly isPreregistered: boolean;
}

export interface ComparisonRequest {
  readonly conditions: readonly { readonly conditionId: string; readonly trials: readonly ScoredTrial[] }[];
  readonly contrasts?: readonly PlannedContrast[];
  /** Differences within ± this count as none, in (0, 1); to be set before the answers are seen. */
  readonly equivalenceMargin?: number;
  /** What simultaneous limits and ranks draw from. */
  readonly rng: Random;
  readonly draws?: number;
  readonly level?: number;
}

/** A weighted sum of scores, with what is needed to claim something of one or of all of them. */
export interface Combination {
  readonly estimate: number;
  readonly interval: Interval;
  /** Contains all of the family's true values at once with the level's probability. */
  readonly simultaneous: Interval;
  /** Two-sided, that it is 0; never reported below 2e-9. */
  readonly p: number;
  /** Adjusted by Holm within its family: all differences, the preregistered contrasts, or the exploratory ones. */
  readonly holmP: number;
}

export interface Comparison {
  readonly n: SampleSizes;
  /** Trials of targets that not all conditions share. */
  readonly excluded: number;
  readonly scores: readonly {
    readonly conditionId: string;
    readonly estimate: number;
    readonly interval: Interval;
    readonly simultaneous: Interval;
    /** Probability of each rank, the highest score's first. */
    readonly rankShares: readonly number[];
  }[];
  /** Of the scores, in their order. */
  readonly correlation: readonly (readonly number[])[];
  readonly differences: readonly (Combination & { readonly firstId: string; readonly secondId: string; readonly equivalence: { readonly margin: number; readonly p: number } | null })[];
  readonly contrasts: readonly (Combination & { readonly name: string; readonly isPreregistered: boolean })[];
}

const DRAWS = 10_000;

/**
 * Compares all conditions of a study at once, on the targets that they share. One covariance of all scores, over the raters and targets
 * that they have in common, serves scores, differences, contrasts, simultaneous limits (the quantile of the largest of all standardised
 * deviations), Holm's adjustment and the probability of each rank.
 * @throws alignment.nothing_to_compare with fewer than two conditions, or without two raters and two shared targets; alignment.bad_contrast for
 * weights of unknown conditions, or all 0; alignment.bad_margin; alignment.bad_counts for a bad level; alignment.bad_outcome.
 */
export function compareConditions({ conditions, contrasts = [], equivalenceMargin, rng, draws = DRAWS, level = LEVEL }: ComparisonRequest): Comparison {
  checkLevel(level);
  if (equivalenceMargin !== undefined && !(equivalenceMargin > 0 && equivalenceMargin < 1)) {
    throw new AlignmentError('alignment.bad_margin', `The equivalence margin is ${equivalenceMargin}. Expected a difference of scores between 0 and 1, such as 0.05.`, { equivalenceMargin });
  }
  const shared = conditions.map(({ trials }) => new Set(trials.map(({ targetId }) => targetId))).reduce((all, own) => new Set([...all].filter((id) => own.has(id))), new Set(conditions[0]?.trials.map(({ targetId }) => targetId)));
  const kept = conditions.map(({ trials }) => trials.filter(({ targetId }) => shared.has(targetId)));
  const all = kept.flat();
  const levels = levelsOf(all);
  const n = { trials: all.length, raters: levels.raters.size, targets: levels.targets.size };
  if (conditions.length < 2 || n.raters < 2 || n.targets < 2) {
    throw new AlignmentError('alignment.nothing_to_compare', `There are ${conditions.length} conditions with ${n.raters} raters and ${n.targets} targets in common. Expected at least two of each: more answers, or IRIs of the same targets.`, { ...n, conditions: conditions.length });
  }
  const crossed = crossedConditions(kept.map((trials) => tableOf(trials, levels)), levels);
  const combine = combinations(crossed);
  const joint = jointDraws(crossed, draws, rng.child('scores'));
  const z = normalQuantile(0.5 + level / 2);

  const family = (weightsOf: readonly (readonly number[])[]): Combination[] => {
    if (weightsOf.length === 0) return [];
    const critical = Math.max(z, largestDeviation(weightsOf, crossed.standardErrors, joint, level));
    const limits = weightsOf.map(combine);
    const ps = limits.map(pOfZero);
    const adjusted = holm(ps);
    return limits.map((at, index) => {
      const [own, together] = [at(z), at(critical)];
      return {
        estimate: own.estimate,
        interval: { lower: own.lower, upper: own.upper, level, method: crossedMethod('MOVER of beta intervals', n) },
        simultaneous: { lower: together.lower, upper: together.upper, level, method: `${crossedMethod('MOVER of beta intervals', n)}; simultaneous for ${limits.length} by the largest deviation of ${draws} joint draws` },
        p: ps[index]!, holmP: adjusted[index]!,
      };
    });
  };

  const unit = conditions.map((_, index) => conditions.map((__, other) => Number(other === index)));
  const pairs = conditions.flatMap((_, first) => conditions.slice(first + 1).map((__, offset) => [first, first + 1 + offset] as const));
  const pairWeights = pairs.map(([first, second]) => conditions.map((_, index) => Number(index === first) - Number(index === second)));
  const contrastWeights = contrasts.map((contrast) => weightsOf(contrast, conditions));
  const contrastFamilies = [true, false].map((wanted) => family(contrastWeights.filter((_, index) => contrasts[index]!.isPreregistered === wanted)));
  const scores = crossed.scores(level, 'guarded');
  const ranks = rankShares(scores, joint, z);
  const scoreLevel = 2 * Math.max(0.5 + level / 2, normalProbability(largestDeviation(unit, crossed.standardErrors, joint, level))) - 1;
  const together = crossed.scores(scoreLevel, 'guarded');
  const next = [0, 0];
  return {
    n,
    excluded: conditions.reduce((sum, { trials }) => sum + trials.length, 0) - all.length,
    scores: conditions.map(({ conditionId }, index) => ({
      conditionId,
      estimate: scores[index]!.estimate,
      interval: { lower: scores[index]!.lower, upper: scores[index]!.upper, level, method: crossedMethod('beta interval', n) },
      simultaneous: { lower: together[index]!.lower, upper: together[index]!.upper, level, method: `${crossedMethod('beta interval', n)}; simultaneous for ${conditions.length} by the largest deviation of ${draws} joint draws` },
      rankShares: ranks[index]!,
    })),
    correlation: conditions.map((_, i) => conditions.map((__, j) => crossed.correlation(i, j))),
    differences: family(pairWeights).map((combination, index) => ({
      firstId: conditions[pairs[index]![0]]!.conditionId,
      secondId: conditions[pairs[index]![1]]!.conditionId,
      ...combination,
      equivalence: equivalenceMargin === undefined ? null : { margin: equivalenceMargin, p: pOfEquivalence(combine(pairWeights[index]!), equivalenceMargin) },
    })),
    contrasts: contrasts.map(({ name, isPreregistered }) => {
      const which = isPreregistered ? 0 : 1;
      return { name, isPreregistered, ...contrastFamilies[which]![next[which]!++]! };
    }),
  };
}

function weightsOf({ name, weights }: PlannedContrast, conditions: ComparisonRequest['conditions']): number[] {
  const known = new Set(conditions.map(({ conditionId }) => conditionId));
  const unknown = Object.keys(weights).find((id) => !known.has(id));
  const values = conditions.map(({ conditionId }) => weights[conditionId] ?? 0);
  if (unknown !== undefined || values.every((value) => value === 0) || !values.every(Number.isFinite)) {
    throw new AlignmentError('alignment.bad_contrast', `The contrast "${name}" ${unknown === undefined ? 'has no weight other than 0' : `names the condition ${unknown}, which is not compared`}. Give each weight to a condition of the study.`, { name });
  }
  return values;
}

/** The level's quantile of the largest standardised deviation of a family of weighted sums. */
function largestDeviation(weightsOf: readonly (readonly number[])[], standardErrors: readonly number[], joint: readonly Float64Array[], level: number): number {
  const scaled = weightsOf.map((weights) => weights.map((weight, index) => weight * standardErrors[index]!));
  const sds = scaled.map((weights) => Math.sqrt(joint.reduce((sum, draw) => sum + dot(weights, draw) ** 2, 0) / joint.length));
  const largest = Float64Array.from(joint, (draw) => scaled.reduce((most, weights, index) => (sds[index]! > 0 ? Math.max(most, Math.abs(dot(weights, draw)) / sds[index]!) : most), 0));
  return quantileOfSorted(largest.sort(), level);
}

function dot(a: readonly number[], b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
