import type { Graph } from '@lookalike/graph';
import { composedObjective, referencesOf, type IriConfiguration } from '@lookalike/iri-configuration';
import type { PerceptualDistance } from '@lookalike/perception';
import type { Random } from '@lookalike/random';
import { openForAnyBatch } from '@lookalike/runtime';
import type { Device } from '@lookalike/runtime';
import { calibrate } from './calibrate.ts';
import type { Calibration } from './calibrate.ts';
import { fromBytes } from './eight-bit.ts';
import { layersGraph } from './layers-graph.ts';
import { parametrisationOf } from './parametrisations/index.ts';
import { norm, relativeDistance } from './relative-distance.ts';
import { createRepresent } from './represent.ts';
import type { Represent } from './represent.ts';
import type { StepSetup } from './step-function.ts';
import type { StepSource } from './step-source.ts';
import { representationGraph, targetName } from './step-graph.ts';
import type { Target } from './targets.ts';

export interface PrepareStepsOptions {
  readonly device: Device;
  readonly network: Graph;
  readonly layer: string;
  readonly configuration: IriConfiguration;
  readonly targets: readonly Target[];
  readonly seedOf: (target: Target) => Uint8Array;
  /** g(x_t) at the studied layer, in the order of the targets. */
  readonly representations: readonly Float32Array[];
  /** Represents at the studied layer. */
  readonly represent: Represent;
  readonly perceptual: ReadonlyMap<string, PerceptualDistance>;
  readonly random: Random;
}

/** Computes what an objective needs to know of the targets before the first step: other layers, other images, calibrated weights. */
export async function prepareSteps(options: PrepareStepsOptions): Promise<{ readonly setup: StepSetup; readonly calibrations: readonly Calibration[] }> {
  const { device, network, layer, configuration, targets, perceptual, random } = options;
  const { objective, layers = [], parametrisation: choice, batchSize } = configuration;
  const cut = layersGraph(network, layer, layers.map((other) => other.layer));
  const calibrations = needsCalibration(objective)
    ? await calibrate({ device, objective, imageShape: cut.imageShape, perceptual, batchSize, images: await seedsOfRun(options) })
    : [];
  const otherRepresentations: Float32Array[][] = [];
  for (const other of layers) otherRepresentations.push(await representAt(options, other.layer));
  const references = referencesOf(objective);

  const sources = new Map(targets.map((target, i): [string, StepSource] => [target.id, {
    inputs: {
      ...Object.fromEntries(otherRepresentations.map((representations, k) => [targetName(k + 1), representations[i]!])),
      ...(references.includes('target') && { target: target.pixels }),
    },
    random: random.child('transforms').child(target.hash),
  }]));
  const parametrisation = choice && parametrisationOf(choice, cut.imageShape);
  return {
    setup: {
      cut, perceptual, sources, needsSeed: references.includes('seed'),
      calibrated: new Map(calibrations.map(({ term, weight }) => [term, weight])),
      ...(parametrisation !== undefined && { parametrisation }),
    },
    calibrations,
  };
}

function needsCalibration(objective: IriConfiguration['objective']): boolean {
  const composed = composedObjective(objective);
  return composed.kind === 'weighted-sum' && composed.terms.some(({ weight }) => typeof weight === 'object');
}

/** Every target that d exists for, with its seed. */
async function seedsOfRun({ targets, seedOf, represent, representations }: PrepareStepsOptions) {
  const usable = targets.map((target, i) => ({ target, representation: representations[i]! })).filter(({ representation }) => norm(representation) > 0);
  const seeds = usable.map(({ target }) => fromBytes(seedOf(target)));
  const seedRepresentations = await represent(seeds);
  return usable.map(({ target, representation }, i) => ({ seed: seeds[i]!, target: target.pixels, seedDistance: relativeDistance(seedRepresentations[i]!, representation) }));
}

async function representAt({ device, network, targets, configuration }: PrepareStepsOptions, layer: string): Promise<Float32Array[]> {
  const cut = representationGraph(network, layer);
  const executable = await openForAnyBatch(device, cut.graph);
  try {
    return await createRepresent(executable, cut, configuration.batchSize)(targets.map(({ pixels }) => pixels));
  } finally {
    await executable.close();
  }
}
