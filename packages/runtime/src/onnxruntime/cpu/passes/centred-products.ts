import { Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { columnFactors, constantFactor, isRow, matrixProduct, rescaled } from './matrix-factors.ts';

/**
 * Where the mean of each row is taken from a product with a constant matrix, takes it from the rows of the matrix instead, once: the
 * gradient of a LayerNormalization behind one, or several whose gradients are summed, is centred so.
 */
export function centreProducts(graph: Graph): Graph {
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const [value, mean] = node.inputs as [string, string];
    const average = node.operator === 'Sub' ? r.makerOf(mean) : undefined;
    if (average?.inputs[0] !== value || !isMeanOfRows(r, average) || !isReadBy(r, mean, [node])) continue;
    const centre = centring(r, value, [average, node]);
    if (centre === undefined) continue;
    centre();
    r.replace(node, () => value);
  }
  return r.build();
}

function isMeanOfRows(r: Rewriter, { operator, inputs: [value, axes], attributes }: GraphNode): boolean {
  if (operator !== 'ReduceMean' || attributes['keepdims'] === 0) return false;
  const last = r.shapeOf(value!).length - 1;
  const along = r.numbersOf(axes);
  return along?.length === 1 && (along[0] === last || along[0] === -1);
}

function isReadBy(r: Rewriter, value: string, nodes: readonly GraphNode[]): boolean {
  const all = r.readersOf(value);
  return all.length === nodes.length && all.every((node) => node !== undefined && nodes.includes(node));
}

/** What centres the rows of a value, times factors, where it is made; `undefined` where it is not made of products alone, or read by other nodes. */
function centring(r: Rewriter, value: string, readBy: readonly GraphNode[], factors: readonly Tensor[] = []): (() => void) | undefined {
  const node = r.makerOf(value);
  if (node === undefined || !isReadBy(r, value, readBy)) return undefined;
  const product = matrixProduct(r, node);
  if (product !== undefined) {
    const { matrix } = product;
    return () => r.change(node, { inputs: [product.value, r.constant(centredRows(matrix, columnFactors(matrix.shape[1]!, factors)))] });
  }
  const width = r.shapeOf(value).at(-1);
  if (node.operator === 'Mul') {
    const scaled = constantFactor(r, node);
    const inner = scaled !== undefined && (scaled.factor.data.length === 1 || isRow(scaled.factor, Number(width))) ? centring(r, scaled.value, [node], [...factors, scaled.factor]) : undefined;
    return inner && (() => {
      inner();
      r.replace(node, () => scaled!.value);
    });
  }
  if (node.operator !== 'Add' || node.inputs.some((input) => r.shapeOf(input).at(-1) !== width)) return undefined;
  const parts = node.inputs.map((input) => centring(r, input, [node], factors));
  return parts.includes(undefined) ? undefined : () => parts.forEach((part) => part!());
}

function centredRows(matrix: Tensor, factors: Float64Array): Tensor {
  const { data } = matrix;
  const width = factors.length;
  const means = Float64Array.from({ length: matrix.shape[0]! }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < width; column++) sum += (data[row * width + column] as number) * factors[column]!;
    return sum / width;
  });
  return rescaled(matrix, { columns: factors, less: means });
}
