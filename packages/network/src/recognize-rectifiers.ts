import { Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/**
 * Writes rectifiers that an exporter took apart as one operator again: max(x, 0) and x where x > 0, else 0 as Relu; x · HardSigmoid(x)
 * and x · clip(x + 3, 0, 6) / 6 as HardSwish. The gradient can then pass straight through them, and there is less to compute.
 */
export function recognizeRectifiers(graph: Graph): Graph {
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const match = rectifierOf(r, node);
    // A constant of more axes than the value would give it these axes.
    if (match !== undefined && r.hasSameShape(match.input, node.outputs[0]!)) r.change(node, { operator: match.operator, inputs: [match.input], attributes: {} });
  }
  return r.build();
}

/** The number of a constant of one value, whatever its axes. */
function numberOf(r: Rewriter, name: string | undefined): number | undefined {
  const numbers = r.constantOf(name)?.data.length === 1 ? r.numbersOf(name) : undefined;
  return numbers?.[0];
}

interface Rectifier {
  readonly operator: 'Relu' | 'HardSwish';
  readonly input: string;
}

function rectifierOf(r: Rewriter, node: GraphNode): Rectifier | undefined {
  const [a, b, c] = node.inputs as [string, string, string];
  if (node.operator === 'Max' && node.inputs.length === 2) {
    const input = [[a, b], [b, a]].find(([, zero]) => numberOf(r, zero) === 0)?.[0];
    return input === undefined ? undefined : { operator: 'Relu', input };
  }
  if (node.operator === 'Where') {
    const condition = r.makerOf(a);
    const isPositive = condition?.operator === 'Greater' && condition.inputs[0] === b && numberOf(r, condition.inputs[1]) === 0;
    return isPositive && numberOf(r, c) === 0 ? { operator: 'Relu', input: b } : undefined;
  }
  const product = scaledProduct(r, node);
  const pair = product && [[product.a, product.b], [product.b, product.a]].find(([x, gate]) => isHardSwishGate(r, gate!, x!, product.scale));
  return pair === undefined ? undefined : { operator: 'HardSwish', input: pair[0]! };
}

/** Whether `gate` · scale is clip(x + 3, 0, 6) / 6. */
function isHardSwishGate(r: Rewriter, gate: string, x: string, scale: number): boolean {
  const node = r.makerOf(gate);
  if (node?.operator === 'HardSigmoid') {
    const { alpha = 0.2, beta = 0.5 } = node.attributes;
    return scale === 1 && node.inputs[0] === x && isNear(alpha, 1 / 6) && isNear(beta, 0.5);
  }
  if (node?.operator === 'Mul' || node?.operator === 'Div') {
    const factor = scaleBy(r, node);
    return factor !== undefined && isHardSwishGate(r, factor.input, x, scale * factor.by);
  }
  if (node?.operator !== 'Clip' || !isNear(scale, 1 / 6) || numberOf(r, node.inputs[1]) !== 0 || numberOf(r, node.inputs[2]) !== 6) return false;
  const sum = r.makerOf(node.inputs[0]!);
  return sum?.operator === 'Add' && [[0, 1], [1, 0]].some(([at, other]) => sum.inputs[at!] === x && numberOf(r, sum.inputs[other!]) === 3);
}

interface Product {
  readonly a: string;
  readonly b: string;
  readonly scale: number;
}

/** a · b, or a · b times a constant. */
function scaledProduct(r: Rewriter, node: GraphNode): Product | undefined {
  const scaled = scaleBy(r, node);
  const product = scaled === undefined ? node : r.makerOf(scaled.input);
  if (product?.operator !== 'Mul' || scaleBy(r, product) !== undefined) return undefined;
  return { a: product.inputs[0]!, b: product.inputs[1]!, scale: scaled?.by ?? 1 };
}

function scaleBy(r: Rewriter, { operator, inputs: [a, b] }: GraphNode): { readonly input: string; readonly by: number } | undefined {
  const [left, right] = [numberOf(r, a), numberOf(r, b)];
  if (operator === 'Div') return right === undefined ? undefined : { input: a!, by: 1 / right };
  if (operator !== 'Mul') return undefined;
  if (right !== undefined) return { input: a!, by: right };
  return left === undefined ? undefined : { input: b!, by: left };
}

/** Files hold these numbers in float32, some with few digits. */
function isNear(value: unknown, expected: number): boolean {
  return typeof value === 'number' && Math.abs(value - expected) < 1e-4;
}
