import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
/** A month: nobody answers for longer, and a trial may stay open over days. */
const LONGEST_MS = 31 * 86_400_000;
const Milliseconds = (description: string) => Type.Number({ minimum: 0, maximum: LONGEST_MS, description });

export const InputType = Type.Union([Type.Literal('mouse'), Type.Literal('touch'), Type.Literal('pen'), Type.Literal('keyboard'), Type.Literal('program')]);
export type InputType = Static<typeof InputType>;

/** The answer itself: its form is the task's (`Task.answer`). Null: the time that the study gives ran out. */
export const Answer = Type.Union([Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), { maxProperties: 8 }), Type.Null()], {
  description: 'By the study’s task. 2afc: { side }. matching: { assignment }. classification: { label }. Null: no answer within the study’s limit.',
});
export type Answer = Static<typeof Answer>;

/** How a trial was shown. Absent where a program answered, and in answers of earlier versions. */
export const ShownAs = {
  presentationCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'How often the trial’s pictures were put on the screen: 1 without reloads.' })),
  isTrusted: Type.Optional(Type.Boolean({ description: 'Whether the browser says that a person made the input event.' })),
  unreleasedKeyCount: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, description: 'Keys that answered before and had not been let go when this answer came: 0 of fingers.' })),
  shownSizeCssPx: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000, description: 'Side of a picture on the screen in CSS px.' })),
  devicePxPerImagePx: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, description: 'Device pixels per pixel of the picture: whole where it is shown crisp.' })),
  zoom: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'Of the page, as far as the browser tells: 1 without zoom.' })),
  frameMs: Type.Optional(Milliseconds('Time between two frames of the screen, as measured.')),
  leadPlannedMs: Type.Optional(Milliseconds('The whole number of frames nearest to the lead that was asked for.')),
  leadShownMs: Type.Optional(Milliseconds('How long the first pictures stood alone, as measured.')),
  queryPlannedMs: Type.Optional(Milliseconds('The whole number of frames nearest to the query’s time that was asked for.')),
  queryShownMs: Type.Optional(Milliseconds('How long the query was shown, as measured.')),
  maskPlannedMs: Type.Optional(Milliseconds('The whole number of frames nearest to the mask’s time that was asked for.')),
  maskShownMs: Type.Optional(Milliseconds('How long the mask was shown, as measured.')),
  confidence: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description: '1 guessed to 5 certain, where the study asks.' })),
  confidenceTimeMs: Type.Optional(Milliseconds('From the answer to the confidence.')),
  comment: Type.Optional(Type.String({ maxLength: 1000, description: 'Where the study asks. May be personal: in no table of trials unless asked for.' })),
} as const;

/** One answer, as the browser sends it. Immutable once accepted. */
export const ResponseSubmission = Type.Object(
  {
    responseId: Type.String({ format: 'uuid', description: 'Made by the browser; sending the same one again is harmless.' }),
    trialIndex: Type.Integer({ minimum: 0 }),
    round: Type.Integer({ minimum: 0 }),
    answer: Answer,
    responseTimeMs: Type.Number({ minimum: 0, maximum: LONGEST_MS, description: 'From the frame in which what can be answered was painted to the answer.' }),
    presentedAt: Type.String({ format: 'date-time', description: 'UTC, by the rater’s clock.' }),
    focusLossCount: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    viewportWidthPx: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    viewportHeightPx: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    devicePixelRatio: Type.Number({ minimum: 0, maximum: 1000 }),
    inputType: InputType,
    imageLoadMs: Type.Number({ minimum: 0, maximum: LONGEST_MS }),
    ...ShownAs,
  },
  closed,
);
export type ResponseSubmission = Static<typeof ResponseSubmission>;

/** An answer with when the server had it. */
export interface ReceivedAnswer extends ResponseSubmission {
  /** Absent where nobody noted it, such as in a page that goes through a session by itself. */
  readonly receivedAt?: Date | undefined;
}

/** As pages that were opened before tasks were send it: the side of a 2AFC beside the measurements. To be taken for one release. */
export const EarlierResponseSubmission = Type.Object(
  {
    responseId: ResponseSubmission.properties.responseId,
    trialIndex: ResponseSubmission.properties.trialIndex,
    round: ResponseSubmission.properties.round,
    chosenSide: Type.Union([Type.Literal('left'), Type.Literal('right')]),
    responseTimeMs: ResponseSubmission.properties.responseTimeMs,
    presentedAt: ResponseSubmission.properties.presentedAt,
    focusLossCount: ResponseSubmission.properties.focusLossCount,
    viewportWidthPx: ResponseSubmission.properties.viewportWidthPx,
    viewportHeightPx: ResponseSubmission.properties.viewportHeightPx,
    devicePixelRatio: ResponseSubmission.properties.devicePixelRatio,
    inputType: InputType,
    imageLoadMs: ResponseSubmission.properties.imageLoadMs,
  },
  closed,
);
export type EarlierResponseSubmission = Static<typeof EarlierResponseSubmission>;

/** Takes an answer in today's shape, whichever of the two it came in. */
export function readSubmission(sent: ResponseSubmission | EarlierResponseSubmission): ResponseSubmission {
  if (!('chosenSide' in sent)) return sent;
  const { chosenSide, ...rest } = sent;
  return { ...rest, answer: { side: chosenSide } };
}
