import { GraphBuilder, foldConstants, removeDeadNodes, GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { BlockedValues } from '../blocked-values.ts';
import { addConstantInputs, requireInputs } from '../constant-inputs.ts';
import type { ConstantInputs } from '../constant-inputs.ts';
import { openBatch } from '../fixed-batch/open-batch.ts';
import type { ReadNetwork } from '../read-network.ts';
import { recognizeRectifiers } from '../recognize-rectifiers.ts';
import { recognizeReshapes } from '../recognize-reshapes.ts';
import { beforeClass } from './before-class.ts';
import { valuesReadBy } from './branches.ts';
import { checkWeightsAreFinite } from './check-weights.ts';
import { Importer } from './importer.ts';
import { defaultOpset, inlineFunctions } from './inline-functions.ts';
import { batchOf, inputType, sizesFor } from './input-types.ts';
import { checkOperatorsAreKnown } from './known-operators.ts';
import { readGraph, readModel } from './messages.ts';
import { neededInOrder } from './order-nodes.ts';
import { checkOpset } from './readable-opsets.ts';
import { tensorFrom } from './read-tensor.ts';
import type { ExternalData } from './read-tensor.ts';
import { checkNamesAreUnique } from './unique-names.ts';

export interface ReadOnnxOptions {
  /** Sizes without the batch, by input name, for inputs that the file leaves open: `{ image: [3, 224, 224] }`. */
  readonly inputSizes?: Readonly<Record<string, readonly number[]>>;
  /** Values of inputs that are no images, by name. */
  readonly constantInputs?: ConstantInputs;
  /** Contents of the files that hold weights outside of the .onnx file, by the location it names. */
  readonly externalData?: ExternalData;
}

/**
 * Reads an ONNX file (opset 9 to 25) into a graph of the canonical opset: constants folded, Identity and Dropout removed, rectifiers
 * that were taken apart put together, half and double weights as float32, the first size of the inputs the batch `'N'`. A batch that the file
 * fixes is opened; where that cannot be done, it stays the first size, and the network takes so many images at a time. What lies
 * behind a node that is not supported is left out; the values before it become outputs.
 * @throws graph.not_onnx, graph.truncated_onnx, graph.malformed_onnx for bytes that are not a whole ONNX file;
 *   graph.unsupported_opset; where what is not supported leaves nothing that depends on the image, graph.unknown_operator naming every such
 *   operator, its node, and what is supported, or graph.control_flow; graph.dynamic_size when a size other than the batch is open and not given; graph.external_data_missing;
 *   graph.cycle; graph.duplicate_value; graph.no_output; graph.unknown_value; graph.bad_constant_input; graph.non_finite_weights; graph.shape_mismatch
 * @see https://onnx.ai/onnx/repo-docs/IR.html
 */
export function readOnnx(bytes: Uint8Array, options: ReadOnnxOptions = {}): Graph {
  return readOnnxNetwork(bytes, options).graph;
}

/** What {@link readOnnx} reads, with what is to be said of it. */
export function readOnnxNetwork(bytes: Uint8Array, options: ReadOnnxOptions = {}): ReadNetwork {
  try {
    return readWhole(bytes, options);
  } catch (cause) {
    if (cause instanceof GraphError) throw cause;
    // A rule met something that no sound file has, such as sizes for which there is no memory.
    throw new GraphError('graph.malformed_onnx', 'The ONNX file is not well formed. Export the network again.', {}, { cause });
  }
}

function readWhole(bytes: Uint8Array, { inputSizes = {}, constantInputs = {}, externalData = new Map() }: ReadOnnxOptions): ReadNetwork {
  const model = readModel(bytes);
  const opset = checkOpset(defaultOpset(model.opsets) ?? 1);
  const asWritten = readGraph(model.graph);
  const outerNames = checkNamesAreUnique(asWritten);
  const message = inlineFunctions(asWritten, model);
  const nodes = neededInOrder(message);

  const b = new GraphBuilder({ name: message.name === '' ? 'network' : message.name });
  b.keepNames({ values: outerNames, nodes: message.nodes.map(({ name }) => name) });
  const initializers = new Set(message.initializers.map(({ name }) => name));
  // Files of IR version 3 and below list weights among the inputs.
  const inputs = message.inputs.filter(({ name }) => !initializers.has(name));
  requireInputs(inputs.map(({ name }) => name), constantInputs);
  const isConstant = ({ name }: { readonly name: string }): boolean => Object.hasOwn(constantInputs, name);
  const fixedBatch = batchOf(inputs.filter((input) => !isConstant(input)));
  const typed = inputs.map((input) => ({ name: input.name, ...inputType(input, sizesFor(inputSizes, input.name)) }));
  const others = typed.filter((input) => !isConstant(input));
  for (const input of others) b.input(input.name, input);
  addConstantInputs(b, { inputs: typed.filter(isConstant), values: constantInputs, image: others.find(({ shape }) => shape[0] === 'N')?.name });
  const read = new Set([...nodes.flatMap((node) => valuesReadBy(node)), ...message.outputs.map(({ name }) => name)]);
  const storedTypes = new Map(message.initializers.map(({ name, type }) => [name, type]));
  for (const tensor of message.initializers) if (read.has(tensor.name)) b.constant(tensorFrom(tensor, externalData), tensor.name);

  const outputs = new Set(message.outputs.map(({ name }) => name));
  const importer = new Importer(b, { opset, outputs, outerNames, externalData, storedTypes });
  const blocked = new BlockedValues();
  for (const node of nodes) {
    const ofFile = { ...node, inputs: valuesReadBy(node) };
    if (blocked.passOn(ofFile)) continue;
    try {
      checkOperatorsAreKnown([node]);
      importer.add(node);
      importer.checkSizes(node);
    } catch (cause) {
      if (cause instanceof GraphError) blocked.block(ofFile, cause);
      // A rule met something that no sound file has, such as a missing input.
      else throw new GraphError('graph.malformed_onnx', `${node.operator} "${node.name}" in the ONNX file is not well formed. Export the network again.`, { node: node.name, operator: node.operator }, { cause });
    }
  }
  if (message.outputs.length === 0) throw new GraphError('graph.no_output', 'The network has no output. Export it with at least one.', {});
  b.setOutputs(readableOutputs());
  const graph = b.build();
  checkWeightsAreFinite(graph);
  const canonical = recognizeRectifiers(recognizeReshapes(foldConstants(removeDeadNodes(graph))));
  const rest = { blocked: blocked.layers, outputs: message.outputs.map(({ name }) => name) };
  if (fixedBatch === undefined) return { graph: canonical, ...rest };
  const opened = openBatch(canonical, fixedBatch);
  return 'graph' in opened ? { ...opened, ...rest } : { graph: canonical, ...opened, ...rest };

  function readableOutputs(): readonly string[] {
    try {
      return blocked.readableOutputs(message.outputs.map(({ name }) => beforeClass(message, name)), (name) => importer.resolve(name), () => b.build());
    } catch (error) {
      // Where nothing is left, all operators in the way are named.
      checkOperatorsAreKnown(nodes);
      throw error;
    }
  }
}
