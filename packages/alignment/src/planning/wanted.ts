import { AlignmentError } from '../alignment-error.ts';
import { LEVEL } from '../alignment-score.ts';
import { normalProbability } from '../distributions/normal.ts';
import { scoreVariance, type CrossedDesign } from './crossed-design.ts';
import { expectedDifferenceLimits, expectedScoreLimits, type ExpectedPair } from './expected-limits.ts';
import { expectedHits, FEW_HITS, powerWithFewHits } from './few-hits.ts';
import { betweenConditions, withinCondition } from './outcome-covariances.ts';
import { checkComponents, type VarianceComponents } from './variance-components.ts';

/** What a study is to achieve. Scores, widths, differences and margins are on the scale of scores, [0, 1]. */
export type Wanted =
  /** A score's interval, upper less lower limit, is at most this wide on average. */
  | { readonly kind: 'width'; readonly score: number; readonly width: number }
  /** An interval that excludes what guessing gives, with this probability. */
  | { readonly kind: 'chance'; readonly score: number; readonly chance: number; readonly power: number }
  /** An interval of the difference that excludes 0, with this probability. */
  | { readonly kind: 'difference'; readonly score: number; readonly otherScore: number; readonly power: number }
  /** The claim that two scores differ by less than the margin, by two one-sided tests at 5 %, with this probability. */
  | { readonly kind: 'equivalence'; readonly score: number; readonly otherScore: number; readonly margin: number; readonly power: number };

/** What a design achieves of it: the mean width, or the power. */
export interface Achieved {
  readonly measure: 'width' | 'power';
  readonly value: number;
  readonly isEnough: boolean;
}

/** Two one-sided tests at 5 % are a 90 % interval inside the margin. */
export const EQUIVALENCE_LEVEL = 0.9;

/** @throws alignment.bad_wanted for what no study can achieve, or what is no score, width or power; alignment.bad_margin */
export function checkWanted(wanted: Wanted): void {
  const fail = (message: string): never => {
    throw new AlignmentError('alignment.bad_wanted', message, { wanted });
  };
  const isShare = (value: number): boolean => value >= 0 && value <= 1;
  if (!isShare(wanted.score)) fail(`The true score is ${wanted.score}. Expected a number from 0 to 1.`);
  if (wanted.kind !== 'width' && !(wanted.power > 0 && wanted.power < 1)) fail(`The power is ${wanted.power}. Expected a probability between 0 and 1, such as 0.8.`);
  switch (wanted.kind) {
    case 'width':
      if (!(wanted.width > 0 && wanted.width < 1)) fail(`The width is ${wanted.width}. Expected a number between 0 and 1, such as 0.1.`);
      return;
    case 'chance':
      if (!isShare(wanted.chance)) fail(`The chance level is ${wanted.chance}. Expected a number from 0 to 1.`);
      if (wanted.chance === wanted.score) fail(`The true score is the chance level, ${wanted.score}: no study tells them apart. Give a score that is to be told from guessing.`);
      return;
    case 'difference':
      if (!isShare(wanted.otherScore)) fail(`The other true score is ${wanted.otherScore}. Expected a number from 0 to 1.`);
      if (wanted.otherScore === wanted.score) fail('Both true scores are the same, so there is no difference to find. Give the smallest difference that matters, or plan for equivalence.');
      return;
    case 'equivalence':
      if (!isShare(wanted.otherScore)) fail(`The other true score is ${wanted.otherScore}. Expected a number from 0 to 1.`);
      if (!(wanted.margin > 0 && wanted.margin < 1)) throw new AlignmentError('alignment.bad_margin', `The equivalence margin is ${wanted.margin}. Expected a difference of scores between 0 and 1, such as 0.05.`, { wanted });
      // 0.5 − 0.4 is a little less than 0.1.
      if (Math.abs(wanted.score - wanted.otherScore) >= wanted.margin - 1e-9) throw new AlignmentError('alignment.bad_margin', `The true scores differ by ${Number(Math.abs(wanted.score - wanted.otherScore).toFixed(6))}, which is not within the margin of ${wanted.margin}. Give scores that are closer, or a wider margin.`, { wanted });
  }
}

/**
 * What a design achieves, in closed form: the interval of this package for the moments that the answers have on average, and the normal
 * distribution of the estimate around the truth. All that does not depend on the design is worked out once.
 * @throws as `checkWanted`, and alignment.bad_components
 */
export function achievedIn(wanted: Wanted, components: VarianceComponents): (design: CrossedDesign) => Achieved {
  checkWanted(wanted);
  checkComponents(components);
  const within = withinCondition(wanted.score, components);
  const ofPower = (value: number, power: number): Achieved => ({ measure: 'power', value: Math.min(1, Math.max(0, value)), isEnough: value >= power });
  switch (wanted.kind) {
    case 'width':
      return (design) => {
        const { lower, upper } = expectedScoreLimits(design, wanted.score, within);
        return { measure: 'width', value: upper - lower, isEnough: upper - lower <= wanted.width };
      };
    case 'chance':
      return (design) => {
        const { lower, upper } = expectedScoreLimits(design, wanted.score, within);
        const [distance, reach] = wanted.score > wanted.chance ? [wanted.score - wanted.chance, wanted.score - lower] : [wanted.chance - wanted.score, upper - wanted.score];
        return ofPower(probabilityBelow(distance - reach, Math.sqrt(scoreVariance(design, within))), wanted.power);
      };
    case 'difference':
    case 'equivalence': {
      const pair: ExpectedPair = { scores: [wanted.score, wanted.otherScore], within: [within, withinCondition(wanted.otherScore, components)], between: betweenConditions(wanted.score, wanted.otherScore, components) };
      const difference = wanted.score - wanted.otherScore;
      const hasFewHits = (design: CrossedDesign): boolean => Math.min(expectedHits(design, wanted.score), expectedHits(design, wanted.otherScore)) < FEW_HITS;
      if (wanted.kind === 'difference') {
        return (design) => {
          if (hasFewHits(design)) return ofPower(powerWithFewHits(design, pair, { level: LEVEL, isClaimed: ({ lower, upper }) => (difference > 0 ? lower > 0 : upper < 0) }), wanted.power);
          const { lower, upper, sd } = expectedDifferenceLimits(design, pair, LEVEL);
          const reach = difference > 0 ? difference - lower : upper - difference;
          return ofPower(probabilityBelow(Math.abs(difference) - reach, sd), wanted.power);
        };
      }
      return (design) => {
        if (hasFewHits(design)) return ofPower(powerWithFewHits(design, pair, { level: EQUIVALENCE_LEVEL, isClaimed: ({ lower, upper }) => lower > -wanted.margin && upper < wanted.margin }), wanted.power);
        const { lower, upper, sd } = expectedDifferenceLimits(design, pair, EQUIVALENCE_LEVEL);
        const [below, above] = [difference - lower, upper - difference];
        return ofPower(probabilityBelow(wanted.margin - difference - above, sd) + probabilityBelow(wanted.margin + difference - below, sd) - 1, wanted.power);
      };
    }
  }
}

/** Probability that a normal deviation of this standard deviation stays below a distance; without one, whether 0 does. */
function probabilityBelow(distance: number, sd: number): number {
  return sd > 0 ? normalProbability(distance / sd) : Number(distance > 0);
}
