import { elementCount, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { onnxFile } from '../../../packages/network/src/testing/onnx-file.ts';
import type { OnnxNode, OnnxTensor } from '../../../packages/network/src/testing/onnx-file.ts';

/** A file with operators that import writes out in others. Its result is `y`. */
export interface WrittenOut {
  readonly name: string;
  /** Default: 17. */
  readonly opset?: number;
  readonly nodes: readonly OnnxNode[];
  /** Default: x [N, 4, 3, 5]. */
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly weights?: readonly OnnxTensor[];
  /** True where there is no slope, by declaration. */
  readonly isFlat?: boolean;
  /** Inputs by which there is none, where there is one by others. */
  readonly flatInputs?: readonly string[];
}

export const one = (operator: string, attributes: OnnxNode['attributes'] = {}, inputs: readonly string[] = ['x']): OnnxNode => ({ operator, inputs, outputs: ['y'], attributes });
export const float = (value: number): { readonly float: number } => ({ float: value });
export const integers = (name: string, values: readonly number[], dims = [values.length]): OnnxTensor => ({ name, dims, type: 7, integers: values });
export const floats = (name: string, dims: readonly number[], values: readonly number[]): OnnxTensor => ({ name, dims, floats: values });
export const toMask = (input: string, output: string): OnnxNode => ({ operator: 'Greater', inputs: [input, 'zero'], outputs: [output] });
export const toFloat = (input: string): OnnxNode => ({ operator: 'Cast', inputs: [input], outputs: ['y'], attributes: { to: 1 } });
export const zero: OnnxTensor = { name: 'zero', dims: [], floats: [0] };

const defaultInputs = { x: ['N', 4, 3, 5] };

/** Weights that look random but are the same everywhere: sines of their position. */
export function sines(name: string, dims: readonly number[], phase = 0): OnnxTensor {
  return floats(name, dims, Array.from({ length: elementCount(dims) }, (_, i) => Math.sin(1.7 * i + phase)));
}

/** The file as an exporter would write it. */
export function fileOf({ opset = 17, nodes, inputs = defaultInputs, weights = [] }: WrittenOut): Uint8Array {
  return onnxFile({ opset, nodes, inputs, outputs: ['y'], weights, domains: { 'com.microsoft': 1 } });
}

/** Two images, and whatever else the file takes. */
export function feedsOf({ name, inputs = defaultInputs }: WrittenOut): Map<string, Tensor> {
  const random = createRandom(name);
  return new Map(Object.entries(inputs).map(([input, sizes]) => {
    const shape = sizes.map((size) => (typeof size === 'number' ? size : 2));
    return [input, makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, () => 4 * random.uniform() - 2))] as const;
  }));
}

/** Σ y · fixed weights, as a value to differentiate. Sizes that depend on the batch have weight 1 throughout. */
export function projected(graph: Graph): Graph {
  const b = new GraphBuilder(graph);
  const random = createRandom('projection');
  const sizes = b.shapeOf('y').map((size) => (typeof size === 'number' ? size : 1));
  const weighted = b.mul('y', b.floats(sizes, Array.from({ length: elementCount(sizes) }, () => 2 * random.uniform() - 1)));
  b.append('ReduceSum', [weighted], { keepdims: 0 }, { outputs: ['projection'] });
  b.output('projection');
  return b.build();
}
