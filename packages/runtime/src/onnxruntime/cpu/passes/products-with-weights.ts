import { Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import { biasAfter, columnFactors, constantFactor, isRow, matrixProduct, rescaled } from './matrix-factors.ts';

/** Scales the constant matrix of a product that is multiplied by a constant, also past a bias, or whose left factor is multiplied by a number. */
export function scaleProducts(graph: Graph): Graph {
  const r = new Rewriter(graph);
  const factors = new Map<GraphNode, Tensor[]>();
  const gone = new Set<GraphNode>();
  /** Puts what a node multiplies by into the matrix of a product. */
  const takeIn = (product: GraphNode, multiplied: GraphNode, factor: Tensor, value: string): void => {
    factors.set(product, [...(factors.get(product) ?? []), factor]);
    gone.add(multiplied);
    r.replace(multiplied, () => value);
  };
  for (const node of graph.nodes) {
    const scaled = node.operator === 'Mul' ? constantFactor(r, node) : undefined;
    const product = r.onlyReaderOf(node.outputs[0]!);
    if (scaled?.factor.data.length === 1 && product !== undefined && matrixProduct(r, product)?.value === node.outputs[0]) takeIn(product, node, scaled.factor, scaled.value);
  }
  for (const node of graph.nodes) {
    const width = matrixProduct(r, node)?.matrix.shape[1];
    if (width === undefined) continue;
    const biased = biasAfter(r, node.outputs[0]!, width);
    const [value] = (biased?.sum ?? node).outputs as [string];
    const reader = r.onlyReaderOf(value);
    const scaled = reader?.operator === 'Mul' && !gone.has(reader) ? constantFactor(r, reader) : undefined;
    if (reader === undefined || scaled?.value !== value || !(scaled.factor.data.length === 1 || isRow(scaled.factor, width))) continue;
    takeIn(node, reader, scaled.factor, value);
    if (biased === undefined) continue;
    const bias = r.constant(timesColumns(r.constantOf(biased.bias)!, [scaled.factor]));
    r.change(biased.sum, { inputs: biased.sum.inputs.map((input) => (input === biased.bias ? bias : input)) });
  }
  for (const [product, scales] of factors) {
    const { value, matrix } = matrixProduct(r, product)!;
    r.change(product, { inputs: [value, r.constant(timesColumns(matrix, scales))] });
  }
  return r.build();
}

function timesColumns(tensor: Tensor, factors: readonly Tensor[]): Tensor {
  return rescaled(tensor, { columns: columnFactors(tensor.shape.at(-1)!, factors) });
}

/**
 * Writes a product of tokens with a constant matrix, and the sum with a bias after it, as a Gemm of all rows, which begins with its bias instead
 * of zeros; ONNX Runtime itself makes a Gemm of matrices only, while tokens have an axis more.
 */
export function addInProducts(graph: Graph): Graph {
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const product = matrixProduct(r, node);
    const biased = product && biasAfter(r, node.outputs[0]!, product.matrix.shape[1]!);
    if (product === undefined || biased === undefined) continue;
    const type = r.typeOf(node.outputs[0]!);
    if (type.shape.length < 3 || !hasOneOpenSize(type)) continue;
    const results: string[] = [];
    r.replace(node, () => {
      const rows = r.reshape(product.value, [-1, product.matrix.shape[0]!]);
      const added = r.op('Gemm', [rows, node.inputs[1]!, biased.bias]);
      results.push(r.reshape(added, type.shape.map((size) => (typeof size === 'number' ? size : -1))));
      return [];
    });
    r.replace(biased.sum, () => results);
  }
  return r.build();
}

function hasOneOpenSize({ shape }: ValueType): boolean {
  return shape.filter((size) => typeof size !== 'number').length <= 1;
}
