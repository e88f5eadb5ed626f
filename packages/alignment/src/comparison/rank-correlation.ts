import type { Random } from '@lookalike/random';
import { AlignmentError } from '../alignment-error.ts';
import { checkLevel, LEVEL, scoreInterval } from '../alignment-score.ts';
import type { ConditionTables } from '../condition-tables.ts';
import type { Interval } from '../estimate.ts';
import type { Estimated } from '../mover.ts';
import { normalQuantile } from '../normal-quantile.ts';
import { quantileOfSorted } from '../two-way-bootstrap.ts';
import { jointDraws } from './joint-draws.ts';
import { scoresOfDraw } from './ranks.ts';

export interface RankCorrelationRequest {
  readonly tables: ConditionTables;
  /** The conditions of each network: under one objective and under another. */
  readonly pairs: readonly { readonly firstId: string; readonly secondId: string }[];
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
 * @throws alignment.nothing_to_compare with fewer than three networks, or a score without answers; alignment.bad_counts for a bad level;
 * alignment.unknown_condition.
 */
export function rankCorrelations({ tables, pairs, rng, draws = 4000, level = LEVEL }: RankCorrelationRequest): { readonly kendall: RankCorrelation; readonly spearman: RankCorrelation } {
  checkLevel(level);
  const ids = [...pairs.map(({ firstId }) => firstId), ...pairs.map(({ secondId }) => secondId)];
  const own = ids.map((id) => tables.shared([tables.positionOf(id)]));
  const empty = ids.filter((_, index) => own[index] === undefined);
  if (pairs.length < 3 || empty.length > 0) {
    throw new AlignmentError('alignment.nothing_to_compare', `There are ${pairs.length} networks; conditions without answers: ${empty.join(', ') || 'none'}. Expected at least three networks with answers under both objectives.`, { networks: pairs.length });
  }
  const scores = own.map((of): Estimated => ({ estimate: of!.conditions[0]!.moments.mean, ...scoreInterval(of!, level) }));
  // Scores without a target in common have no more in common than their raters, which is not asked for here.
  const correlation = ids.map((first, i) => ids.map((second, j) => (i === j ? 1 : tables.shared([tables.positionOf(first), tables.positionOf(second)])?.correlation(0, 1) ?? 0)));
  const z = normalQuantile(0.5 + level / 2);
  const drawn = jointDraws(correlation, draws, rng.child('ranks')).map((draw) => scoresOfDraw(scores, draw, z));
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
  // Rounding may leave a perfect one just outside.
  return ofA === 0 || ofB === 0 ? null : Math.max(-1, Math.min(1, both / Math.sqrt(ofA * ofB)));
}
