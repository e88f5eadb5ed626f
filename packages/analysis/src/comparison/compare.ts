import { compareConditions } from '@lookalike/alignment';
import { createRandom, type Random } from '@lookalike/random';
import type { FrozenStudy } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import { answeredConditions, tablesOf, type AnsweredCondition } from '../counted-answers.ts';
import { givenByData, notGiven, type Given } from '../given.ts';
import type { AnalysisInput, AnalysisSettings } from '../section.ts';
import type { Comparison, ScoreComparison } from './comparison.ts';

/** What scores may differ by and still count as equal, unless something else is asked for: five in a hundred. */
export const EQUIVALENCE_MARGIN = 0.05;

/** @throws alignment.bad_margin */
export function comparisonOf(input: AnalysisInput, settings: AnalysisSettings): Comparison {
  const margin = settings.equivalenceMargin ?? EQUIVALENCE_MARGIN;
  const { kept, leftOut } = comparable(answeredConditions(input, settings));
  return {
    comparison: compareAll(kept, { margin, rng: comparisonRandom(input.context.study) }),
    // Nothing that is frozen at the launch states a margin or contrasts yet.
    margin: { value: margin, standing: 'exploratory' },
    leftOut,
  };
}

/** The conditions that can be compared, and why the others cannot. */
export function comparable(conditions: readonly AnsweredCondition[]): { readonly kept: readonly AnsweredCondition[]; readonly leftOut: Comparison['leftOut'] } {
  const reasonOf = ({ condition, trials }: AnsweredCondition): { code: string; text: string } | undefined => {
    if (condition.reference !== undefined) return { code: 'reference', text: 'A reference is no network: it says what scores can be at least and at most.' };
    return trials.length === 0 ? { code: 'no_answers', text: 'Nobody has answered about this condition whose answers count.' } : undefined;
  };
  return {
    kept: conditions.filter((each) => reasonOf(each) === undefined),
    leftOut: conditions.flatMap((each) => {
      const reason = reasonOf(each);
      return reason === undefined ? [] : [{ condition: compared(each.condition), reason }];
    }),
  };
}

export function compareAll(conditions: readonly AnsweredCondition[], { margin, rng }: { readonly margin: number; readonly rng: Random }): Given<ScoreComparison> {
  if (conditions.length < 2) return notGiven(conditions.length === 0 ? 'no_answers' : 'one_condition', conditions.length === 0 ? 'No condition has answers that count.' : 'Only one condition has answers that count: there is nothing to compare it with.');
  return givenByData(() => {
    const { scores, differences } = compareConditions({ tables: tablesOf(conditions), equivalenceMargin: margin, rng });
    return {
      scores: scores.map(({ estimate, interval, simultaneous, n, rankShares }, index) => ({ condition: compared(conditions[index]!.condition), estimate, interval, simultaneous, n, rankShares: [...rankShares] })), // One for each.
      differences: differences.map(({ equivalence, ...rest }) => ({ ...rest, standing: 'exploratory' as const, equivalence: equivalence! })), // A margin was given.
      randomSeed: rng.seed,
    };
  });
}

function comparisonRandom({ configuration }: Pick<FrozenStudy, 'configuration'>): Random {
  return createRandom(configuration.randomSeed).child('comparison');
}
