import { makeTensor, readersOf, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { biasAfter, isMatrix, isRow, rescaled } from './matrix-factors.ts';

/**
 * Computes a LayerNormalization once for the network and for its gradient, which wants it without scale and bias. Products with constant
 * matrices that read it take these in: with n for what is normalised, (n ∘ s + t) W = n (s ∘ W) + t W.
 */
export function shareNormalizations(graph: Graph): Graph {
  const ofGradients = new Map(graph.nodes.filter((node) => node.operator === 'LayerNormalization' && node.outputs.length === 3 && affineOf(graph, node)?.isPlain).map((node) => [keyOf(node), node]));
  if (ofGradients.size === 0) return graph;
  const readers = readersOf(graph);
  const constants = new Map(graph.constants);
  const instead = new Map<GraphNode, readonly GraphNode[]>();
  const names = new Map<string, string>();
  /** Puts scale and bias into a product's matrix and the sum after it. */
  const takeIn = (product: GraphNode, { scale, bias }: Affine): void => {
    const [value] = product.outputs as [string];
    const [x, matrixName] = product.inputs as [string, string];
    const matrix = graph.constants.get(matrixName)!;
    const constant = (name: string, tensor: Tensor): string => {
      constants.set(name, tensor);
      return name;
    };
    const scaled = { ...product, inputs: [x, constant(`${matrixName} scaled for ${value}`, rescaled(matrix, { rows: scale.data as Float32Array }))] };
    const offset = rowTimes(bias, matrix);
    const biased = biasAfter(value, offset.length, graph, readers);
    if (biased === undefined) {
      const bare = `${value} without offset`;
      instead.set(product, [{ ...scaled, outputs: [bare] }, { name: bare, operator: 'Add', inputs: [bare, constant(`offset of ${value}`, makeTensor('float32', [offset.length], offset))], outputs: [value], attributes: {} }]);
      return;
    }
    const { sum, bias: own } = biased;
    const both = constant(`${own} and offset of ${value}`, makeTensor('float32', [offset.length], offset.map((number, column) => number + Number(graph.constants.get(own)!.data[column]))));
    instead.set(product, [scaled]);
    instead.set(sum, [{ ...sum, inputs: sum.inputs.map((name) => (name === own ? both : name)) }]);
  };
  for (const node of graph.nodes) {
    const ofGradient = node.operator === 'LayerNormalization' && node.outputs.length === 1 ? ofGradients.get(keyOf(node)) : undefined;
    const [result] = node.outputs as [string];
    const affine = ofGradient === undefined || instead.has(ofGradient) || graph.outputs.includes(result) ? undefined : affineOf(graph, node);
    const products = affine === undefined ? undefined : affine.isPlain ? [] : productsThatRead(graph, readers.get(result) ?? []);
    if (ofGradient === undefined || affine === undefined || products === undefined) continue;
    for (const product of products) takeIn(product, affine);
    instead.set(node, [ofGradient]);
    instead.set(ofGradient, []);
    names.set(result, ofGradient.outputs[0]!);
  }
  const nodes = graph.nodes.flatMap((node) => instead.get(node) ?? [node]).map((node) => ({ ...node, inputs: node.inputs.map((name) => names.get(name) ?? name) }));
  return removeDeadNodes({ ...graph, constants, nodes });
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
function affineOf({ constants }: Graph, { inputs: [, scaleName, biasName] }: GraphNode): Affine | undefined {
  const scale = constants.get(scaleName!);
  const count = scale?.data.length ?? 0;
  const bias = biasName === undefined || biasName === '' ? makeTensor('float32', [count], new Float32Array(count)) : constants.get(biasName);
  if (!isRow(scale, count) || !isRow(bias, count)) return undefined;
  return { scale, bias, isPlain: scale.data.every((value: number | bigint) => Number(value) === 1) && bias.data.every((value: number | bigint) => Number(value) === 0) };
}

/** The readers, if all of them are products with constant matrices. */
function productsThatRead({ constants }: Graph, readers: readonly (GraphNode | undefined)[]): GraphNode[] | undefined {
  const products = readers.filter((reader) => reader?.operator === 'MatMul' && isMatrix(constants.get(reader.inputs[1]!))) as GraphNode[];
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
