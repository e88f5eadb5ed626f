import { sharedFloats } from '@lookalike/graph';
import type { GraphNode, Rewriter, Tensor } from '@lookalike/graph';

/** A product with a constant: of numbers, or of rows. */
export interface ConstantFactor {
  readonly value: string;
  readonly factor: Tensor;
}

/** What a Mul multiplies by a constant of one axis at most. */
export function constantFactor(r: Rewriter, { inputs: [a, b] }: GraphNode): ConstantFactor | undefined {
  const [left, right] = [r.constantOf(a), r.constantOf(b)];
  if ((left === undefined) === (right === undefined)) return undefined;
  const found = right === undefined ? { value: b!, factor: left! } : { value: a!, factor: right };
  // A number of more axes than the value would give it these axes.
  return found.factor.type === 'float32' && found.factor.shape.length <= 1 ? found : undefined;
}

function isMatrix(tensor: Tensor | undefined): tensor is Tensor {
  return tensor?.type === 'float32' && tensor.shape.length === 2;
}

export function isRow(tensor: Tensor | undefined, columns: number): tensor is Tensor {
  return tensor?.type === 'float32' && tensor.shape.length === 1 && tensor.shape[0] === columns;
}

/** A product of a value with a constant matrix. */
export interface MatrixProduct {
  readonly value: string;
  readonly matrix: Tensor;
}

export function matrixProduct(r: Rewriter, { operator, inputs: [value, matrixName] }: GraphNode): MatrixProduct | undefined {
  const matrix = operator === 'MatMul' ? r.constantOf(matrixName) : undefined;
  return isMatrix(matrix) ? { value: value!, matrix } : undefined;
}

/** The sum with a constant row that is all that reads a product of this width, and the row. */
export function biasAfter(r: Rewriter, product: string, width: number): { readonly sum: GraphNode; readonly bias: string } | undefined {
  const sum = r.onlyReaderOf(product);
  const bias = sum?.operator === 'Add' ? sum.inputs.find((name) => isRow(r.constantOf(name), width)) : undefined;
  return sum === undefined || bias === undefined ? undefined : { sum, bias };
}

/** What is done to a matrix; each is a number for every row or column. */
interface Rescaling {
  readonly rows?: ArrayLike<number>;
  readonly columns?: ArrayLike<number>;
  /** Subtracted from each row in the end. */
  readonly less?: ArrayLike<number>;
}

/** A matrix, or a row as a matrix of one, with rows and columns multiplied by factors; in memory that threads share. */
export function rescaled({ shape, data }: Tensor, { rows, columns, less }: Rescaling): Tensor {
  const result = sharedFloats(data.length);
  const width = shape.at(-1)!;
  for (let start = 0, row = 0; start < result.length; start += width, row++) {
    const [factor, mean] = [rows?.[row] ?? 1, less?.[row] ?? 0];
    for (let column = 0; column < width; column++) result[start + column] = (data[start + column] as number) * factor * (columns === undefined ? 1 : columns[column]!) - mean;
  }
  return { type: 'float32', shape, data: result };
}

/** One factor for each column, from numbers and rows that all multiply it. */
export function columnFactors(width: number, factors: readonly Tensor[]): Float64Array {
  const columns = new Float64Array(width).fill(1);
  for (const { data } of factors) columns.forEach((_, column) => { columns[column]! *= Number(data[data.length === 1 ? 0 : column]); });
  return columns;
}
