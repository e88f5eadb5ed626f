import { Estimate, Interval } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { nullable, orReason } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1, description: 'Mean outcome.' });
const Distance = Type.Number({ minimum: 0, description: 'd of the 8-bit file that the study shows.' });
const Hash = Type.String({ description: 'SHA-256 of the PNG file.' });

export const AnsweredStimulus = Type.Object({
  targetId: Type.String(),
  targetName: nullable(Type.String()),
  label: nullable(Type.String()),
  queryHash: Hash,
  targetHash: Hash,
  seedHash: nullable(Hash),
  share: nullable(Share),
  interval: nullable(Type.Object(Interval.properties, { description: 'Wilson’s, over raters who answer independently of each other about this one stimulus.' })),
  answers: Count,
  raters: Count,
  distance: nullable(Distance),
});

export const DistanceTrend = Type.Object({
  slope: Type.Object(
    { estimate: Type.Number({ description: 'By how much the score changes with each doubling of d.' }), interval: Interval, p: Type.Number({ minimum: 0, maximum: 1 }) },
    { description: 'Of a line through the outcomes of all stimuli. It is no cause: targets with a larger d differ in other ways too.' },
  ),
  bins: Type.Array(
    Type.Object({ from: Distance, to: Distance, meanDistance: Distance, stimuli: Count, score: Estimate }),
    { description: 'Stimuli in the order of d, in up to five parts with as many stimuli each.' },
  ),
  withoutDistance: Type.Integer({ minimum: 0, description: 'Answers about stimuli without a known d above 0.' }),
});

const Reference = Type.Object({ condition: ComparedCondition, difference: Type.Object(Estimate.properties, { description: 'Score of the condition minus that of the reference, on the targets that both have.' }) });

export const BetweenReferences = Type.Object({
  references: Type.Array(Reference, { description: 'Every reference of the study.' }),
  place: orReason(
    Type.Object({
      floorId: Type.String({ description: 'Other images, or seeds where there are none.' }),
      ceilingId: Type.String({ description: 'Originals.' }),
      estimate: Type.Number({ description: '0 as the floor, 1 as the ceiling; below 0 and above 1 where the score lies outside.' }),
      interval: Interval,
    }),
  ),
});

export const Stimuli = Type.Object(
  {
    conditions: Type.Array(
      Type.Object({
        condition: ComparedCondition,
        stimuli: Type.Array(AnsweredStimulus, { description: 'By share, the lowest first; those without answers last.' }),
        labels: Type.Array(Type.Object({ label: Type.String(), score: Estimate }), { description: 'Score on the stimuli of each label. Empty where targets have none.' }),
        trend: orReason(DistanceTrend),
        between: nullable(Type.Object(BetweenReferences.properties, { description: 'Null for a reference itself.' })),
      }),
    ),
  },
  { description: 'Which images decide: scores by target, by label, against d, and between the study’s references.' },
);
export type Stimuli = Static<typeof Stimuli>;
export type AnsweredStimulus = Static<typeof AnsweredStimulus>;
export type DistanceTrend = Static<typeof DistanceTrend>;
export type BetweenReferences = Static<typeof BetweenReferences>;
