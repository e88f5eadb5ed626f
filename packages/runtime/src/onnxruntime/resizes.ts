import { axisResizes, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { AxisResize, Graph, GraphNode, ValueType } from '@lookalike/graph';
import type { Rewrite } from './rewrite.ts';

/**
 * ONNX Runtime copies where a Resize ends at the sizes at which it begins, although its factors, 1.1 of 8 entries for one, may move and mix them:
 * the axes one by one, as the gradient has them.
 */
export const resizesToTheSameSize = (graph: Graph): Rewrite => (node, [input]) => {
  const resizes = resizesOf(graph, node, input);
  return input !== undefined && resizes.length > 0 && resizes.every(({ input: before, output }) => before === output) ? axisByAxis(input, resizes) : undefined;
};

/**
 * On a card a division may also round otherwise than on the processor. Where an entry lies on the border between two, which it takes is written
 * out, so that the value takes the ones that the gradient goes to.
 */
export const resizesOnCards = (graph: Graph): Rewrite => (node, [input]) => {
  const resizes = resizesOf(graph, node, input);
  return input !== undefined && resizes.some(({ nearest }) => nearest?.isFarFromBorders === false) ? axisByAxis(input, resizes) : resizesToTheSameSize(graph)(node, [input]);
};

function resizesOf({ constants }: Graph, node: GraphNode, input: ValueType | undefined): readonly AxisResize[] {
  return axisResizes(node, input!.shape, (index) => {
    const tensor = constants.get(node.inputs[index] ?? '');
    return tensor && Array.from(tensor.data, Number);
  });
}

function axisByAxis(type: ValueType, resizes: readonly AxisResize[]): Graph {
  const b = new GraphBuilder({ name: 'Resize' });
  const x = b.input('x', type);
  b.output(resizes.reduce((value, { axis, input, output, weights, nearest }) => {
    if (nearest !== undefined) return b.gather(value, nearest.entries, axis);
    const transposed = makeTensor('float32', [input, output], Array.from(weights, (_, i) => weights[(i % output) * input + Math.floor(i / output)]!));
    const order = swapped(type.shape.length, axis);
    return b.transpose(b.matMul(b.transpose(value, order), b.constant(transposed)), order);
  }, x));
  return b.build();
}

/** The order that exchanges an axis with the last one. */
function swapped(rank: number, axis: number): number[] {
  return Array.from({ length: rank }, (_, at) => (at === axis ? rank - 1 : at === rank - 1 ? axis : at));
}
