import { Ending, Owed, RejectionCategory } from '@lookalike/recruiting';
import { bonusesAtOnce } from '@lookalike/recruiting/clients';
import { SessionState } from '@lookalike/study';
import { Type, type Static } from 'typebox';
import { Count, Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

const closed = { additionalProperties: false } as const;
const Minor = Type.Integer({ minimum: 0, description: 'In minor units of the currency, such as pence.' });

export const RecruitingParams = Type.Object({ studyId: Id });
export const ActionParams = Type.Object({ studyId: Id, actionId: Id });

export const PlatformAccountView = named(
  'PlatformAccountView',
  Type.Object(
    {
      platform: Type.Union([Type.Literal('prolific'), Type.Literal('sona')]),
      holder: Type.String({ description: 'Whose token it is, as the platform says; empty where it does not.' }),
      savedBy: Type.String(),
      savedAt: Moment,
      isTold: Type.Boolean({ description: 'Whether the platform sends a message when a submission changes.' }),
      readAt: nullable(Moment),
      readFault: nullable(Type.String()),
    },
    { description: 'A study’s key to a platform’s programs. The token itself is never given out.' },
  ),
);
export type PlatformAccountView = Static<typeof PlatformAccountView>;

export const SonaCreditView = named(
  'SonaCreditView',
  Type.Object({
    sessionId: Id,
    participantId: Type.String(),
    state: Type.Union([Type.Literal('waiting'), Type.Literal('granted'), Type.Literal('refused')]),
    reason: Type.String(),
    surveyCode: nullable(Type.String({ description: 'Of the sign-up; null once the credit is granted.' })),
    attemptCount: Count,
    createdAt: Moment,
  }),
);

export const RecruitingView = named(
  'RecruitingView',
  Type.Object({
    accounts: Type.Array(ref(PlatformAccountView)),
    canBeTold: Type.Boolean({ description: 'Whether this server has an address that a platform can send messages to.' }),
    credits: Type.Array(ref(SonaCreditView)),
  }),
);
export type RecruitingView = Static<typeof RecruitingView>;

export const TokenRequest = named('TokenRequest', Type.Object({ token: Type.String({ minLength: 4, maxLength: 400, pattern: '^[!-~]+$' }) }, closed));
export const PlatformParams = Type.Object({ studyId: Id, platform: Type.Union([Type.Literal('prolific'), Type.Literal('sona')]) });

export const ProlificStudyView = named(
  'ProlificStudyView',
  Type.Object({
    name: Type.String(),
    status: Type.String(),
    places: nullable(Type.Integer()),
    reward: nullable(Minor),
    currency: nullable(Type.String()),
    differences: Type.Array(
      Type.Object({
        ending: nullable(Ending),
        message: Type.String(),
        fix: Type.String(),
        offer: nullable(Type.String({ description: 'The code there that this study can take over for the ending.' })),
      }),
      { description: 'What the study there and here say differently. Empty: nothing.' },
    ),
  }),
);
export type ProlificStudyView = Static<typeof ProlificStudyView>;

export const SubmissionView = named(
  'SubmissionView',
  Type.Object({
    id: Id,
    submission: nullable(Type.String({ description: 'The platform’s id; null once it is forgotten.' })),
    participant: nullable(Type.String()),
    status: Type.String({ examples: ['AWAITING_REVIEW'] }),
    startedAt: nullable(Moment),
    handedInAt: nullable(Moment),
    returnRequested: Type.Boolean(),
    session: nullable(Type.Object({ id: Id, participantId: Type.String(), state: SessionState, ending: nullable(Ending), minutes: nullable(Type.Number({ minimum: 0 })), isSettled: Type.Boolean() })),
    owed: Owed,
    because: Type.String(),
    oddCode: nullable(Type.String({ description: 'What is odd about the code that was handed in.' })),
    bonus: Type.Integer({ minimum: 0, description: 'Paid by the ledger, or perhaps paid, in minor units.' }),
  }),
);
export type SubmissionView = Static<typeof SubmissionView>;

export const SubmissionList = named(
  'SubmissionList',
  Type.Object({ submissions: Type.Array(ref(SubmissionView)), withoutSubmission: Type.Integer({ minimum: 0, description: 'Sessions of people whose submission the platform does not have.' }) }),
);
export type SubmissionList = Static<typeof SubmissionList>;

export const ReadResult = named('ReadResult', Type.Object({ submissionCount: Count }));
export const ExportUpload = { type: 'object', properties: { file: { type: 'string', format: 'binary', description: 'As Prolific exports it: CSV.' } }, required: ['file'] } as const;

const Submissions = Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true });
export const ActionRequest = named(
  'ActionRequest',
  Type.Union([
    Type.Object({ kind: Type.Literal('approve'), submissionIds: Submissions }, closed),
    Type.Object({ kind: Type.Literal('ask_to_return'), submissionIds: Submissions, message: Type.String({ minLength: 1, maxLength: 1000 }) }, closed),
    Type.Object({ kind: Type.Literal('reject'), submissionIds: Submissions, message: Type.String({ minLength: 1, maxLength: 2000 }), category: RejectionCategory }, closed),
    Type.Object(
      { kind: Type.Literal('bonus'), bonuses: Type.Array(Type.Object({ submissionId: Id, amount: Type.Integer({ minimum: 1, maximum: 100_000, description: 'In minor units of the account’s currency.' }) }, closed), { minItems: 1, maxItems: bonusesAtOnce }) },
      closed,
    ),
  ]),
);
export type ActionRequest = Static<typeof ActionRequest>;

export const ActionView = named(
  'ActionView',
  Type.Object({
    id: Id,
    kind: Type.Union([Type.Literal('approve'), Type.Literal('ask_to_return'), Type.Literal('reject'), Type.Literal('bonus')]),
    state: Type.Union([Type.Literal('prepared'), Type.Literal('doing'), Type.Literal('done'), Type.Literal('refused'), Type.Literal('unknown')], { description: 'unknown: the answer was lost; only a person can tell, on the platform, whether it was done.' }),
    message: nullable(Type.String()),
    category: nullable(Type.String()),
    sum: nullable(Type.Object({ amount: Minor, fees: nullable(Minor), total: Minor, currency: nullable(Type.String()) })),
    persons: Type.Array(Type.Object({ submissionId: Id, participant: nullable(Type.String()), amount: nullable(Minor), paidBefore: Minor })),
    outcome: Type.String(),
    preparedBy: Type.String(),
    preparedAt: Moment,
    confirmedBy: nullable(Type.String()),
    confirmedAt: nullable(Moment),
  }),
);
export type ActionView = Static<typeof ActionView>;

export const ActionList = named('ActionList', Type.Object({ actions: Type.Array(ref(ActionView), { description: 'What was confirmed, the latest first.' }) }));

export const BonusCheckView = named(
  'BonusCheckView',
  Type.Object({ persons: Type.Array(Type.Object({ submissionId: Id, participant: nullable(Type.String()), amount: nullable(Minor), there: nullable(Type.Array(Minor, { description: 'Bonuses that the platform has of this submission; null where it does not say.' })) })) }),
);
export type BonusCheckView = Static<typeof BonusCheckView>;

export const ResolveRequest = named('ResolveRequest', Type.Object({ wasDone: Type.Boolean({ description: 'Whether the platform shows that it was done.' }) }, closed));
export const SettleRequest = named('SettleRequest', Type.Object({ submissionIds: Submissions }, closed));
export const WatchRequest = named('WatchRequest', Type.Object({ isTold: Type.Boolean() }, closed));

export const recruitingSchemas = [PlatformAccountView, SonaCreditView, RecruitingView, TokenRequest, ProlificStudyView, SubmissionView, SubmissionList, ReadResult, ActionRequest, ActionView, ActionList, BonusCheckView, ResolveRequest, SettleRequest, WatchRequest];
