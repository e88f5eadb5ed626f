import { AlignmentError } from '../alignment-error.ts';
import type { Shared } from './outcome-covariances.ts';

/** How many raters answer how much about how many targets, the same for every condition. */
export interface CrossedDesign {
  readonly raters: number;
  readonly targets: number;
  /** Targets that a rater sees of each condition. */
  readonly perRater: number;
  /** Whether every condition shows a rater the same targets; else a rater sees each target once at most. */
  readonly sharesTargets: boolean;
  /** Conditions of the study; of use only where targets are not shared. */
  readonly conditionCount: number;
}

/** @throws alignment.bad_design unless the numbers are whole, there are two raters and two targets at least, and a rater's targets are there. */
export function checkDesign({ raters, targets, perRater, sharesTargets, conditionCount }: CrossedDesign): void {
  const fail = (message: string): never => {
    throw new AlignmentError('alignment.bad_design', message, { raters, targets, perRater, conditionCount });
  };
  if (!Number.isSafeInteger(raters) || raters < 2) fail(`There are ${raters} raters. Expected a whole number from 2: an interval needs to see how raters differ.`);
  if (!Number.isSafeInteger(targets) || targets < 2) fail(`There are ${targets} targets. Expected a whole number from 2: an interval needs to see how targets differ.`);
  if (!Number.isSafeInteger(conditionCount) || conditionCount < 1) fail(`There are ${conditionCount} conditions. Expected a whole number from 1.`);
  const most = sharesTargets ? targets : Math.floor(targets / conditionCount);
  if (!Number.isSafeInteger(perRater) || perRater < 1 || perRater > most) {
    fail(`A rater sees ${perRater} targets of each condition. Expected a whole number from 1 to ${most}${sharesTargets ? ', the number of targets' : `: ${conditionCount} conditions share ${targets} targets, of which a rater sees none twice`}.`);
  }
}

/** Pairs of answers of one condition by what they share: what the variance of its score is a sum over. */
export interface Pairs {
  readonly answers: number;
  /** Ordered pairs of different answers of one rater. */
  readonly ofRater: number;
  /** Ordered pairs of different answers about one target. */
  readonly ofTarget: number;
}

/** Raters' windows follow one another, so that targets have equally many answers, or one more. @see `showingsOf` of packages/study */
export function pairsOf({ raters, targets, perRater }: CrossedDesign): Pairs {
  const answers = raters * perRater;
  const [each, oneMore] = [Math.floor(answers / targets), answers % targets];
  return { answers, ofRater: answers * (perRater - 1), ofTarget: targets * each * (each - 1) + oneMore * 2 * each };
}

/**
 * Variance of a score: the mean over all ordered pairs of answers of what the two have in common.
 * @see Owen 2007, "The pigeonhole bootstrap", Annals of Applied Statistics 1(2), equation for the variance of a mean over crossed factors
 */
export function scoreVariance(design: CrossedDesign, within: Shared): number {
  const { answers, ofRater, ofTarget } = pairsOf(design);
  return (answers * within.ofBoth + ofRater * within.ofRater + ofTarget * within.ofTarget) / answers ** 2;
}

/** Covariance of the scores of two conditions. */
export function scoreCovariance(design: CrossedDesign, between: Shared): number {
  const { answers, ofRater, ofTarget } = pairsOf(design);
  // Shared: a rater's answers about the same target pair up. Else a rater's targets differ, and all pairs about a target are of different raters.
  const pairs = design.sharesTargets ? { ofBoth: answers, ofRater, ofTarget } : { ofBoth: 0, ofRater: ofRater + answers, ofTarget: ofTarget + answers };
  return (pairs.ofBoth * between.ofBoth + pairs.ofRater * between.ofRater + pairs.ofTarget * between.ofTarget) / answers ** 2;
}
