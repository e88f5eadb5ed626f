import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Attribute, Graph, GraphInput, GraphNode, Tensor, ValueType } from './graph.ts';
import { inferTypes } from './inference.ts';
import { sharedFloats } from './shared-floats.ts';
import { onnxTypes } from './element-type.ts';

/** IR version 10 is the one that goes with opset 21. @see https://github.com/onnx/onnx/blob/main/docs/Versioning.md */
const irVersion = 10;

/** In memory a whole number does not know whether it is an integer or a float; ONNX does. These attributes are floats. */
const floatAttributes: ReadonlySet<string> = new Set(['alpha', 'beta', 'gamma', 'lambd', 'bias', 'epsilon', 'momentum', 'cubic_coeff_a', 'extrapolation_value', 'scales', 'activation_params']);

/** Attributes that only `differentiate` reads; ONNX does not know them. */
const ownAttributes: ReadonlySet<string> = new Set(['surrogate']);

/** A model whose large weights lie beside it, as "external data". */
export interface SplitModel {
  readonly model: Uint8Array<ArrayBuffer>;
  /** The bytes of each large constant, by the location that the model gives; any number of threads can read them. */
  readonly weights: ReadonlyMap<string, Uint8Array<SharedArrayBuffer>>;
}

/** Smaller tensors stay in the model: shapes, axes and the like, which a reader needs to know every value's shape. */
const leastExternalBytes = 2 ** 12;

/**
 * What a file holds. Its nodes may be of other domains than ONNX's own, of which nothing can be inferred; so it is no graph, and its outputs say
 * their types. An operator of another domain is named with it, as in `com.microsoft.nchwc.Conv`, and written in that domain's first version.
 */
export interface OnnxModel extends Omit<Graph, 'outputs'> {
  readonly outputs: readonly GraphInput[];
}

/** A graph as what a file holds. */
export function onnxModelOf(graph: Graph): OnnxModel {
  const types = inferTypes(graph);
  return { ...graph, outputs: graph.outputs.map((name) => ({ name, ...types.get(name)! })) };
}

/** Writes a graph as an ONNX file; the batch is the symbolic dimension `N`. Weights are copied once, into the file. */
export function writeOnnx(graph: Graph | OnnxModel): Uint8Array<ArrayBuffer> {
  return writeModel(graph, ([name, tensor]) => constantPieces(name, tensor));
}

/** Writes a graph as an ONNX file with its large weights beside it, in memory that threads share. Weights that lie there already are not copied. */
export function writeSplitOnnx(graph: Graph | OnnxModel): SplitModel {
  const weights = new Map<string, Uint8Array<SharedArrayBuffer>>();
  const model = writeModel(graph, ([name, tensor]) => {
    const { type, data } = tensor;
    if (type !== 'float32' || data.byteLength < leastExternalBytes) return constantPieces(name, tensor);
    const location = `weights${weights.size}`;
    weights.set(location, sharedBytesOf(data as Float32Array));
    return [externalConstant(name, tensor, location)];
  });
  return { model, weights };
}

function sharedBytesOf(data: Float32Array): Uint8Array<SharedArrayBuffer> {
  if (data.buffer instanceof SharedArrayBuffer) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const shared = sharedFloats(data.length);
  shared.set(data);
  return new Uint8Array(shared.buffer);
}

function isModel(graph: Graph | OnnxModel): graph is OnnxModel {
  return graph.outputs.every((output) => typeof output !== 'string');
}

function writeModel(given: Graph | OnnxModel, piecesOf: (constant: readonly [string, Tensor]) => readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const graph = isModel(given) ? given : onnxModelOf(given);
  const nodes = new BinaryWriter();
  for (const node of graph.nodes) {
    nodes.tag(1, WireType.LengthDelimited).fork();
    writeNode(nodes, node);
    nodes.join();
  }
  nodes.tag(2, WireType.LengthDelimited).string(graph.name);
  const values = new BinaryWriter();
  for (const input of graph.inputs) writeValue(values, 11, input.name, input);
  for (const output of graph.outputs) writeValue(values, 12, output.name, output);
  const body = [nodes.finish(), ...[...graph.constants].flatMap(piecesOf), values.finish()];

  const start = new BinaryWriter();
  start.tag(1, WireType.Varint).int64(irVersion);
  start.tag(2, WireType.LengthDelimited).string('lookalike');
  start.tag(7, WireType.LengthDelimited).uint32(lengthOf(body));
  const end = new BinaryWriter().tag(8, WireType.LengthDelimited).fork().tag(2, WireType.Varint).int64(graph.opset).join();
  for (const domain of new Set(graph.nodes.map(({ operator }) => operatorOf(operator).domain))) {
    if (domain !== '') end.tag(8, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(domain).tag(2, WireType.Varint).int64(1).join();
  }
  return joined([start.finish(), ...body, end.finish()]);
}

/** A constant of the graph, its data where they are. */
function constantPieces(name: string, tensor: Tensor): Uint8Array[] {
  const fields = new BinaryWriter();
  writeTensorFields(fields, name, tensor);
  const data = bytesOf(tensor);
  const head = fields.tag(9, WireType.LengthDelimited).uint32(data.length).finish();
  return [new BinaryWriter().tag(5, WireType.LengthDelimited).uint32(head.length + data.length).finish(), head, data];
}

/** A constant of the graph that says where its data are. */
function externalConstant(name: string, tensor: Tensor, location: string): Uint8Array {
  const writer = new BinaryWriter().tag(5, WireType.LengthDelimited).fork();
  writeTensorFields(writer, name, tensor);
  for (const [key, value] of Object.entries({ location, offset: 0, length: tensor.data.byteLength })) {
    writer.tag(13, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(String(value)).join();
  }
  return writer.tag(14, WireType.Varint).int32(1).join().finish();
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function writeNode(writer: BinaryWriter, node: GraphNode): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  for (const output of node.outputs) writer.tag(2, WireType.LengthDelimited).string(output);
  writer.tag(3, WireType.LengthDelimited).string(node.name);
  const { domain, operator } = operatorOf(node.operator);
  writer.tag(4, WireType.LengthDelimited).string(operator);
  if (domain !== '') writer.tag(7, WireType.LengthDelimited).string(domain);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (ownAttributes.has(name)) continue;
    writer.tag(5, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(name);
    writeAttributeValue(writer, name, node.operator === 'Cast' && name === 'to' ? onnxTypes[value as keyof typeof onnxTypes] : value);
    writer.join();
  }
}

function operatorOf(name: string): { readonly domain: string; readonly operator: string } {
  const end = name.lastIndexOf('.');
  return { domain: name.slice(0, Math.max(end, 0)), operator: name.slice(end + 1) };
}

function writeAttributeValue(writer: BinaryWriter, name: string, value: Attribute): void {
  const type = (number: number): BinaryWriter => writer.tag(20, WireType.Varint).int32(number);
  const isFloat = floatAttributes.has(name);
  if (typeof value === 'string') {
    writer.tag(4, WireType.LengthDelimited).string(value);
    type(3);
  } else if (typeof value === 'number') {
    if (isFloat || !Number.isInteger(value)) writer.tag(2, WireType.Bit32).float(value);
    else writer.tag(3, WireType.Varint).int64(value);
    type(isFloat || !Number.isInteger(value) ? 1 : 2);
  } else if (isList(value)) {
    for (const item of value) {
      if (typeof item === 'string') writer.tag(9, WireType.LengthDelimited).string(item);
      else if (isFloat) writer.tag(7, WireType.Bit32).float(item);
      else writer.tag(8, WireType.Varint).int64(item);
    }
    type(value.some((item) => typeof item === 'string') ? 8 : isFloat ? 6 : 7);
  } else {
    writer.tag(5, WireType.LengthDelimited).fork();
    writeTensor(writer, '', value);
    writer.join();
    type(4);
  }
}

/** `Array.isArray` does not narrow readonly arrays out of a union. */
function isList(value: Attribute): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

function writeTensor(writer: BinaryWriter, name: string, tensor: Tensor): void {
  writeTensorFields(writer, name, tensor);
  writer.tag(9, WireType.LengthDelimited).bytes(bytesOf(tensor));
}

function writeTensorFields(writer: BinaryWriter, name: string, { type, shape }: Tensor): void {
  for (const size of shape) writer.tag(1, WireType.Varint).int64(size);
  writer.tag(2, WireType.Varint).int32(onnxTypes[type]);
  if (name !== '') writer.tag(8, WireType.LengthDelimited).string(name);
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function writeValue(writer: BinaryWriter, field: number, name: string, { type, shape }: ValueType): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string(name);
  writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.Varint).int32(onnxTypes[type]);
  writer.tag(2, WireType.LengthDelimited).fork();
  for (const size of shape) {
    writer.tag(1, WireType.LengthDelimited).fork();
    if (typeof size === 'number') writer.tag(1, WireType.Varint).int64(size);
    else writer.tag(2, WireType.LengthDelimited).string(size);
    writer.join();
  }
  writer.join().join().join().join();
}
