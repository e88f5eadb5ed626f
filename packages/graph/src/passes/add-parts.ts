import type { Graph, GraphNode } from '../graph.ts';
import { Rewriter } from '../rewriter.ts';

/**
 * Adds two values that are put together alike, by Concats and Reshapes that nothing else reads, part by part: [a, b] + [c, d] → [a + c, b + d]; parts
 * that are zero vanish. So ends the gradient of what a convolution and a shortcut read with the same stride: of four phases, three of the
 * shortcut's are zero.
 */
export function addParts(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator === 'Concat')) return graph;
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const [x, y] = node.inputs as [string, string];
    const alike = node.operator === 'Add' && r.hasSameShape(x, y) ? madeAlike(r, x, y) : undefined;
    if (alike !== undefined) r.replace(node, () => sumOfParts(r, alike));
  }
  return r.build();
}

function sumOfParts(r: Rewriter, [first, second]: readonly [GraphNode, GraphNode]): string {
  const sums = first.inputs.map((part, i) => (first.operator === 'Reshape' && i > 0 ? part : sumOf(r, part, second.inputs[i]!)));
  const [whole] = r.append(first.operator as 'Concat' | 'Reshape', sums, first.attributes);
  return whole!;
}

function sumOf(r: Rewriter, x: string, y: string): string {
  if (isZero(r, x)) return y;
  if (isZero(r, y)) return x;
  const alike = madeAlike(r, x, y);
  return alike === undefined ? r.add(x, y) : sumOfParts(r, alike);
}

/** The nodes that put both together, if they do it alike; both are of the same shape. */
function madeAlike(r: Rewriter, x: string, y: string): readonly [GraphNode, GraphNode] | undefined {
  const [first, second] = [r.makerOf(x), r.makerOf(y)];
  const isReadOnce = [x, y].every((value) => r.readersOf(value).length === 1);
  if (first === undefined || second?.operator !== first.operator || !isReadOnce) return undefined;
  const parts = first.operator === 'Concat' ? first.inputs : first.operator === 'Reshape' ? first.inputs.slice(0, 1) : [];
  // Alike parts that make alike wholes lie on the same axis.
  return parts.length > 0 && parts.every((part, i) => second.inputs[i] !== undefined && r.hasSameShape(part, second.inputs[i])) ? [first, second] : undefined;
}

function isZero(r: Rewriter, value: string): boolean {
  const constant = r.constantOf(value);
  if (constant !== undefined) return constant.data.every((number: number | bigint) => Number(number) === 0);
  const maker = r.makerOf(value);
  if (maker?.operator === 'Concat') return maker.inputs.every((input) => isZero(r, input));
  return (maker?.operator === 'Reshape' || maker?.operator === 'Expand') && isZero(r, maker.inputs[0]!);
}
