import { foldConstants, GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { checkWeightsAreFinite } from '../onnx/check-weights.ts';
import type { ReadNetwork } from '../read-network.ts';
import { readGraphModel } from './graph-model/read-graph-model.ts';
import { isObject, objectAt } from './json-reader.ts';
import type { Json, JsonObject } from './json-reader.ts';
import { readLayersModel } from './keras/read-layers-model.ts';
import { readWeights } from './read-weights.ts';

export interface ReadTensorFlowJsOptions {
  /** Sizes [C, H, W] by input name, for inputs whose size the file leaves open. */
  readonly inputSizes?: Readonly<Record<string, readonly number[]>>;
}

/** The files of a TensorFlow.js model. */
export interface TensorFlowJsFiles {
  /** The contents of model.json. */
  readonly model: Uint8Array | string;
  /** The files that it lists, by the path that it gives. */
  readonly weights: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a TensorFlow.js model, LayersModel (Keras) or GraphModel, into a graph of the canonical operators: images are [N, C, H, W] although
 * TensorFlow's are [N, H, W, C], quantised weights float32, constants folded, what does nothing at inference removed. Layers keep the names
 * that they have in the file.
 * @throws graph.not_tensorflowjs when `model` is not a model.json; graph.malformed_tensorflowjs; graph.weights_missing naming the files (or
 *   the weights) that are not there; graph.weights_truncated; graph.unknown_operator naming every layer or operation that is not
 *   supported, or graph.control_flow, in a GraphModel only where they leave nothing that depends on the image; graph.dynamic_size; graph.bad_attribute; graph.shape_mismatch; graph.non_finite_weights
 * @see https://www.tensorflow.org/js/guide/save_load
 */
export function readTensorFlowJs(files: TensorFlowJsFiles, options: ReadTensorFlowJsOptions = {}): Graph {
  return readTensorFlowJsNetwork(files, options).graph;
}

/** What {@link readTensorFlowJs} reads, with what is to be said of it. */
export function readTensorFlowJsNetwork({ model, weights }: TensorFlowJsFiles, { inputSizes = {} }: ReadTensorFlowJsOptions = {}): ReadNetwork {
  try {
    const json = parseModelJson(model);
    const topology = objectAt(json['modelTopology'], 'modelTopology');
    const tensors = readWeights(json['weightsManifest'], (path) => weights.get(path));
    const options = { weights: tensors, inputSizes };
    const read = isGraphModel(json, topology) ? readGraphModel(json, topology, options) : whole(readLayersModel(topology, options));
    checkWeightsAreFinite(read.graph);
    return { ...read, graph: foldConstants(read.graph) };
  } catch (cause) {
    if (cause instanceof GraphError) throw cause;
    // A rule met something that no sound file has, such as a missing input.
    throw new GraphError('graph.malformed_tensorflowjs', 'The TensorFlow.js model is not well formed. Convert the network again.', {}, { cause });
  }
}

/** Whether the bytes are a model.json; cheap enough to ask of every file. */
export function isModelJson(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (!start.startsWith('{')) return false;
  try {
    return parseModelJson(bytes)['modelTopology'] !== undefined;
  } catch {
    return false;
  }
}

function parseModelJson(model: Uint8Array | string): JsonObject {
  let json: Json;
  try {
    json = JSON.parse(typeof model === 'string' ? model : new TextDecoder().decode(model)) as Json;
  } catch (cause) {
    throw new GraphError('graph.not_tensorflowjs', 'This is not the model.json of a TensorFlow.js model: it is not JSON. Choose the file that tensorflowjs_converter wrote.', {}, { cause });
  }
  if (!isObject(json) || !isObject(json['modelTopology'])) {
    throw new GraphError('graph.not_tensorflowjs', 'This is not the model.json of a TensorFlow.js model: it has no modelTopology. Choose the file that tensorflowjs_converter wrote.', {});
  }
  return json;
}

/** Of layers, all are known. */
function whole(graph: Graph): ReadNetwork {
  return { graph, blocked: [], outputs: graph.outputs };
}

/** Files before 2019 do not say their format. */
function isGraphModel({ format }: JsonObject, topology: JsonObject): boolean {
  return format === 'graph-model' || (format !== 'layers-model' && Array.isArray(topology['node']));
}
