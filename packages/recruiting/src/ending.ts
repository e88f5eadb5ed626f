import { Type, type Static } from 'typebox';

/**
 * How a rater's way ends. `completed`: every answer is there. `failed_checks`: every answer is there, and the study's quality rules do not
 * count them. `screened_out`: a rule ended it on the way. `practice_not_passed`: too many rounds of practice. `timed_out`: away for so long
 * that the place went to somebody else. `full` and `closed`: nothing was begun.
 */
export const Ending = Type.Union(
  [
    Type.Literal('completed'),
    Type.Literal('failed_checks'),
    Type.Literal('screened_out'),
    Type.Literal('no_consent'),
    Type.Literal('practice_not_passed'),
    Type.Literal('withdrawn'),
    Type.Literal('timed_out'),
    Type.Literal('full'),
    Type.Literal('closed'),
  ],
  { description: 'How a rater’s way through a study ended.' },
);
export type Ending = Static<typeof Ending>;

export const endings: readonly Ending[] = Ending.anyOf.map((literal) => literal.const);
