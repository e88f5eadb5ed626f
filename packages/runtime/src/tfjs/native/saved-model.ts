import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { AttributeTypes, OperationAttribute } from './binding.ts';
import type { RecordedConstant, Recording } from './recording.ts';

export interface SavedModel {
  /** The file saved_model.pb. */
  readonly bytes: Uint8Array;
  /** Names for the feeds, then for the constants that are fed, and for the results, in their order, as the addon wants them. */
  readonly inputNames: string;
  readonly outputNames: string;
}

/** The only tag of the model. */
export const tag = 'serve';

/** Any that knows the forms used here. @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/public/version.h */
const producer = 1395;

const { LengthDelimited, Varint, Bit32 } = WireType;

/**
 * Writes what was recorded as a model that TensorFlow runs in one call, optimises as a whole, and whose weights it keeps in the form that it
 * computes with. Operations whose results nothing reads are TensorFlow's to leave out.
 * @param fed numbers of the constants that are not in the model
 * @see https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/protobuf (saved_model.proto, meta_graph.proto) and core/framework
 *   (node_def.proto, attr_value.proto, tensor.proto)
 */
export function writeSavedModel({ operations, constants, feeds, results }: Recording, fed: readonly number[], types: AttributeTypes): SavedModel {
  const graph = new BinaryWriter();
  const names = new Map<number, string>();
  for (const [id, { shape, dtype }] of [...feeds, ...fed.map((id) => [id, constants.get(id)!] as const)]) {
    const name = `feed${names.size}`;
    names.set(id, name);
    writeNode(graph, { name, operation: 'Placeholder' }, (node) => {
      writeAttribute(node, 'dtype', (value) => value.tag(6, Varint).int32(dtype));
      writeAttribute(node, 'shape', (value) => writeShape(value.tag(7, LengthDelimited).fork(), shape).join());
    });
  }
  const inputNames = [...names.values()].map((name) => `${name}:0`).join();
  for (const id of new Set(operations.flatMap(({ inputs }) => inputs))) {
    const constant = constants.get(id);
    if (constant === undefined || names.has(id)) continue;
    const name = `constant${names.size}`;
    names.set(id, name);
    writeNode(graph, { name, operation: 'Const' }, (node) => {
      writeAttribute(node, 'dtype', (value) => value.tag(6, Varint).int32(constant.dtype));
      writeAttribute(node, 'value', (value) => writeTensor(value.tag(8, LengthDelimited).fork(), constant).join());
    });
  }
  for (const { name: operation, attributes, inputs, outputs } of operations) {
    const name = `operation${names.size}`;
    outputs.forEach(({ id }, i) => names.set(id, `${name}:${i}`));
    writeNode(graph, { name, operation, inputs: inputs.map((id) => names.get(id)!) }, (node) => {
      for (const attribute of attributes) writeAttribute(node, attribute.name, (value) => writeValue(value, attribute, types));
    });
  }
  graph.tag(4, LengthDelimited).fork().tag(1, Varint).int32(producer).join();
  const model = new BinaryWriter().tag(1, Varint).int64(1).tag(2, LengthDelimited).fork();
  model.tag(1, LengthDelimited).fork().tag(4, LengthDelimited).string(tag).join();
  model.tag(2, LengthDelimited).bytes(graph.finish()).join();
  return { bytes: model.finish(), inputNames, outputNames: results.flat().map((id) => names.get(id)!).join() };
}

function writeNode(graph: BinaryWriter, { name, operation, inputs = [] }: { readonly name: string; readonly operation: string; readonly inputs?: readonly string[] }, writeAttributes: (node: BinaryWriter) => void): void {
  const node = graph.tag(1, LengthDelimited).fork();
  node.tag(1, LengthDelimited).string(name).tag(2, LengthDelimited).string(operation);
  for (const input of inputs) node.tag(3, LengthDelimited).string(input);
  writeAttributes(node);
  node.join();
}

function writeAttribute(node: BinaryWriter, name: string, write: (value: BinaryWriter) => void): void {
  const value = node.tag(5, LengthDelimited).fork().tag(1, LengthDelimited).string(name).tag(2, LengthDelimited).fork();
  write(value);
  value.join().join();
}

/** The same fields hold a single value and, one message deeper, those of a list. */
function writeValue(writer: BinaryWriter, { name, type, value }: OperationAttribute, types: AttributeTypes): void {
  const writeOne = (one: boolean | number | string): void => {
    switch (type) {
      // The type says which of them the value is.
      case types.TF_ATTR_STRING: writer.tag(2, LengthDelimited).string(one as string); break;
      case types.TF_ATTR_INT: writer.tag(3, Varint).int64(one as number); break;
      case types.TF_ATTR_FLOAT: writer.tag(4, Bit32).float(one as number); break;
      case types.TF_ATTR_BOOL: writer.tag(5, Varint).bool(one as boolean); break;
      case types.TF_ATTR_TYPE: writer.tag(6, Varint).int32(one as number); break;
      default: throw new Error(`The attribute ${name} has a type that is not known here (${type}).`);
    }
  };
  if (typeof value !== 'object') return writeOne(value);
  writer.tag(1, LengthDelimited).fork();
  for (const one of value) writeOne(one);
  writer.join();
}

function writeTensor(writer: BinaryWriter, { shape, dtype, numbers }: RecordedConstant): BinaryWriter {
  const { buffer, byteOffset, byteLength } = numbers();
  writer.tag(1, Varint).int32(dtype);
  writeShape(writer.tag(2, LengthDelimited).fork(), shape).join();
  return writer.tag(4, LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength));
}

function writeShape(writer: BinaryWriter, shape: readonly number[]): BinaryWriter {
  for (const size of shape) writer.tag(2, LengthDelimited).fork().tag(1, Varint).int64(size).join();
  return writer;
}
