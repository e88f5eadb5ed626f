/** Element types that a graph may carry. Computation is float32; the rest is for indices, shapes and masks. */
export type ElementType = 'float32' | 'float16' | 'float64' | 'int8' | 'uint8' | 'int32' | 'int64' | 'bool';

/** Storage per element type: float16 as raw bits, bool as 0 or 1. */
export type TensorData = Float32Array | Float64Array | Uint16Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;

/** A dense tensor in row-major order. Images are [N, C, H, W]. */
export interface Tensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/**
 * A size: a number, `'N'` for the batch, which is known only when the graph runs, or a multiple of it (`'N*49'`), which
 * occurs inside networks that fold windows or heads into the batch.
 */
export type Dimension = number | 'N' | `N*${number}`;
export type Shape = readonly Dimension[];

/** What is known of a value before the graph runs. */
export interface ValueType {
  readonly type: ElementType;
  readonly shape: Shape;
}

/** An ONNX attribute, parsed once. */
export type Attribute = number | string | readonly number[] | readonly string[] | Tensor;

/**
 * One operation, in ONNX's vocabulary. `inputs` and `outputs` are value names; `''` is an optional input that is absent.
 * Nodes carry no behaviour: what an operator means is in `operators/`.
 */
export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface GraphInput extends ValueType {
  readonly name: string;
}

/** A network as data. Nodes are in topological order; every value name is produced exactly once. */
export interface Graph {
  readonly name: string;
  /** The version of ONNX's default operator set that the nodes are written in. */
  readonly opset: number;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNode[];
  /** Weights and other constants by value name. */
  readonly constants: ReadonlyMap<string, Tensor>;
}
