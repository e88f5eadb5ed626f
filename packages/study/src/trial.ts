import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the PNG file.' });

/** What a study can show: one accepted IRI with its target and seed, frozen when the study is launched. */
export const Triplet = Type.Object(
  {
    iriId: Type.String(),
    networkId: Type.String(),
    targetId: Type.String(),
    queryHash: Sha256,
    targetHash: Sha256,
    seedHash: Sha256,
  },
  closed,
);
export type Triplet = Static<typeof Triplet>;

export const Side = Type.Union([Type.Literal('left'), Type.Literal('right')]);
export type Side = Static<typeof Side>;
export const Phase = Type.Union([Type.Literal('practice'), Type.Literal('main')]);
export type Phase = Static<typeof Phase>;
export const TrialKind = Type.Union([Type.Literal('comparison'), Type.Literal('catch')]);
export type TrialKind = Static<typeof TrialKind>;

/**
 * One trial of a session's plan. In a `comparison` the options are the target and the seed; `alignedSide` is the target's.
 * In a `catch` trial (and in practice) one option is identical to the query; `alignedSide` is that one's.
 * Practice repeats as whole rounds: `round` counts them from 0 (always 0 in the main phase).
 */
export interface PlannedTrial {
  readonly trialIndex: number;
  readonly blockIndex: number;
  readonly phase: Phase;
  readonly round: number;
  readonly kind: TrialKind;
  /** Absent where the trial shows no IRI of a network. */
  readonly triplet: Triplet | undefined;
  readonly queryHash: string;
  readonly leftHash: string;
  readonly rightHash: string;
  readonly alignedSide: Side;
}

/** A trial as the rater's browser gets it: nothing in it tells which option is which. */
export const PresentedTrial = Type.Object(
  {
    trialIndex: Type.Integer({ minimum: 0 }),
    blockIndex: Type.Integer({ minimum: 0 }),
    phase: Phase,
    round: Type.Integer({ minimum: 0 }),
    queryUrl: Type.String(),
    leftUrl: Type.String(),
    rightUrl: Type.String(),
  },
  closed,
);
export type PresentedTrial = Static<typeof PresentedTrial>;

/** One answer, as the browser sends it. Immutable once accepted. */
export const ResponseSubmission = Type.Object(
  {
    responseId: Type.String({ format: 'uuid', description: 'Made by the browser; sending the same one again is harmless.' }),
    trialIndex: Type.Integer({ minimum: 0 }),
    round: Type.Integer({ minimum: 0 }),
    chosenSide: Side,
    responseTimeMs: Type.Number({ minimum: 0, description: 'From the frame in which the images were painted to the answer.' }),
    presentedAt: Type.String({ format: 'date-time', description: 'UTC, by the rater’s clock.' }),
    focusLossCount: Type.Integer({ minimum: 0 }),
    viewportWidthPx: Type.Integer({ minimum: 0 }),
    viewportHeightPx: Type.Integer({ minimum: 0 }),
    devicePixelRatio: Type.Number({ minimum: 0 }),
    inputType: Type.Union([Type.Literal('mouse'), Type.Literal('touch'), Type.Literal('pen'), Type.Literal('keyboard'), Type.Literal('program')]),
    imageLoadMs: Type.Number({ minimum: 0 }),
  },
  closed,
);
export type ResponseSubmission = Static<typeof ResponseSubmission>;

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
]);
export type SessionState = Static<typeof SessionState>;
