import { GraphError } from '@lookalike/graph';
import type { ElementType } from '@lookalike/graph';
import { isList, isObject, malformed } from '../json-reader.ts';
import type { Json, JsonObject } from '../json-reader.ts';
import { asPair } from '../sliding-window.ts';
import type { Padding, Pair } from '../sliding-window.ts';

/** TensorFlow's element types, as the graph has them: whole numbers are int64, as ONNX writes shapes and indices. */
const elementTypes: Readonly<Record<string, ElementType>> = {
  DT_FLOAT: 'float32', DT_HALF: 'float32', DT_DOUBLE: 'float32', DT_BFLOAT16: 'float32', DT_BOOL: 'bool',
  DT_INT8: 'int64', DT_INT16: 'int64', DT_INT32: 'int64', DT_INT64: 'int64', DT_UINT8: 'int64', DT_UINT16: 'int64',
};

/** Numbers of DataType, which some files have instead of the names. */
const typeNumbers: Readonly<Record<number, string>> = {
  1: 'DT_FLOAT', 2: 'DT_DOUBLE', 3: 'DT_INT32', 4: 'DT_UINT8', 5: 'DT_INT16', 6: 'DT_INT8', 9: 'DT_INT64', 10: 'DT_BOOL', 14: 'DT_BFLOAT16', 17: 'DT_UINT16', 19: 'DT_HALF',
};

/**
 * Reads a node's attributes: AttrValue as protobuf's JSON has it, whole numbers perhaps as text, text in base 64.
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/attr_value.proto
 */
export class NodeAttributes {
  readonly #node: string;
  readonly #attributes: JsonObject;

  constructor(node: string, attributes: JsonObject) {
    this.#node = node;
    this.#attributes = attributes;
  }

  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  number(name: string, fallback: number): number {
    const value = this.#value(name);
    return value === undefined ? fallback : (asNumber(value['f'] ?? value['i'] ?? 0) ?? this.#fail(name, 'a number'));
  }

  integer(name: string, fallback: number): number {
    const value = this.number(name, fallback);
    return Number.isSafeInteger(value) ? value : this.#fail(name, 'a whole number');
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#value(name);
    return value === undefined ? fallback : value['b'] === true;
  }

  text(name: string, fallback: string): string {
    const value = this.#value(name);
    return value === undefined ? fallback : this.#decode(name, value['s'] ?? '');
  }

  texts(name: string): readonly string[] {
    const list = this.#list(name)?.['s'];
    return isList(list) ? list.map((text) => this.#decode(name, text)) : [];
  }

  integers(name: string, fallback: readonly number[] = []): readonly number[] {
    const value = this.#list(name);
    if (value === undefined) return fallback;
    const numbers = (isList(value['i']) ? value['i'] : []).map(asNumber);
    return numbers.every((item) => Number.isSafeInteger(item)) ? (numbers as number[]) : this.#fail(name, 'a list of whole numbers');
  }

  elementType(name: string): ElementType {
    const type = this.#value(name)?.['type'];
    const written = typeof type === 'number' ? typeNumbers[type] : type;
    if (typeof written !== 'string' || !Object.hasOwn(elementTypes, written)) return this.#fail(name, 'a type that is supported');
    return elementTypes[written]!;
  }

  /** The sizes of a shape, −1 where open; `undefined` where not even the number of axes is known. */
  shape(name: string): readonly Json[] | undefined {
    return shapeOf(this.#value(name)?.['shape']);
  }

  isChannelsFirst(): boolean {
    const format = this.text('data_format', 'NHWC');
    if (format !== 'NHWC' && format !== 'NCHW') return this.#fail('data_format', 'NHWC or NCHW');
    return format === 'NCHW';
  }

  /** What a list with an entry per axis of an image says of its rows and columns. */
  spatial(name: string, fallback: readonly number[] = [1, 1, 1, 1]): Pair {
    const values = this.integers(name, fallback);
    const [rows, columns] = this.isChannelsFirst() ? [2, 3] : [1, 2];
    const others = values.filter((_, i) => i !== rows && i !== columns);
    if (values.length !== 4 || others.some((value) => value !== 1)) return this.#fail(name, 'four numbers, 1 for the batch and the channels');
    return asPair([values[rows]!, values[columns]!], `"${this.#node}": ${name}`);
  }

  padding(): Padding {
    const padding = this.text('padding', 'VALID');
    if (padding === 'SAME') return 'same';
    if (padding === 'VALID') return 'valid';
    const values = this.integers('explicit_paddings');
    const first = this.isChannelsFirst() ? 4 : 2;
    if (padding !== 'EXPLICIT' || values.length !== 8) return this.#fail('padding', 'SAME, VALID or EXPLICIT with eight numbers');
    return [values[first]!, values[first + 2]!, values[first + 1]!, values[first + 3]!];
  }

  #value(name: string): JsonObject | undefined {
    const value = Object.hasOwn(this.#attributes, name) ? this.#attributes[name] : undefined;
    return isObject(value) ? value : undefined;
  }

  #list(name: string): JsonObject | undefined {
    const list = this.#value(name)?.['list'];
    return isObject(list) ? list : undefined;
  }

  /** Some files have text as a list of codes. */
  #decode(name: string, text: Json): string {
    if (isList(text)) return text.map((code) => String.fromCharCode(Number(code))).join('');
    if (typeof text !== 'string') return this.#fail(name, 'text');
    try {
      return atob(text);
    } catch {
      return this.#fail(name, 'text in base 64');
    }
  }

  #fail(name: string, expected: string): never {
    throw new GraphError('graph.bad_attribute', `Node "${this.#node}": attribute ${name} must be ${expected}, got ${JSON.stringify(this.#attributes[name])?.slice(0, 100)}.`, { node: this.#node, attribute: name });
  }
}

function asNumber(value: Json): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}

/** A TensorShapeProto's sizes. */
export function shapeOf(shape: Json | undefined): readonly Json[] | undefined {
  if (!isObject(shape) || shape['unknownRank'] === true) return undefined;
  const dims = shape['dim'] ?? [];
  if (!isList(dims)) throw malformed('a shape', 'has no list of sizes');
  return dims.map((dim) => (isObject(dim) ? (asNumber(dim['size'] ?? 0) ?? -1) : -1));
}
