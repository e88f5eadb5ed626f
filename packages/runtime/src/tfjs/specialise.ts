import { foldConstants, sizeAt } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';

/** The graph for one batch size: every shape is then a list of numbers, and what was computed from shapes is a constant. */
export function specialise(graph: Graph, batch: number): Graph {
  return foldConstants({ ...graph, inputs: graph.inputs.map((input) => ({ ...input, shape: input.shape.map((size) => sizeAt(size, batch)) })) });
}
