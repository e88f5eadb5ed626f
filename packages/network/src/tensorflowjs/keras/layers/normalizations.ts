import { alongAxis, batchNormalization, layerNormalization } from '../../normalization.ts';
import { axisOf } from '../../tensorflow-builder.ts';
import type { TfValue } from '../../value.ts';
import type { LayerContext, LayerRule } from '../layer-rule.ts';

export const BatchNormalization: LayerRule = (context) => {
  const { t, x, config, weight, optionalWeight } = context;
  const mean = weight('moving_mean');
  const size = t.shapeOf(mean) as readonly number[];
  const filled = (value: number): TfValue => t.floats(size, new Float32Array(size[0] ?? 1).fill(value));
  const statistics = {
    scale: optionalWeight(config.flag('scale', true), 'gamma') ?? filled(1),
    offset: optionalWeight(config.flag('center', true), 'beta') ?? filled(0),
    mean,
    variance: weight('moving_variance'),
  };
  return batchNormalization(t, x, statistics, { axis: onlyAxis(context), epsilon: config.number('epsilon', 1e-3) });
};

export const LayerNormalization: LayerRule = ({ t, x, config, optionalWeight }) => layerNormalization(t, x, {
  scale: optionalWeight(config.flag('scale', true), 'gamma'),
  offset: optionalWeight(config.flag('center', true), 'beta'),
}, { axes: config.integers('axis', [-1]), epsilon: config.number('epsilon', 1e-3) });

/** x · scale + offset; either may be a list with an entry per channel. */
export const Rescaling: LayerRule = ({ t, x, config }) => {
  const rank = t.rankOf(x);
  const vector = (name: string, fallback: number): TfValue => {
    const values = config.get(name) === undefined ? [fallback] : config.numbers(name);
    return values.length === 1 ? t.floats([], values) : alongAxis(t, t.floats([values.length], values), rank - 1, rank);
  };
  return t.combine([x, vector('scale', 1), vector('offset', 0)], (b, [value, scale, offset]) => b.add(b.mul(value!, scale!), offset!));
};

/** (x − mean) / √variance; both were given with the layer or measured from data, and are then weights. */
export const Normalization: LayerRule = ({ t, x, config, tensor }) => {
  const rank = t.rankOf(x);
  const isGiven = config.get('mean') !== undefined && config.get('mean') !== null;
  const axes = (config.get('axis') === null ? [] : config.integers('axis', [-1])).map((axis) => axisOf(axis, rank));
  const statistic = (name: string): TfValue => {
    const values = isGiven ? config.numbers(name) : Array.from(tensor(name).data, Number);
    return values.length === 1 ? t.floats([], values) : alongAxis(t, t.floats([values.length], values), axes[0] ?? rank - 1, rank);
  };
  const deviation = t.elementwise(statistic('variance'), (b, variance) => b.max(b.sqrt(variance), smallestDeviation));
  const invert = config.flag('invert', false);
  return t.combine([x, statistic('mean'), deviation], (b, [value, mean, spread]) => (invert ? b.add(b.mul(value!, spread!), mean!) : b.div(b.sub(value!, mean!), spread!)));
};

/** Keras's epsilon, so that a constant channel is not divided by 0. */
const smallestDeviation = 1e-7;

/** BatchNormalization's axis, which Keras 2 writes as a list of one. */
function onlyAxis({ config }: LayerContext): number {
  const axes = config.integers('axis', [-1]);
  return axes.length === 1 ? axes[0]! : config.fail('axis', 'one axis');
}
