import { Ending, endings } from '@lookalike/recruiting';
import { SessionDigest, SessionState } from '@lookalike/study';
import { Type, type Static } from 'typebox';
import { Count, Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';
import { RaterKind } from '../rater/schemas.ts';

const closed = { additionalProperties: false } as const;

export const SessionParams = Type.Object({ studyId: Id, sessionId: Id });

export const SessionQuery = Type.Object({
  kind: Type.Optional(RaterKind),
  state: Type.Optional(SessionState),
  ending: Type.Optional(Type.Union(endings.map((ending) => Type.Literal(ending)))),
  flag: Type.Optional(Type.String({ maxLength: 60, description: 'A reason such as `catch_failed`, `by_hand`, or `any`.' })),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Part of the participant’s random name, or the whole of what the platform calls the rater.' })),
  sort: Type.Optional(Type.Union([Type.Literal('entered'), Type.Literal('last_seen')], { default: 'entered', description: 'The latest first.' })),
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before.' })),
  limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|1[0-9][0-9]|200)$', default: '50', description: 'Sessions of a page, 200 at most.' })),
});
export type SessionQuery = Static<typeof SessionQuery>;

export const SessionListItem = named(
  'SessionListItem',
  Type.Object(
    {
      id: Id,
      participantId: Type.String({ description: 'Random per study; the only name of the rater that leaves with the data.' }),
      platformId: nullable(Type.String({ description: 'What the recruiting platform calls the rater. Null where nobody said it, where it is forgotten, and for viewers.' })),
      submissionId: nullable(Type.String({ description: 'What the platform calls this one taking part.' })),
      kind: RaterKind,
      state: SessionState,
      ending: nullable(Ending),
      isLate: Type.Boolean({ description: 'The place went to somebody else, and they went on.' }),
      enteredAt: Moment,
      lastSeenAt: Moment,
      minutes: nullable(Type.Number({ minimum: 0, description: 'From the consent to the end, or to the last sign of life.' })),
      answered: Count,
      total: Type.Integer({ minimum: 0, description: '0 before the first answer.' }),
      catchRight: Count,
      catchAnswered: Count,
      flags: SessionDigest.properties.flags,
      excludedBecause: nullable(Type.String()),
      note: Type.String(),
      bonus: nullable(Type.Number({ minimum: 0, description: 'Null where none was given, and for who may not see payments.' })),
      settledAt: nullable(Moment),
    },
    { description: 'A session in a list.' },
  ),
);
export type SessionListItem = Static<typeof SessionListItem>;

export const SessionList = named('SessionList', Type.Object({ sessions: Type.Array(ref(SessionListItem)), total: Type.Integer({ minimum: 0, description: 'That the filter lets through.' }), next: nullable(Type.String({ description: 'For `after`; null on the last page.' })) }));
export type SessionList = Static<typeof SessionList>;

export const SessionChangeRequest = named(
  'SessionChangeRequest',
  Type.Object(
    {
      excludedBecause: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 500, description: 'Excludes the session by hand, and says why; null takes that back.' }))),
      note: Type.Optional(Type.String({ maxLength: 2000 })),
      bonus: Type.Optional(nullable(Type.Number({ minimum: 0, maximum: 10_000, description: 'Beyond the reward, in its currency.' }))),
      isSettled: Type.Optional(Type.Boolean({ description: 'Whether whoever recruits has done with it: paid, returned or rejected.' })),
    },
    closed,
  ),
);
export type SessionChangeRequest = Static<typeof SessionChangeRequest>;

export const SessionChangeLog = named(
  'SessionChangeLog',
  Type.Object({ changes: Type.Array(Type.Object({ changedAt: Moment, experimenter: Type.String(), change: Type.Record(Type.String(), Type.Unknown()) })) }),
);

export const sessionSchemas = [SessionListItem, SessionList, SessionChangeRequest, SessionChangeLog];
