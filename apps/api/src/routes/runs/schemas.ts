import { defaultIriConfiguration, IriConfiguration } from '@lookalike/iri-configuration';
import { Type, type Static } from 'typebox';
import { Count, Distance, Hash, Id, Moment, Url } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';
import { NamedPreprocessing } from '../networks/schemas.ts';

/** packages/iri names its own schema. */
export const NamedIriConfiguration = named('IriConfiguration', { ...IriConfiguration, examples: [defaultIriConfiguration()] });

export const NameView = named('NameView', Type.Object({ id: Id, name: Type.String() }, { description: 'Something with a name, by reference.' }));

export const RunStatus = Type.Union([Type.Literal('queued'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed'), Type.Literal('cancelled')]);

export const RunProgress = named(
  'RunProgress',
  Type.Object(
    {
      step: nullable(Type.Number({ description: 'Optimiser steps done by the current batch.' })),
      meanDistance: nullable(Type.Number({ description: 'Mean representation distance of the images in work.' })),
      secondsLeft: nullable(Type.Number()),
      imagesPerSecond: nullable(Type.Number()),
    },
    { description: 'Live numbers of a run in work.' },
  ),
);

export const RunView = named(
  'RunView',
  Type.Object({
    id: Id,
    network: ref(NameView),
    imageSet: ref(NameView),
    layer: Type.String(),
    configuration: ref(NamedIriConfiguration),
    configurationHash: Hash,
    preprocessing: ref(NamedPreprocessing),
    status: RunStatus,
    totalCount: Count,
    doneCount: Count,
    acceptedCount: Count,
    progress: nullable(ref(RunProgress)),
    nullDistribution: nullable(Type.Record(Type.String(), Type.Unknown(), { description: 'd between random pairs of the image set: number, seed, mean and quantiles.' })),
    environment: nullable(Type.Record(Type.String(), Type.Unknown(), { description: 'What produced the numbers: device and versions; `warnings`, a list of sentences, is what should be known although nothing is wrong.' })),
    error: nullable(Type.Object({ code: Type.String(), message: Type.String() })),
    createdAt: Moment,
    startedAt: nullable(Moment),
    finishedAt: nullable(Moment),
  }),
);
export type RunView = Static<typeof RunView>;

export const RunList = named('RunList', Type.Object({ runs: Type.Array(ref(RunView)) }));

export const RunRequest = named(
  'RunRequest',
  Type.Object(
    {
      networkId: Id,
      imageSetId: Id,
      layer: Type.Optional(Type.String({ minLength: 1, description: 'A layer of the network; its default layer when left out.' })),
      configuration: Type.Optional(ref(NamedIriConfiguration)),
    },
    { additionalProperties: false },
  ),
);
export type RunRequest = Static<typeof RunRequest>;

export const IriView = named(
  'IriView',
  Type.Object({
    id: Id,
    targetId: Id,
    targetName: Type.String(),
    targetUrl: Url,
    seedUrl: Url,
    iriUrl: Url,
    representationDistance: Type.Number({ minimum: 0, description: 'd of the 8-bit file that people see.' }),
    unroundedDistance: Type.Number({ minimum: 0, description: 'd before rounding to 8 bits.' }),
    nullPercentile: Type.Number({ minimum: 0, maximum: 1, description: 'Share of the null distribution at or below d.' }),
    seedDistance: Distance,
    accepted: Type.Boolean({ description: 'Whether it passed the run’s gate. Others are kept and never shown to raters.' }),
    rejectionReason: nullable(Type.String()),
    stepCount: Count,
    durationMs: Type.Number({ minimum: 0 }),
  }),
);
export type IriView = Static<typeof IriView>;

export const IriList = named('IriList', Type.Object({ iris: Type.Array(ref(IriView)) }));

export const RunParams = Type.Object({ runId: Id });

export const runSchemas = [NamedIriConfiguration, NameView, RunProgress, RunView, RunList, RunRequest, IriView, IriList];
