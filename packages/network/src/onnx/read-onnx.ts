import { GraphBuilder, foldConstants, removeDeadNodes, GraphError, definitionOf, operators, makeTensor, elementTypeOf } from '@lookalike/graph';
import type { Attribute, ElementType, Graph, GraphNode, Shape, Tensor } from '@lookalike/graph';
import { addConstantInputs, requireInputs } from '../constant-inputs.ts';
import type { ConstantInputs } from '../constant-inputs.ts';
import { openBatch } from '../fixed-batch/open-batch.ts';
import { BlockedValues } from '../blocked-values.ts';
import type { ReadNetwork } from '../read-network.ts';
import { recognizeRectifiers } from '../recognize-rectifiers.ts';
import { recognizeReshapes } from '../recognize-reshapes.ts';
import { newestReadableOpset, oldestReadableOpset } from './readable-opsets.ts';
import { beforeClass } from './before-class.ts';
import { controlFlow, takenBranch, valuesReadBy } from './branches.ts';
import { checkWeightsAreFinite } from './check-weights.ts';
import { readGraph, readModel } from './messages.ts';
import type { AttributeMessage, GraphMessage, NodeMessage, ValueMessage } from './messages.ts';
import { defaultOpset, inlineFunctions, isDefaultDomain } from './inline-functions.ts';
import { lower, loweredOperators } from './lowered-operators.ts';
import { operatorAdvice } from './operator-advice.ts';
import { neededInOrder } from './order-nodes.ts';
import { Quantisation } from './quantised.ts';
import { tensorFrom } from './read-tensor.ts';
import { resolveSequence, sequenceOperators } from './sequences.ts';
import type { Sequences } from './sequences.ts';
import { checkDropoutIsOff } from './training-mode.ts';
import type { ExternalData } from './read-tensor.ts';

export interface ReadOnnxOptions {
  /** Sizes without the batch, by input name, for inputs that the file leaves open: `{ image: [3, 224, 224] }`. */
  readonly inputSizes?: Readonly<Record<string, readonly number[]>>;
  /** Values of inputs that are no images, by name. */
  readonly constantInputs?: ConstantInputs;
  /** Contents of the files that hold weights outside of the .onnx file, by the location it names. */
  readonly externalData?: ExternalData;
}

/** Operators that import turns into something else, so that no rule needs them. */
const resolvedOnImport: ReadonlySet<string> = new Set(['Constant', 'Dropout', 'Identity', 'If', 'QuantizeLinear', 'DequantizeLinear', ...sequenceOperators, ...loweredOperators]);

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

/** @throws graph.unsupported_opset */
function checkOpset(opset: number): number {
  if (opset >= oldestReadableOpset && opset <= newestReadableOpset) return opset;
  throw new GraphError('graph.unsupported_opset', `The network uses ONNX opset ${opset}; ${oldestReadableOpset} to ${newestReadableOpset} are supported. Export it again, for example with opset_version=17.`, { opset });
}

interface ImporterOptions {
  readonly opset: number;
  readonly outputs: ReadonlySet<string>;
  /** The names of the graph itself, without those of graphs inside of it. */
  readonly outerNames: ReadonlySet<string>;
  readonly externalData: ExternalData;
  /** The type that each constant has in the file; Constant nodes are added. */
  readonly storedTypes: Map<string, number>;
}

/** Appends the file's nodes one by one, each in its canonical form. */
class Importer {
  readonly #b: GraphBuilder;
  readonly #options: ImporterOptions;
  readonly #aliases = new Map<string, string>();
  /** Values of branches whose names were taken, by the name that the branch last taken has for them. */
  readonly #renamed = new Map<string, string>();
  readonly #sequences: Sequences = new Map();
  readonly #names = new Map<string, number>();
  readonly #quantisation: Quantisation;

  constructor(b: GraphBuilder, options: ImporterOptions) {
    this.#b = b;
    this.#options = options;
    this.#quantisation = new Quantisation(options.storedTypes);
  }

  /** The value that a name of the file stands for, past removed Identity nodes. */
  resolve(name: string): string {
    const own = this.#renamed.get(name) ?? name;
    return this.#aliases.get(own) ?? own;
  }

  /** @throws graph.batch_arithmetic when a size that a node gives is no plain multiple of the batch */
  checkSizes({ outputs }: NodeMessage): void {
    // Lists of tensors are no values.
    for (const output of outputs.map((name) => this.resolve(name))) if (this.#b.has(output)) this.#b.typeOf(output);
  }

  add(message: NodeMessage): void {
    const operator = qualifiedOperator(message);
    if (operator === 'If') {
      this.#addBranch(message);
      return;
    }
    const name = this.#nodeName(message);
    if (operator === 'Constant') {
      this.#b.constant(this.#constant(message), message.outputs[0]!);
      this.#options.storedTypes.set(message.outputs[0]!, message.attributes[0]?.tensor?.type ?? 0);
      return;
    }
    const inputs = withoutTrailingBlanks(message.inputs.map((input) => this.resolve(input)));
    if (operator === 'Dropout') checkDropoutIsOff(this.#b, { name, operator, inputs, outputs: message.outputs, attributes: {} });
    if (operator === 'Identity' || operator === 'Dropout') {
      this.#standFor(message.outputs[0]!, inputs[0]!, name);
      return;
    }
    const attributes = Object.fromEntries(message.attributes.map((attribute) => [attribute.name, this.#attribute(message, attribute)]));
    const node: GraphNode = { name, operator, inputs, outputs: withoutTrailingBlanks(message.outputs), attributes };
    if (sequenceOperators.includes(operator)) {
      const picked = resolveSequence(this.#b, node, this.#sequences);
      if (picked !== undefined) this.#standFor(node.outputs[0]!, picked, name);
      return;
    }
    const context = { b: this.#b, node, opset: checkOpset(message.opset ?? this.#options.opset) };
    if ((this.#quantisation.lower(context) ?? lower(context)) !== undefined || definitionOf(node).upgrade?.(context) !== undefined) return;
    this.#b.adopt(node);
  }

  /** Puts the nodes of the branch that is taken in the place of an If; values get names of their own where they are taken already. */
  #addBranch(message: NodeMessage): void {
    const branch = takenBranch(this.#b, message, this.resolve(message.inputs[0]!));
    const isOutside = (name: string): boolean => this.#b.has(this.resolve(name));
    const nodes = neededInOrder(branch, isOutside);
    checkOperatorsAreKnown(nodes);
    const made = new Set([...branch.initializers.map(({ name }) => name), ...nodes.flatMap((node) => node.outputs)]);
    const renamed = new Map<string, string>();
    for (const name of made) {
      if (name === '' || !isOutside(name)) continue;
      if (this.#options.outerNames.has(name)) throw duplicateValue(name);
      renamed.set(name, this.#b.fresh(name));
      this.#renamed.set(name, renamed.get(name)!);
    }
    const own = (name: string): string => renamed.get(name) ?? name;
    for (const tensor of branch.initializers) this.#b.constant(tensorFrom(tensor, this.#options.externalData), own(tensor.name));
    for (const node of nodes) this.add({ ...node, outputs: node.outputs.map(own) });
    message.outputs.forEach((output, i) => this.#standFor(output, this.resolve(branch.outputs[i]!.name), output));
  }

  /** Lets a name of the file stand for a value that is there already; an output of the network keeps its own. */
  #standFor(name: string, value: string, node: string): void {
    if (this.#options.outputs.has(name)) this.#b.append('Identity', [value], {}, { name: node, outputs: [name] });
    else this.#aliases.set(name, value);
  }

  #nodeName({ name, operator, outputs }: NodeMessage): string {
    const base = name === '' ? `${operator} ${outputs[0] ?? ''}` : name;
    // Where many nodes have one name, each goes on counting where the one before stopped.
    let count = this.#names.get(base) ?? 0;
    const numbered = (): string => (count === 0 ? base : `${base}_${count}`);
    while (this.#names.has(numbered())) count += 1;
    const unique = numbered();
    this.#names.set(base, count + 1);
    if (unique !== base) this.#names.set(unique, 1);
    return unique;
  }

  #constant(message: NodeMessage): Tensor {
    const attribute = message.attributes[0];
    const value = attribute === undefined ? undefined : this.#attribute(message, attribute);
    switch (attribute?.name) {
      case 'value': case 'sparse_value': return value as Tensor;
      case 'value_float': return makeTensor('float32', [], [value as number]);
      case 'value_int': return makeTensor('int64', [], [value as number]);
      case 'value_floats': return makeTensor('float32', [(value as readonly number[]).length], value as readonly number[]);
      case 'value_ints': return makeTensor('int64', [(value as readonly number[]).length], value as readonly number[]);
      default: throw new GraphError('graph.bad_attribute', `Constant "${message.name}" holds ${attribute?.name ?? 'nothing'}; only numbers and tensors are supported.`, { node: message.name });
    }
  }

  #attribute(node: NodeMessage, attribute: AttributeMessage): Attribute {
    if (attribute.graph !== undefined) throw controlFlow(node);
    // Types of AttributeProto; exporters before 2017 left the type out, which reads as 0.
    const value = ((): Attribute | undefined => {
      switch (attribute.type) {
        case 1: return attribute.float;
        case 2: return attribute.integer;
        case 3: return attribute.text;
        case 4: return attribute.tensor && tensorFrom(attribute.tensor, this.#options.externalData);
        case 6: return attribute.floats;
        case 7: return attribute.integers;
        case 8: return attribute.texts;
        case 11: return attribute.tensor && tensorFrom(attribute.tensor, this.#options.externalData);
        default: return undefined;
      }
    })();
    if (value === undefined && attribute.type >= 1 && attribute.type <= 3) return attribute.type === 3 ? '' : 0;
    if (value === undefined) {
      throw new GraphError('graph.bad_attribute', `${node.operator} "${node.name}": attribute ${attribute.name} has a type that is not supported (${attribute.type}).`, { node: node.name, attribute: attribute.name });
    }
    const isCastTarget = node.operator === 'Cast' && attribute.name === 'to' && typeof value === 'number';
    return isCastTarget ? elementTypeOf(value, `Cast "${node.name}"`) : value;
  }
}

function withoutTrailingBlanks(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

function duplicateValue(name: string): GraphError {
  return new GraphError('graph.duplicate_value', `The value name "${name}" is given twice in the file; each value must be made exactly once. Export the network again.`, { value: name });
}

/** @returns the names, all different. */
function checkNamesAreUnique(message: GraphMessage): ReadonlySet<string> {
  const made = [...new Set([...message.inputs, ...message.initializers].map(({ name }) => name)), ...message.nodes.flatMap((node) => node.outputs.filter((name) => name !== ''))];
  const seen = new Set<string>();
  for (const name of made) {
    if (seen.has(name)) throw duplicateValue(name);
    seen.add(name);
  }
  return seen;
}

/** With its domain, where it is not one of ONNX's own. */
function qualifiedOperator({ domain, operator }: NodeMessage): string {
  return isDefaultDomain(domain) ? operator : `${domain}.${operator}`;
}

function checkOperatorsAreKnown(nodes: readonly NodeMessage[]): void {
  for (const node of nodes) if (['Loop', 'Scan'].includes(node.operator)) throw controlFlow(node);
  const isKnown = (node: NodeMessage): boolean => resolvedOnImport.has(qualifiedOperator(node)) || Object.hasOwn(operators, qualifiedOperator(node));
  const unknown = nodes.filter((node) => !isKnown(node)).map((node) => ({ operator: qualifiedOperator(node), node: node.name === '' ? node.outputs[0] ?? '' : node.name }));
  if (unknown.length === 0) return;
  const supported = [...new Set([...Object.keys(operators), ...resolvedOnImport])].sort();
  const list = unknown.slice(0, 10).map(({ operator, node }) => `${operator} (node "${node}")`).join(', ');
  const advice = operatorAdvice(unknown.map(({ operator }) => operator));
  throw new GraphError('graph.unknown_operator', `The network uses operators that are not supported: ${list}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''}. ${advice === undefined ? '' : `${advice} `}Supported are: ${supported.join(', ')}.`,
    { operator: unknown[0]!.operator, node: unknown[0]!.node, unknown, supported });
}

/** The batch size that the file fixes, if every input has the same one. */
function batchOf(inputs: readonly ValueMessage[]): number | undefined {
  const sizes = new Set(inputs.map(({ dims }) => dims[0]));
  const [size] = sizes;
  return sizes.size === 1 && typeof size === 'number' && size > 0 ? size : undefined;
}

function sizesFor(inputSizes: Readonly<Record<string, readonly number[]>>, name: string): readonly number[] | undefined {
  return Object.hasOwn(inputSizes, name) ? inputSizes[name] : undefined;
}

/** The first size is the batch when the file leaves it open. */
function inputType(input: ValueMessage, given: readonly number[] | undefined): { type: ElementType; shape: Shape } {
  const type = elementTypeOf(input.type, `Input "${input.name}"`);
  if (input.hasShape && input.dims.length === 0) return { type, shape: [] };
  const [first, ...rest] = input.dims;
  const isFixed = (size: number | string | undefined): size is number => typeof size === 'number' && size > 0;
  const batch = isFixed(first) ? first : 'N';
  if (given !== undefined && (given.length !== rest.length || rest.some((size, axis) => isFixed(size) && size !== given[axis]))) {
    throw new GraphError('graph.dynamic_size', `Input "${input.name}" takes [${rest.map((size) => size ?? '?').join(', ')}] for each image, which [${given.join(', ')}] does not fit.`, { input: input.name });
  }
  const sizes = given ?? rest;
  const fixed = sizes.filter(isFixed);
  if (input.dims.length === 0 || fixed.length !== sizes.length) {
    throw new GraphError('graph.dynamic_size', `Input "${input.name}" leaves sizes open ([${input.dims.map((size) => size ?? '?').join(', ')}]). Only the batch may be open: say what size the images have.`, { input: input.name, dims: input.dims });
  }
  return { type, shape: [batch, ...fixed] };
}
