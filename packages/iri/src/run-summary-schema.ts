import { Type, type Static } from 'typebox';

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** How one number spreads over the IRIs of a run. */
export const Distribution = Type.Object(
  {
    count: Type.Integer({ minimum: 0, description: 'IRIs that have the number.' }),
    quantiles: Type.Array(Type.Number(), { description: 'At the summary’s `probabilities`, by linear interpolation.' }),
  },
  { $id: 'Distribution', description: 'How one number spreads over the IRIs of a run.' },
);
export type Distribution = Static<typeof Distribution>;

const spread = (description: string) => Type.Optional(Type.Object(Distribution.properties, { $id: 'Distribution', description }));

export const PerceptualSummary = Type.Object(
  { measure: Type.Union([Type.Literal('nlpd'), Type.Literal('ms-ssim')]), toTarget: Distribution, toSeed: Distribution },
  { $id: 'PerceptualSummary', description: 'How far the IRIs look from their targets and seeds by one measure; 0 for the same image.' },
);
export type PerceptualSummary = Static<typeof PerceptualSummary>;

export const SummaryCurvePoint = Type.Object(
  { step: Count, lowerQuartile: Type.Number(), median: Type.Number(), upperQuartile: Type.Number() },
  { $id: 'SummaryCurvePoint', description: 'Least d so far over the images, at a step that all share.' },
);

/** What a run came to, as it is computed, stored in manifests and sent. Each schema in it has a name of its own, by which the API refers to it. */
export const RunSummary = Type.Object(
  {
    counts: Type.Object({
      accepted: Count,
      rejected: Type.Record(Type.String(), Count, { description: 'By reason, the most frequent first.' }),
      failed: Type.Record(Type.String(), Count, { description: 'Images that have no IRI, by code.' }),
      acceptedShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Of the finished images; absent while there are none.' })),
    }),
    probabilities: Type.Array(Share, { description: 'Where the quantiles are taken.' }),
    representationDistance: spread('d of the 8-bit files that people see.'),
    unroundedDistance: spread('d before rounding to 8 bits.'),
    nullPercentile: spread('Share of the null distribution at or below d.'),
    stepCount: spread('Optimiser steps per image.'),
    durationMs: spread('Milliseconds per image.'),
    pearson: spread('Pearson’s r of the representations at the run’s layer.'),
    spearman: spread('Spearman’s ρ of the representations at the run’s layer.'),
    perceptualDistances: Type.Array(PerceptualSummary),
    sameTopClass: Type.Optional(Type.Object({ count: Count, share: Share }, { description: 'Of the IRIs whose network has class scores.' })),
    curve: Type.Optional(Type.Object({ count: Count, points: Type.Array(SummaryCurvePoint) }, { description: 'Least d so far over the steps. An image that needed fewer steps stays at its last d.' })),
  },
  { $id: 'RunSummary', description: 'What a run came to. A distribution is absent where no IRI has the number.' },
);
export type RunSummary = Static<typeof RunSummary>;
