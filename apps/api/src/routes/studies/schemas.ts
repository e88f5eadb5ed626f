import { defaultStudyConfiguration, Factors, ReferenceKind, StudyConfiguration, StudyOperation, TaskName } from '@lookalike/study';
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

export const NamedStudyOperation = named('StudyOperation', StudyOperation);

const onlyChangers = 'Null for who may not change the study.';
export const StudyOperationView = named(
  'StudyOperationView',
  Type.Object(
    {
      ...StudyOperation.properties,
      completionCode: nullable(Type.String({ description: onlyChangers })),
      returnUrl: nullable(Type.String({ description: onlyChangers })),
      alertUrl: nullable(Type.String({ description: onlyChangers })),
    },
    { description: 'What of a study can change while it is live. Whoever may not change it sees no codes of endings either.' },
  ),
);
export type StudyOperationView = Static<typeof StudyOperationView>;

export const StudyConditionView = named(
  'StudyConditionView',
  Type.Object({
    conditionId: Type.String({ description: 'Content address of what the condition is: the same wherever the study is made.' }),
    name: Type.String(),
    runId: nullable(Id),
    reference: nullable(ReferenceKind),
    stimuli: nullable(Type.Object({ stimulusSetId: Id, condition: Type.String() })),
    network: nullable(Type.Object({ id: Id, name: Type.String() })),
    factors: Factors,
    acceptedCount: Type.Integer({ minimum: 0, description: 'Accepted IRIs of the run; of a reference, targets that it can show; once launched, the stimuli that were frozen.' }),
    stimulusCount: Type.Integer({ minimum: 0, description: 'Stimuli that the study shows of it.' }),
  }),
);

export const StudyWarning = named(
  'StudyWarning',
  Type.Object({ code: Type.String({ examples: ['study.native_sizes_differ'] }), message: Type.String(), fix: Type.String() }, { description: 'What makes a comparison doubtful, but does not stand in its way.' }),
);

export const StudyView = named(
  'StudyView',
  Type.Object({
    id: Id,
    status: StudyStatus,
    version: Type.Integer({ minimum: 1 }),
    configuration: ref(NamedStudyConfiguration),
    configurationHash: Hash,
    operation: ref(StudyOperationView),
    conditions: Type.Array(ref(StudyConditionView)),
    warnings: Type.Array(ref(StudyWarning)),
    stimulusCount: Type.Integer({ minimum: 0, description: 'Stimuli in the study: frozen once live; before that, what launching now would freeze.' }),
    stimuliHash: nullable(Hash),
    targetCount: Type.Integer({ minimum: 0, description: 'Targets that every condition shows.' }),
    setCount: nullable(Type.Integer({ minimum: 0, description: 'Sets of targets that are always shown together; null where sessions draw their own.' })),
    targetRule: Type.String({ description: 'Which targets the study shows, in a sentence.', examples: ['The 30 targets that have an accepted IRI for every condition.'] }),
    wantedPlaces: nullable(Type.Integer({ minimum: 1, description: 'Places that give every stimulus the wanted answers; null where none are wanted.' })),
    raterUrl: Type.String({ description: 'The link for raters. It works once the study is live.' }),
    testUrl: nullable(Type.String({ description: 'The link for tests: it counts in no quota and no score, and has no completion code. Whoever has it can test; null for who may not change the study.' })),
    previewUrl: Type.String({ description: 'Shows every page of a rater’s way, of a draft too, and stores nothing. Whoever has it can look.' }),
    rehearsalOf: Type.Union([Id, Type.Null()], { description: 'The study of whose draft this is a frozen copy: only test sessions enter it. Null of a study of its own.' }),
    createdAt: Moment,
    launchedAt: nullable(Moment),
    closedAt: nullable(Moment),
    sessionCounts: ref(SessionCountsByKind),
    heldPlaces: Type.Integer({ minimum: 0, description: 'Places that people hold now: completed, or under way with a sign of life.' }),
  }),
);
export type StudyView = Static<typeof StudyView>;

export const Obstacle = named(
  'Obstacle',
  Type.Object({ code: Type.String(), message: Type.String(), fix: nullable(Type.String()) }, { description: 'What stands in the way of a launch.' }),
);

export const StudyReadiness = named(
  'StudyReadiness',
  Type.Object({
    obstacle: Type.Union([ref(Obstacle), Type.Null()], { description: 'The first that a launch would meet; null where it would meet none, or is done.' }),
    rehearsals: Type.Array(
      Type.Object({ id: Id, version: Type.Integer({ minimum: 1, description: 'Of the draft that it is a copy of.' }), createdAt: Moment, sessionCount: Type.Integer({ minimum: 0 }) }),
      { description: 'Frozen copies that were tried as tests, newest first. Each is a study of its own.' },
    ),
  }),
);
export type StudyReadiness = Static<typeof StudyReadiness>;

export const StudySummary = named(
  'StudySummary',
  Type.Object({
    id: Id,
    title: Type.String(),
    status: StudyStatus,
    version: Type.Integer({ minimum: 1 }),
    task: TaskName,
    conditionNames: Type.Array(Type.String()),
    createdAt: Moment,
    launchedAt: nullable(Moment),
    closedAt: nullable(Moment),
    sessionCounts: ref(SessionCountsByKind),
    unseenAlertCount: Type.Integer({ minimum: 0, description: 'Kinds of alert that no experimenter has seen.' }),
  }),
);
export type StudySummary = Static<typeof StudySummary>;

export const StudyList = named('StudyList', Type.Object({ studies: Type.Array(ref(StudySummary)) }));

/** Exactly one of `runId`, `reference` and `stimuli`. */
export const ConditionRequest = named(
  'ConditionRequest',
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 80, description: 'Unique in the study.' }),
      runId: Type.Optional(Id),
      reference: Type.Optional(ReferenceKind),
      stimuli: Type.Optional(Type.Object({ stimulusSetId: Id, condition: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false })),
    },
    { additionalProperties: false, description: 'A generation run; a reference: the original (ceiling), its seed, or another image (floor); or stimuli made elsewhere: one condition of a stimulus set.' },
  ),
);
export type ConditionRequest = Static<typeof ConditionRequest>;

export const StudyOperationRequest = named('StudyOperationRequest', Type.Partial(Type.Object(StudyOperation.properties), { additionalProperties: false, description: 'What is to change; the rest stays.' }));
export type StudyOperationRequest = Static<typeof StudyOperationRequest>;

export const StudyRequest = named(
  'StudyRequest',
  Type.Object(
    {
      configuration: ref(NamedStudyConfiguration),
      conditions: Type.Array(ref(ConditionRequest), { minItems: 1, maxItems: 60 }),
      operation: Type.Optional(ref(StudyOperationRequest)),
    },
    { additionalProperties: false },
  ),
);
export type StudyRequest = Static<typeof StudyRequest>;

export const StudyChange = named(
  'StudyChange',
  Type.Object({ changedAt: Moment, experimenter: Type.String(), change: Type.Record(Type.String(), Type.Unknown(), { description: 'The new values of what changed.' }) }),
);
export const StudyChangeList = named('StudyChangeList', Type.Object({ changes: Type.Array(ref(StudyChange), { description: 'Newest first.' }) }));

export const DefaultConfigurationQuery = Type.Object({ task: Type.Optional(TaskName) }, { additionalProperties: false });

export const StudyParams = Type.Object({ studyId: Id });

export const studySchemas = [NamedStudyConfiguration, SessionCounts, SessionCountsByKind, NamedStudyOperation, StudyOperationView, StudyConditionView, StudyWarning, StudyView, Obstacle, StudyReadiness, StudySummary, StudyList, ConditionRequest, StudyOperationRequest, StudyRequest, StudyChange, StudyChangeList];
