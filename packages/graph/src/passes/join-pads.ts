import type { Graph, GraphNode, Tensor } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { makersOf, readersOf } from '../links.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';

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
  const makers = makersOf(graph);
  const types = inferTypes(graph);
  const readers = readersOf(graph);
  const onlyReader = (value: string): GraphNode | undefined => (readers.get(value)?.length === 1 ? readers.get(value)![0] : undefined);
  /** What a sum adds up, through sums that only it reads. */
  const termsOf = (value: string): string[] => {
    const maker = makers.get(value);
    return maker?.operator !== 'Add' ? [value] : maker.inputs.flatMap((input) => (onlyReader(input) === undefined ? [input] : termsOf(input)));
  };
  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    const isWhole = node.operator === 'Add' && onlyReader(node.outputs[0]!)?.operator !== 'Add';
    const terms = isWhole ? termsOf(node.outputs[0]!) : [];
    const padded = terms.map((term) => (onlyReader(term) === undefined ? undefined : paddedBy(makers.get(term), graph, types.get(term)?.shape)));
    const parts = fillingAnAxis(padded.filter((part) => part !== undefined));
    if (parts.length === 0) return [node];
    const others = terms.filter((_, i) => !parts.includes(padded[i]!));
    const whole = others.length === 0 ? node.outputs[0]! : `${node.outputs[0]!} joined`;
    const concat: GraphNode = { name: others.length === 0 ? node.name : whole, operator: 'Concat', inputs: parts.map(({ value }) => value), outputs: [whole], attributes: { axis: parts[0]!.axis } };
    const sums = others.map((term, i): GraphNode => {
      const isLast = i === others.length - 1;
      const [name, output] = isLast ? [node.name, node.outputs[0]!] : [`${whole} ${i}`, `${whole} ${i}`];
      return { name, operator: 'Add', inputs: [i === 0 ? whole : `${whole} ${i - 1}`, term], outputs: [output], attributes: {} };
    });
    return [concat, ...sums];
  });
  return removeDeadNodes({ ...graph, nodes });
}

/** Reads a Pad that puts zeros before and after a value on one axis. */
function paddedBy(node: GraphNode | undefined, { constants }: Graph, shape: readonly (number | string)[] | undefined): Padded | undefined {
  if (node?.operator !== 'Pad' || (node.attributes['mode'] ?? 'constant') !== 'constant' || node.inputs[3] !== undefined || shape === undefined) return undefined;
  const [value, amounts, filling] = node.inputs as [string, string, string?];
  const pads = numbersOf(constants.get(amounts));
  if (pads === undefined || (filling !== undefined && numbersOf(constants.get(filling))?.[0] !== 0) || pads.some((pad) => pad < 0)) return undefined;
  const padded = shape.flatMap((_, axis) => (pads[axis] !== 0 || pads[axis + shape.length] !== 0 ? [axis] : []));
  const [axis] = padded;
  const size = axis === undefined ? undefined : shape[axis];
  if (padded.length !== 1 || axis === undefined || typeof size !== 'number') return undefined;
  return { value, axis, start: pads[axis]!, end: size - pads[axis + shape.length]!, size };
}

function numbersOf(tensor: Tensor | undefined): number[] | undefined {
  return tensor && Array.from(tensor.data, Number);
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
