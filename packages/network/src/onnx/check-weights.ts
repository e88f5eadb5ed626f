import { GraphError, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';

/**
 * Refuses weights that are not numbers, or infinite where that cannot be meant: nothing computed from them could be trusted.
 * @throws graph.non_finite_weights naming the tensor, the node that reads it and how many values are bad
 */
export function checkWeightsAreFinite(graph: Graph): void {
  const counts = new Map<Float32Array, BadValues>();
  for (const node of graph.nodes) {
    for (const name of node.inputs) {
      const data = graph.constants.get(name)?.data;
      if (!(data instanceof Float32Array)) continue;
      const { notNumbers, infinite } = counts.get(data) ?? countBadValues(data);
      counts.set(data, { notNumbers, infinite });
      const bad = notNumbers + (mayTakeInfinity(node) ? 0 : infinite);
      if (bad > 0) {
        throw new GraphError('graph.non_finite_weights', `"${name}", read by ${node.operator} "${node.name}", has ${bad} values that are NaN or infinite. Training has diverged or the file is damaged; use another checkpoint.`,
          { tensor: name, node: node.name, count: bad });
      }
    }
  }
}

/** Where an infinite constant can be meant: a mask to add, a bound, a padding; or what is moved to where it is. */
function mayTakeInfinity(node: GraphNode): boolean {
  const traits = traitsOf(node);
  return traits?.takesInfinity === true || traits?.moves !== undefined;
}

interface BadValues {
  readonly notNumbers: number;
  readonly infinite: number;
}

/** Counted once for each tensor, as a file may have many nodes read the same. */
function countBadValues(data: Float32Array): BadValues {
  let notNumbers = 0;
  let infinite = 0;
  // Nothing finite differs from itself by anything but 0: most tensors need only this sum, and the search for what is bad is left out.
  let differences = 0;
  for (let i = 0; i < data.length; i++) differences += data[i]! - data[i]!;
  if (differences === 0) return { notNumbers, infinite };
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    // NaN is the only number that differs from itself.
    if (value !== value) notNumbers += 1;
    else if (value === Infinity || value === -Infinity) infinite += 1;
  }
  return { notNumbers, infinite };
}
