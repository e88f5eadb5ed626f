import type { Graph, GraphNode } from '../graph.ts';
import { Rewriter } from '../rewriter.ts';

/** A value that a Pad puts among zeros. */
interface Padded {
  readonly value: string;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  /** Size of the axis with the zeros. */
  readonly size: number;
}

/**
 * Writes a sum of values that are padded with zeros to lie beside one another as their Concat. So ends the gradient of a value that the
 * network takes apart, as attention does queries, keys and values.
 */
export function joinPads(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator === 'Pad')) return graph;
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const [sum] = node.outputs as [string];
    if (node.operator !== 'Add' || r.onlyReaderOf(sum)?.operator === 'Add') continue;
    const terms = termsOf(r, sum);
    const padded = terms.map((term) => (r.onlyReaderOf(term) === undefined ? undefined : paddedBy(r, r.makerOf(term))));
    const parts = fillingAnAxis(padded.filter((part) => part !== undefined));
    if (parts.length === 0) continue;
    const others = terms.filter((_, i) => !parts.includes(padded[i]!));
    r.replace(node, () => others.reduce((whole, term) => r.add(whole, term), r.concat(parts.map(({ value }) => value), parts[0]!.axis)));
  }
  return r.build();
}

/** What a sum adds up, through sums that only it reads. */
function termsOf(r: Rewriter, sum: string): string[] {
  const maker = r.makerOf(sum);
  return maker?.operator !== 'Add' ? [sum] : maker.inputs.flatMap((input) => (r.onlyReaderOf(input) === undefined ? [input] : termsOf(r, input)));
}

/** Reads a Pad that puts zeros before and after a value on one axis. */
function paddedBy(r: Rewriter, node: GraphNode | undefined): Padded | undefined {
  if (node?.operator !== 'Pad' || (node.attributes['mode'] ?? 'constant') !== 'constant' || node.inputs[3] !== undefined) return undefined;
  const [value, amounts, filling] = node.inputs as [string, string, string?];
  const pads = r.numbersOf(amounts);
  const fillsWithZeros = filling === undefined || r.numbersOf(filling)?.[0] === 0;
  if (pads === undefined || !fillsWithZeros || pads.some((pad) => pad < 0)) return undefined;
  const shape = r.shapeOf(node.outputs[0]!);
  const padded = shape.flatMap((_, axis) => (pads[axis] !== 0 || pads[axis + shape.length] !== 0 ? [axis] : []));
  const [axis] = padded;
  const size = axis === undefined ? undefined : shape[axis];
  if (padded.length !== 1 || axis === undefined || typeof size !== 'number') return undefined;
  return { value, axis, start: pads[axis]!, end: size - pads[axis + shape.length]!, size };
}

/** Those of the parts that lie one after the other on one axis and fill it, in their order; none if there are no such. */
function fillingAnAxis(parts: readonly Padded[]): readonly Padded[] {
  for (const axis of new Set(parts.map((part) => part.axis))) {
    const chain: Padded[] = [];
    let reached = 0;
    for (let next: Padded | undefined; (next = parts.find((part) => part.axis === axis && part.start === reached && part.end > reached)) !== undefined;) {
      chain.push(next);
      reached = next.end;
    }
    if (chain.length > 1 && reached === chain[0]!.size) return chain;
  }
  return [];
}
