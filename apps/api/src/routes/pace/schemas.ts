import { Type, type Static } from 'typebox';
import { Count } from '../../http/fields.ts';
import { named, nullable } from '../../http/named-schema.ts';

export const StudyPace = named(
  'StudyPace',
  Type.Object({
    completedCount: Type.Integer({ minimum: 0, description: 'People who completed.' }),
    places: Type.Integer({ minimum: 1, description: 'Places that are open: of a pilot, its own.' }),
    completionsPerHour: Type.Number({ minimum: 0, description: 'People, over the last `overHours` hours.' }),
    overHours: Type.Number({ minimum: 0 }),
    fullAt: nullable(Type.String({ format: 'date-time', description: 'When all open places will be completed at this pace; null where they are, or where nobody comes.' })),
    balance: Type.Array(
      Type.Object({
        conditionId: Type.String(),
        name: Type.String(),
        answerCount: Type.Integer({ minimum: 0, description: 'Scored answers of people who completed.' }),
        fewest: Type.Integer({ minimum: 0, description: 'Of the stimulus with the fewest.' }),
        most: Count,
      }),
      { description: 'In the order of the study’s conditions.' },
    ),
  }),
);
export type StudyPace = Static<typeof StudyPace>;
export const paceSchemas = [StudyPace];
