import { GraphBuilder } from '@lookalike/graph';
import type { Graph, GraphNode, OperatorName, ValueType } from '@lookalike/graph';

/**
 * Says one node in other operators: a graph whose inputs stand for the node's inputs in their order, with one output for
 * its first; or `undefined`, which keeps the node.
 */
export type Rewrite = (node: GraphNode, inputs: readonly (ValueType | undefined)[]) => Graph | undefined;

/** Replaces nodes that a provider cannot run by ones that it can; all value names of the graph stay. */
export function rewrite(graph: Graph, rewrites: Partial<Record<OperatorName, Rewrite>>): Graph {
  const ruleOf = (node: GraphNode): Rewrite | undefined => (Object.hasOwn(rewrites, node.operator) ? rewrites[node.operator as OperatorName] : undefined);
  if (!graph.nodes.some((node) => ruleOf(node) !== undefined)) return graph;
  const b = new GraphBuilder({ name: graph.name });
  for (const input of graph.inputs) b.input(input.name, input);
  for (const [name, tensor] of graph.constants) b.constant(tensor, name);
  for (const node of graph.nodes) {
    const instead = ruleOf(node)?.(node, node.inputs.map((name) => (name === '' ? undefined : b.typeOf(name))));
    if (instead === undefined) b.adopt(node);
    else inline(b, node, instead);
  }
  b.setOutputs(graph.outputs);
  return b.build();
}

/** The new names begin with the name of the value that they make, which is unique. */
function inline(b: GraphBuilder, node: GraphNode, instead: Graph): void {
  const [result] = node.outputs as [string];
  const given = node.inputs.filter((name) => name !== '');
  const names = new Map([...instead.inputs.map(({ name }, i) => [name, given[i]!] as const), [instead.outputs[0]!, result]]);
  const rename = (name: string): string => (name === '' ? '' : names.get(name) ?? `${result}/${name}`);
  for (const [name, tensor] of instead.constants) b.constant(tensor, rename(name));
  for (const one of instead.nodes) b.adopt({ ...one, name: `${node.name}/${one.name}`, inputs: one.inputs.map(rename), outputs: one.outputs.map(rename) });
}
