import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** An ONNX file put together by hand, so that tests can write what `writeOnnx` never would. */
export interface OnnxFile extends OnnxGraph {
  readonly opset?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Versions of other operator sets, by domain. */
  readonly domains?: Readonly<Record<string, number>>;
  readonly functions?: readonly OnnxFunction[];
}

/** An operator that the file defines. */
export interface OnnxFunction {
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  readonly opset?: number;
  readonly defaults?: OnnxNode['attributes'];
}

export interface OnnxGraph {
  readonly nodes?: readonly OnnxNode[];
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs?: readonly string[];
  readonly weights?: readonly OnnxTensor[];
  readonly sparseWeights?: readonly OnnxSparseTensor[];
}

export interface OnnxSparseTensor {
  readonly dims: readonly number[];
  readonly values: OnnxTensor;
  readonly places: OnnxTensor;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  /** Whole numbers are INT, `{ float }` is FLOAT, lists are INTS, `{ graph }` is a graph inside the graph, `{ reference }` is an attribute of the function around, strings are STRING. */
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] } | { readonly graph: OnnxGraph } | { readonly reference: string; readonly type: number } | { readonly sparse: OnnxSparseTensor } | OnnxTensor>>;
}

export interface OnnxTensor {
  readonly name?: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType; default 1, float. */
  readonly type?: number;
  readonly raw?: Uint8Array;
  readonly floats?: readonly number[];
  readonly integers?: readonly number[];
  readonly external?: Readonly<Record<string, string>>;
}

const { LengthDelimited, Varint, Bit32 } = WireType;

export function onnxFile({ opset = 17, metadata = {}, domains = {}, functions = [], ...graph }: OnnxFile): Uint8Array {
  const file = new BinaryWriter();
  file.tag(1, Varint).int64(8);
  writeOpset(file, 8, '', opset);
  for (const [domain, version] of Object.entries(domains)) writeOpset(file, 8, domain, version);
  for (const [key, value] of Object.entries(metadata)) file.tag(14, LengthDelimited).fork().tag(1, LengthDelimited).string(key).tag(2, LengthDelimited).string(value).join();
  file.tag(7, LengthDelimited).fork();
  writeGraph(file, graph);
  file.join();
  for (const each of functions) {
    file.tag(25, LengthDelimited).fork().tag(1, LengthDelimited).string(each.name);
    for (const input of each.inputs) file.tag(4, LengthDelimited).string(input);
    for (const output of each.outputs) file.tag(5, LengthDelimited).string(output);
    for (const node of each.nodes) writeNode(file, 7, node);
    writeOpset(file, 9, '', each.opset ?? opset);
    file.tag(10, LengthDelimited).string(each.domain);
    writeAttributes(file, 11, each.defaults);
    file.join();
  }
  return file.finish();
}

function writeOpset(file: BinaryWriter, field: number, domain: string, version: number): void {
  file.tag(field, LengthDelimited).fork().tag(1, LengthDelimited).string(domain).tag(2, Varint).int64(version).join();
}

function writeGraph(file: BinaryWriter, { nodes = [], inputs = {}, outputs = [], weights = [], sparseWeights = [] }: OnnxGraph): void {
  for (const node of nodes) writeNode(file, 1, node);
  for (const tensor of weights) {
    file.tag(5, LengthDelimited).fork();
    writeTensor(file, tensor);
    file.join();
  }
  for (const tensor of sparseWeights) {
    file.tag(15, LengthDelimited).fork();
    writeSparseTensor(file, tensor);
    file.join();
  }
  for (const [name, dims] of Object.entries(inputs)) writeValue(file, 11, name, dims);
  for (const name of outputs) writeValue(file, 12, name, []);
}

function writeNode(file: BinaryWriter, field: number, node: OnnxNode): void {
  file.tag(field, LengthDelimited).fork();
  for (const input of node.inputs) file.tag(1, LengthDelimited).string(input);
  for (const output of node.outputs) file.tag(2, LengthDelimited).string(output);
  file.tag(3, LengthDelimited).string(node.name ?? '').tag(4, LengthDelimited).string(node.operator).tag(7, LengthDelimited).string(node.domain ?? '');
  writeAttributes(file, 5, node.attributes);
  file.join();
}

function writeAttributes(file: BinaryWriter, field: number, attributes: OnnxNode['attributes'] = {}): void {
  for (const [name, value] of Object.entries(attributes)) {
    file.tag(field, LengthDelimited).fork().tag(1, LengthDelimited).string(name);
    writeAttribute(file, value);
    file.join();
  }
}

function writeAttribute(file: BinaryWriter, value: NonNullable<OnnxNode['attributes']>[string]): void {
  const type = (number: number): BinaryWriter => file.tag(20, Varint).int32(number);
  if (typeof value === 'string') type(3).tag(4, LengthDelimited).string(value);
  else if (typeof value === 'number') type(2).tag(3, Varint).int64(value);
  else if ('graph' in value) {
    type(5).tag(6, LengthDelimited).fork();
    writeGraph(file, value.graph);
    file.join();
  } else if ('floats' in value && !('dims' in value)) for (const item of (type(6), value.floats)) file.tag(7, Bit32).float(item);
  else if ('reference' in value) type(value.type).tag(21, LengthDelimited).string(value.reference);
  else if ('sparse' in value) {
    type(11).tag(22, LengthDelimited).fork();
    writeSparseTensor(file, value.sparse);
    file.join();
  } else if ('float' in value) type(1).tag(2, Bit32).float(value.float);
  else if ('dims' in value) {
    type(4).tag(5, LengthDelimited).fork();
    writeTensor(file, value);
    file.join();
  } else for (const item of (type(7), value)) file.tag(8, Varint).int64(item);
}

function writeSparseTensor(file: BinaryWriter, { dims, values, places }: OnnxSparseTensor): void {
  for (const [field, tensor] of [[1, values], [2, places]] as const) {
    file.tag(field, LengthDelimited).fork();
    writeTensor(file, tensor);
    file.join();
  }
  for (const size of dims) file.tag(3, Varint).int64(size);
}

function writeTensor(file: BinaryWriter, { name = '', dims, type = 1, raw, floats, integers, external }: OnnxTensor): void {
  for (const size of dims) file.tag(1, Varint).int64(size);
  file.tag(2, Varint).int32(type).tag(8, LengthDelimited).string(name);
  if (raw !== undefined) file.tag(9, LengthDelimited).bytes(raw);
  for (const value of floats ?? []) file.tag(4, Bit32).float(value);
  // Whole numbers of up to 32 bits stand in another field than those of 64.
  for (const value of integers ?? []) file.tag(type === 7 ? 7 : 5, Varint).int64(value);
  for (const [key, value] of Object.entries(external ?? {})) {
    file.tag(13, LengthDelimited).fork().tag(1, LengthDelimited).string(key).tag(2, LengthDelimited).string(value).join();
  }
  if (external !== undefined) file.tag(14, Varint).int32(1);
}

function writeValue(file: BinaryWriter, field: number, name: string, dims: readonly (number | string)[]): void {
  file.tag(field, LengthDelimited).fork().tag(1, LengthDelimited).string(name);
  file.tag(2, LengthDelimited).fork().tag(1, LengthDelimited).fork().tag(1, Varint).int32(1).tag(2, LengthDelimited).fork();
  for (const size of dims) {
    file.tag(1, LengthDelimited).fork();
    if (typeof size === 'number') file.tag(1, Varint).int64(size);
    else file.tag(2, LengthDelimited).string(size);
    file.join();
  }
  file.join().join().join().join();
}
