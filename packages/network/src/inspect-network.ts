import type { Issue } from '@lookalike/errors';
import { countOperations, type OperationCounts, GraphError, lastRectifier, cutAt, representationWarnings, surrogateGradients } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { ConstantInputs } from './constant-inputs.ts';
import { imageInputOf } from './image-input.ts';
import type { ImageInput, ImageShape } from './image-shape.ts';
import { listLayers, type Layer } from './layers.ts';
import { penultimateLayer, type PenultimateLayer } from './penultimate-layer.ts';
import { newestReadableOpset, oldestReadableOpset } from './onnx/readable-opsets.ts';
import { operatorAdvice } from './onnx/operator-advice.ts';
import { describeOnnx, type OnnxFacts } from './onnx/describe-onnx.ts';
import type { BlockedLayer } from './blocked-values.ts';
import { layersWithoutBatch } from './fixed-batch/layers-without-batch.ts';
import { notesOfReading } from './notes-of-reading.ts';
import { openReadNetwork, type NetworkFiles, type OpenNetworkOptions } from './open-network.ts';
import type { ReadNetwork } from './read-network.ts';
import { networkFormatOf, type NetworkFormat } from './read-network-files.ts';
import { readNetworkNotes, type NetworkNotes } from './proof/network-notes.ts';
import { takingImages } from './takes-images.ts';
import { guessPreprocessing, type PreprocessingGuess } from './preprocessing/preprocessing-guess.ts';

/** Why a network cannot be used, and where in it. */
export interface NetworkProblem {
  /** Stable, such as `graph.unknown_operator`. */
  readonly code: string;
  readonly message: string;
  /** The nodes that it is about, all of them. */
  readonly nodes: readonly { readonly operator: string; readonly node: string }[];
}

/** What a usable network is made of, and what its makers noted in its file. */
export interface InspectedNetwork extends Omit<NetworkNotes, 'layer'> {
  /** As read from its files, without preprocessing. */
  readonly graph: Graph;
  readonly input: ImageInput;
  /** In the order of computation, at least one. */
  readonly layers: readonly Layer[];
  readonly defaultLayer: DefaultLayer;
  /** What should be known of the default layer although nothing is wrong. */
  readonly warnings: readonly Issue[];
  /** The rectifier whose gradient is passed straight through when the default layer is the representation. */
  readonly straightThroughNode: string | undefined;
  readonly counts: OperationCounts;
  readonly preprocessing: PreprocessingGuess;
  /** Values of the file that cannot serve, in the order of computation, each with the operator in the way. */
  readonly blockedLayers: readonly BlockedLayer[];
  /** What whoever uses its results must know, a sentence or two each; none for most networks. */
  readonly notes: readonly string[];
}

/** The layer that represents images unless somebody chooses another. */
export interface DefaultLayer {
  readonly name: string;
  readonly rule: PenultimateLayer['rule'] | 'named in the file' | 'last layer that has one representation for each image';
}

export interface NetworkReport {
  /** The file that is the network; others hold its weights. */
  readonly mainFile: string;
  readonly format: NetworkFormat['format'];
  /** What an ONNX file says of itself: its operators, inputs and opset as it has them; the graph is in the canonical opset. Absent where it cannot be read. */
  readonly onnx: OnnxFacts | undefined;
  /** Absent when there are problems. */
  readonly network: InspectedNetwork | undefined;
  readonly problems: readonly NetworkProblem[];
}

/**
 * Says all that can be said of a network’s files: what it takes, its layers, its size, and what speaks against using it, everything
 * at once.
 * @param options what the user says of images where the file does not.
 * @throws graph.no_network, graph.several_networks; graph.not_onnx, graph.truncated_onnx where there is no whole file to speak of
 */
export function inspectNetwork(files: NetworkFiles, options: OpenNetworkOptions = {}): NetworkReport {
  const { format, main: mainFile } = networkFormatOf(files);
  const described = format === 'onnx' ? describeOrProblem(files.get(mainFile)!) : undefined;
  const onnx = described instanceof GraphError ? undefined : described;
  const problems = described instanceof GraphError ? [problemOf(described)] : described === undefined ? [] : problemsOf(described);
  let network: InspectedNetwork | undefined;
  try {
    network = inspectRead(openReadNetwork(files, options), { files, imageShape: options.imageShape, otherInputs: options.otherInputs, ...(onnx !== undefined && { metadata: onnx.metadata }) });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (problems.every(({ code }) => code !== error.code)) problems.push(problemOf(error));
  }
  return { mainFile, format, onnx, network: problems.length === 0 ? network : undefined, problems };
}

/**
 * Says what a usable network is made of.
 * @throws what {@link imageInputOf} throws; graph.bad_notes; graph.whole_number_arithmetic; graph.no_layer when nothing in the network depends on the image
 */
export function inspectGraph(graph: Graph): InspectedNetwork {
  return inspectRead({ graph, blocked: [], outputs: graph.outputs }, {});
}

function inspectRead(read: ReadNetwork, evidence: { readonly metadata?: ReadonlyMap<string, string>; readonly files?: NetworkFiles; readonly imageShape?: ImageShape | undefined; readonly otherInputs?: ConstantInputs | undefined }): InspectedNetwork {
  const { graph, blocked } = read;
  const input = imageInputOf(graph, evidence.imageShape);
  const { layer: named, ...noted } = readNetworkNotes(evidence.metadata ?? new Map());
  const defaultLayer = defaultLayerOf(graph, named);
  const layers = listLayers(graph, defaultLayer.name);
  return {
    ...noted,
    graph,
    input,
    layers,
    defaultLayer,
    warnings: representationWarnings(graph, defaultLayer.name),
    straightThroughNode: lastRectifier(cutAt(graph, defaultLayer.name)),
    counts: countOperations(graph),
    preprocessing: guessPreprocessing({ graph, ...evidence }),
    blockedLayers: [...blocked, ...layersWithoutBatch(graph)],
    notes: [...notesOfReading(read), ...surrogateGradients(takingImages(graph, input)).map(({ sentence }) => sentence)],
  };
}

/** @param named in the file; a tool that rewrote it may have taken the value away. @throws graph.no_layer */
function defaultLayerOf(graph: Graph, named: string | undefined): DefaultLayer {
  const candidates: readonly DefaultLayer[] = [...(named === undefined ? [] : [{ name: named, rule: 'named in the file' } as const]), penultimateLayer(graph)];
  const candidate = candidates.find(({ name }) => listLayers(graph, name).some(({ isDefault }) => isDefault));
  if (candidate !== undefined) return candidate;
  // Behind a Squeeze of a fixed batch there may be a classifier, and no layer.
  const last = listLayers(graph).at(-1);
  if (last === undefined) throw new GraphError('graph.no_layer', 'No layer of the network depends on the image, with one representation per image. Export the network in evaluation mode, with its input.', {});
  return { name: last.name, rule: 'last layer that has one representation for each image' };
}

/** What an ONNX file says of itself, or what keeps it from being read that far. @throws graph.not_onnx, graph.truncated_onnx */
function describeOrProblem(bytes: Uint8Array): OnnxFacts | GraphError {
  try {
    return describeOnnx(bytes);
  } catch (error) {
    if (!(error instanceof GraphError) || error.code === 'graph.not_onnx' || error.code === 'graph.truncated_onnx') throw error;
    return error;
  }
}

function problemOf({ code, message, details }: GraphError): NetworkProblem {
  if (code === 'graph.control_flow') return { code, message, nodes: [{ operator: String(details['operator']), node: String(details['node']) }] };
  // Readers list all nodes of operators that they do not know.
  const unknown = details['unknown'] as NetworkProblem['nodes'] | undefined;
  if (code !== 'graph.unknown_operator' || unknown === undefined) return { code, message, nodes: [] };
  const names = [...new Set(unknown.map(({ operator }) => operator))];
  const fix = operatorAdvice(names) ?? 'Export it without, or add the operator (CONTRIBUTING.md says how).';
  return { code, message: `The network uses ${names.length === 1 ? 'an operator' : `${names.length} operators`} that Lookalike does not support: ${names.join(', ')}. ${fix}`, nodes: unknown };
}

/** What the file alone shows, before its network is read. */
function problemsOf({ opset }: OnnxFacts): NetworkProblem[] {
  if (opset >= oldestReadableOpset && opset <= newestReadableOpset) return [];
  return [{ code: 'graph.unsupported_opset', message: `The network uses ONNX opset ${opset}; ${oldestReadableOpset} to ${newestReadableOpset} are supported. Export it again, for example with opset_version=17.`, nodes: [] }];
}
