import { appendGraph, batchSizeOf, cutAt, differentiate, foldConstants, GraphBuilder, lastRectifier } from '@lookalike/graph';
import type { BatchSize, DifferentiateOptions, Graph, Shape } from '@lookalike/graph';
import { composedObjective, referencesOf, type ComposedObjective, type Objective } from '@lookalike/iri-configuration';
import type { PerceptualDistance } from '@lookalike/perception';
import { SINGLE_PRECISION } from './gate.ts';
import { IriError } from './iri-error.ts';
import { appendPerceptual, appendWeightedSum } from './objectives/append-objective.ts';
import type { AppendedSum, ObjectiveParts } from './objectives/append-objective.ts';
import { appendConstrainedGradient, appendFeasibleFirst } from './objectives/constrained.ts';
import { appendLayerMean, appendRelativeDistance } from './objectives/representation-distance.ts';
import type { AppendParametrisation } from './parametrisations/parametrisation.ts';
import { appendResampling } from './transforms/append-resampling.ts';

/** A graph from images to their representations. */
export interface RepresentationGraph {
  readonly graph: Graph;
  /** How many images it takes at once. */
  readonly batch: BatchSize;
  /** Name of its only input, [N, C, H, W]. */
  readonly input: string;
  /** Name of its first output, [N, …]. */
  readonly output: string;
  /** [C, H, W] of the images that the network takes. */
  readonly imageShape: readonly [number, number, number];
  /** Shape of one representation, without the batch. */
  readonly representationShape: readonly number[];
}

export interface StepGraph {
  /**
   * Inputs `image` [N, C, H, W] in [0, 1] and `targetRepresentation` [N, …]; outputs `distance` [N], which is d, `objective`
   * [N], which the search makes small, and `gradient` [N, C, H, W], the slope of each image's objective. See {@link StepGraphOptions}
   * for what may be added.
   */
  readonly graph: Graph;
  /** The node whose gradient passes straight through; absent when none does. */
  readonly straightThroughNode?: string;
}

/** Names of the step graph's inputs and outputs. */
export const stepValues = { image: 'image', target: 'targetRepresentation', distance: 'distance', objective: 'objective', gradient: 'gradient', exact: 'exactPixels', rounded: 'roundedPixels' } as const;

/**
 * Cuts a network at a layer.
 * @throws graph.unknown_layer; iri.unsupported_network when it does not take one batch of images of a fixed size, or the
 *   layer is not one value or more per image.
 */
export function representationGraph(network: Graph, layer: string): RepresentationGraph {
  const [input, ...others] = network.inputs;
  const imageShape = input === undefined || others.length > 0 || input.type !== 'float32' ? undefined : imageShapeOf(input.shape);
  if (input === undefined || imageShape === undefined) {
    const found = network.inputs.map(({ name, type, shape }) => `"${name}" ${type} [${shape.join(', ')}]`).join(' and ') || 'no input';
    throw new IriError('iri.unsupported_network', `The network takes ${found}. Expected one input of float32 images [N, channels, height, width] with a batch of any size N ` +
      'and a fixed height and width; export it so.', { network: network.name });
  }
  const graph = foldConstants(cutAt(network, layer));
  const shape = new GraphBuilder(graph).shapeOf(layer);
  const representationShape = shape.slice(1).filter((size) => typeof size === 'number');
  const batch = batchSizeOf(graph);
  if (shape[0] !== batch || representationShape.length !== shape.length - 1 || representationShape.length === 0) {
    throw new IriError('iri.unsupported_network', `Layer "${layer}" has the shape [${shape.join(', ')}]. Expected [N, …] with one representation per image; choose another layer.`, { layer });
  }
  return { graph, batch, input: input.name, output: layer, imageShape, representationShape };
}

/** What an objective may need besides the network's layer. All of it is optional. */
export interface StepGraphOptions {
  /** The last rectifier before the layer passes its gradient unchanged ("fake ReLU"). */
  readonly straightThrough?: boolean;
  /** The network's rectifiers have this slope in the gradient where they are flat; absent: 0, the exact one. */
  readonly rectifierSlope?: number;
  /** d is the weighted mean over these layers too; `cut` must be {@link layersGraph} of them. */
  readonly layerWeights?: readonly number[];
  /** The slope of d is taken at an image that is resampled as the inputs say. */
  readonly hasTransforms?: boolean;
  /** What is searched for are parameters that stand for an image; absent: its pixels. */
  readonly parametrisation?: AppendParametrisation;
  /** Perceptual distances of the objective, by {@link keyOf}. */
  readonly perceptual?: ReadonlyMap<string, PerceptualDistance>;
  /** |λ| of calibrated terms, by {@link calibrationKey}. */
  readonly calibrated?: ReadonlyMap<string, number>;
}

/**
 * Builds one step of the search as one graph: d of each image to its target, its objective, and the gradient of that.
 * @throws graph.no_gradient when no gradient reaches the pixels.
 * @see Nanda et al. 2023; Engstrom et al. 2019 for the fake ReLU
 */
export function stepGraph(cut: RepresentationGraph, objective: Objective, options: StepGraphOptions = {}): StepGraph {
  const { straightThrough = false, rectifierSlope = 0, layerWeights = [], hasTransforms = false, perceptual = new Map(), calibrated = new Map() } = options;
  const b = new GraphBuilder({ name: cut.graph.name });
  const stopGradients = new Set<string>();
  const stop = (value: string): void => void stopGradients.add(value);
  const imageType = { type: 'float32', shape: [cut.batch, ...cut.imageShape] } as const;

  const { type, shape } = options.parametrisation?.type ?? imageType;
  const given = b.input(stepValues.image, { type, shape: [cut.batch, ...shape.slice(1)] });
  const exact = options.parametrisation?.append(b, given);
  const image = exact === undefined ? given : appendRounding(b, exact, stop);
  const network = appendGraph(b, cut.graph, { inputs: { [cut.input]: image }, prefix: 'network' });
  const targets = network.outputs.map((output, i) => b.input(targetName(i), b.typeOf(output)));
  const distances = network.outputs.map((output, i) => appendRelativeDistance(b, output, targets[i]!));
  const references = Object.fromEntries(referencesOf(objective).map((name) => [name, b.input(name, imageType)]));

  const plain = appendLayerMean(b, distances, layerWeights);
  const transformed = hasTransforms ? appendGraph(b, cut.graph, { inputs: { [cut.input]: appendResampling(b, image) }, prefix: 'transformed' }) : undefined;
  const slopeDistance = transformed === undefined ? plain : appendLayerMean(b, transformed.outputs.map((output, i) => appendRelativeDistance(b, output, targets[i]!)), layerWeights);
  const rectifier = straightThrough ? lastRectifier(cut.graph) : undefined;
  const slopes = {
    withRespectTo: given,
    stopGradients,
    straightThrough: new Set(rectifier === undefined ? [] : [(transformed ?? network).nodeName(rectifier)]),
    rectifierSlopes: new Map(rectifierSlope === 0 ? [] : cut.graph.nodes.map(({ name }) => [(transformed ?? network).nodeName(name), rectifierSlope])),
  };

  const parts: ObjectiveParts = { image, distance: plain, slopeDistance, references, perceptual, calibrated, stop };
  const composed = composedObjective(objective);
  const { graph, value, gradient } = composed.kind === 'weighted-sum'
    ? weightedSumStep(b, distances[0]!, appendWeightedSum(b, composed, parts), exact, slopes)
    : constrainedStep(b, distances[0]!, composed, parts, exact, slopes);

  const whole = new GraphBuilder(graph);
  const named = { [stepValues.distance]: distances[0]!, [stepValues.objective]: value, [stepValues.gradient]: gradient, ...(exact !== undefined && { [stepValues.exact]: exact, [stepValues.rounded]: image }) };
  for (const [name, source] of Object.entries(named)) whole.append('Identity', [source], {}, { outputs: [name] });
  whole.setOutputs(Object.keys(named));
  return { graph: foldConstants(whole.build()), ...(rectifier !== undefined && { straightThroughNode: rectifier }) };
}

interface Step {
  readonly graph: Graph;
  readonly value: string;
  readonly gradient: string;
}

type Slopes = Omit<DifferentiateOptions, 'of'>;

function weightedSumStep(b: GraphBuilder, distance: string, { value, slopeOf }: AppendedSum, exact: string | undefined, slopes: Slopes): Step {
  b.setOutputs([distance, value, slopeOf, ...keptForRounding(exact, slopes)]);
  return { ...differentiate(b.build(), { of: slopeOf, ...slopes }), value };
}

function constrainedStep(b: GraphBuilder, distance: string, composed: Extract<ComposedObjective, { kind: 'constrained' }>, parts: ObjectiveParts, exact: string | undefined, slopes: Slopes): Step {
  // So that the audit, too, finds the constraint kept.
  const maximumRepresentationDistance = composed.maximumRepresentationDistance * (1 - SINGLE_PRECISION);
  const perceptual = appendPerceptual(b, composed.distance, 'target', parts);
  const value = appendFeasibleFirst(b, { distance: parts.distance, perceptual, maximumRepresentationDistance });
  b.setOutputs([distance, value, parts.distance, parts.slopeDistance, perceptual, ...keptForRounding(exact, slopes)]);
  const first = differentiate(b.build(), { of: parts.slopeDistance, ...slopes });
  const second = differentiate(first.graph, { of: perceptual, withRespectTo: slopes.withRespectTo, stopGradients: slopes.stopGradients ?? new Set() });
  const whole = new GraphBuilder(second.graph);
  const gradient = appendConstrainedGradient(whole, { distance: parts.distance, perceptual, distanceGradient: first.gradient, perceptualGradient: second.gradient, maximumRepresentationDistance });
  whole.output(gradient);
  return { graph: whole.build(), value, gradient };
}

/** Values that must outlive the folding of constants: what is stopped is named to `differentiate`, the exact image is an output. */
function keptForRounding(exact: string | undefined, { stopGradients = new Set() }: Slopes): string[] {
  return [...(exact === undefined ? [] : [exact]), ...stopGradients];
}

/** Rounds to 8 bits with the slope of the unrounded image: the network sees what a file can hold. */
function appendRounding(b: GraphBuilder, exact: string, stop: (value: string) => void): string {
  const rounded = b.div(b.op('Floor', [b.add(b.mul(exact, 255), 0.5)]), 255);
  const change = b.sub(rounded, exact);
  stop(change);
  return b.add(exact, change);
}

/** Name of the input for g(x_t) at the studied layer (0) or at another one. */
export function targetName(layerIndex: number): string {
  return layerIndex === 0 ? stepValues.target : `${stepValues.target} ${layerIndex}`;
}

function imageShapeOf(shape: Shape): readonly [number, number, number] | undefined {
  const [batch, channels, height, width] = shape;
  return shape.length === 4 && (batch === 'N' || typeof batch === 'number') && typeof channels === 'number' && typeof height === 'number' && typeof width === 'number' ? [channels, height, width] : undefined;
}
