import { makeTensor } from '@lookalike/graph';
import { dimsOf, plainOrder } from '../order.ts';
import type { Held, PlanBuilder, Value } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';
import { align } from './alignment.ts';
import { convolve } from './convolve.ts';
import type { Emitter } from './emitter.ts';
import { add, arithmetic, normalise, scalar, scale, unary } from './kernels.ts';
import { asImage, fromImage } from './window.ts';

/** One value per channel, to broadcast against an image [N, H, W, C]. */
function perChannel(b: PlanBuilder, value: Value): Held {
  return b.held(value, [0], [value.shape[0]!]);
}

/** Stored statistics make it one product and one sum. */
const batchNormalization: Emitter = (b, node) => {
  const [scales, bias, mean, variance] = [1, 2, 3, 4].map((i) => perChannel(b, node.floats(i))) as [Held, Held, Held, Held];
  const factor = arithmetic(b, 'Multiply', scales, unary(b, 'Rsqrt', add(b, variance, node.number('epsilon', 1e-5))));
  const offset = arithmetic(b, 'Sub', bias, arithmetic(b, 'Multiply', mean, factor));
  return [fromImage(b, arithmetic(b, 'Add', arithmetic(b, 'Multiply', asImage(b, node.floats(0)), factor), offset), node)];
};

const instanceNormalization: Emitter = (b, node) => {
  const { normal } = normalise(b, asImage(b, node.floats(0)), [1, 2], node.number('epsilon', 1e-5));
  return [fromImage(b, shifted(b, normal, node), node)];
};

const groupNormalization: Emitter = (b, node) => {
  const image = asImage(b, node.floats(0));
  const [batch, height, width, channels] = image.dims as readonly [number, number, number, number];
  const groups = node.number('num_groups', 1);
  const blocks = b.reshape(image, [batch, height * width, groups, channels / groups]);
  const normal = b.reshape(normalise(b, blocks, [1, 3], node.number('epsilon', 1e-5)).normal, image.dims);
  return [fromImage(b, shifted(b, normal, node), node)];
};

function shifted(b: PlanBuilder, normal: Held, node: PlanNode): Held {
  return arithmetic(b, 'Add', arithmetic(b, 'Multiply', normal, perChannel(b, node.floats(1))), perChannel(b, node.floats(2)));
}

const layerNormalization: Emitter = (b, node) => {
  const value = node.floats(0);
  const rank = value.shape.length;
  const first = node.axis(node.number('axis', -1), rank);
  const given = [value, node.floats(1), ...(node.inputs[2] === undefined ? [] : [node.floats(2)])];
  const { held: [x, scales, bias], wrap } = align(b, given, node.output);
  const order = value.constant === undefined ? value.order : plainOrder(rank);
  const places = order.flatMap((axis, place) => (axis >= first ? [place] : []));
  const { normal, mean, inverse } = normalise(b, x!, places, node.number('epsilon', 1e-5));
  const scaled = arithmetic(b, 'Multiply', normal, scales!);
  const statistics = node.outputs.slice(1).map((output, i) => b.value(b.reshape([mean, inverse][i]!, dimsOf(output.shape, order)), { ...output, order }));
  return [...wrap(bias === undefined ? scaled : arithmetic(b, 'Add', scaled, bias)), ...statistics];
};

/** The sum over neighbouring channels is a 1×1 convolution with a band of ones. */
const localResponse: Emitter = (b, node) => {
  const image = asImage(b, node.floats(0));
  const channels = image.dims[3]!;
  const size = node.number('size', 1);
  const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const band = Array.from({ length: channels * channels }, (_, i) => {
    const distance = (i % channels) - Math.floor(i / channels);
    return distance >= -before && distance <= after ? 1 : 0;
  });
  const weights = b.constant(makeTensor('float32', [channels, channels, 1, 1], band));
  const still = { stride: 1, dilation: 1, before: 0, after: 0 };
  const sum = convolve(b, { image: unary(b, 'Square', image), weights, slides: [still, still], group: 1 });
  const base = add(b, scale(b, sum, node.number('alpha', 1e-4) / size), node.number('bias', 1));
  return [fromImage(b, arithmetic(b, 'Multiply', image, arithmetic(b, 'Pow', base, scalar(b, -node.number('beta', 0.75)))), node)];
};

export const normalizations = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
  LRN: localResponse,
  LayerNormalization: layerNormalization,
} satisfies Record<string, Emitter>;
