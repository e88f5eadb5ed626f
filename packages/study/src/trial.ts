import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

export const Phase = Type.Union([Type.Literal('practice'), Type.Literal('main')]);
export type Phase = Static<typeof Phase>;

/**
 * What an answer to a trial is worth. `scored`: it says something about conditions. `foil`: shown beside scored ones so that these mean
 * something (the different pairs of same/different). `catch`: the right answer is beyond doubt; so are those of practice.
 */
export type TrialRole = 'scored' | 'foil' | 'catch';

/** One picture that a trial is about: an IRI, or a foil without one. */
export interface ItemRef {
  /** Absent where the picture is of no condition. */
  readonly conditionId?: string;
  readonly targetId: string;
  readonly iriId?: string;
}

/** What a trial of any task is. What it shows, and which answer is right, is the task's own. */
export interface TaskTrial {
  readonly role: TrialRole;
  /** In the order in which the task shows them; empty where no IRI is shown. */
  readonly items: readonly ItemRef[];
}

/** Where a trial stands in its session. Practice repeats as whole rounds: `round` counts them from 0 (always 0 in the main phase). */
export interface TrialPlace {
  readonly trialIndex: number;
  readonly blockIndex: number;
  readonly phase: Phase;
  readonly round: number;
}

/** One trial of a session's plan. */
export type PlannedTrial<T extends TaskTrial = TaskTrial> = T & TrialPlace;

/** What `query first` and a timed query act on. */
export const PictureGroup = Type.Union([Type.Literal('query'), Type.Literal('options')]);
export type PictureGroup = Static<typeof PictureGroup>;

export const PresentedPicture = Type.Object(
  {
    slot: Type.String({ maxLength: 40, description: 'Names the picture’s place: the task’s own word, such as `left` or `query-2`.' }),
    group: PictureGroup,
    url: Type.String(),
  },
  closed,
);
export type PresentedPicture = Static<typeof PresentedPicture>;

/** A trial as the rater's browser gets it: nothing in it tells which answer is right, or which condition it is of. */
export const PresentedTrial = Type.Object(
  {
    trialIndex: Type.Integer({ minimum: 0 }),
    blockIndex: Type.Integer({ minimum: 0 }),
    phase: Phase,
    round: Type.Integer({ minimum: 0 }),
    pictures: Type.Array(PresentedPicture),
    choices: Type.Optional(Type.Array(Type.Object({ id: Type.String(), text: Type.String() }, closed), { description: 'Words to choose from, in the order in which they are shown.' })),
  },
  closed,
);
export type PresentedTrial = Static<typeof PresentedTrial>;

/** Where a rater's session stands. */
export const SessionState = Type.Union([
  Type.Literal('assigned'),
  Type.Literal('consented'),
  Type.Literal('in_progress'),
  Type.Literal('all_acknowledged'),
  Type.Literal('completed'),
  Type.Literal('no_consent'),
  Type.Literal('withdrawn'),
  Type.Literal('timed_out'),
  Type.Literal('screened_out'),
]);
export type SessionState = Static<typeof SessionState>;
