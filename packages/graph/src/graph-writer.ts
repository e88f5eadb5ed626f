import type { Attribute, ElementType, GraphNode, Shape, Tensor, ValueType } from './graph.ts';
import type { Probed } from './known.ts';

/** A value of the graph by name, or a number that becomes a scalar constant of the other operand's type. */
export type Operand = string | number;

export interface AppendOptions {
  /** A name for the node, made unique if taken. Default: the operator's. */
  readonly name?: string;
  /** How many outputs the node has (default 1), or their names, which must be free. */
  readonly outputs?: number | readonly string[];
}

export interface ConvOptions {
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  /** Begin of every spatial axis, then end of every one: `[top, left, bottom, right]`. */
  readonly pads?: readonly number[];
  readonly group?: number;
}

export interface ConvTransposeOptions extends ConvOptions {
  readonly outputPadding?: readonly number[];
}

export interface PoolOptions {
  readonly kernel: readonly number[];
  readonly strides?: readonly number[];
  readonly pads?: readonly number[];
  readonly ceilMode?: boolean;
}

export type PadMode = 'constant' | 'reflect' | 'edge';

/**
 * What a rule sees of the graph that it writes into: it appends nodes and constants and asks about values, but declares no inputs
 * and outputs. Each method returns the name of its result. Images are [N, C, H, W]. The operators know this interface alone, so that
 * their files do not depend on the builder, which checks every node by their shape rules.
 */
export interface GraphWriter {
  /**
   * Appends a node of an operator in the record. The type of its names is made of the record, and so of the files that see this.
   * @returns the names of its outputs.
   * @throws graph.shape_mismatch, graph.bad_attribute, graph.unknown_value, graph.unknown_operator
   */
  append(operator: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>, options?: AppendOptions): readonly string[];
  /** Appends any operator with one output. Absent optional inputs are `''`. @returns the name of the result. */
  op(operator: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string;

  /** Whether a value is computed from an input of the graph. */
  varies(name: string): boolean;
  /** Element type and shape of a value, the batch as `'N'`. @throws graph.unknown_value */
  typeOf(name: string): ValueType;
  shapeOf(name: string): Shape;
  /** The tensor behind a name, if it is a constant. */
  constantOf(name: string): Tensor | undefined;
  /** What is known of a value under both probing batch sizes. */
  knownOf(name: string): Probed;
  /** The node that makes a value; `undefined` for inputs and constants. */
  makerOf(name: string): GraphNode | undefined;

  /**
   * Adds a constant tensor. @returns its name: `name` itself if given, which must be free, else a fresh one.
   * @throws graph.duplicate_value
   */
  constant(tensor: Tensor, name?: string): string;
  /** A value name that is not taken yet, beginning with `base`. */
  fresh(base: string): string;
  /** A scalar constant (shape `[]`); the same number is stored once. */
  scalar(value: number, type?: ElementType): string;
  /** A vector of int64, as axes, shapes and pads are written; the same vector is stored once. */
  integers(values: readonly number[]): string;
  /** A constant float32 tensor from plain numbers. */
  floats(shape: readonly number[], values: ArrayLike<number>): string;

  add(a: Operand, b: Operand): string;
  sub(a: Operand, b: Operand): string;
  mul(a: Operand, b: Operand): string;
  div(a: Operand, b: Operand): string;
  pow(a: Operand, b: Operand): string;
  max(a: Operand, b: Operand): string;
  min(a: Operand, b: Operand): string;
  greater(a: Operand, b: Operand): string;
  less(a: Operand, b: Operand): string;
  equal(a: Operand, b: Operand): string;

  abs(x: string): string;
  neg(x: string): string;
  sign(x: string): string;
  sqrt(x: string): string;
  exp(x: string): string;
  log(x: string): string;
  erf(x: string): string;
  tanh(x: string): string;
  sigmoid(x: string): string;
  relu(x: string): string;
  identity(x: string): string;
  /** Bounds x to [least, most]; at a bound the gradient passes. */
  clip(x: string, least: number, most: number): string;
  /** a where the condition holds, b elsewhere. */
  where(condition: string, a: Operand, b: Operand): string;
  cast(x: string, to: ElementType): string;

  /** Sum over the axes; over all of them if none are named. */
  reduceSum(x: string, axes?: readonly number[], keepDims?: boolean): string;
  reduceMean(x: string, axes?: readonly number[], keepDims?: boolean): string;
  reduceMax(x: string, axes?: readonly number[], keepDims?: boolean): string;
  reduceMin(x: string, axes?: readonly number[], keepDims?: boolean): string;
  /** Square root of the sum of squares; its gradient at 0 is 0. */
  reduceL2(x: string, axes?: readonly number[], keepDims?: boolean): string;

  /** Gives x another shape; -1 is inferred, 0 copies x's size at that axis (write 0 for the batch). */
  reshape(x: string, shape: readonly number[]): string;
  flatten(x: string, axis?: number): string;
  transpose(x: string, permutation: readonly number[]): string;
  squeeze(x: string, axes: readonly number[]): string;
  unsqueeze(x: string, axes: readonly number[]): string;
  concat(values: readonly string[], axis: number): string;
  /** Broadcasts x and `shape` against each other, so 1 in `shape` keeps x's size (write 1 for the batch). */
  expand(x: string, shape: readonly number[]): string;
  tile(x: string, repeats: readonly number[]): string;
  /** The shape of x when the graph runs, as int64. */
  shape(x: string): string;
  slice(x: string, ranges: { starts: readonly number[]; ends: readonly number[]; axes: readonly number[]; steps?: readonly number[] }): string;
  /** Picks entries of one axis by constant indices. */
  gather(x: string, indices: readonly number[], axis: number): string;
  /** One entry of x for each index, at the index's own place on the axes other than this one. The indices may be an input. */
  gatherElements(x: string, indices: string, axis: number): string;
  /** x with updates put in at indices along an axis, or added. */
  scatterElements(x: string, indices: string, updates: string, options: { axis: number; reduction?: 'none' | 'add' }): string;
  /** Pads: begin of every axis, then end of every axis. */
  pad(x: string, pads: readonly number[], options?: { mode?: PadMode; value?: number }): string;

  conv(x: string, weights: string, options?: ConvOptions & { bias?: string }): string;
  convTranspose(x: string, weights: string, options?: ConvTransposeOptions & { bias?: string }): string;
  averagePool(x: string, options: PoolOptions & { countIncludePad?: boolean }): string;
  maxPool(x: string, options: PoolOptions): string;
  globalAveragePool(x: string): string;
  matMul(a: string, b: string): string;
  softmax(x: string, axis: number): string;
  /** [N, C·r², H, W] to [N, C, H·r, W·r], channels in the order (r, r, C) for DCR and (C, r, r) for CRD. */
  depthToSpace(x: string, blockSize: number, mode?: 'DCR' | 'CRD'): string;
}
