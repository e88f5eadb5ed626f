import type { Random } from '@lookalike/random';
import { AlignmentError } from '../alignment-error.ts';
import { checkLevel, LEVEL } from '../alignment-score.ts';
import { crossedConditions } from '../crossed-conditions.ts';
import type { Interval } from '../estimate.ts';
import { normalQuantile } from '../normal-quantile.ts';
import { levelsOf, tableOf, type ScoredTrial } from '../rater-target-table.ts';
import { quantileOfSorted } from '../two-way-bootstrap.ts';
import { jointDraws } from './joint-draws.ts';
import { scoresOfDraw } from './ranks.ts';

export interface RankCorrelationRequest {
  /** Each network with its answers under one objective and under another. */
  readonly pairs: readonly { readonly first: readonly ScoredTrial[]; readonly second: readonly ScoredTrial[] }[];
  readonly rng: Random;
  readonly draws?: number;
  readonly level?: number;
}

export interface RankCorrelation {
  /** Null where all scores of one objective are equal. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
}

/**
 * Whether two objectives rank networks alike: Kendall's τ-b and Spearman's ρ of their scores. The intervals are percentiles over joint
 * draws of all scores around what was estimated; that adds the error of the scores once more, so that an interval of scores which are
 * hard to tell apart reaches towards 0.
 * @throws alignment.nothing_to_compare with fewer than three networks, or a score without answers; alignment.bad_counts for a bad level.
 */
export function rankCorrelations({ pairs, rng, draws = 4000, level = LEVEL }: RankCorrelationRequest): { readonly kendall: RankCorrelation; readonly spearman: RankCorrelation } {
  checkLevel(level);
  const conditions = [...pairs.map(({ first }) => first), ...pairs.map(({ second }) => second)];
  if (pairs.length < 3 || conditions.some((trials) => trials.length === 0)) {
    throw new AlignmentError('alignment.nothing_to_compare', `There are ${pairs.length} networks, ${conditions.filter((trials) => trials.length === 0).length} scores of them without answers. Expected at least three networks with answers under both objectives.`, { networks: pairs.length });
  }
  const levels = levelsOf(conditions.flat());
  const crossed = crossedConditions(conditions.map((trials) => tableOf(trials, levels)), levels);
  const scores = crossed.scores(level, 'guarded');
  const z = normalQuantile(0.5 + level / 2);
  const drawn = jointDraws(crossed, draws, rng.child('ranks')).map((draw) => scoresOfDraw(scores, draw, z));
  const estimates = scores.map(({ estimate }) => estimate);
  const of = (statistic: (a: readonly number[], b: readonly number[]) => number | null): RankCorrelation => {
    const halves = (values: readonly number[]) => statistic(values.slice(0, pairs.length), values.slice(pairs.length));
    const estimate = halves(estimates);
    if (estimate === null) return { estimate, interval: null };
    const values = Float64Array.from(drawn.flatMap((row) => halves(row) ?? [])).sort();
    return { estimate, interval: { lower: quantileOfSorted(values, 0.5 - level / 2), upper: quantileOfSorted(values, 0.5 + level / 2), level, method: `percentiles of ${draws} joint draws of all scores` } };
  };
  return { kendall: of(kendall), spearman: of(spearman) };
}

/** Kendall's τ-b. @returns null where one side is all alike. */
export function kendall(a: readonly number[], b: readonly number[]): number | null {
  let [agreement, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) for (let j = 0; j < i; j++) {
    const [x, y] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
    agreement += x * y;
    ofA += x ** 2;
    ofB += y ** 2;
  }
  return ofA === 0 || ofB === 0 ? null : agreement / Math.sqrt(ofA * ofB);
}

/** Spearman's ρ, ties sharing their mean rank. @returns null where one side is all alike. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  return pearson(ranksOf(a), ranksOf(b));
}

function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2);
}

/** @returns null where one side is all alike. */
export function pearson(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length) as [number, number];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((value, index) => {
    both += (value - meanA) * (b[index]! - meanB);
    ofA += (value - meanA) ** 2;
    ofB += (b[index]! - meanB) ** 2;
  });
  return ofA === 0 || ofB === 0 ? null : both / Math.sqrt(ofA * ofB);
}
