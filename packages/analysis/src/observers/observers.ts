import { Estimate, Interval } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { nullable, orReason } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

export const Consistency = Type.Object({
  kappa: Type.Number({ minimum: -1, maximum: 1, description: 'κ: 1 where observers are right and wrong about the same stimuli, 0 as if they were independent.' }),
  interval: nullable(Interval),
  observed: Type.Number({ minimum: 0, maximum: 1, description: 'Share of stimuli with the same outcome.' }),
  expected: Type.Number({ minimum: 0, maximum: 1, description: 'The same of independent observers with these scores.' }),
  pairs: Type.Integer({ minimum: 0, description: 'Pairs of observers that share stimuli.' }),
  compared: Type.Integer({ minimum: 0, description: 'Answers that are compared, over all pairs.' }),
});
export type Consistency = Static<typeof Consistency>;

export const Observers = Type.Object(
  {
    sessions: Type.Object({ people: Count, simulated: Count }, { description: 'That count.' }),
    conditions: Type.Array(
      Type.Object({
        condition: ComparedCondition,
        people: Estimate,
        simulated: Estimate,
        difference: orReason(Type.Object(Estimate.properties, { description: 'Score of people minus that of simulated observers, on the stimuli that both answered about.' })),
        agreement: orReason(
          Type.Object({
            correlation: Type.Number({ minimum: -1, maximum: 1, description: 'Pearson’s, of the shares of both over stimuli. Chance in the answers makes it smaller than that of the true shares: see the section on reliability.' }),
            interval: nullable(Interval),
            stimuli: Type.Array(Type.Object({ targetId: Type.String(), people: Share, simulated: Share, answers: Type.Object({ people: Count, simulated: Count }) })),
          }),
        ),
        consistency: orReason(Type.Object(Consistency.properties, { description: 'Of a person and a simulated observer.' })),
        amongPeople: orReason(Type.Object(Consistency.properties, { description: 'Of two people: what a simulated observer can be expected to reach.' })),
      }),
    ),
  },
  { description: 'People beside simulated observers, whatever kind of rater the settings name.' },
);
export type Observers = Static<typeof Observers>;
