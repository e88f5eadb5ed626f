import { defaultStudyConfiguration, StudyConfiguration } from '@lookalike/study';
import { Type, type Static } from 'typebox';
import { Count, Hash, Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

/** packages/study names its own schema. */
export const NamedStudyConfiguration = named('StudyConfiguration', { ...StudyConfiguration, examples: [defaultStudyConfiguration()] });

export const StudyStatus = Type.Union([Type.Literal('draft'), Type.Literal('live'), Type.Literal('closed')]);

export const SessionCounts = named(
  'SessionCounts',
  Type.Object(
    {
      assigned: Type.Integer({ minimum: 0, description: 'Entered, no consent yet.' }),
      inProgress: Type.Integer({ minimum: 0, description: 'Between consent and completion.' }),
      completed: Count,
      withdrawn: Count,
      declined: Count,
      timedOut: Type.Integer({ minimum: 0, description: 'Not seen for so long that their place went to others; whatever they still send is kept.' }),
    },
    { description: 'Sessions of one kind of rater.' },
  ),
);

export const SessionCountsByKind = named(
  'SessionCountsByKind',
  Type.Object({ person: ref(SessionCounts), test: ref(SessionCounts), simulated: ref(SessionCounts) }),
);

export const StudyRunView = named(
  'StudyRunView',
  Type.Object({ id: Id, networkId: Id, networkName: Type.String(), layer: Type.String(), acceptedCount: Count }),
);

export const StudyView = named(
  'StudyView',
  Type.Object({
    id: Id,
    status: StudyStatus,
    version: Type.Integer({ minimum: 1 }),
    configuration: ref(NamedStudyConfiguration),
    configurationHash: Hash,
    runs: Type.Array(ref(StudyRunView)),
    tripletCount: Type.Integer({ minimum: 0, description: 'Stimuli in the study: frozen once live; before that, what launching now would freeze.' }),
    tripletsHash: nullable(Hash),
    targetRule: Type.String({ description: 'Which targets the study shows, in a sentence.', examples: ['The 30 targets that have an accepted IRI for every network.'] }),
    raterUrl: Type.String({ description: 'The link for raters. It works once the study is live.' }),
    completionCode: Type.String(),
    createdAt: Moment,
    launchedAt: nullable(Moment),
    closedAt: nullable(Moment),
    sessionCounts: ref(SessionCountsByKind),
  }),
);
export type StudyView = Static<typeof StudyView>;

export const StudySummary = named(
  'StudySummary',
  Type.Object({
    id: Id,
    title: Type.String(),
    status: StudyStatus,
    version: Type.Integer({ minimum: 1 }),
    networkNames: Type.Array(Type.String()),
    createdAt: Moment,
    launchedAt: nullable(Moment),
    closedAt: nullable(Moment),
    sessionCounts: ref(SessionCountsByKind),
  }),
);
export type StudySummary = Static<typeof StudySummary>;

export const StudyList = named('StudyList', Type.Object({ studies: Type.Array(ref(StudySummary)) }));

export const StudyRequest = named(
  'StudyRequest',
  Type.Object(
    {
      configuration: ref(NamedStudyConfiguration),
      runIds: Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true, description: 'Runs whose accepted IRIs the study shows, one per network.' }),
    },
    { additionalProperties: false },
  ),
);
export type StudyRequest = Static<typeof StudyRequest>;

export const StudyParams = Type.Object({ studyId: Id });

export const studySchemas = [NamedStudyConfiguration, SessionCounts, SessionCountsByKind, StudyRunView, StudyView, StudySummary, StudyList, StudyRequest];
