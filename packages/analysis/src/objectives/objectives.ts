import { Interval } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { orReason, nullable } from '../given.ts';
import { ComparedScore } from '../comparison/comparison.ts';

const RankCorrelation = Type.Object({
  estimate: nullable(Type.Number({ minimum: -1, maximum: 1, description: 'Null where all scores of one objective are equal.' })),
  interval: nullable(Interval),
});

export const Objectives = Type.Object(
  {
    rankings: Type.Array(
      Type.Object({ objective: Type.String(), ranking: orReason(Type.Object({ scores: Type.Array(Type.Omit(ComparedScore, ['simultaneous']), { description: 'By score, the highest first, on the targets that the networks share.' }), randomSeed: Type.String() })) }),
      { description: 'For each objective its conditions by their score, with the probability of each rank.' },
    ),
    correlations: Type.Array(
      Type.Object({
        first: Type.String(),
        second: Type.String(),
        networks: Type.Array(Type.Object({ first: ComparedCondition, second: ComparedCondition }), { description: 'Conditions of one network that differ in the objective only.' }),
        correlation: orReason(
          Type.Object({
            kendall: Type.Object(RankCorrelation.properties, { description: 'τ-b.' }),
            spearman: Type.Object(RankCorrelation.properties, { description: 'ρ.' }),
            targets: Type.Integer({ minimum: 0, description: 'That all these conditions share.' }),
            excluded: Type.Integer({ minimum: 0, description: 'Answers about other targets.' }),
            randomSeed: Type.String(),
          }),
        ),
      }),
      { description: 'Whether two objectives rank the same networks alike: 1 they do, −1 the other way round.' },
    ),
  },
  { description: 'Does the objective decide which network looks aligned?' },
);
export type Objectives = Static<typeof Objectives>;
