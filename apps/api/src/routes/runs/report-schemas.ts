import { Distribution, PerceptualSummary, RunSummary, SummaryCurvePoint } from '@lookalike/iri';
import { Type, type Static } from 'typebox';
import { Count, Id } from '../../http/fields.ts';
import { named, namedByPackage, ref } from '../../http/named-schema.ts';
import { RunView } from './schemas.ts';

const NamedDistribution = namedByPackage(Distribution);
const NamedRunSummary = namedByPackage(RunSummary);
const spread = (description: string) => Type.Optional(Type.Unsafe<Distribution>({ ...ref(NamedDistribution), description }));

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
    { run: ref(RunView), summary: ref(NamedRunSummary), failed: Type.Array(ref(FailedIriView), { description: 'In the order of the images.' }), layers: Type.Array(ref(LayerSummary), { description: 'The run’s layer first, then others in the order of computation.' }) },
    { description: 'A run with what it came to: accepted share, distributions of the audit, curve of d.' },
  ),
);
export type RunReport = Static<typeof RunReport>;

export const runReportSchemas = [NamedDistribution, namedByPackage(PerceptualSummary), namedByPackage(SummaryCurvePoint), NamedRunSummary, FailedIriView, LayerSummary, RunReport];
