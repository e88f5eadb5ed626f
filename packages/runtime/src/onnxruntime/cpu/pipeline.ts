import type { Graph } from '@lookalike/graph';
import type { OrtGraph } from '../ort-graph.ts';
import { resizesToTheSameSize } from '../resizes.ts';
import { rewrite } from '../rewrite.ts';
import { layOutInBlocks } from './layout/lay-out-in-blocks.ts';
import { blockMasks } from './passes/blocked-masks.ts';
import { blockSlices } from './passes/blocked-slices.ts';
import { centreProducts } from './passes/centred-products.ts';
import { convolveTokens } from './passes/convolved-tokens.ts';
import { addInProducts, scaleProducts } from './passes/products-with-weights.ts';
import { scaleFilters } from './passes/scaled-filters.ts';
import { shareErf } from './passes/share-erf.ts';
import { shareNormalizations } from './passes/shared-normalizations.ts';
import { transposeInProducts } from './passes/transposed-products.ts';

interface Step<From, To> {
  readonly name: string;
  /** Why it stands where it does. */
  readonly why: string;
  readonly pass: (graph: From) => To;
  /** Whether it is only worth its while where the processor has the blocked layout. */
  readonly isForBlocks?: boolean;
}

/** What is done to a graph before it is laid out, in this order. */
export const graphSteps: readonly Step<Graph, Graph>[] = [
  { name: 'resizes', why: 'first: what they are written in is rewritten like the rest', pass: (graph) => rewrite(graph, { Resize: resizesToTheSameSize }) },
  { name: 'blocked masks', why: 'before what follows convolutions and products, as masks become these', pass: blockMasks, isForBlocks: true },
  { name: 'scaled filters', why: 'behind the masks: factors of channels move past products with them', pass: scaleFilters, isForBlocks: true },
  { name: 'blocked slices', why: 'behind the filters: the convolutions that it makes are not to take factors in', pass: blockSlices, isForBlocks: true },
  { name: 'shared erf', why: 'before anything moves factors, as it looks for those that the gradient of a Gelu has', pass: shareErf },
  { name: 'shared normalizations', why: 'before matrices change: it puts scale and bias into those that read a normalization', pass: shareNormalizations },
  { name: 'centred products', why: 'behind the normalizations, whose gradients take the means that it looks for', pass: centreProducts },
  { name: 'scaled products', why: 'behind what looks for factors: it moves all that are left into matrices', pass: scaleProducts },
  { name: 'convolved tokens', why: 'behind all that changes matrices, which it turns into filters', pass: convolveTokens, isForBlocks: true },
  { name: 'biases in products', why: 'last: it takes the products that are left, in a form that no other pass knows', pass: addInProducts },
];

/** What is done after it was laid out: ONNX Runtime's own operators, which the layout need not know. */
export const ortSteps: readonly Step<OrtGraph, OrtGraph>[] = [
  { name: 'transposed products', why: 'behind the layout, which moves Transposes about', pass: transposeInProducts },
];

interface Steps {
  readonly graphSteps: readonly Step<Graph, Graph>[];
  readonly ortSteps: readonly Step<OrtGraph, OrtGraph>[];
}

/**
 * Rewrites a finished graph for ONNX Runtime's CPU provider. The values stay the same, but for rounding; other devices do not see it.
 * @param block channels in a block of the processor's layout, 1 if it has none
 * @param steps other ones than all; for measurements
 */
export function prepareForCpu(graph: Graph, block: number, steps: Steps = { graphSteps, ortSteps }): OrtGraph {
  const rewritten = steps.graphSteps.filter(({ isForBlocks = false }) => block > 1 || !isForBlocks).reduce((before, { pass }) => pass(before), graph);
  return steps.ortSteps.reduce((before, { pass }) => pass(before), layOutInBlocks(rewritten, block));
}
