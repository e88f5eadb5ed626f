import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
/** One frame of a screen with 60 Hz: nothing shorter can be shown on most. */
const SHORTEST_MS = 17;

/** When the pictures of a trial appear, how large, and what is asked besides. Times become the nearest whole number of frames of the rater's screen. */
export const PresentationSettings = Type.Object(
  {
    order: Type.Union([Type.Literal('all-at-once'), Type.Literal('query-first'), Type.Literal('options-first'), Type.Literal('brief-query')], {
      description: 'All at once; the query or the options alone for leadMs and then the rest beside them; or the query for queryMs, a mask for maskMs, then the options.',
    }),
    leadMs: Type.Integer({ minimum: SHORTEST_MS, maximum: 10_000, description: 'Query first, options first: how long the first pictures stand alone.' }),
    queryMs: Type.Integer({ minimum: SHORTEST_MS, maximum: 10_000, description: 'Brief query: how long the query is shown.' }),
    maskMs: Type.Integer({ minimum: SHORTEST_MS, maximum: 5_000, description: 'Brief query: how long its mask is shown, the query’s own pixels in shuffled blocks.' }),
    answerLimitMs: Type.Union([Type.Integer({ minimum: 500, maximum: 600_000 }), Type.Null()], { description: 'Time to answer; raters are told. Null: no limit.' }),
    sizeUnit: Type.Union([Type.Literal('css-px'), Type.Literal('mm')], { description: 'mm: raters first hold a bank card to the screen.' }),
    size: Type.Number({ minimum: 5, maximum: 1024, description: 'Side of a picture in the unit; smaller screens scale down.' }),
    smallestSizePx: Type.Union([Type.Integer({ minimum: 16, maximum: 1024 }), Type.Null()], { description: 'Side of a picture in CSS px below which a screen is too small to take part. Null: none.' }),
    scaling: Type.Union([Type.Literal('crisp'), Type.Literal('smooth')], { description: 'crisp: each pixel of the picture is a whole number of device pixels. smooth: resampled by Lookalike, the same in every browser.' }),
    asksConfidence: Type.Boolean({ description: 'Ask after each trial how sure the rater is, from 1 (guessed) to 5 (certain).' }),
    asksComment: Type.Boolean({ description: 'Offer a field for a comment after each trial.' }),
  },
  closed,
);
export type PresentationSettings = Static<typeof PresentationSettings>;

export function defaultPresentation(): PresentationSettings {
  return {
    order: 'all-at-once', leadMs: 500, queryMs: 300, maskMs: 300, answerLimitMs: null,
    sizeUnit: 'css-px', size: 192, smallestSizePx: null, scaling: 'smooth', asksConfidence: false, asksComment: false,
  };
}
