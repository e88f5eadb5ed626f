import type { Tensor } from '@lookalike/graph';
import type { Random } from '@lookalike/random';
import { operations } from '../../tensorflowjs/graph-model/operations/index.ts';
import { layers } from '../../tensorflowjs/keras/layers/index.ts';
import type { TensorFlowJsFiles } from '../../tensorflowjs/read-tensorflowjs.ts';
import { floats, graphModelFiles } from '../tensorflowjs-file.ts';
import type { GraphModelNode } from '../tensorflowjs-file.ts';
import { fraction, pick, wholeNumber, wholeNumberList } from './hostile-values.ts';

const operationNames = [...Object.keys(operations), 'TopKV2', 'While'];
const operationAttributes = ['strides', 'padding', 'dilations', 'ksize', 'data_format', 'axis', 'squeeze_dims', 'keep_dims', 'num_split', 'num', 'block_size', 'begin_mask', 'end_mask', 'ellipsis_mask', 'shrink_axis_mask', 'new_axis_mask',
  'epsilon', 'is_training', 'fused_ops', 'transpose_b', 'adj_x', 'equation', 'DstT', 'explicit_paddings', 'align_corners', 'half_pixel_centers', 'depth_radius', 'mode', 'batch_dims', 'alpha'];
const texts = ['SAME', 'VALID', 'EXPLICIT', 'NHWC', 'NCHW', 'REFLECT', 'SYMMETRIC', 'ij,jk->ik', ''];

/** A well-formed GraphModel whose operations are given what no converter writes. */
export function hostileGraphModel(random: Random): TensorFlowJsFiles {
  const weights = Object.fromEntries(Array.from({ length: 1 + random.integer(5) }, (_, i) => [`w${i}`, hostileTensor(random)]));
  const values = ['x', ...Object.keys(weights)];
  const nodes: GraphModelNode[] = Array.from({ length: 1 + random.integer(6) }, (_, i) => {
    const input = Array.from({ length: 1 + random.integer(4) }, (__, at) => (at === 0 && random.integer(2) === 0 ? values.at(-1)! : pick(random, values)) + (random.integer(12) === 0 ? `:${random.integer(3)}` : ''));
    const attr = Object.fromEntries(Array.from({ length: random.integer(4) }, () => [pick(random, operationAttributes), hostileAttribute(random)]));
    values.push(`y${i}`);
    return { name: `y${i}`, op: pick(random, operationNames), input, attr };
  });
  return graphModelFiles({ inputs: { x: [pick(random, [-1, 1, 2]), pick(random, [8, 8, 3, 2 ** 20]), 8, 3] }, weights, nodes });
}

function hostileTensor(random: Random): Tensor {
  switch (random.integer(4)) {
    case 0: {
      const values = wholeNumberList(random);
      return { type: 'int32', shape: random.integer(3) === 0 && values.length % 2 === 0 ? [values.length / 2, 2] : [values.length], data: Int32Array.from(values) };
    }
    case 1: return { type: 'int32', shape: [], data: Int32Array.of(wholeNumber(random)) };
    case 2: return floats([], [fraction(random)]);
    default: {
      const shape = pick(random, [[3], [3, 3], [3, 3, 3, 4], [3, 3, 3, 1], [1, 1, 1, 3], [0], [2, 0]]);
      return floats(shape, Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => random.normal()));
    }
  }
}

function hostileAttribute(random: Random): NonNullable<GraphModelNode['attr']>[string] {
  switch (random.integer(7)) {
    case 0: return pick(random, texts);
    case 1: return { f: fraction(random) };
    case 2: return random.integer(2) === 0;
    case 3: return wholeNumber(random);
    case 4: return [pick(random, ['BiasAdd', 'Relu', 'Prelu', 'LeakyRelu', 'Swirl'])];
    case 5: return [1, pick(random, [1, 2, 3]), pick(random, [1, 2, 3]), 1];
    default: return wholeNumberList(random);
  }
}

const layerNames = [...Object.keys(layers), 'LSTM'];
const layerSettings = ['strides', 'padding', 'kernel_size', 'pool_size', 'dilation_rate', 'data_format', 'axis', 'units', 'target_shape', 'dims', 'n', 'size', 'interpolation', 'cropping', 'epsilon', 'alpha', 'max_value', 'threshold', 'negative_slope',
  'activation', 'use_bias', 'scale', 'center', 'offset', 'mean', 'variance', 'axes', 'normalize', 'keepdims', 'height', 'width', 'output_padding', 'theta'];

/** A well-formed Sequential model whose layers are given what Keras never writes. */
export function hostileLayersModel(random: Random): TensorFlowJsFiles {
  const described = Array.from({ length: 1 + random.integer(6) }, (_, i) => ({
    class_name: pick(random, layerNames),
    config: { name: `l${i}`, ...(i === 0 && { batch_input_shape: [null, pick(random, [8, 8, 3, 2 ** 20]), 8, 3] }), ...Object.fromEntries(Array.from({ length: random.integer(4) }, () => [pick(random, layerSettings), hostileSetting(random)])) },
  }));
  const weights = described.flatMap(({ config: { name } }) => ['kernel', 'bias', 'depthwise_kernel', 'pointwise_kernel', 'gamma', 'beta', 'moving_mean', 'moving_variance', 'alpha'].map((weight) => ({ name: `${name}/${weight}`, shape: pick(random, [[3], [3], [3, 3, 3, 3], [3, 3, 3, 1], [3, 3], [192, 4]]), dtype: 'float32' })));
  const bytes = new Uint8Array(weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((product, size) => product * size, 1), 0)).fill(63);
  return {
    model: JSON.stringify({ format: 'layers-model', modelTopology: { class_name: 'Sequential', config: { name: 'hostile', layers: described } }, weightsManifest: [{ paths: ['weights.bin'], weights }] }),
    weights: new Map([['weights.bin', bytes]]),
  };
}

function hostileSetting(random: Random): unknown {
  switch (random.integer(7)) {
    case 0: return pick(random, ['same', 'valid', 'channels_first', 'bilinear', 'relu', 'softmax', 'swirl']);
    case 1: return random.integer(2) === 0;
    case 2: return fraction(random);
    case 3: return null;
    case 4: return [wholeNumberList(random), wholeNumberList(random)];
    case 5: return wholeNumber(random);
    default: return wholeNumberList(random);
  }
}
