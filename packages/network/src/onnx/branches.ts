import { GraphError } from '@lookalike/graph';
import type { GraphBuilder } from '@lookalike/graph';
import { readGraph } from './messages.ts';
import type { GraphMessage, NodeMessage } from './messages.ts';

/** Graphs inside of graphs may not be nested deeper; files that do are made to exhaust the stack. */
const deepestNesting = 16;

/** Loops and branches on data are refused: what they compute is not one graph. */
export function controlFlow({ operator, name }: Pick<NodeMessage, 'operator' | 'name'>): GraphError {
  return new GraphError('graph.control_flow', `${operator} "${name}" runs a graph inside the graph. Networks whose course depends on the data (If, Loop, Scan) are not supported; export it by tracing.`, { node: name, operator });
}

/**
 * The branch that an If takes when its condition is known before the graph runs, as in networks that were scripted and ask about
 * their own settings or sizes. A question about the batch is answered for a batch that is neither 0 nor 1.
 * @throws graph.control_flow when the condition depends on the data
 */
export function takenBranch(b: GraphBuilder, node: NodeMessage, condition: string): GraphMessage {
  const [first, second] = b.knownOf(condition).map((known) => known.values?.()[0]);
  if (first === undefined || first !== second) throw controlFlow(node);
  const branch = node.attributes.find(({ name }) => name === (first === 0 ? 'else_branch' : 'then_branch'));
  if (branch?.graph === undefined) throw controlFlow(node);
  return readGraph(branch.graph);
}

/** Every value that a node reads: its inputs, and what the graphs inside of it take from outside. */
export function valuesReadBy(node: NodeMessage, depth = 0): readonly string[] {
  const inner = node.attributes.flatMap(({ graph }) => (graph === undefined ? [] : [graph]));
  if (inner.length === 0) return node.inputs;
  if (depth > deepestNesting) throw new GraphError('graph.control_flow', `"${node.name}" nests graphs more than ${deepestNesting} deep.`, { node: node.name, operator: node.operator });
  return [...node.inputs, ...inner.flatMap((bytes) => valuesTakenFromOutside(readGraph(bytes), depth))];
}

function valuesTakenFromOutside({ nodes, inputs, initializers, outputs }: GraphMessage, depth: number): string[] {
  const own = new Set([...[...inputs, ...initializers].map(({ name }) => name), ...nodes.flatMap((node) => node.outputs)]);
  return [...nodes.flatMap((node) => valuesReadBy(node, depth + 1)), ...outputs.map(({ name }) => name)].filter((name) => name !== '' && !own.has(name));
}
