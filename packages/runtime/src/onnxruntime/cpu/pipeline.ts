import type { Graph } from '@lookalike/graph';
import { layOutInBlocks } from '../blocks/lay-out-in-blocks.ts';
import { blockMasks } from './blocked-masks.ts';
import { blockSlices } from './blocked-slices.ts';
import { centreProducts } from './centred-products.ts';
import { convolveTokens } from './convolved-tokens.ts';
import { addInProducts, scaleProducts } from './products-with-weights.ts';
import { scaleFilters } from './scaled-filters.ts';
import { shareErf } from './share-erf.ts';
import { shareNormalizations } from './shared-normalizations.ts';
import { transposeInProducts } from './transposed-products.ts';

/**
 * Rewrites a finished graph for ONNX Runtime's CPU provider. The values stay the same, but for rounding; other devices do not see it.
 * @param block channels in a block of the processor's layout, 1 if it has none
 */
export function prepareForCpu(graph: Graph, block: number): Graph {
  if (block === 1) return transposeInProducts(addInProducts(scaleProducts(computeOnce(graph))));
  const images = blockSlices(scaleFilters(blockMasks(graph)));
  return transposeInProducts(layOutInBlocks(addInProducts(convolveTokens(scaleProducts(computeOnce(images)))), block));
}

/** What the network and its gradient both compute is computed once, what only depends on weights never. */
function computeOnce(graph: Graph): Graph {
  return centreProducts(shareNormalizations(shareErf(graph)));
}
