import { closed } from '@lookalike/schema-issues';
import { Type, type Static } from 'typebox';
import { LayerPart } from './layer-parts.ts';
import { Objective } from './objectives/objective.ts';
import { OptimiserChoice } from './optimisers.ts';
import { ParametrisationChoice } from './parametrisation-choice.ts';
import { RandomTransforms } from './random-transforms.ts';
import { SeedImage } from './seed-image.ts';

/** Everything that decides an IRI besides the network, the layer and the targets. */
export const IriConfiguration = Type.Object(
  {
    objective: Objective,
    seedImage: SeedImage,
    part: Type.Optional(LayerPart),
    parametrisation: Type.Optional(ParametrisationChoice),
    transforms: Type.Optional(RandomTransforms),
    layers: Type.Optional(Type.Array(Type.Object({ layer: Type.String({ minLength: 1 }), weight: Type.Number({ exclusiveMinimum: 0 }) }, closed), {
      minItems: 1, maxItems: 20, description: 'Layers besides the studied one. The objective’s d is then the weighted mean over all, the studied one’s weight being 1; the audit stays with the studied layer.',
    })),
    optimiser: OptimiserChoice,
    stopping: Type.Object(
      {
        maximumSteps: Type.Integer({ minimum: 1, maximum: 100_000 }),
        targetDistance: Type.Number({ minimum: 0, description: 'An image is finished when its 8-bit d is at most this, if the objective is d alone; others use all their steps.' }),
        targetNullPercentile: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'It is also finished when no more than this share of the null distribution lies at or below its 8-bit d and d is within the gate; absent: not for that. Only if the objective is d alone.' })),
        stall: Type.Optional(Type.Object(
          {
            steps: Type.Integer({ minimum: 1, maximum: 100_000 }),
            share: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Least gain, as a share of the objective.' }),
          },
          { ...closed, description: 'An image is finished when its least objective did not fall by this share within so many steps; absent: it goes on.' },
        )),
      },
      closed,
    ),
    restarts: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, description: 'An image that ends outside of the gate restarts from a new drawn seed, at most so many times; the attempt of least d is kept. Absent: 0.' })),
    straightThroughLastRelu: Type.Boolean({ description: 'The last ReLU passes its gradient straight through (the paper’s fake ReLU).' }),
    straightThroughSteps: Type.Optional(Type.Integer({ minimum: 1, description: 'Only during an image’s first steps, so many; absent: during all, as in the paper.' })),
    rectifierSlope: Type.Optional(Type.Object(
      { slope: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), share: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Of an image’s steps, the first ones; then the gradient is exact.' }) },
      { ...closed, description: 'A surrogate gradient: where a ReLU of the network is flat, its gradient counts as this slope, as a leaky one’s would; what the network computes stays as it is. Absent: never.' },
    )),
    gate: Type.Object(
      {
        maximumDistance: Type.Number({ exclusiveMinimum: 0, description: 'd of the 8-bit file may be at most this.' }),
        maximumNullPercentile: Type.Number({ minimum: 0, maximum: 1, description: 'Share of the null distribution that may lie at or below d; 0: d is below every pair.' }),
      },
      closed,
    ),
    nullPairCount: Type.Integer({ minimum: 10, maximum: 100_000 }),
    batchSize: Type.Integer({ minimum: 1, maximum: 1024 }),
    randomSeed: Type.String({ minLength: 1, maxLength: 100 }),
  },
  { ...closed, $id: 'IriConfiguration' },
);
export type IriConfiguration = Static<typeof IriConfiguration>;
