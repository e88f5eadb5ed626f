import { Interval } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { nullable, orReason, Reason } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const RaterTrials = Type.Object({ trials: Count, raters: Count });
const Share = (description: string) => Type.Object({ estimate: Type.Number({ minimum: 0, maximum: 1 }), interval: Interval, n: RaterTrials }, { description });
const Milliseconds = Type.Number({ minimum: 0 });

export const Bias = Type.Object(
  {
    leftShare: orReason(Share('Share of answers of the main phase that took the left option; 0.5 without bias, as plans put the target left half of the time. The interval is over raters.')),
    catchAccuracy: orReason(Share('Share of catch trials that were answered right. The interval is over raters.')),
    lapse: orReason(Share('Share of trials that were answered by a guess, if every wrong answer to a catch trial was one: (1 − accuracy) / (1 − what guessing gives).')),
    criterion: orReason(
      Type.Object({ estimate: Type.Number(), interval: Interval, n: RaterTrials }, {
        description: 'Of signal detection, from catch trials: 0 without bias; above 0 raters tend to the right, below 0 to the left. In standard deviations of what they see.',
      }),
    ),
    sensitivity: Type.Object(Reason.properties, { description: 'Why no d′ is given.' }),
    responseTimes: Type.Array(
      Type.Object({
        condition: nullable(Type.Object(ComparedCondition.properties, { description: 'Null: all together.' })),
        outcome: Type.Union([Type.Literal('hit'), Type.Literal('miss'), Type.Literal('between'), Type.Literal('catch_right'), Type.Literal('catch_wrong')], {
          description: 'hit, miss: all items of the trial have the outcome 1, or 0. between: everything else.',
        }),
        trials: Count,
        quantilesMs: nullable(Type.Object({ p10: Milliseconds, p25: Milliseconds, p50: Milliseconds, p75: Milliseconds, p90: Milliseconds }, { description: 'From the frame in which the pictures were painted to the answer. Null without trials.' })),
      }),
    ),
    unanswered: Type.Integer({ minimum: 0, description: 'Trials of the main phase whose time ran out: they have no response time.' }),
  },
  { description: 'How raters answer, whatever the pictures show.' },
);
export type Bias = Static<typeof Bias>;
