import { cutAt, differentiate, foldConstants, GraphBuilder, lastRelu } from '@lookalike/graph';
import type { Graph, Shape } from '@lookalike/graph';
import { IriError } from './iri-error.ts';
import { appendObjective, appendRelativeDistance } from './objective.ts';
import type { Objective } from './objective.ts';

/** A graph from images to their representations. */
export interface RepresentationGraph {
  readonly graph: Graph;
  /** Name of its only input, [N, C, H, W]. */
  readonly input: string;
  /** Name of its only output, [N, …]. */
  readonly output: string;
  /** [C, H, W] of the images that the network takes. */
  readonly imageShape: readonly [number, number, number];
  /** Shape of one representation, without the batch. */
  readonly representationShape: readonly number[];
}

export interface StepGraph {
  /**
   * Inputs `image` [N, C, H, W] in [0, 1] and `targetRepresentation` [N, …]; outputs `distance` [N], which is d, `objective`
   * [N], which the search makes small, and `gradient` [N, C, H, W], the slope of each image's objective.
   */
  readonly graph: Graph;
  /** The node whose gradient passes straight through; absent when none does. */
  readonly straightThroughNode?: string;
}

/** Names of the step graph's inputs and outputs. */
export const stepValues = { image: 'image', target: 'targetRepresentation', distance: 'distance', objective: 'objective', gradient: 'gradient' } as const;

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
  if (shape[0] !== 'N' || representationShape.length !== shape.length - 1 || representationShape.length === 0) {
    throw new IriError('iri.unsupported_network', `Layer "${layer}" has the shape [${shape.join(', ')}]. Expected [N, …] with one representation per image; choose another layer.`, { layer });
  }
  return { graph, input: input.name, output: layer, imageShape, representationShape };
}

/**
 * Builds one step of the search as one graph: d of each image to its target, and the gradient of its objective.
 * @param straightThrough whether the last rectifier before the layer passes its gradient unchanged ("fake ReLU").
 * @throws graph.no_gradient when no gradient reaches the pixels.
 * @see Nanda et al. 2023; Engstrom et al. 2019 for the fake ReLU
 */
export function stepGraph({ graph: network, input }: RepresentationGraph, objective: Objective, straightThrough: boolean): StepGraph {
  const start = renamed(network, input);
  const representation = start.outputs[0]!;
  const b = new GraphBuilder(start);
  const target = b.input(stepValues.target, { type: 'float32', shape: b.shapeOf(representation) });
  const distance = b.append('Identity', [appendRelativeDistance(b, representation, target)], {}, { outputs: [stepValues.distance] })[0]!;
  const objectiveValue = b.append('Identity', [appendObjective(b, objective, { image: stepValues.image, distance })], {}, { outputs: [stepValues.objective] })[0]!;
  b.setOutputs([distance, objectiveValue]);
  const straightThroughNode = straightThrough ? lastRelu(network) : undefined;
  const differentiated = differentiate(b.build(), {
    of: objectiveValue,
    withRespectTo: stepValues.image,
    straightThrough: new Set(straightThroughNode === undefined ? [] : [straightThroughNode]),
  });
  const whole = new GraphBuilder(differentiated.graph);
  whole.append('Identity', [differentiated.gradient], {}, { outputs: [stepValues.gradient] });
  whole.setOutputs([stepValues.distance, stepValues.objective, stepValues.gradient]);
  return { graph: whole.build(), ...(straightThroughNode !== undefined && { straightThroughNode }) };
}

/** Gives the network's input the step graph's name for it, and moves a network's own value of such a name out of the way. */
function renamed(network: Graph, input: string): Graph {
  const reserved = new Set<string>(Object.values(stepValues));
  const rename = (name: string): string => (name === input ? stepValues.image : reserved.has(name) ? `network/${name}` : name);
  return {
    ...network,
    inputs: network.inputs.map((one) => ({ ...one, name: rename(one.name) })),
    outputs: network.outputs.map(rename),
    nodes: network.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) })),
    constants: new Map([...network.constants].map(([name, tensor]) => [rename(name), tensor])),
  };
}

function imageShapeOf(shape: Shape): readonly [number, number, number] | undefined {
  const [batch, channels, height, width] = shape;
  return shape.length === 4 && batch === 'N' && typeof channels === 'number' && typeof height === 'number' && typeof width === 'number' ? [channels, height, width] : undefined;
}
