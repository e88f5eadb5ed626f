import { inferTypes, makeTensor, readersOf, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import { biasAfter, columnFactors, constantFactor, isMatrix, isRow, rescaled } from './matrix-factors.ts';
import type { ConstantFactor } from './matrix-factors.ts';

/** Scales the constant matrix of a product that is multiplied by a constant, also past a bias, or whose left factor is multiplied by a number. */
export function scaleProducts(graph: Graph): Graph {
  const readers = readersOf(graph);
  const constants = new Map(graph.constants);
  const onlyReader = (value: string): GraphNode | undefined => (readers.get(value)?.length === 1 ? readers.get(value)![0] : undefined);
  /** What a value is called once the product with a constant that made it is gone. */
  const names = new Map<string, string>();
  const factors = new Map<GraphNode, Tensor[]>();
  for (const node of graph.nodes) {
    const product = node.operator === 'Mul' ? constantFactor(node, graph) : undefined;
    const reader = onlyReader(node.outputs[0]!);
    if (product?.factor.data.length !== 1 || reader?.operator !== 'MatMul' || reader.inputs[0] !== node.outputs[0] || !isMatrix(graph.constants.get(reader.inputs[1]!))) continue;
    names.set(node.outputs[0]!, product.value);
    factors.set(reader, [...(factors.get(reader) ?? []), product.factor]);
  }
  /** Biases that are multiplied by a constant together with the product that they are added to. */
  const biases = new Map<GraphNode, ConstantFactor>();
  for (const node of graph.nodes) {
    const matrix = node.operator === 'MatMul' ? graph.constants.get(node.inputs[1]!) : undefined;
    if (!isMatrix(matrix)) continue;
    const width = matrix.shape[1]!;
    const biased = biasAfter(node.outputs[0]!, width, graph, readers);
    const value = (biased?.sum ?? node).outputs[0]!;
    const reader = onlyReader(value);
    const product = reader?.operator === 'Mul' && !names.has(reader.outputs[0]!) ? constantFactor(reader, graph) : undefined;
    if (reader === undefined || product === undefined || product.value !== value || !(product.factor.data.length === 1 || isRow(product.factor, width))) continue;
    names.set(reader.outputs[0]!, value);
    factors.set(node, [...(factors.get(node) ?? []), product.factor]);
    if (biased !== undefined) biases.set(biased.sum, { value: biased.bias, factor: product.factor });
  }
  const resolve = (name: string): string => (names.has(name) ? resolve(names.get(name)!) : name);
  const nodes = graph.nodes.filter(({ outputs: [output] }) => !names.has(output!)).map((node): GraphNode => {
    const inputs = node.inputs.map(resolve);
    const bias = biases.get(node);
    if (bias !== undefined) {
      const name = `${bias.value} of ${node.outputs[0]!}`;
      constants.set(name, timesColumns(graph.constants.get(bias.value)!, [bias.factor]));
      return { ...node, inputs: inputs.map((input) => (input === bias.value ? name : input)) };
    }
    const scales = factors.get(node);
    if (scales === undefined) return { ...node, inputs };
    const name = `${inputs[1]!} of ${node.outputs[0]!}`;
    constants.set(name, timesColumns(graph.constants.get(inputs[1]!)!, scales));
    return { ...node, inputs: [inputs[0]!, name] };
  });
  return removeDeadNodes({ ...graph, nodes, constants });
}

function timesColumns(tensor: Tensor, factors: readonly Tensor[]): Tensor {
  return rescaled(tensor, { columns: columnFactors(tensor.shape.at(-1)!, factors) });
}

/**
 * Writes a product of tokens with a constant matrix, and the sum with a bias after it, as a Gemm of all rows, which begins with its bias instead
 * of zeros; ONNX Runtime itself makes a Gemm of matrices only, while tokens have an axis more.
 */
export function addInProducts(graph: Graph): Graph {
  const types = inferTypes(graph);
  const readers = readersOf(graph);
  const constants = new Map(graph.constants);
  const gone = new Set<GraphNode>();
  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    if (gone.has(node)) return [];
    const [product] = node.outputs as [string];
    const matrix = node.operator === 'MatMul' ? graph.constants.get(node.inputs[1]!) : undefined;
    const biased = isMatrix(matrix) ? biasAfter(product, matrix.shape[1]!, graph, readers) : undefined;
    const { shape } = types.get(product)!;
    if (!isMatrix(matrix) || biased === undefined || shape.length < 3 || !hasOneOpenSize(types.get(product)!)) return [node];
    const { sum, bias } = biased;
    gone.add(sum);
    const [result] = sum.outputs as [string];
    const target = (role: string, sizes: readonly number[]): string => {
      const name = `${result} ${role}`;
      constants.set(name, makeTensor('int64', [sizes.length], sizes));
      return name;
    };
    const [rows, added] = [`${result} rows`, `${result} added`];
    return [
      { name: rows, operator: 'Reshape', inputs: [node.inputs[0]!, target('row', [-1, matrix.shape[0]!])], outputs: [rows], attributes: {} },
      { name: node.name, operator: 'Gemm', inputs: [rows, node.inputs[1]!, bias], outputs: [added], attributes: {} },
      { name: sum.name, operator: 'Reshape', inputs: [added, target('shape', shape.map((size) => (typeof size === 'number' ? size : -1)))], outputs: [result], attributes: {} },
    ];
  });
  return { ...graph, nodes, constants };
}

function hasOneOpenSize({ shape }: ValueType): boolean {
  return shape.filter((size) => typeof size !== 'number').length <= 1;
}
