import { GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { withConstantInputs, type ConstantInputs } from './constant-inputs.ts';
import { readOnnxNetwork } from './onnx/read-onnx.ts';
import type { ReadNetwork } from './read-network.ts';
import { isModelJson, readTensorFlowJsNetwork } from './tensorflowjs/read-tensorflowjs.ts';

/** Which reader a network's files are for, and which of them is read first. */
export interface NetworkFormat {
  readonly format: 'onnx' | 'tensorflowjs';
  /** The .onnx file or model.json; the other files hold weights. */
  readonly main: string;
}

export interface ReadNetworkOptions {
  /** Sizes [C, H, W] by input name, for inputs whose size the file leaves open. */
  readonly inputSizes?: Readonly<Record<string, readonly number[]>>;
  /** Values of inputs that are no images, by name. */
  readonly constantInputs?: ConstantInputs;
}

/**
 * Reads a network from its files: one .onnx, alone or with the files that hold its weights, or the model.json of a TensorFlow.js model with
 * its weights. Other files (a README, a preview) do no harm.
 * @param files contents by name. Names may have folders, as a browser's folder upload gives them (`resnet/model.json`); weights are looked up
 *   beside the file that names them, and, since single uploads lose their folders, by their last name.
 * @throws graph.no_network when none of the files is a network; graph.several_networks naming them;
 *   graph.weights_missing, graph.external_data_missing naming what to add; and what `readOnnx` and `readTensorFlowJs` throw.
 * @example
 * const graph = readNetworkFiles(new Map([['model.json', json], ['group1-shard1of1.bin', weights]]));
 */
export function readNetworkFiles(files: ReadonlyMap<string, Uint8Array>, options: ReadNetworkOptions = {}): Graph {
  return readNetwork(files, options).graph;
}

/** What {@link readNetworkFiles} reads, with what is to be said of it. */
export function readNetwork(files: ReadonlyMap<string, Uint8Array>, options: ReadNetworkOptions = {}): ReadNetwork {
  const { format, main } = networkFormatOf(files);
  const bytes = files.get(main)!;
  const beside = filesBeside(files, main);
  if (format === 'onnx') return readOnnxNetwork(bytes, { ...options, externalData: beside });
  const read = readTensorFlowJsNetwork({ model: bytes, weights: beside }, options);
  return { ...read, graph: withConstantInputs(read.graph, options.constantInputs ?? {}) };
}

/**
 * Says which file is the network, by its name or, where names say nothing, its contents.
 * @throws graph.no_network, graph.several_networks
 */
export function networkFormatOf(files: ReadonlyMap<string, Uint8Array>): NetworkFormat {
  const onnx = [...files.keys()].filter((name) => /\.onnx$/i.test(name));
  const json = [...files].filter(([name, bytes]) => !/\.onnx$/i.test(name) && isModelJson(bytes)).map(([name]) => name);
  const found: NetworkFormat[] = [...onnx.map((main) => ({ format: 'onnx', main }) as const), ...json.map((main) => ({ format: 'tensorflowjs', main }) as const)];
  if (found.length > 1) {
    throw new GraphError('graph.several_networks', `There is more than one network among the files: ${found.slice(0, 10).map(({ main }) => `"${main}"`).join(', ')}. Give the files of one at a time.`, { networks: found.map(({ main }) => main) });
  }
  const [only] = found;
  if (only !== undefined) return only;
  // The reader says what is wrong with a damaged model.json, and whether a single file without a telling name is ONNX.
  const jsonNames = [...files.keys()].filter((name) => /\.json$/i.test(name));
  if (jsonNames.length === 1) return { format: 'tensorflowjs', main: jsonNames[0]! };
  const [single] = files.keys();
  if (files.size === 1 && single !== undefined && !/\.bin$/i.test(single)) return { format: 'onnx', main: single };
  throw new GraphError('graph.no_network', `None of the files is a network (${[...files.keys()].slice(0, 10).map((name) => `"${name}"`).join(', ') || 'none was given'}). Give an .onnx file, or the model.json of a TensorFlow.js model with its weights.`, { files: [...files.keys()] });
}

/** The files by the path that the network's main file would give: relative to its folder, or their last name where that is not taken. */
function filesBeside(files: ReadonlyMap<string, Uint8Array>, main: string): ReadonlyMap<string, Uint8Array> {
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const beside = new Map<string, Uint8Array>();
  for (const [name, bytes] of files) if (name !== main) beside.set(name.slice(name.lastIndexOf('/') + 1), bytes);
  for (const [name, bytes] of files) if (name !== main && name.startsWith(folder)) beside.set(name.slice(folder.length), bytes);
  return withDotSlash(beside);
}

/** Paths may be written `./weights.bin`. */
function withDotSlash(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  return new Map([...files, ...[...files].map(([name, bytes]) => [`./${name}`, bytes] as const)]);
}
