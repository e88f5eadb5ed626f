import { GraphError } from '@lookalike/graph';
import { reduce, softmax } from '../../arithmetic.ts';
import type { Reduction } from '../../arithmetic.ts';
import { batchNormalization, normalizeByOwnStatistics } from '../../normalization.ts';
import { resize } from '../../resize.ts';
import { slice } from '../../shaping.ts';
import { asPair } from '../../sliding-window.ts';
import { imageOrder, inPlace } from '../../value.ts';
import type { TfValue } from '../../value.ts';
import type { OperationContext, OperationRule } from '../operation-rule.ts';

/** Keras 2 writes LayerNormalization as a FusedBatchNorm in training mode, of images made channels: the batch itself is never normalised. */
const batchNorm: OperationRule = ({ t, name, input, attributes }) => {
  const options = { axis: attributes.isChannelsFirst() ? 1 : 3, epsilon: attributes.number('epsilon', 1e-4) };
  if (!attributes.has('is_training') || !attributes.flag('is_training', true)) return batchNormalization(t, input(0), { scale: input(1), offset: input(2), mean: input(3), variance: input(4) }, options);
  if (t.shapeOf(input(0)).some((size, axis) => axis !== options.axis && typeof size !== 'number')) throw new GraphError('graph.bad_attribute', `Node "${name}": the network was converted in training mode. Convert it for inference.`, { node: name, attribute: 'is_training' });
  return normalizeByOwnStatistics(t, input(0), { scale: input(1), offset: input(2) }, options);
};

export const imageOperations: Readonly<Record<string, OperationRule>> = {
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,

  Max: reduction('ReduceMax'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Sum: reduction('ReduceSum'),
  Softmax: ({ t, input }) => softmax(t, 'Softmax', input(0), -1),
  LogSoftmax: ({ t, input }) => softmax(t, 'LogSoftmax', input(0), -1),
  Cumsum: ({ t, input, attributes }) => {
    const value = t.settled(input(0));
    const [axis] = t.numbersOf(input(1));
    const place = t.b.constant({ type: 'int64', shape: [], data: BigInt64Array.of(BigInt(t.placeOf(value, axis ?? 0))) });
    return { name: t.b.op('CumSum', [value.name, place], { exclusive: attributes.flag('exclusive', false) ? 1 : 0, reverse: attributes.flag('reverse', false) ? 1 : 0 }), order: value.order };
  },
  /** TensorFlow's alpha is for each value of the sum, ONNX's for their mean. */
  LRN: ({ t, input, attributes }) => {
    const size = 2 * attributes.integer('depth_radius', 5) + 1;
    return { name: t.b.op('LRN', [t.inOrder(input(0), imageOrder)], { size, bias: attributes.number('bias', 1), alpha: attributes.number('alpha', 1) * size, beta: attributes.number('beta', 0.5) }), order: imageOrder };
  },

  ResizeBilinear: (context) => resizing(context, 'bilinear'),
  ResizeNearestNeighbor: (context) => resizing(context, 'nearest'),
  DepthToSpace: (context) => blocks(context, 'DepthToSpace'),
  SpaceToDepth: (context) => blocks(context, 'SpaceToDepth'),

  SpaceToBatchND: ({ t, input }) => {
    const x = t.settled(input(0));
    const block = asPair(t.numbersOf(input(1)), 'the block');
    const numbers = t.numbersOf(input(2));
    const paddings = [asPair(numbers.slice(0, 2), 'the padding', 0), asPair(numbers.slice(2), 'the padding', 0)];
    return { ...x, pending: { kind: 'space-to-batch', block, paddings } };
  },
  BatchToSpaceND: ({ t, name, input }) => {
    const { pending, ...x } = input(0);
    const block = t.numbersOf(input(1));
    if (pending?.kind !== 'space-to-batch' || pending.paddings !== undefined || pending.block.join() !== block.join()) {
      throw new GraphError('graph.unknown_operator', `Node "${name}": BatchToSpaceND is supported only behind SpaceToBatchND and a convolution. Convert the network again with dilations in its convolutions.`, { operator: 'BatchToSpaceND', node: name, unknown: [{ operator: 'BatchToSpaceND', node: name }] });
    }
    const [top, bottom, left, right] = t.numbersOf(input(2)) as [number, number, number, number];
    const sizes = t.shapeOf(x);
    return slice(t, x, [[top, bottom, 1], [left, right, 2]].flatMap(([before, after, axis]) => (before === 0 && after === 0 ? [] : [{ axis: axis!, start: before!, end: Number(sizes[axis!]) - after! }])));
  },
};

function reduction(operator: Reduction): OperationRule {
  return ({ t, input, attributes }) => reduce(t, operator, input(0), { axes: t.numbersOf(input(1)), keepDims: attributes.flag('keep_dims', false) });
}

function resizing({ t, input, attributes }: OperationContext, method: 'bilinear' | 'nearest'): TfValue {
  return resize(t, input(0), { method, size: asPair(t.numbersOf(input(1)), 'the size of the result'), alignCorners: attributes.flag('align_corners', false), halfPixelCenters: attributes.flag('half_pixel_centers', false) });
}

function blocks({ t, input, attributes }: OperationContext, operator: 'DepthToSpace' | 'SpaceToDepth'): TfValue {
  const order = attributes.isChannelsFirst() ? inPlace(4) : imageOrder;
  return { name: t.b.op(operator, [t.inOrder(input(0), order)], { blocksize: attributes.integer('block_size', 2) }), order };
}
