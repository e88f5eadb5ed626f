import { softmax } from '../../arithmetic.ts';
import { rectifier } from '../activations.ts';
import type { LayerRule } from '../layer-rule.ts';

export const Activation: LayerRule = ({ x, activate }) => activate(x);

export const ReLU: LayerRule = ({ t, x, config }) => t.elementwise(x, (b, value) => rectifier(b, value, (name, fallback) => config.optionalNumber(name) ?? fallback));

/** The slope is `alpha` in Keras 2 and tfjs-layers, `negative_slope` in Keras 3. */
export const LeakyReLU: LayerRule = ({ t, x, config }) => t.elementwise(x, (b, value) => b.op('LeakyRelu', [value], { alpha: config.optionalNumber('negative_slope') ?? config.number('alpha', 0.3) }));

export const ELU: LayerRule = ({ t, x, config }) => t.elementwise(x, (b, value) => b.op('Elu', [value], { alpha: config.number('alpha', 1) }));

export const ThresholdedReLU: LayerRule = ({ t, x, config }) => t.elementwise(x, (b, value) => b.where(b.greater(value, config.number('theta', 1)), value, 0));

export const PReLU: LayerRule = ({ t, x, weight }) => t.combine([x, weight('alpha')], (b, [value, slope]) => b.op('PRelu', [value!, slope!]));

export const Softmax: LayerRule = ({ t, x, config }) => softmax(t, 'Softmax', x, config.integers('axis', [-1]).length === 1 ? config.integers('axis', [-1])[0]! : config.fail('axis', 'one axis'));
