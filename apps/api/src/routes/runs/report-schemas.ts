import type { Distribution as IriDistribution, RunSummary as IriRunSummary } from '@lookalike/iri';
import { Type, type Static } from 'typebox';
import { Count, Id, Share } from '../../http/fields.ts';
import { named, ref } from '../../http/named-schema.ts';
import { RunView } from './schemas.ts';

export const Distribution = named(
  'Distribution',
  Type.Unsafe<IriDistribution>(Type.Object(
    {
      count: Type.Integer({ minimum: 0, description: 'IRIs that have the number.' }),
      quantiles: Type.Array(Type.Number(), { description: 'At the summary’s `probabilities`, by linear interpolation.' }),
    },
    { description: 'How one number spreads over the IRIs of a run.' },
  )),
);

const spread = (description: string) => Type.Optional(Type.Unsafe<Static<typeof Distribution>>({ ...ref(Distribution), description }));

export const PerceptualSummary = named(
  'PerceptualSummary',
  Type.Object({ measure: Type.Union([Type.Literal('nlpd'), Type.Literal('ms-ssim')]), toTarget: ref(Distribution), toSeed: ref(Distribution) }, { description: 'How far the IRIs look from their targets and seeds by one measure; 0 for the same image.' }),
);

export const SummaryCurvePoint = named('SummaryCurvePoint', Type.Object({ step: Count, lowerQuartile: Type.Number(), median: Type.Number(), upperQuartile: Type.Number() }));

export const RunSummary = named(
  'RunSummary',
  Type.Unsafe<IriRunSummary>(Type.Object(
    {
      counts: Type.Object({
        accepted: Count,
        rejected: Type.Record(Type.String(), Count, { description: 'By reason, the most frequent first.' }),
        failed: Type.Record(Type.String(), Count, { description: 'Images that have no IRI, by code.' }),
        acceptedShare: Type.Optional(Type.Number({ ...Share, description: 'Of the finished images; absent while there are none.' })),
      }),
      probabilities: Type.Array(Share, { description: 'Where the quantiles are taken.' }),
      representationDistance: spread('d of the 8-bit files that people see.'),
      unroundedDistance: spread('d before rounding to 8 bits.'),
      nullPercentile: spread('Share of random image pairs that are nearer to each other than the IRI to its target.'),
      stepCount: spread('Optimiser steps per image.'),
      durationMs: spread('Milliseconds per image.'),
      pearson: spread('Pearson’s r of the representations at the run’s layer.'),
      spearman: spread('Spearman’s ρ of the representations at the run’s layer.'),
      perceptualDistances: Type.Array(ref(PerceptualSummary)),
      sameTopClass: Type.Optional(Type.Object({ count: Count, share: Share }, { description: 'Of the IRIs whose network has class scores.' })),
      curve: Type.Optional(Type.Object({ count: Count, points: Type.Array(ref(SummaryCurvePoint)) }, { description: 'Least d so far over the steps. An image that needed fewer steps stays at its last d.' })),
    },
    { description: 'What a run came to. A distribution is absent where no IRI has the number.' },
  )),
);

export const FailedIriView = named(
  'FailedIri',
  Type.Object(
    {
      targetId: Id,
      targetName: Type.String(),
      code: Type.String(),
      message: Type.String({ description: 'What was wrong and what to do.' }),
      stepCount: Count,
      lastFiniteDistance: Type.Optional(Type.Number({ description: 'The last d that was a number.' })),
      durationMs: Type.Number({ minimum: 0 }),
    },
    { description: 'An image of a run that has no IRI.' },
  ),
);

export const LayerSummary = named(
  'LayerSummary',
  Type.Object({ layer: Type.String(), pearson: spread('Pearson’s r.'), spearman: spread('Spearman’s ρ.') }, { description: 'How alike the files and their targets are at one layer.' }),
);

export const RunReport = named(
  'RunReport',
  Type.Object(
    { run: ref(RunView), summary: ref(RunSummary), failed: Type.Array(ref(FailedIriView), { description: 'In the order of the images.' }), layers: Type.Array(ref(LayerSummary), { description: 'The run’s layer first, then others in the order of computation.' }) },
    { description: 'A run with what it came to: accepted share, distributions of the audit, curve of d.' },
  ),
);
/** Summaries are read only, which their schema cannot say. */
export type RunReport = Static<typeof RunReport>;

export const runReportSchemas = [Distribution, PerceptualSummary, SummaryCurvePoint, RunSummary, FailedIriView, LayerSummary, RunReport];
