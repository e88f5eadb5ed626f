import { GraphError } from '@lookalike/graph';
import type { GraphBuilder } from '@lookalike/graph';
import { concat, reduce } from '../../arithmetic.ts';
import { axisOf } from '../../tensorflow-builder.ts';
import type { TensorFlowBuilder } from '../../tensorflow-builder.ts';
import type { TfValue } from '../../value.ts';
import type { LayerRule } from '../layer-rule.ts';

export const Add = merging((b, x, y) => b.add(x, y));
export const Subtract = merging((b, x, y) => b.sub(x, y));
export const Multiply = merging((b, x, y) => b.mul(x, y));
export const Divide = merging((b, x, y) => b.div(x, y));
export const Maximum = merging((b, x, y) => b.max(x, y));
export const Minimum = merging((b, x, y) => b.min(x, y));

export const Average: LayerRule = (context) => context.t.elementwise(Add(context), (b, sum) => b.div(sum, context.inputs.length));

export const Concatenate: LayerRule = ({ t, inputs, config }) => concat(t, inputs, config.integer('axis', -1));

/** The product of two vectors of each image. */
export const Dot: LayerRule = ({ t, inputs, config, name }) => {
  const [x, y] = inputs;
  const axes = config.integers('axes');
  if (x === undefined || y === undefined || t.rankOf(x) !== 2 || t.rankOf(y) !== 2 || axes.some((axis) => axisOf(axis, 2) !== 1)) {
    throw new GraphError('graph.bad_attribute', `Dot "${name}" is supported only for two vectors, along their last axis.`, { node: name });
  }
  const [left, right] = config.flag('normalize', false) ? [unit(t, x), unit(t, y)] : [x, y];
  return reduce(t, 'ReduceSum', t.combine([left!, right!], (b, [p, q]) => b.mul(p!, q!)), { axes: [1], keepDims: true });
};

/** Divided by its length; the bound below is the one of tf.math.l2_normalize. */
function unit(t: TensorFlowBuilder, x: TfValue): TfValue {
  return t.elementwise(t.settled(x), (b, value) => b.div(value, b.sqrt(b.max(b.reduceSum(b.mul(value, value), [1], true), 1e-12))));
}

function merging(join: (b: GraphBuilder, x: string, y: string) => string): LayerRule {
  return ({ t, inputs }) => inputs.slice(1).reduce((sum, value) => t.combine([broadcastable(t, sum, value), broadcastable(t, value, sum)], (b, [x, y]) => join(b, x!, y!)), inputs[0]!);
}

/** Keras broadcasts [N, C] to [N, H, W, C]: axes are added after the batch. */
function broadcastable(t: TensorFlowBuilder, value: TfValue, other: TfValue): TfValue {
  const missing = t.rankOf(other) - t.rankOf(value);
  const [batch, ...rest] = t.shapeOf(value);
  return missing <= 0 || batch !== 'N' ? value : t.reshape(value, [batch, ...Array.from({ length: missing }, () => 1), ...rest]);
}
