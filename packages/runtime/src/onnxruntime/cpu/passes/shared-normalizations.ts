import { makeTensor, Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { biasAfter, isRow, matrixProduct, rescaled } from './matrix-factors.ts';

/**
 * Computes a LayerNormalization once for the network and for its gradient, which wants it without scale and bias. Products with constant
 * matrices that read it take these in: with n for what is normalised, (n ∘ s + t) W = n (s ∘ W) + t W.
 */
export function shareNormalizations(graph: Graph): Graph {
  const r = new Rewriter(graph);
  const normalizations = graph.nodes.filter(({ operator }) => operator === 'LayerNormalization');
  const ofGradients = new Map(normalizations.filter((node) => node.outputs.length === 3 && affineOf(r, node)?.isPlain).map((node) => [keyOf(node), node]));
  for (const node of normalizations) {
    const ofGradient = node.outputs.length === 1 ? ofGradients.get(keyOf(node)) : undefined;
    const affine = ofGradient === undefined || r.isOutput(node.outputs[0]!) ? undefined : affineOf(r, node);
    const products = affine && (affine.isPlain ? [] : productsThatRead(r, node.outputs[0]!));
    if (ofGradient === undefined || affine === undefined || products === undefined) continue;
    for (const product of products) takeIn(r, product, affine);
    const results = r.append('LayerNormalization', ofGradient.inputs, ofGradient.attributes, { outputs: 3 });
    r.replace(node, () => results.slice(0, 1));
    r.replace(ofGradient, () => results);
    // Another normalization of the same value stays as it is.
    ofGradients.delete(keyOf(node));
  }
  return r.build();
}

/** Puts scale and bias into a product's matrix and the sum after it. */
function takeIn(r: Rewriter, product: GraphNode, { scale, bias }: Affine): void {
  const { value, matrix } = matrixProduct(r, product)!;
  const scaled = r.constant(rescaled(matrix, { rows: scale.data as Float32Array }));
  const offset = rowTimes(bias, matrix);
  const row = (values: ArrayLike<number>): string => r.constant(makeTensor('float32', [offset.length], values));
  const biased = biasAfter(r, product.outputs[0]!, offset.length);
  if (biased === undefined) {
    r.replace(product, () => r.add(r.matMul(value, scaled), row(offset)));
    return;
  }
  const { sum, bias: own } = biased;
  const both = row(offset.map((number, column) => number + Number(r.constantOf(own)!.data[column])));
  r.change(product, { inputs: [value, scaled] });
  r.change(sum, { inputs: sum.inputs.map((name) => (name === own ? both : name)) });
}

function keyOf({ inputs: [x], attributes }: GraphNode): string {
  return [x, attributes['axis'] ?? -1, attributes['epsilon'] ?? 1e-5].join(' ');
}

interface Affine {
  readonly scale: Tensor;
  readonly bias: Tensor;
  /** Whether it changes nothing. */
  readonly isPlain: boolean;
}

/** Scale and bias of one axis. */
function affineOf(r: Rewriter, { inputs: [, scaleName, biasName] }: GraphNode): Affine | undefined {
  const scale = r.constantOf(scaleName);
  const count = scale?.data.length ?? 0;
  const bias = biasName === undefined || biasName === '' ? makeTensor('float32', [count], new Float32Array(count)) : r.constantOf(biasName);
  if (!isRow(scale, count) || !isRow(bias, count)) return undefined;
  return { scale, bias, isPlain: scale.data.every((value: number | bigint) => Number(value) === 1) && bias.data.every((value: number | bigint) => Number(value) === 0) };
}

/** The readers, if all of them are products with constant matrices. */
function productsThatRead(r: Rewriter, value: string): GraphNode[] | undefined {
  const readers = r.readersOf(value);
  const products = readers.filter((reader) => reader !== undefined && matrixProduct(r, reader) !== undefined) as GraphNode[];
  return products.length === readers.length ? products : undefined;
}

/** t W, in double precision. */
function rowTimes(row: Tensor, { shape, data }: Tensor): Float64Array {
  const columns = shape[1]!;
  const result = new Float64Array(columns);
  row.data.forEach((factor: number | bigint, i: number) => {
    for (let column = 0; column < columns; column++) result[column]! += Number(factor) * (data[i * columns + column] as number);
  });
  return result;
}
