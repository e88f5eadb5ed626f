import type { Random } from '@lookalike/random';
import { pearson } from '../comparison/rank-correlation.ts';
import type { ScoredTrial } from '../rater-target-table.ts';

/** Targets with fewer raters are left out: halves of them say little. */
const LEAST_RATERS = 5;
/** Fewer have no correlation that says anything. */
const LEAST_TARGETS = 3;
const SPLITS = 200;

/** How far the answers of one condition tell its targets apart. */
export interface TargetReliability {
  /** Correlation of the targets' shares in two halves of their raters, stepped up to all raters (Spearman and Brown); a negative correlation as it is; null with fewer than three targets. */
  readonly splitHalf: number | null;
  /** Correlation of each answer with the share of its target’s other raters: what an observer as good as one rater can reach. Null with fewer than three targets, or where either is all alike. */
  readonly ceiling: number | null;
  /** Share of each target, hardest first. */
  readonly targets: readonly { readonly targetId: string; readonly share: number; readonly raters: number }[];
  readonly method: string;
  /** Answers about targets with fewer than five raters. */
  readonly excluded: number;
}

/** @param trials of one condition. @param rng splits the raters. */
export function targetReliability(trials: readonly ScoredTrial[], rng: Random): TargetReliability {
  const byTarget = new Map<string, ScoredTrial[]>();
  for (const trial of [...trials].sort((a, b) => (a.raterId < b.raterId ? -1 : Number(a.raterId > b.raterId)))) {
    const known = byTarget.get(trial.targetId);
    if (known === undefined) byTarget.set(trial.targetId, [trial]);
    else known.push(trial);
  }
  const all = [...byTarget].sort(([a], [b]) => (a < b ? -1 : 1));
  const enough = all.filter(([, { length }]) => length >= LEAST_RATERS).map(([, ofTarget]) => ofTarget.map(({ outcome }) => outcome));
  return {
    splitHalf: splitHalf(enough, rng),
    // Within one target an answer and the share of the others always go opposite ways.
    ceiling: enough.length < LEAST_TARGETS ? null : pearson(enough.flat(), enough.flatMap((outcomes) => outcomes.map((outcome) => (sumOf(outcomes) - outcome) / (outcomes.length - 1)))),
    targets: all.map(([targetId, ofTarget]) => ({ targetId, share: sumOf(ofTarget.map(({ outcome }) => outcome)) / ofTarget.length, raters: ofTarget.length })).sort((a, b) => a.share - b.share),
    method: `mean correlation of ${SPLITS} random halves with Spearman and Brown's step; leave one rater out; targets with ${LEAST_RATERS} raters or more`,
    excluded: trials.length - enough.flat().length,
  };
}

function splitHalf(targets: readonly (readonly number[])[], rng: Random): number | null {
  if (targets.length < LEAST_TARGETS) return null;
  const values = Array.from({ length: SPLITS }, () => {
    const halves = targets.map((outcomes) => {
      const order = rng.shuffled(outcomes);
      const half = Math.floor(order.length / 2);
      return [meanOf(order.slice(0, half)), meanOf(order.slice(half))] as const;
    });
    return pearson(halves.map(([first]) => first), halves.map(([, second]) => second));
  }).filter((value) => value !== null);
  if (values.length === 0) return null;
  // Halves that agree less than by chance have nothing to step up: the step would run away towards −∞.
  const mean = meanOf(values);
  return mean > 0 ? (2 * mean) / (1 + mean) : mean;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}
