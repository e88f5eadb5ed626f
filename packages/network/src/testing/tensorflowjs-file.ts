import { elementCount } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import type { TensorFlowJsFiles } from '../tensorflowjs/read-tensorflowjs.ts';

/** The name of the one file of weights in models made here. */
export const weightsFile = 'weights.bin';

/** An attribute: whole numbers, texts, truth values and lists are written as such, everything else as protobuf's JSON has it. */
type AttributeText = number | string | boolean | readonly number[] | readonly string[] | { readonly [key: string]: unknown };

export interface GraphModelNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr?: Readonly<Record<string, AttributeText>>;
}

export interface GraphModelFile {
  /** Shapes as TensorFlow has them; −1 is open. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly weights?: Readonly<Record<string, Tensor>>;
  readonly nodes: readonly GraphModelNode[];
  /** Default: the last node. */
  readonly outputs?: readonly string[];
}

/** Writes a GraphModel, as tensorflowjs_converter does. */
export function graphModelFiles({ inputs, weights = {}, nodes, outputs = [nodes.at(-1)!.name] }: GraphModelFile): TensorFlowJsFiles {
  const names = Object.keys(weights);
  const data = names.map((name) => bytesOf(weights[name]!));
  const node = [
    ...Object.entries(inputs).map(([name, shape]) => ({ name, op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } } } })),
    ...names.map((name) => ({ name, op: 'Const', attr: { dtype: { type: weights[name]!.type === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } } })),
    ...nodes.map(({ attr = {}, ...rest }) => ({ ...rest, attr: Object.fromEntries(Object.entries(attr).map(([name, value]) => [name, written(value)])) })),
  ];
  return {
    model: JSON.stringify({
      format: 'graph-model',
      modelTopology: { node, versions: { producer: 1 } },
      signature: { outputs: Object.fromEntries(outputs.map((name, i) => [`output_${i}`, { name: name.includes(':') ? name : `${name}:0` }])) },
      weightsManifest: [{ paths: [weightsFile], weights: names.map((name) => ({ name, shape: weights[name]!.shape, dtype: weights[name]!.type })) }],
    }),
    weights: new Map([[weightsFile, new Uint8Array(Buffer.concat(data))]]),
  };
}

export function floats(shape: readonly number[], values: ArrayLike<number>): Tensor {
  return { type: 'float32', shape, data: Float32Array.from(values) };
}

export function integers(...values: readonly number[]): Tensor {
  return { type: 'int32', shape: [values.length], data: Int32Array.from(values) };
}

export function integer(value: number): Tensor {
  return { type: 'int32', shape: [], data: Int32Array.of(value) };
}

/** Weights of the size that random images have. */
export function random(...shape: readonly number[]): Tensor {
  return { type: 'float32', shape, data: Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i * 12.9898 + 1)) };
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function written(value: AttributeText): object {
  if (typeof value === 'number') return { i: String(value) };
  if (typeof value === 'boolean') return { b: value };
  if (typeof value === 'string') return { s: btoa(value) };
  if (!Array.isArray(value)) return value;
  return { list: typeof value[0] === 'string' ? { s: (value as string[]).map((text) => btoa(text)) } : { i: (value as number[]).map(String) } };
}
