import type { GraphBuilder } from './builder.ts';
import { GraphError } from './graph-error.ts';
import type { Graph } from './graph.ts';
import { renamedNode } from './inference.ts';

export interface AppendGraphOptions {
  /** For every input of the graph the value that takes its place. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Goes before the names of the graph's nodes and values; each appended graph needs its own. */
  readonly prefix: string;
}

/** Where the parts of an appended graph are. */
export interface AppendedGraph {
  /** Names of its outputs in the builder, in the graph's order. */
  readonly outputs: readonly string[];
  /** Name of one of its nodes in the builder. */
  nodeName(name: string): string;
}

/**
 * Appends a whole graph to another, its inputs replaced by values that are there already. A tensor that both share is kept once,
 * so a network may be appended twice at no cost in memory.
 * @throws graph.missing_input when an input has no value; graph.shape_mismatch; graph.duplicate_value when the prefix is taken.
 */
export function appendGraph(b: GraphBuilder, graph: Graph, { inputs, prefix }: AppendGraphOptions): AppendedGraph {
  const names = new Map<string, string>([['', '']]);
  for (const { name } of graph.inputs) {
    const value = inputs[name];
    if (value === undefined) throw new GraphError('graph.missing_input', `Input "${name}" of the graph to append has no value. Name one for each of its inputs.`, { input: name });
    names.set(name, value);
  }
  for (const [name, tensor] of graph.constants) names.set(name, b.sharedConstant(tensor));
  const nodeName = (name: string): string => `${prefix}/${name}`;
  for (const node of graph.nodes) {
    for (const output of node.outputs) if (output !== '') names.set(output, `${prefix}/${output}`);
    // Nodes are in topological order, so every input has a name by now.
    b.adopt(renamedNode(node, { name: nodeName(node.name), inputs: node.inputs.map((input) => names.get(input)!), outputs: node.outputs.map((output) => names.get(output)!) }));
  }
  return { outputs: graph.outputs.map((output) => names.get(output)!), nodeName };
}
