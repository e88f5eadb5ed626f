import { Agreement, Interval } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { nullable, orReason } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const Correlation = (description: string) => orReason(Type.Number({ minimum: -1, maximum: 1, description }));

export const Reliability = Type.Object(
  {
    conditions: Type.Array(
      Type.Object({
        condition: ComparedCondition,
        agreement: Type.Object({ ...Agreement.properties, interval: nullable(Interval) }, { description: 'Krippendorff’s α within the condition: whether raters say the same of the same stimulus. Null where all ratings are the same or no stimulus has two.' }),
        splitHalf: Correlation('Of the targets’ shares in two random halves of their raters, stepped up to all raters by Spearman and Brown: how well the answers tell targets apart.'),
        ceiling: Correlation('Of each answer with the share of the target’s other raters: what an observer as good as one rater can reach.'),
        difficulty: Type.Object({
          targets: Count,
          ratersOfTarget: nullable(Type.Number({ minimum: 0, description: 'Median number of answers about a target.' })),
          counts: Type.Array(Count, { description: 'How many targets have a share in [0, 0.1), [0.1, 0.2), … [0.9, 1].', minItems: 10, maxItems: 10 }),
        }),
        method: Type.String(),
        excluded: Type.Integer({ minimum: 0, description: 'Answers about targets with fewer than five raters, of which halves say little.' }),
      }),
    ),
    randomSeed: Type.String({ description: 'The halves follow from it.' }),
  },
  { description: 'How far raters agree, by condition: α of all conditions together would mix that networks differ with that raters agree.' },
);
export type Reliability = Static<typeof Reliability>;
