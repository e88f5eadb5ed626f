import type { Attribute, ElementType, Tensor } from './graph.ts';
import type { ConvOptions, ConvTransposeOptions, GraphWriter, Operand, PadMode, PoolOptions } from './graph-writer.ts';
import { NodeBuilder } from './node-builder.ts';
import type { OperatorName } from './operators/operator-name.ts';
import { makeTensor } from './tensor.ts';

/**
 * Builds a graph with a method per operator; each returns the name of its result. Numbers among operands become scalar
 * constants. Images are [N, C, H, W].
 * @example
 * const b = new GraphBuilder();
 * const x = b.input('x', { type: 'float32', shape: ['N', 3, 32, 32] });
 * b.output(b.reduceL2(b.sub(x, 0.5), [1, 2, 3]));
 * const graph = b.build();
 */
export class GraphBuilder extends NodeBuilder implements GraphWriter {
  add(a: Operand, b: Operand): string { return this.#binary('Add', a, b); }
  sub(a: Operand, b: Operand): string { return this.#binary('Sub', a, b); }
  mul(a: Operand, b: Operand): string { return this.#binary('Mul', a, b); }
  div(a: Operand, b: Operand): string { return this.#binary('Div', a, b); }
  pow(a: Operand, b: Operand): string { return this.#binary('Pow', a, b); }
  max(a: Operand, b: Operand): string { return this.#binary('Max', a, b); }
  min(a: Operand, b: Operand): string { return this.#binary('Min', a, b); }
  greater(a: Operand, b: Operand): string { return this.#binary('Greater', a, b); }
  less(a: Operand, b: Operand): string { return this.#binary('Less', a, b); }
  equal(a: Operand, b: Operand): string { return this.#binary('Equal', a, b); }

  abs(x: string): string { return this.op('Abs', [x]); }
  neg(x: string): string { return this.op('Neg', [x]); }
  sign(x: string): string { return this.op('Sign', [x]); }
  sqrt(x: string): string { return this.op('Sqrt', [x]); }
  exp(x: string): string { return this.op('Exp', [x]); }
  log(x: string): string { return this.op('Log', [x]); }
  erf(x: string): string { return this.op('Erf', [x]); }
  tanh(x: string): string { return this.op('Tanh', [x]); }
  sigmoid(x: string): string { return this.op('Sigmoid', [x]); }
  relu(x: string): string { return this.op('Relu', [x]); }
  identity(x: string): string { return this.op('Identity', [x]); }

  clip(x: string, least: number, most: number): string {
    const { type } = this.typeOf(x);
    return this.op('Clip', [x, this.scalar(least, type), this.scalar(most, type)]);
  }

  where(condition: string, a: Operand, b: Operand): string {
    const [left, right] = this.#operands(a, b);
    return this.op('Where', [condition, left, right]);
  }

  cast(x: string, to: ElementType): string {
    return this.typeOf(x).type === to ? x : this.op('Cast', [x], { to });
  }

  reduceSum(x: string, axes?: readonly number[], keepDims = false): string { return this.#reduce('ReduceSum', x, axes, keepDims); }
  reduceMean(x: string, axes?: readonly number[], keepDims = false): string { return this.#reduce('ReduceMean', x, axes, keepDims); }
  reduceMax(x: string, axes?: readonly number[], keepDims = false): string { return this.#reduce('ReduceMax', x, axes, keepDims); }
  reduceMin(x: string, axes?: readonly number[], keepDims = false): string { return this.#reduce('ReduceMin', x, axes, keepDims); }
  reduceL2(x: string, axes?: readonly number[], keepDims = false): string { return this.#reduce('ReduceL2', x, axes, keepDims); }

  reshape(x: string, shape: readonly number[]): string { return this.op('Reshape', [x, this.integers(shape)]); }
  flatten(x: string, axis = 1): string { return this.op('Flatten', [x], { axis }); }
  transpose(x: string, permutation: readonly number[]): string { return this.op('Transpose', [x], { perm: permutation }); }
  squeeze(x: string, axes: readonly number[]): string { return this.op('Squeeze', [x, this.integers(axes)]); }
  unsqueeze(x: string, axes: readonly number[]): string { return this.op('Unsqueeze', [x, this.integers(axes)]); }
  concat(values: readonly string[], axis: number): string { return this.op('Concat', values, { axis }); }
  expand(x: string, shape: readonly number[]): string { return this.op('Expand', [x, this.integers(shape)]); }
  tile(x: string, repeats: readonly number[]): string { return this.op('Tile', [x, this.integers(repeats)]); }
  shape(x: string): string { return this.op('Shape', [x]); }

  slice(x: string, { starts, ends, axes, steps }: { starts: readonly number[]; ends: readonly number[]; axes: readonly number[]; steps?: readonly number[] }): string {
    return this.op('Slice', [x, this.integers(starts), this.integers(ends), this.integers(axes), ...(steps ? [this.integers(steps)] : [])]);
  }

  gather(x: string, indices: readonly number[], axis: number): string { return this.op('Gather', [x, this.integers(indices)], { axis }); }

  gatherElements(x: string, indices: string, axis: number): string { return this.op('GatherElements', [x, indices], { axis }); }
  scatterElements(x: string, indices: string, updates: string, { axis, reduction = 'none' }: { axis: number; reduction?: 'none' | 'add' }): string {
    return this.op('ScatterElements', [x, indices, updates], { axis, reduction });
  }

  pad(x: string, pads: readonly number[], { mode = 'constant', value = 0 }: { mode?: PadMode; value?: number } = {}): string {
    const inputs = [x, this.integers(pads), ...(mode === 'constant' ? [this.scalar(value, this.typeOf(x).type)] : [])];
    return this.op('Pad', inputs, { mode });
  }

  conv(x: string, weights: string, options: ConvOptions & { bias?: string } = {}): string {
    return this.op('Conv', [x, weights, ...(options.bias === undefined ? [] : [options.bias])], convAttributes(options));
  }

  convTranspose(x: string, weights: string, options: ConvTransposeOptions & { bias?: string } = {}): string {
    const padding = options.outputPadding === undefined ? {} : { output_padding: options.outputPadding };
    return this.op('ConvTranspose', [x, weights, ...(options.bias === undefined ? [] : [options.bias])], { ...convAttributes(options), ...padding });
  }

  averagePool(x: string, { countIncludePad = false, ...options }: PoolOptions & { countIncludePad?: boolean }): string {
    return this.op('AveragePool', [x], { ...poolAttributes(options), count_include_pad: countIncludePad ? 1 : 0 });
  }

  maxPool(x: string, options: PoolOptions): string { return this.op('MaxPool', [x], poolAttributes(options)); }
  globalAveragePool(x: string): string { return this.op('GlobalAveragePool', [x]); }
  matMul(a: string, b: string): string { return this.op('MatMul', [a, b]); }
  softmax(x: string, axis: number): string { return this.op('Softmax', [x], { axis }); }
  depthToSpace(x: string, blockSize: number, mode: 'DCR' | 'CRD' = 'DCR'): string { return this.op('DepthToSpace', [x], { blocksize: blockSize, mode }); }

  op(operator: OperatorName, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.append(operator, inputs, attributes)[0]!;
  }

  floats(shape: readonly number[], values: ArrayLike<number>): string {
    const tensor: Tensor = makeTensor('float32', shape, values);
    return this.constant(tensor);
  }

  #binary(operator: OperatorName, a: Operand, b: Operand): string {
    return this.op(operator, this.#operands(a, b));
  }

  #operands(a: Operand, b: Operand): readonly [string, string] {
    const other = typeof a === 'string' ? a : typeof b === 'string' ? b : undefined;
    const type = other === undefined ? 'float32' : this.typeOf(other).type;
    const name = (operand: Operand): string => (typeof operand === 'string' ? operand : this.scalar(operand, type));
    return [name(a), name(b)];
  }

  #reduce(operator: OperatorName, x: string, axes: readonly number[] | undefined, keepDims: boolean): string {
    return this.op(operator, axes === undefined ? [x] : [x, this.integers(axes)], { keepdims: keepDims ? 1 : 0 });
  }
}

function convAttributes({ strides, dilations, pads, group }: ConvOptions): Record<string, Attribute> {
  return { ...(strides && { strides }), ...(dilations && { dilations }), ...(pads && { pads }), ...(group !== undefined && { group }) };
}

function poolAttributes({ kernel, strides, pads, ceilMode }: PoolOptions): Record<string, Attribute> {
  return { kernel_shape: kernel, ...(strides && { strides }), ...(pads && { pads }), ceil_mode: ceilMode ? 1 : 0 };
}
