import { sharedFloats } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';

/** A product with a constant: of numbers, or of rows. */
export interface ConstantFactor {
  readonly value: string;
  readonly factor: Tensor;
}

/** What a Mul multiplies by a constant of one axis at most. */
export function constantFactor({ inputs: [a, b] }: GraphNode, { constants }: Graph): ConstantFactor | undefined {
  const [left, right] = [constants.get(a!), constants.get(b!)];
  if ((left === undefined) === (right === undefined)) return undefined;
  const found = right === undefined ? { value: b!, factor: left! } : { value: a!, factor: right };
  // A number of more axes than the value would give it these axes.
  return found.factor.type === 'float32' && found.factor.shape.length <= 1 ? found : undefined;
}

export function isMatrix(tensor: Tensor | undefined): tensor is Tensor {
  return tensor?.type === 'float32' && tensor.shape.length === 2;
}

export function isRow(tensor: Tensor | undefined, columns: number): tensor is Tensor {
  return tensor?.type === 'float32' && tensor.shape.length === 1 && tensor.shape[0] === columns;
}

/** A matrix with its columns, or all of it, multiplied by each of the factors. */
export function scaledColumns({ shape, data }: Tensor, factors: readonly Tensor[]): Tensor {
  // A row is a matrix of one.
  const columns = shape.at(-1)!;
  const row = new Float64Array(columns).fill(1);
  for (const factor of factors) row.forEach((_, j) => { row[j]! *= Number(factor.data[factor.data.length === 1 ? 0 : j]); });
  return mapped({ type: 'float32', shape, data }, (value, _, column) => value * row[column]!);
}

/** A matrix of which each value is made of its own, in memory that threads share. */
export function mapped({ shape, data }: Tensor, f: (value: number, row: number, column: number) => number): Tensor {
  const result = sharedFloats(data.length);
  const columns = shape.at(-1)!;
  for (let start = 0, row = 0; start < result.length; start += columns, row++) {
    for (let column = 0; column < columns; column++) result[start + column] = f(data[start + column] as number, row, column);
  }
  return { type: 'float32', shape, data: result };
}
