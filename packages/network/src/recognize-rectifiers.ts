import { makersOf, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/**
 * Writes rectifiers that an exporter took apart as one operator again: max(x, 0) and x where x > 0, else 0 as Relu; x · HardSigmoid(x)
 * and x · clip(x + 3, 0, 6) / 6 as HardSwish. The gradient can then pass straight through them, and there is less to compute.
 */
export function recognizeRectifiers(graph: Graph): Graph {
  const makers = makersOf(graph);
  const constantOf = (name: string | undefined): number | undefined => {
    const data = graph.constants.get(name ?? '')?.data;
    return data?.length === 1 ? Number(data[0]) : undefined;
  };
  const nodes = graph.nodes.map((node): GraphNode => {
    const match = rectifierOf(node, { makers, constantOf });
    return match === undefined ? node : { ...node, operator: match.operator, inputs: [match.input], attributes: {} };
  });
  return removeDeadNodes({ ...graph, nodes });
}

interface Surroundings {
  readonly makers: ReadonlyMap<string, GraphNode>;
  /** The number behind a name, if it is a constant of one value. */
  readonly constantOf: (name: string | undefined) => number | undefined;
}

interface Rectifier {
  readonly operator: 'Relu' | 'HardSwish';
  readonly input: string;
}

function rectifierOf(node: GraphNode, around: Surroundings): Rectifier | undefined {
  const [a, b, c] = node.inputs as [string, string, string];
  const { makers, constantOf } = around;
  if (node.operator === 'Max' && node.inputs.length === 2) {
    const input = [[a, b], [b, a]].find(([, zero]) => constantOf(zero) === 0)?.[0];
    return input === undefined ? undefined : { operator: 'Relu', input };
  }
  if (node.operator === 'Where') {
    const condition = makers.get(a);
    const isPositive = condition?.operator === 'Greater' && condition.inputs[0] === b && constantOf(condition.inputs[1]) === 0;
    return isPositive && constantOf(c) === 0 ? { operator: 'Relu', input: b } : undefined;
  }
  const product = scaledProduct(node, around);
  const pair = product && [[product.a, product.b], [product.b, product.a]].find(([x, gate]) => isHardSwishGate(gate!, x!, product.scale, around));
  return pair === undefined ? undefined : { operator: 'HardSwish', input: pair[0]! };
}

/** Whether `gate` · scale is clip(x + 3, 0, 6) / 6. */
function isHardSwishGate(gate: string, x: string, scale: number, { makers, constantOf }: Surroundings): boolean {
  const node = makers.get(gate);
  if (node?.operator === 'HardSigmoid') {
    const { alpha = 0.2, beta = 0.5 } = node.attributes;
    return scale === 1 && node.inputs[0] === x && isNear(alpha, 1 / 6) && isNear(beta, 0.5);
  }
  if (node?.operator === 'Mul' || node?.operator === 'Div') {
    const factor = scaleBy(node, constantOf);
    return factor !== undefined && isHardSwishGate(factor.input, x, scale * factor.by, { makers, constantOf });
  }
  if (node?.operator !== 'Clip' || !isNear(scale, 1 / 6) || constantOf(node.inputs[1]) !== 0 || constantOf(node.inputs[2]) !== 6) return false;
  const sum = makers.get(node.inputs[0]!);
  return sum?.operator === 'Add' && [[0, 1], [1, 0]].some(([at, other]) => sum.inputs[at!] === x && constantOf(sum.inputs[other!]) === 3);
}

interface Product {
  readonly a: string;
  readonly b: string;
  readonly scale: number;
}

/** a · b, or a · b times a constant. */
function scaledProduct(node: GraphNode, { makers, constantOf }: Surroundings): Product | undefined {
  const scaled = scaleBy(node, constantOf);
  const product = scaled === undefined ? node : makers.get(scaled.input);
  if (product?.operator !== 'Mul' || scaleBy(product, constantOf) !== undefined) return undefined;
  return { a: product.inputs[0]!, b: product.inputs[1]!, scale: scaled?.by ?? 1 };
}

function scaleBy({ operator, inputs: [a, b] }: GraphNode, constantOf: Surroundings['constantOf']): { readonly input: string; readonly by: number } | undefined {
  const [left, right] = [constantOf(a), constantOf(b)];
  if (operator === 'Div') return right === undefined ? undefined : { input: a!, by: 1 / right };
  if (operator !== 'Mul') return undefined;
  if (right !== undefined) return { input: a!, by: right };
  return left === undefined ? undefined : { input: b!, by: left };
}

/** Files hold these numbers in float32, some with few digits. */
function isNear(value: unknown, expected: number): boolean {
  return typeof value === 'number' && Math.abs(value - expected) < 1e-4;
}
