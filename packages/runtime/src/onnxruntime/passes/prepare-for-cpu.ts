import { removeDeadNodes } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { blockMasks } from './blocked-masks.ts';
import { blockProducts } from './blocked-products.ts';
import { blockSlices } from './blocked-slices.ts';
import { keepBatchKnown } from './keep-batch-known.ts';
import { foldIntoProducts } from './products-with-weights.ts';
import { shareErf } from './share-erf.ts';
import { filterInTiles } from './winograd.ts';

/** Rewrites a finished graph for ONNX Runtime's CPU provider. The values stay the same, but for rounding; other devices do not see it. */
export function prepareForCpu(graph: Graph): Graph {
  return filterInTiles(blockProducts(blockSlices(keepBatchKnown(foldIntoProducts(shareErf(removeDeadNodes(blockMasks(graph))))))));
}
