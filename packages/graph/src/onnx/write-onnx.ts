import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Attribute, Graph, GraphNode, Tensor, ValueType } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { onnxTypes } from './element-type.ts';

/** IR version 10 is the one that goes with opset 21. @see https://github.com/onnx/onnx/blob/main/docs/Versioning.md */
const irVersion = 10;

/** In memory a whole number does not know whether it is an integer or a float; ONNX does. These attributes are floats. */
const floatAttributes: ReadonlySet<string> = new Set(['alpha', 'beta', 'gamma', 'lambd', 'bias', 'epsilon', 'momentum', 'cubic_coeff_a', 'extrapolation_value', 'scales']);

/** Writes a graph as an ONNX file; the batch is the symbolic dimension `N`. */
export function writeOnnx(graph: Graph): Uint8Array {
  const types = inferTypes(graph);
  const model = new BinaryWriter();
  model.tag(1, WireType.Varint).int64(irVersion);
  model.tag(2, WireType.LengthDelimited).string('lookalike');
  model.tag(7, WireType.LengthDelimited).fork();
  for (const node of graph.nodes) {
    model.tag(1, WireType.LengthDelimited).fork();
    writeNode(model, node);
    model.join();
  }
  model.tag(2, WireType.LengthDelimited).string(graph.name);
  for (const [name, tensor] of graph.constants) {
    model.tag(5, WireType.LengthDelimited).fork();
    writeTensor(model, name, tensor);
    model.join();
  }
  for (const input of graph.inputs) writeValue(model, 11, input.name, input);
  for (const output of graph.outputs) writeValue(model, 12, output, types.get(output)!);
  model.join();
  model.tag(8, WireType.LengthDelimited).fork().tag(2, WireType.Varint).int64(graph.opset).join();
  return model.finish();
}

function writeNode(writer: BinaryWriter, node: GraphNode): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  for (const output of node.outputs) writer.tag(2, WireType.LengthDelimited).string(output);
  writer.tag(3, WireType.LengthDelimited).string(node.name);
  writer.tag(4, WireType.LengthDelimited).string(node.operator);
  for (const [name, value] of Object.entries(node.attributes)) {
    writer.tag(5, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(name);
    writeAttributeValue(writer, name, node.operator === 'Cast' && name === 'to' ? onnxTypes[value as keyof typeof onnxTypes] : value);
    writer.join();
  }
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

function writeTensor(writer: BinaryWriter, name: string, { type, shape, data }: Tensor): void {
  for (const size of shape) writer.tag(1, WireType.Varint).int64(size);
  writer.tag(2, WireType.Varint).int32(onnxTypes[type]);
  if (name !== '') writer.tag(8, WireType.LengthDelimited).string(name);
  writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
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
