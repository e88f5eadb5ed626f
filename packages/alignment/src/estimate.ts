import { Type, type Static, type TSchema } from 'typebox';

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Count = Type.Integer({ minimum: 0 });

/** An interval with how it was made; to be shown with it. */
export const Interval = Type.Object({
  lower: Type.Number(),
  upper: Type.Number(),
  level: Type.Number({ description: 'Nominal coverage in (0, 1).', examples: [0.95] }),
  method: Type.String({ examples: ['beta interval for the effective number of trials over crossed raters and targets'] }),
});
export type Interval = Static<typeof Interval>;

export const SampleSizes = Type.Object({ trials: Count, raters: Count, targets: Count });
export type SampleSizes = Static<typeof SampleSizes>;

/** A mean of outcomes in [0, 1], or a difference of two, in [-1, 1]. */
export const Estimate = Type.Object({
  estimate: nullable(Type.Number({ description: 'Null where there is nothing to estimate from.' })),
  interval: nullable(Interval),
  n: SampleSizes,
  excluded: Type.Integer({ minimum: 0, description: 'Trials that were given but could not be used.' }),
});
export type Estimate = Static<typeof Estimate>;

export const AlignmentScore = Type.Object(
  {
    ...Estimate.properties,
    chance: Type.Number({ minimum: 0, maximum: 1, description: 'What guessing gives.', examples: [0.5] }),
    ties: Type.Integer({ minimum: 0, description: 'Trials that count one half.' }),
  },
  { description: 'Human-alignment score: the mean outcome.' },
);
export type AlignmentScore = Static<typeof AlignmentScore>;

export const Agreement = Type.Object({
  alpha: nullable(Type.Number({ maximum: 1, description: '1 is perfect agreement, 0 what chance would give, below 0 systematic disagreement; null where it is undefined.' })),
  method: Type.String(),
  n: Type.Object({ units: Count, raters: Count, ratings: Count }),
  excluded: Type.Integer({ minimum: 0, description: 'Ratings of units that only one rater rated: they have nothing to agree with.' }),
});
export type Agreement = Static<typeof Agreement>;
