import { Ending, RecruitingSettings, WayOut } from '@lookalike/recruiting';
import { EarlierResponseSubmission, Phase, PresentationSettings, PresentedTrial, ResponseSubmission, Reward, ScreenFacts, SessionState, TaskName } from '@lookalike/study';
import { Type, type Static } from 'typebox';
import { Count, Hash, Id } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

const closed = { additionalProperties: false } as const;

export const NamedPresentationSettings = named('PresentationSettings', PresentationSettings);
export const NamedReward = named('Reward', Reward);

export const RaterStudyView = named(
  'RaterStudyView',
  Type.Object(
    {
      title: Type.String(),
      landing: Type.String(),
      question: Type.String(),
      estimatedMinutes: Type.Integer({ minimum: 1 }),
      reward: nullable(ref(NamedReward)),
      rewardNote: Type.String(),
      contact: Type.String({ description: 'Whom raters can write to; may be empty.' }),
      institution: Type.String({ description: 'Who answers for the study; may be empty.' }),
      ethicsCommittee: Type.String({ description: 'Who approved it; may be empty.' }),
      recruiting: RecruitingSettings,
      status: Type.Union([Type.Literal('open'), Type.Literal('full'), Type.Literal('paused'), Type.Literal('closed'), Type.Literal('not_launched')]),
      trialCount: Type.Integer({ minimum: 0, description: 'Trials without practice.' }),
      task: TaskName,
      groupSize: Type.Integer({ minimum: 1, description: 'Pictures of one condition that a trial shows beside one another: a small screen may have no room for them.' }),
      presentation: ref(NamedPresentationSettings),
    },
    { description: 'What the landing page shows. Asking for it creates nothing.' },
  ),
);
export type RaterStudyView = Static<typeof RaterStudyView>;

export const RaterKind = Type.Union([Type.Literal('person'), Type.Literal('test'), Type.Literal('simulated')]);

export const EnterRequest = named(
  'EnterRequest',
  Type.Object(
    {
      entryKey: Type.Optional(
        Type.String({ pattern: '^[A-Za-z0-9_-]{22,64}$', description: 'Random, made by the browser for this entry and kept: sending it again gets the same session and token, so a lost reply costs nothing. Pages of earlier versions have none.' }),
      ),
      kind: Type.Optional(RaterKind),
      testKey: Type.Optional(Type.String({ maxLength: 100, description: 'Of the study’s test link: the session is a test.' })),
      onlyReturning: Type.Optional(Type.Boolean({ description: 'Nobody new is let in: who has no session gets `rater.unknown`.' })),
      platformParameters: Type.Optional(
        Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$' }), Type.String({ maxLength: 200 }), {
          additionalProperties: false,
          maxProperties: 20,
          description: 'Parameters of the link as a recruiting platform filled them in. They never leave with the data set.',
          examples: [{ PROLIFIC_PID: '5f7…', STUDY_ID: '61c…', SESSION_ID: '63a…' }],
        }),
      ),
    },
    closed,
  ),
);
export type EnterRequest = Static<typeof EnterRequest>;

export const NamedPresentedTrial = named('PresentedTrial', PresentedTrial);
export const NamedResponseSubmission = named('ResponseSubmission', ResponseSubmission);
export const NamedEarlierResponseSubmission = named('EarlierResponseSubmission', EarlierResponseSubmission);
export const NamedScreenFacts = named('ScreenFacts', ScreenFacts);

export const TrialFeedback = named(
  'TrialFeedback',
  Type.Object({ trialIndex: Type.Integer({ minimum: 0 }), round: Type.Integer({ minimum: 0 }), correct: Type.Boolean() }, { description: 'Practice only.' }),
);

export const PracticeView = named(
  'PracticeView',
  Type.Object({
    required: Type.Boolean({ description: 'Whether the study has practice at all.' }),
    trialCount: Type.Integer({ minimum: 0, description: 'Practice trials per round.' }),
    passCount: Type.Integer({ minimum: 0, description: 'Correct answers in one round that pass.' }),
    round: Type.Integer({ minimum: 0, description: 'The round that is being answered, from 0; once passed, the round that passed.' }),
    passed: Type.Boolean(),
    feedback: Type.Array(ref(TrialFeedback), { description: 'Of the practice answers so far, in order.' }),
  }),
);

const progress = Type.Object({ answered: Count, total: Count }, { description: 'Of all trials; practice counts once, however often it was repeated.' });
const nextTrialIndex = nullable(Type.Integer({ minimum: 0, description: 'The trial that is expected next; null when none is.' }));

export const WayOutView = named(
  'WayOut',
  Type.Object(
    { ending: Ending, ...WayOut.properties },
    { ...closed, description: 'Where a session that has ended leads; `completed` only once the server has counted every expected response. Without code and return where the ending has none, and for test and simulated sessions, for which nobody is paid.' },
  ),
);
export type WayOutView = Static<typeof WayOutView>;

export const RaterSessionView = named(
  'RaterSessionView',
  Type.Object(
    {
      sessionId: Id,
      kind: RaterKind,
      state: SessionState,
      title: Type.String(),
      question: Type.String(),
      texts: Type.Object({
        consent: Type.String(),
        consentItems: Type.Array(Type.String()),
        identityNotice: Type.String({ description: 'What is kept of what a recruiting platform calls the rater; part of what is consented to. May be empty.' }),
        instructions: Type.String(),
        debrief: Type.String({ description: 'Empty until the session is completed.' }),
      }),
      consentHash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Names the version of the consent text; sent back with the consent.' }),
      contact: Type.String(),
      institution: Type.String(),
      ethicsCommittee: Type.String(),
      identityRetention: Type.Union([Type.Literal('at_once'), Type.Literal('until_settled')]),
      task: TaskName,
      presentation: ref(NamedPresentationSettings),
      blockSize: Type.Integer({ minimum: 1 }),
      blockCount: Type.Integer({ minimum: 0, description: 'Blocks of the main phase; they count from 1.' }),
      practice: ref(PracticeView),
      trials: Type.Array(ref(NamedPresentedTrial), {
        description: 'The current practice round; once practice is passed, all trials of the current block and of the next one, answered ones included. Ask again when the current block is the last one here, and it is not the last of `blockCount`. Empty before consent and after the end.',
      }),
      answered: Type.Array(Type.Object({ trialIndex: Type.Integer({ minimum: 0 }), round: Type.Integer({ minimum: 0 }), phase: Phase })),
      nextTrialIndex,
      progress,
      wayOut: Type.Optional(ref(WayOutView)),
      completion: Type.Optional(
        Type.Object(
          { code: nullable(Type.String({ description: 'Null for test and simulated sessions, for which nobody is paid.' })), redirectUrl: nullable(Type.String()) },
          { description: 'As `wayOut`, for pages of earlier versions; only once the server has counted every expected response.' },
        ),
      ),
    },
    { description: 'Where a rater’s session stands: all that a page needs to go on after a reload.' },
  ),
);
export type RaterSessionView = Static<typeof RaterSessionView>;

export const EnteredView = named(
  'EnteredView',
  Type.Object({
    sessionId: Id,
    token: Type.String({ description: 'For `Authorization: Bearer`. Whoever holds it is this rater.' }),
    session: ref(RaterSessionView),
  }),
);
export type EnteredView = Static<typeof EnteredView>;

export const ConsentRequest = named(
  'ConsentRequest',
  Type.Object(
    {
      consentHash: Hash,
      tickedItems: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: 12, uniqueItems: true, description: 'Positions of the ticked items, from 0.' }),
    },
    closed,
  ),
);

export const ResponsesRequest = named(
  'ResponsesRequest',
  Type.Object({ responses: Type.Array(Type.Union([ref(NamedResponseSubmission), ref(NamedEarlierResponseSubmission)]), { minItems: 1, maxItems: 50, description: 'In the order of the trials.' }) }, closed),
);

export const SessionBrief = named('SessionBrief', Type.Object({ state: SessionState, nextTrialIndex, progress, practice: ref(PracticeView) }));

export const ResponsesView = named(
  'ResponsesView',
  Type.Object({
    accepted: Type.Array(Type.Object({ responseId: Id, trialIndex: Type.Integer({ minimum: 0 }), round: Type.Integer({ minimum: 0 }) }), {
      description: 'What the server has stored, now or before. Forget an answer only when it is listed here.',
    }),
    session: ref(SessionBrief),
    feedback: Type.Optional(Type.Array(ref(TrialFeedback), { description: 'Practice only.' })),
  }),
);
export type ResponsesView = Static<typeof ResponsesView>;

export const SessionStateView = named('SessionStateView', Type.Object({ state: SessionState }));

export const StuckPicture = named(
  'StuckPicture',
  Type.Object({ trialIndex: Type.Integer({ minimum: 0, maximum: 1_000_000 }), round: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, { additionalProperties: false, description: 'The trial that the picture is of.' }),
);
export type StuckPicture = Static<typeof StuckPicture>;

export const RaterStudyParams = Type.Object({ linkToken: Type.String({ minLength: 1, maxLength: 200 }) });
export const RaterSessionParams = Type.Object({ sessionId: Id });

export const raterSchemas = [
  NamedPresentationSettings,
  NamedReward,
  NamedEarlierResponseSubmission,
  NamedScreenFacts,
  RaterStudyView,
  EnterRequest,
  NamedPresentedTrial,
  NamedResponseSubmission,
  TrialFeedback,
  PracticeView,
  WayOutView,
  RaterSessionView,
  EnteredView,
  ConsentRequest,
  ResponsesRequest,
  SessionBrief,
  ResponsesView,
  SessionStateView,
  StuckPicture,
];
