import { FreeNames, GraphBuilder, renamedNode, valueNamesOf } from '@lookalike/graph';
import type { Graph, GraphNode, Shape, Tensor } from '@lookalike/graph';

/** A node between what a graph is to take and what it took. */
export interface NodeBeforeInput {
  /** Part of its name. */
  readonly role: string;
  readonly operator: GraphNode['operator'];
  /** Its second operand. */
  readonly constant?: Tensor;
  readonly attributes?: GraphNode['attributes'];
}

/**
 * Puts nodes one after the other before an input of floats. The result takes `shape` under the input's old name, and every other value
 * keeps its name. Without nodes it is the graph itself.
 */
export function withNodesBefore(graph: Graph, input: string, { shape, prefix, nodes }: { readonly shape: Shape; readonly prefix: string; readonly nodes: readonly NodeBeforeInput[] }): Graph {
  if (nodes.length === 0) return graph;
  const values = new FreeNames(valueNamesOf(graph));
  const names = new FreeNames(graph.nodes.map(({ name }) => name));
  const b = new GraphBuilder({ name: graph.name });
  for (const each of graph.inputs) b.input(each.name, each.name === input ? { type: 'float32', shape } : each);
  let value = input;
  for (const { role, operator, constant, attributes = {} } of nodes) {
    const operands = constant === undefined ? [] : [b.constant(constant, values.fresh(`${prefix}/${role}/constant`))];
    [value] = b.adopt({ name: names.fresh(`${prefix}/${role}`), operator, inputs: [value, ...operands], outputs: [values.fresh(`${prefix}/${role}/result`)], attributes }) as [string];
  }
  const resolve = (name: string): string => (name === input ? value : name);
  for (const [name, tensor] of graph.constants) b.constant(tensor, name);
  for (const node of graph.nodes) b.adopt(renamedNode(node, { inputs: node.inputs.map(resolve) }));
  b.setOutputs(graph.outputs.map(resolve));
  return b.build();
}
