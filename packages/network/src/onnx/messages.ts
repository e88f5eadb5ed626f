import { GraphError } from '@lookalike/graph';
import { malformed, readFields } from './wire.ts';

/**
 * The messages of onnx.proto that inference needs, with their field numbers. Nested messages stay bytes until they are asked for.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export interface ModelMessage {
  readonly opsets: readonly OpsetMessage[];
  /** The program that wrote the file, with its version; `''` where the file does not say. */
  readonly producer: string;
  /** What its author noted, by key. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: Uint8Array;
  /** Operators that the file itself defines. */
  readonly functions: readonly FunctionMessage[];
}

/** An operator that the file defines, made of others. */
export interface FunctionMessage {
  readonly domain: string;
  readonly name: string;
  /** Tells functions of one name apart; `''` as a rule. */
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeMessage[];
  /** What its attributes are where a call does not give them. */
  readonly defaults: readonly AttributeMessage[];
  readonly opsets: readonly OpsetMessage[];
}

export interface OpsetMessage {
  readonly domain: string;
  readonly version: number;
}

export interface GraphMessage {
  readonly name: string;
  readonly nodes: readonly NodeMessage[];
  readonly inputs: readonly ValueMessage[];
  readonly outputs: readonly ValueMessage[];
  readonly initializers: readonly TensorMessage[];
}

export interface NodeMessage {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  /** Which of several functions of one name it calls. */
  readonly overload: string;
  /** The version of the default operator set that it is written in, where that is not the model's: in a function. */
  readonly opset?: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly AttributeMessage[];
}

export interface AttributeMessage {
  readonly name: string;
  readonly type: number;
  readonly float: number | undefined;
  readonly integer: number | undefined;
  readonly text: string | undefined;
  readonly tensor: TensorMessage | undefined;
  /** A graph inside the graph, where the attribute is one: a branch of If, the body of Loop. As bytes until it is asked for. */
  readonly graph: Uint8Array | GraphMessage | undefined;
  /** The attribute of the function around it that it stands for; `''` where it has a value of its own. */
  readonly reference: string;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
  readonly texts: readonly string[];
}

export interface TensorMessage {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: number;
  readonly raw: Uint8Array | undefined;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
  readonly doubles: readonly number[];
  readonly external: ReadonlyMap<string, string> | undefined;
  /** Where its values stand, when it holds only those that are not 0: [n] places in the dense tensor, or [n, axes] coordinates. */
  readonly sparse?: { readonly values: TensorMessage; readonly places: TensorMessage };
}

export interface ValueMessage {
  readonly name: string;
  readonly type: number;
  /** A size, a symbol's name, or `undefined` where the file says nothing. */
  readonly dims: readonly (number | string | undefined)[];
  /** Whether the file says its shape, which may be that of a scalar. */
  readonly hasShape: boolean;
}

/** @throws graph.not_onnx, graph.truncated_onnx */
export function readModel(bytes: Uint8Array): ModelMessage {
  let irVersion: number | undefined;
  let graph: Uint8Array | undefined;
  let [producer, producerVersion] = ['', ''];
  const metadata = new Map<string, string>();
  const opsets: OpsetMessage[] = [];
  const functions: FunctionMessage[] = [];
  try {
    readFields(bytes, 'the model', (field) => {
      if (field.number === 1) irVersion = field.integer();
      else if (field.number === 2) producer = field.text();
      else if (field.number === 3) producerVersion = field.text();
      else if (field.number === 7) graph = field.bytes();
      else if (field.number === 8) opsets.push(readOpset(field.bytes()));
      else if (field.number === 14) readEntry(field.bytes(), metadata);
      else if (field.number === 25) functions.push(readFunction(field.bytes()));
    });
  } catch (cause) {
    // The first field of every exporter's file is a small version number; without it these are some other bytes.
    if (irVersion === undefined || irVersion < 1 || irVersion > 1000) throw notOnnx({ cause });
    throw new GraphError('graph.truncated_onnx', `The ONNX file ends too early (${bytes.length} bytes are there). Copy or download it again.`, { bytes: bytes.length }, { cause });
  }
  if (graph === undefined && irVersion !== undefined && opsets.length > 0) throw new GraphError('graph.truncated_onnx', 'The ONNX file has no graph. Copy or download it again.', { bytes: bytes.length });
  if (graph === undefined || irVersion === undefined) throw notOnnx();
  return { opsets, producer: [producer, producerVersion].filter((part) => part !== '').join(' '), metadata, graph, functions };
}

function notOnnx(options?: ErrorOptions): GraphError {
  return new GraphError('graph.not_onnx', 'This is not an ONNX file. Expected a network saved as .onnx, for example by torch.onnx.export.', {}, options);
}

function readOpset(bytes: Uint8Array): OpsetMessage {
  const opset = { domain: '', version: 0 };
  readFields(bytes, 'an operator set', (field) => {
    if (field.number === 1) opset.domain = field.text();
    else if (field.number === 2) opset.version = field.integer();
  });
  return opset;
}

function readFunction(bytes: Uint8Array): FunctionMessage {
  const made = { name: '', domain: '', overload: '', inputs: [] as string[], outputs: [] as string[], nodes: [] as NodeMessage[], defaults: [] as AttributeMessage[], opsets: [] as OpsetMessage[] };
  readFields(bytes, 'a function', (field) => {
    switch (field.number) {
      case 1: made.name = field.text(); break;
      case 4: made.inputs.push(field.text()); break;
      case 5: made.outputs.push(field.text()); break;
      case 7: made.nodes.push(readNode(field.bytes())); break;
      case 9: made.opsets.push(readOpset(field.bytes())); break;
      case 10: made.domain = field.text(); break;
      case 11: made.defaults.push(readAttribute(field.bytes())); break;
      case 13: made.overload = field.text(); break;
    }
  });
  return made;
}

export function readGraph(bytes: Uint8Array | GraphMessage): GraphMessage {
  if (!(bytes instanceof Uint8Array)) return bytes;
  const graph = { name: '', nodes: [] as NodeMessage[], inputs: [] as ValueMessage[], outputs: [] as ValueMessage[], initializers: [] as TensorMessage[] };
  readFields(bytes, 'the graph', (field) => {
    switch (field.number) {
      case 1: graph.nodes.push(readNode(field.bytes())); break;
      case 2: graph.name = field.text(); break;
      case 5: graph.initializers.push(readTensor(field.bytes())); break;
      case 11: graph.inputs.push(readValue(field.bytes())); break;
      case 12: graph.outputs.push(readValue(field.bytes())); break;
      case 15: graph.initializers.push(readSparseTensor(field.bytes())); break;
    }
  });
  return graph;
}

function readNode(bytes: Uint8Array): NodeMessage {
  const node = { name: '', operator: '', domain: '', overload: '', inputs: [] as string[], outputs: [] as string[], attributes: [] as AttributeMessage[] };
  readFields(bytes, 'a node', (field) => {
    switch (field.number) {
      case 1: node.inputs.push(field.text()); break;
      case 2: node.outputs.push(field.text()); break;
      case 3: node.name = field.text(); break;
      case 4: node.operator = field.text(); break;
      case 5: node.attributes.push(readAttribute(field.bytes())); break;
      case 7: node.domain = field.text(); break;
      case 8: node.overload = field.text(); break;
    }
  });
  return node;
}

function readAttribute(bytes: Uint8Array): AttributeMessage {
  const attribute = {
    name: '', type: 0, reference: '', float: undefined as number | undefined, integer: undefined as number | undefined, text: undefined as string | undefined,
    tensor: undefined as TensorMessage | undefined, graph: undefined as Uint8Array | undefined, floats: [] as number[], integers: [] as number[], texts: [] as string[],
  };
  readFields(bytes, 'an attribute', (field) => {
    switch (field.number) {
      case 1: attribute.name = field.text(); break;
      case 2: attribute.float = field.float(); break;
      case 3: attribute.integer = field.integer(); break;
      case 4: attribute.text = field.text(); break;
      case 5: attribute.tensor = readTensor(field.bytes()); break;
      case 6: case 11: attribute.graph = field.bytes(); break;
      case 7: field.floatsInto(attribute.floats); break;
      case 8: field.integersInto(attribute.integers); break;
      case 9: attribute.texts.push(field.text()); break;
      case 20: attribute.type = field.integer(); break;
      case 21: attribute.reference = field.text(); break;
      case 22: attribute.tensor = readSparseTensor(field.bytes()); break;
    }
  });
  return attribute;
}

function readTensor(bytes: Uint8Array): TensorMessage {
  const tensor = {
    name: '', dims: [] as number[], type: 0, raw: undefined as Uint8Array | undefined, floats: [] as number[], integers: [] as number[], doubles: [] as number[],
    external: undefined as Map<string, string> | undefined,
  };
  let isExternal = false;
  const external = new Map<string, string>();
  readFields(bytes, 'a tensor', (field) => {
    switch (field.number) {
      case 1: field.integersInto(tensor.dims); break;
      case 2: tensor.type = field.integer(); break;
      case 4: field.floatsInto(tensor.floats); break;
      case 5: case 7: case 11: field.integersInto(tensor.integers); break;
      case 8: tensor.name = field.text(); break;
      case 9: tensor.raw = field.bytes(); break;
      case 10: field.doublesInto(tensor.doubles); break;
      case 13: readEntry(field.bytes(), external); break;
      case 14: isExternal = field.integer() === 1; break;
    }
  });
  return { ...tensor, external: isExternal ? external : undefined };
}

/** A tensor whose values are 0 but at some places. */
function readSparseTensor(bytes: Uint8Array): TensorMessage {
  const dims: number[] = [];
  let values: TensorMessage | undefined;
  let places: TensorMessage | undefined;
  readFields(bytes, 'a sparse tensor', (field) => {
    if (field.number === 1) values = readTensor(field.bytes());
    else if (field.number === 2) places = readTensor(field.bytes());
    else if (field.number === 3) field.integersInto(dims);
  });
  if (values === undefined || places === undefined) throw malformed('a sparse tensor', 'its values or their places are missing');
  return { ...values, dims, sparse: { values, places } };
}

function readEntry(bytes: Uint8Array, into: Map<string, string>): void {
  let key = '';
  let value = '';
  readFields(bytes, 'a key with its value', (field) => {
    if (field.number === 1) key = field.text();
    else if (field.number === 2) value = field.text();
  });
  into.set(key, value);
}

function readValue(bytes: Uint8Array): ValueMessage {
  const value = { name: '', type: 0, dims: [] as (number | string | undefined)[], hasShape: false };
  readFields(bytes, 'an input or output', (field) => {
    if (field.number === 1) value.name = field.text();
    else if (field.number === 2) readFields(field.bytes(), 'a type', (type) => {
      if (type.number !== 1) return;
      readFields(type.bytes(), 'a tensor type', (part) => {
        if (part.number === 1) value.type = part.integer();
        else if (part.number === 2) {
          value.hasShape = true;
          readFields(part.bytes(), 'a shape', (shape) => {
            if (shape.number === 1) value.dims.push(readDimension(shape.bytes()));
          });
        }
      });
    });
  });
  return value;
}

function readDimension(bytes: Uint8Array): number | string | undefined {
  let size: number | string | undefined;
  readFields(bytes, 'a dimension', (field) => {
    if (field.number === 1) size = field.integer();
    else if (field.number === 2) size = field.text();
  });
  return size;
}
