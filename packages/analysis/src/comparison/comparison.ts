import { Interval, SampleSizes } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { orReason, Reason } from '../given.ts';

const Probability = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

/** Whether a claim was set down before the answers were seen. */
export const Standing = Type.Union([Type.Literal('preregistered'), Type.Literal('exploratory')], { description: 'preregistered: set down before the launch. exploratory: everything else.' });

/** What a claim about a weighted sum of scores needs. */
export const claim = {
  estimate: Type.Number({ minimum: -1, maximum: 1, description: 'A difference of scores.' }),
  interval: Interval,
  simultaneous: Type.Object(Interval.properties, { description: 'Contains all true values of its family at once with the level’s probability.' }),
  p: Probability('Two-sided, that it is 0; never below 2e-9.'),
  holmP: Probability('The same, adjusted by Holm within its family.'),
  n: SampleSizes,
  excluded: Type.Integer({ minimum: 0, description: 'Answers about targets that not all of its conditions share.' }),
  standing: Standing,
} as const;

export const ComparedScore = Type.Object({
  condition: ComparedCondition,
  estimate: Type.Number({ minimum: 0, maximum: 1, description: 'As `scores` has it.' }),
  interval: Interval,
  n: SampleSizes,
  simultaneous: Type.Object(Interval.properties, { description: 'Contains the true scores of all conditions at once with the level’s probability.' }),
  rankShares: Type.Array(Probability('Of one rank.'), { description: 'Probability of each rank, the highest score’s first; as many as there are conditions.' }),
});

export const ScoreComparison = Type.Object({
  scores: Type.Array(ComparedScore, { description: 'In the study’s order.' }),
  differences: Type.Array(
    Type.Object({
      firstId: Type.String(),
      secondId: Type.String(),
      ...claim,
      equivalence: Type.Object({ margin: Type.Number(), p: Probability('One-sided, that the scores differ by the margin or more (two one-sided tests): small where they are equivalent.') }),
    }),
    { description: 'Score of the first condition minus that of the second, each two once: one family.' },
  ),
  randomSeed: Type.String({ description: 'All that was drawn follows from it.' }),
});

export const Comparison = Type.Object(
  {
    comparison: orReason(ScoreComparison),
    margin: Type.Object({ value: Type.Number({ description: 'Scores that differ by less count as equal.' }), standing: Standing }),
    leftOut: Type.Array(Type.Object({ condition: ComparedCondition, reason: Reason }), { description: 'Conditions that are not compared.' }),
  },
  { description: 'All conditions but references at once, from one covariance of their scores.' },
);
export type Comparison = Static<typeof Comparison>;
export type ScoreComparison = Static<typeof ScoreComparison>;
