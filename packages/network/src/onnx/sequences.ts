import { GraphError } from '@lookalike/graph';
import type { GraphBuilder, GraphNode } from '@lookalike/graph';

/** Operators on lists of tensors, which exporters write for chunks and unbinding. Lists of a known length are taken apart on import. */
export const sequenceOperators: readonly string[] = ['SplitToSequence', 'SequenceConstruct', 'SequenceAt'];

/** The values of each list, by its name. */
export type Sequences = Map<string, readonly string[]>;

/**
 * Takes a node on lists apart.
 * @returns for SequenceAt, the value that it picks; for one that makes a list, `undefined`.
 * @throws graph.data_dependent_shape when a length or a position is not known before the graph runs
 */
export function resolveSequence(b: GraphBuilder, node: GraphNode, sequences: Sequences): string | undefined {
  const [first, second] = node.inputs as [string, string | undefined];
  const integers = (name: string): number[] => Array.from(b.knownOf(name)[0].values?.() ?? fail(node));
  if (node.operator === 'SequenceAt') {
    const values = sequences.get(first) ?? fail(node);
    return values.at(integers(second!)[0]!) ?? fail(node);
  }
  sequences.set(node.outputs[0]!, node.operator === 'SequenceConstruct' ? node.inputs : split(b, node, second === undefined ? undefined : { name: second, sizes: integers(second) }));
  return undefined;
}

function split(b: GraphBuilder, node: GraphNode, given: { readonly name: string; readonly sizes: readonly number[] } | undefined): readonly string[] {
  const { axis: attribute = 0, keepdims = 1 } = node.attributes as { axis?: number; keepdims?: number };
  const shape = b.shapeOf(node.inputs[0]!);
  const axis = attribute < 0 ? attribute + shape.length : attribute;
  const size = shape[axis];
  if (typeof size !== 'number') return fail(node);
  // A scalar is the size of every part, of which the last may be smaller.
  const isScalar = given === undefined || b.shapeOf(given.name).length === 0;
  const part = given === undefined ? 1 : given.sizes[0]!;
  if (!(part >= 1)) return fail(node);
  const sizes = isScalar ? Array.from({ length: Math.ceil(size / part) }, (_, i) => Math.min(part, size - i * part)) : given.sizes;
  const parts = b.append('Split', [node.inputs[0]!, b.integers(sizes)], { axis }, { name: node.name, outputs: sizes.length });
  return given === undefined && keepdims === 0 ? parts.map((value) => b.squeeze(value, [axis])) : parts;
}

function fail(node: GraphNode): never {
  throw new GraphError('graph.data_dependent_shape', `${node.operator} "${node.name}": the length of its list, and the position in it, must be known before the graph runs. Export the network with fixed sizes.`, { node: node.name, operator: node.operator });
}
