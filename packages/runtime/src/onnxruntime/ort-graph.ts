import { onnxModelOf } from '@lookalike/graph';
import type { Graph, OnnxModel } from '@lookalike/graph';

/**
 * A graph in ONNX Runtime's own form: it may have operators of ONNX Runtime's domains, of which no rule knows anything, and its outputs say their
 * types. No pass over graphs takes it.
 */
export type OrtGraph = OnnxModel;

/** A graph as ONNX Runtime takes it, operator by operator as it is. */
export function ortGraphOf(graph: Graph): OrtGraph {
  return onnxModelOf(graph);
}
