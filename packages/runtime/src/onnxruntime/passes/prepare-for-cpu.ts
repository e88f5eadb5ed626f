import { removeDeadNodes } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { blockMasks } from './blocked-masks.ts';
import { keepBatchKnown } from './keep-batch-known.ts';

/** Rewrites a finished graph for ONNX Runtime's CPU provider. The values stay the same; other devices do not see it. */
export function prepareForCpu(graph: Graph): Graph {
  return keepBatchKnown(removeDeadNodes(blockMasks(graph)));
}
