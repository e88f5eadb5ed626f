import { GraphBuilder, GraphError, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/**
 * Lets a network that takes bytes (uint8) take floats that are whole numbers from 0 to 255 instead: what moves bytes moves floats, and casts
 * of them do nothing, so that they have a gradient.
 * @param input its name.
 * @throws graph.whole_number_arithmetic naming the node that computes with bytes before they become floats
 */
export function withFloatPixels(graph: Graph, input: string): Graph {
  const pixels = new Set([input]);
  const b = new GraphBuilder({ name: graph.name });
  for (const each of graph.inputs) b.input(each.name, each.name === input ? { ...each, type: 'float32' } : each);
  for (const [name, tensor] of graph.constants) b.constant(tensor, name);
  for (const node of graph.nodes) {
    const read = node.inputs.filter((name) => pixels.has(name));
    if (read.length === 0 || node.operator === 'Shape') {
      b.adopt(node);
    } else if (node.operator === 'Cast') {
      b.adopt({ ...node, operator: 'Identity', attributes: {} });
      if (!isFloatType(node.attributes['to'])) pixels.add(node.outputs[0]!);
    } else {
      requireMoving(node, read);
      b.adopt(node);
      for (const output of node.outputs) pixels.add(output);
    }
  }
  b.setOutputs(graph.outputs);
  return b.build();
}

function isFloatType(type: unknown): boolean {
  return type === 'float32' || type === 'float16' || type === 'float64';
}

/** What moves values and does not compute with them does the same with floats as with bytes; but a Pad brings a byte of its own. */
function requireMoving(node: GraphNode, read: readonly string[]): void {
  const { operator, name, inputs } = node;
  const isMoving = traitsOf(node)?.moves !== undefined && operator !== 'Pad' && read.length === 1 && inputs[0] === read[0];
  if (isMoving || (operator === 'Concat' && read.length === inputs.length)) return;
  throw new GraphError('graph.whole_number_arithmetic', `The network takes bytes (uint8), and ${operator} "${name}" computes with them before they are cast to floats, which has no gradient. Export the network with the cast first.`, { operator, node: name });
}
