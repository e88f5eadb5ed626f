import { axisResizes, makeTensor } from '@lookalike/graph';
import type { AxisResize, GraphNode, Rewriter } from '@lookalike/graph';
import type { Rewrite } from './rewrite.ts';

/**
 * ONNX Runtime copies where a Resize ends at the sizes at which it begins, although its factors, 1.1 of 8 entries for one, may move and mix them:
 * the axes one by one, as the gradient has them.
 */
export const resizesToTheSameSize: Rewrite = (r, node) => {
  const resizes = resizesOf(r, node);
  if (resizes.length > 0 && resizes.every(({ input, output }) => input === output)) r.replace(node, () => axisByAxis(r, node.inputs[0]!, resizes));
};

/**
 * On a card a division may also round otherwise than on the processor. Where an entry lies on the border between two, which it takes is written
 * out, so that the value takes the ones that the gradient goes to.
 */
export const resizesOnCards: Rewrite = (r, node) => {
  const resizes = resizesOf(r, node);
  if (resizes.some(({ nearest }) => nearest?.isFarFromBorders === false)) r.replace(node, () => axisByAxis(r, node.inputs[0]!, resizes));
  else resizesToTheSameSize(r, node);
};

function resizesOf(r: Rewriter, node: GraphNode): readonly AxisResize[] {
  // Sizes that are known only when the graph runs are ONNX Runtime's matter.
  if (node.inputs.slice(1).some((name) => name !== '' && r.numbersOf(name) === undefined)) return [];
  return axisResizes(node, r.shapeOf(node.inputs[0]!), (index) => r.numbersOf(node.inputs[index])?.slice());
}

function axisByAxis(r: Rewriter, x: string, resizes: readonly AxisResize[]): string {
  return resizes.reduce((value, { axis, input, output, weights, nearest }) => {
    if (nearest !== undefined) return r.gather(value, nearest.entries, axis);
    const transposed = makeTensor('float32', [input, output], Array.from(weights, (_, i) => weights[(i % output) * input + Math.floor(i / output)]!));
    const order = swapped(r.shapeOf(x).length, axis);
    return r.transpose(r.matMul(r.transpose(value, order), r.constant(transposed)), order);
  }, x);
}

/** The order that exchanges an axis with the last one. */
function swapped(rank: number, axis: number): number[] {
  return Array.from({ length: rank }, (_, at) => (at === axis ? rank - 1 : at === rank - 1 ? axis : at));
}
