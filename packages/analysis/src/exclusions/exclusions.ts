import { Estimate } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { nullable } from '../given.ts';

export const Exclusions = Type.Object(
  {
    conditions: Type.Array(ComparedCondition),
    reasons: Type.Array(Type.Object({ reason: Type.String({ examples: ['catch_failed'] }), sessions: Type.Integer({ minimum: 0, description: 'That it flags, alone or with others.' }) }), { description: 'Every reason that flags a session.' }),
    rows: Type.Array(
      Type.Object({
        excluded: Type.Array(Type.String(), { description: 'The reasons that this row excludes by.' }),
        kind: Type.Union([Type.Literal('none'), Type.Literal('all'), Type.Literal('only'), Type.Literal('all_but')], { description: 'none: everybody counts. all: as the study’s scores are. only: one rule alone. all_but: all rules but one.' }),
        reason: nullable(Type.String({ description: 'Of `only` and `all_but`.' })),
        sessions: Type.Integer({ minimum: 0, description: 'That are left.' }),
        scores: Type.Array(Estimate, { description: 'In the order of `conditions`.' }),
        largestChange: nullable(Type.Object({ conditionId: Type.String(), change: Type.Number({ minimum: -1, maximum: 1, description: 'Score of this row minus that with all rules.' }) }, { description: 'Null where no condition has both scores.' })),
      }),
      { description: 'Whoever an experimenter excluded by hand is a reason like the others.' },
    ),
  },
  { description: 'What each exclusion rule does to the scores.' },
);
export type Exclusions = Static<typeof Exclusions>;
