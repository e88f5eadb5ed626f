import { batchSizeOf } from './batch-size.ts';
import type { Graph } from './graph.ts';
import { definitionOf, probeGraph } from './inference.ts';
import { elementCount, isFloat } from './tensor.ts';

export interface OperationCounts {
  /** Numbers in the floating constants that nodes read. */
  readonly parameters: number;
  /** Multiply-adds of convolutions and matrix products for one image. */
  readonly multiplyAdds: number;
  /** How many nodes of each operator there are. */
  readonly operators: Readonly<Record<string, number>>;
}

/** Counts what a network is made of. */
export function countOperations(graph: Graph): OperationCounts {
  const known = probeGraph(graph);
  const read = new Set(graph.nodes.flatMap((node) => node.inputs));
  const operators: Record<string, number> = {};
  let multiplyAdds = 0;
  const fixed = batchSizeOf(graph);
  for (const node of graph.nodes) {
    operators[node.operator] = (operators[node.operator] ?? 0) + 1;
    const at = (probe: 0 | 1): number => definitionOf(node).multiplyAdds(node, node.inputs.map((name) => known.get(name)?.[probe]), node.outputs.map((name) => known.get(name)![probe]));
    const batchSizes = graph.inputs.map((input) => known.get(input.name)!).find(([first, second]) => first.shape[0] !== second.shape[0]);
    // Per image: how much the count grows with the batch. Work on constants alone does not count. A fixed batch shares it.
    if (fixed !== 'N') multiplyAdds += at(0) / fixed;
    else if (batchSizes !== undefined) multiplyAdds += (at(1) - at(0)) / (batchSizes[1].shape[0]! - batchSizes[0].shape[0]!);
  }
  const parameters = [...graph.constants].filter(([name, tensor]) => read.has(name) && isFloat(tensor.type)).reduce((sum, [, tensor]) => sum + elementCount(tensor.shape), 0);
  return { parameters, multiplyAdds, operators };
}
