import { AlignmentError } from '../alignment-error.ts';
import { LEVEL } from '../alignment-score.ts';
import { inverseOf } from '../dense-matrix.ts';
import { tProbability, tQuantile } from '../distributions/student-t.ts';
import type { Interval, SampleSizes } from '../estimate.ts';
import type { ScoredTrial } from '../rater-target-table.ts';
import { dot, independentColumns } from './least-squares.ts';

export interface Regressor {
  readonly name: string;
  /** One value for each trial. */
  readonly values: readonly number[];
}

export interface ClusteredRegression {
  /** In the order of the regressors; those that the targets and the regressors before them make up are not among them. */
  readonly coefficients: readonly { readonly name: string; readonly estimate: number }[];
  readonly aliased: readonly string[];
  readonly n: SampleSizes;
  /** A weighted sum of coefficients, by name; names that are missing weigh 0. @throws alignment.bad_contrast for a coefficient that is not estimated. */
  contrast(weights: Readonly<Record<string, number>>): { readonly estimate: number; readonly interval: Interval; readonly p: number };
}

/** `targets`: each target has its own level, so that only answers about the same target are compared. `all`: one level. */
export type ComparedWithin = 'targets' | 'all';

/**
 * Regresses outcomes on regressors, within targets unless asked otherwise.
 * Errors may be correlated within a rater and within a target (two-way cluster-robust variance, never below the larger one-way one); t has as many
 * degrees of freedom as the fewer of them less one.
 * @throws alignment.nothing_to_compare with fewer than two raters or targets, or where no regressor varies within a target.
 * @see Cameron, Gelbach and Miller 2011, "Robust inference with multiway clustering", Journal of Business & Economic Statistics 29(2)
 */
export function clusteredRegression({ trials, regressors, within: comparedWithin = 'targets', level = LEVEL }: { readonly trials: readonly ScoredTrial[]; readonly regressors: readonly Regressor[]; readonly within?: ComparedWithin; readonly level?: number }): ClusteredRegression {
  const [raters, targets] = [numbered(trials.map(({ raterId }) => raterId)), numbered(trials.map(({ targetId }) => targetId))];
  const n = { trials: trials.length, raters: raters.count, targets: targets.count };
  const groups = comparedWithin === 'targets' ? targets : numbered(trials.map(() => ''));
  const within = regressors.map(({ values }) => withinGroups(values, groups));
  // What only differs between targets is gone but for rounding.
  const varies = within.map((column, index) => dot(column, column) > 1e-18 * (1 + dot(regressors[index]!.values, regressors[index]!.values)));
  const independent = independentColumns(within.map((column, index) => (varies[index] === true ? column : column.map(() => 0))));
  const kept = regressors.filter((_, index) => independent[index] === true);
  const columns = within.filter((_, index) => independent[index] === true);
  const inverse = columns.length === 0 ? undefined : inverseOf(columns.map((a) => columns.map((b) => dot(a, b))));
  if (n.raters < 2 || n.targets < 2 || inverse === undefined) {
    throw new AlignmentError('alignment.nothing_to_compare', `There are ${n.raters} raters and ${n.targets} targets with ${kept.length} effects that differ ${comparedWithin === 'targets' ? 'within a target' : 'at all'}. Expected at least two raters, two targets and an effect.`, { ...n });
  }
  const outcome = withinGroups(trials.map(({ outcome: of }) => of), groups);
  const ofOutcome = columns.map((column) => dot(column, outcome));
  const estimates = inverse.map((row) => dot(row, ofOutcome));
  const residuals = outcome.map((value, row) => value - columns.reduce((sum, column, index) => sum + estimates[index]! * column[row]!, 0));

  const both = numbered(trials.map(({ raterId, targetId }) => JSON.stringify([raterId, targetId])));
  const variances = [raters, targets, both].map((groups) => sandwich({ columns, residuals, groups, inverse }));
  const freedom = Math.min(n.raters, n.targets) - 1;
  const half = tQuantile(0.5 + level / 2, freedom);
  return {
    coefficients: kept.map(({ name }, index) => ({ name, estimate: estimates[index]! })),
    aliased: regressors.filter((_, index) => independent[index] !== true).map(({ name }) => name),
    n,
    contrast(weights) {
      const unknown = Object.keys(weights).find((name) => weights[name] !== 0 && !kept.some((regressor) => regressor.name === name));
      if (unknown !== undefined) throw new AlignmentError('alignment.bad_contrast', `"${unknown}" is not estimated: it is no regressor, or one that others make up.`, { name: unknown });
      const of = kept.map(({ name }) => weights[name] ?? 0);
      const [byRater, byTarget, byBoth] = variances.map((matrix) => dot(of, matrix.map((row) => dot(row, of)))) as [number, number, number];
      const standardError = Math.sqrt(Math.max(byRater + byTarget - byBoth, byRater, byTarget));
      const estimate = dot(of, estimates);
      return {
        estimate,
        interval: { lower: estimate - half * standardError, upper: estimate + half * standardError, level, method: `linear model${comparedWithin === 'targets' ? ' within targets' : ''}, errors clustered by rater and by target` },
        p: standardError === 0 ? Number(estimate === 0) : 2 * tProbability(-Math.abs(estimate) / standardError, freedom),
      };
    },
  };
}

interface Groups {
  readonly of: readonly number[];
  readonly count: number;
}

function numbered(ids: readonly string[]): Groups {
  const numbers = new Map([...new Set(ids)].map((id, index) => [id, index]));
  return { of: ids.map((id) => numbers.get(id)!), count: numbers.size };
}

function withinGroups(values: readonly number[], { of, count }: Groups): number[] {
  const [sums, sizes] = [new Float64Array(count), new Float64Array(count)];
  values.forEach((value, row) => {
    sums[of[row]!]! += value;
    sizes[of[row]!]! += 1;
  });
  return values.map((value, row) => value - sums[of[row]!]! / sizes[of[row]!]!);
}

/** Variance of the estimates with errors correlated within groups, stretched for their small number. */
function sandwich({ columns, residuals, groups, inverse }: { readonly columns: readonly (readonly number[])[]; readonly residuals: readonly number[]; readonly groups: Groups; readonly inverse: readonly (readonly number[])[] }): number[][] {
  const scores = columns.map((column) => {
    const sums = new Float64Array(groups.count);
    column.forEach((value, row) => { sums[groups.of[row]!]! += value * residuals[row]!; });
    return sums;
  });
  const stretch = groups.count / (groups.count - 1);
  const meat = scores.map((a) => scores.map((b) => stretch * dot(a, b)));
  const half = inverse.map((row) => meat.map((_, column) => row.reduce((sum, value, k) => sum + value * meat[k]![column]!, 0)));
  return half.map((row) => inverse.map((_, column) => row.reduce((sum, value, k) => sum + value * inverse[k]![column]!, 0)));
}
