import { Type, type Static } from 'typebox';
import { Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

export const StudyAlert = named(
  'StudyAlert',
  Type.Object({
    kind: Type.String({ examples: ['pilot_full'] }),
    facts: Type.Record(Type.String(), Type.Unknown(), { description: 'Of the last time.' }),
    count: Type.Integer({ minimum: 1, description: 'How often it was raised.' }),
    firstAt: Moment,
    lastAt: Moment,
    seenAt: nullable(Type.String({ format: 'date-time', description: 'When an experimenter said that they have seen it; null where it has happened again since.' })),
  }),
);
export type StudyAlert = Static<typeof StudyAlert>;

export const StudyAlertList = named('StudyAlertList', Type.Object({ alerts: Type.Array(ref(StudyAlert), { description: 'The latest first.' }) }));

export const AlertParams = Type.Object({ studyId: Id, kind: Type.String({ pattern: '^[a-z_]{1,60}$' }) });

export const alertSchemas = [StudyAlert, StudyAlertList];
