import type { Random } from '@lookalike/random';
import { alignmentScore, LEVEL } from '../alignment-score.ts';
import type { RaterTargetTable, ScoredTrial } from '../rater-target-table.ts';
import { scoreDifference } from '../score-difference.ts';
import { answerSimulator, type TrialPlan } from '../simulation/simulated-answers.ts';
import { checkComponents, type VarianceComponents } from './variance-components.ts';
import { checkWanted, EQUIVALENCE_LEVEL, type Wanted } from './wanted.ts';

export interface PlanCheckRequest {
  /** The study's own plans, one of each rater; condition 0 has `score`, condition 1 `otherScore` where one is wanted. */
  readonly plans: readonly TrialPlan[];
  readonly targetCount: number;
  readonly wanted: Wanted;
  readonly components: VarianceComponents;
  /** Whether every third rater stops after a random trial. */
  readonly stopping: boolean;
  readonly samples: number;
  readonly rng: Random;
}

/** What simulated studies achieved so far. */
export interface PlanCheck {
  readonly samples: number;
  readonly measure: 'width' | 'power';
  /** Mean width, or the share of studies in which the claim could be made. */
  readonly value: number;
  /** Monte-Carlo standard error of it. */
  readonly standardError: number;
  /** Share of studies whose interval held the truth, and its standard error. */
  readonly coverage: number;
  readonly coverageStandardError: number;
}

/**
 * Simulates studies with these plans and computes of each the interval that its results would have. Yields what is known after every study,
 * so that who asks can show progress, make pauses, or stop; the same source of randomness gives the same numbers.
 * @throws alignment.bad_wanted, alignment.bad_margin, alignment.bad_components
 */
export function* checkPlan({ plans, targetCount, wanted, components, stopping, samples, rng }: PlanCheckRequest): Generator<PlanCheck, void, undefined> {
  checkWanted(wanted);
  checkComponents(components);
  const isPair = wanted.kind === 'difference' || wanted.kind === 'equivalence';
  const scores = isPair ? [wanted.score, wanted.otherScore] : [wanted.score];
  const simulate = answerSimulator({ plans, targetCount, stopping, population: { scores, raterSd: components.raterSd, targetSd: components.targetSd, ownShares: { raters: components.raterOwnShare, targets: components.targetOwnShare } } });
  const truth = isPair ? wanted.score - wanted.otherScore : wanted.score;
  const level = wanted.kind === 'equivalence' ? EQUIVALENCE_LEVEL : LEVEL;
  let [done, sum, squares, covered] = [0, 0, 0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const [first = [], second = []] = simulate(rng).map(trialsOf);
    const interval = isPair ? scoreDifference({ first, second, level }).interval : alignmentScore({ trials: first, chance: 0, level }).interval;
    // Nothing was answered, which only stopping can bring about.
    if (interval === null) continue;
    const { lower, upper } = interval;
    const value = valueOf(wanted, lower, upper);
    done++;
    sum += value;
    squares += value ** 2;
    if (lower <= truth + 1e-12 && truth - 1e-12 <= upper) covered++;
    const mean = sum / done;
    const coverage = covered / done;
    yield {
      samples: done,
      measure: wanted.kind === 'width' ? 'width' : 'power',
      value: mean,
      standardError: Math.sqrt(Math.max(0, squares / done - mean ** 2) / Math.max(1, done - 1)),
      coverage, coverageStandardError: Math.sqrt((coverage * (1 - coverage)) / done),
    };
  }
}

function valueOf(wanted: Wanted, lower: number, upper: number): number {
  switch (wanted.kind) {
    case 'width': return upper - lower;
    case 'chance': return Number(lower > wanted.chance || upper < wanted.chance);
    // Only the true direction counts: the other one would be a wrong claim.
    case 'difference': return Number(wanted.score > wanted.otherScore ? lower > 0 : upper < 0);
    case 'equivalence': return Number(lower > -wanted.margin && upper < wanted.margin);
  }
}

function trialsOf({ rowStart, target, sum }: RaterTargetTable): ScoredTrial[] {
  const trials: ScoredTrial[] = [];
  for (let rater = 0; rater + 1 < rowStart.length; rater++) {
    for (let cell = rowStart[rater]!; cell < rowStart[rater + 1]!; cell++) trials.push({ raterId: `${rater}`, targetId: `${target[cell]!}`, outcome: sum[cell]! });
  }
  return trials;
}
