import { GraphError } from '@lookalike/graph';
import type { GraphMessage } from './messages.ts';

/** @returns the names, all different. @throws graph.duplicate_value */
export function checkNamesAreUnique(message: GraphMessage): ReadonlySet<string> {
  const made = [...new Set([...message.inputs, ...message.initializers].map(({ name }) => name)), ...message.nodes.flatMap((node) => node.outputs.filter((name) => name !== ''))];
  const seen = new Set<string>();
  for (const name of made) {
    if (seen.has(name)) throw duplicateValue(name);
    seen.add(name);
  }
  return seen;
}

export function duplicateValue(name: string): GraphError {
  return new GraphError('graph.duplicate_value', `The value name "${name}" is given twice in the file; each value must be made exactly once. Export the network again.`, { value: name });
}
