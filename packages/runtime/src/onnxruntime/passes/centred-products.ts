import { inferTypes, makersOf, readersOf, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { columnFactors, constantFactor, isMatrix, isRow, rescaled } from './matrix-factors.ts';

/**
 * Where the mean of each row is taken from a product with a constant matrix, takes it from the rows of the matrix instead, once: the
 * gradient of a LayerNormalization behind one, or several whose gradients are summed, is centred so.
 */
export function centreProducts(graph: Graph): Graph {
  const types = inferTypes(graph);
  const [makers, readers] = [makersOf(graph), readersOf(graph)];
  const constants = new Map(graph.constants);
  const instead = new Map<GraphNode, readonly GraphNode[]>();
  const isOfLastAxis = ({ operator, inputs: [value, axes], attributes }: GraphNode): boolean => {
    const last = types.get(value!)!.shape.length - 1;
    return operator === 'ReduceMean' && attributes['keepdims'] !== 0 && [last, -1].map(String).includes(String(graph.constants.get(axes ?? '')?.data));
  };
  const isReadBy = (value: string, nodes: readonly GraphNode[]): boolean => {
    const all = readers.get(value)!;
    return all.length === nodes.length && all.every((node) => node !== undefined && nodes.includes(node));
  };

  /** The nodes that make `value` times rows of factors centred, under another name; `undefined` where it is not made of products alone. */
  const centred = (value: string, name: string, readBy: readonly GraphNode[], factors: readonly Tensor[] = []): [GraphNode, readonly GraphNode[]][] | undefined => {
    const node = makers.get(value);
    if (node === undefined || !isReadBy(value, readBy)) return undefined;
    const width = types.get(value)!.shape.at(-1);
    if (node.operator === 'MatMul') {
      const [rows, matrixName] = node.inputs as [string, string];
      const matrix = graph.constants.get(matrixName);
      if (!isMatrix(matrix)) return undefined;
      const own = `${matrixName} centred for ${name}`;
      constants.set(own, centredRows(matrix, columnFactors(matrix.shape[1]!, factors)));
      return [[node, [{ ...node, inputs: [rows, own], outputs: [name] }]]];
    }
    if (node.operator === 'Mul') {
      const product = constantFactor(node, graph);
      if (product === undefined || !(product.factor.data.length === 1 || isRow(product.factor, Number(width)))) return undefined;
      const inner = centred(product.value, name, [node], [...factors, product.factor]);
      return inner && [[node, []], ...inner];
    }
    if (node.operator !== 'Add' || node.inputs.some((input) => types.get(input)!.shape.at(-1) !== width)) return undefined;
    const parts = node.inputs.map((input) => centred(input, input, [node], factors));
    return parts.includes(undefined) ? undefined : [[node, [{ ...node, outputs: [name] }]], ...parts.flatMap((part) => part!)];
  };

  for (const node of graph.nodes) {
    const [value, mean] = node.inputs;
    const average = node.operator === 'Sub' ? makers.get(mean!) : undefined;
    if (average === undefined || average.inputs[0] !== value || !isOfLastAxis(average) || !isReadBy(mean!, [node])) continue;
    for (const [old, nodes] of centred(value!, node.outputs[0]!, [average, node]) ?? []) instead.set(old, nodes).set(node, []).set(average, []);
  }
  return instead.size === 0 ? graph : removeDeadNodes({ ...graph, constants, nodes: graph.nodes.flatMap((node) => instead.get(node) ?? [node]) });
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
