import { GraphError } from '@lookalike/graph';
import type { GraphBuilder } from '@lookalike/graph';
import { softmax } from '../arithmetic.ts';
import { isObject } from '../json-reader.ts';
import type { Json } from '../json-reader.ts';
import type { TensorFlowBuilder } from '../tensorflow-builder.ts';
import type { TfValue } from '../value.ts';

/** Who wrote the model: some layers compute differently. */
export type Dialect = 'keras 2' | 'keras 3' | 'tfjs-layers';

type Activation = (b: GraphBuilder, x: string, settings: (name: string, fallback: number) => number) => string;

const sigmoidSlope = { 'keras 2': 0.2, 'tfjs-layers': 0.2, 'keras 3': 1 / 6 } as const;

/**
 * Activations that work element by element, by Keras's name.
 * @see https://keras.io/api/layers/activations/
 */
const activations: Readonly<Record<string, Activation>> = {
  celu: (b, x, setting) => {
    const alpha = setting('alpha', 1);
    return alpha === 1 ? b.op('Elu', [x]) : b.mul(b.op('Elu', [b.div(x, alpha)]), alpha);
  },
  elu: (b, x, setting) => b.op('Elu', [x], { alpha: setting('alpha', 1) }),
  exponential: (b, x) => b.exp(x),
  gelu: (b, x, setting) => b.op('Gelu', [x], { approximate: setting('approximate', 0) === 0 ? 'none' : 'tanh' }),
  gelu_new: (b, x) => b.op('Gelu', [x], { approximate: 'tanh' }),
  hard_shrink: (b, x, setting) => b.where(b.greater(b.abs(x), setting('threshold', 0.5)), x, 0),
  hard_silu: (b, x) => b.op('HardSwish', [x]),
  hard_tanh: (b, x) => b.clip(x, -1, 1),
  leaky_relu: (b, x, setting) => b.op('LeakyRelu', [x], { alpha: setting('negative_slope', 0.2) }),
  linear: (_, x) => x,
  log_sigmoid: (b, x) => b.neg(b.op('Softplus', [b.neg(x)])),
  mish: (b, x) => b.mul(x, b.tanh(b.op('Softplus', [x]))),
  relu: rectifier,
  relu6: (b, x) => b.clip(x, 0, 6),
  selu: (b, x) => b.op('Selu', [x]),
  sigmoid: (b, x) => b.sigmoid(x),
  silu: (b, x) => b.mul(x, b.sigmoid(x)),
  soft_shrink: (b, x, setting) => {
    const threshold = setting('threshold', 0.5);
    return b.sub(b.relu(b.sub(x, threshold)), b.relu(b.sub(b.neg(x), threshold)));
  },
  softplus: (b, x) => b.op('Softplus', [x]),
  softsign: (b, x) => b.div(x, b.add(b.abs(x), 1)),
  sparse_plus: (b, x) => b.where(b.greater(x, 1), x, b.where(b.less(x, -1), 0, b.div(b.mul(b.add(x, 1), b.add(x, 1)), 4))),
  sparse_sigmoid: (b, x) => b.clip(b.mul(b.add(x, 1), 0.5), 0, 1),
  squareplus: (b, x, setting) => b.mul(b.add(x, b.sqrt(b.add(b.mul(x, x), setting('b', 4)))), 0.5),
  tanh: (b, x) => b.tanh(x),
  tanh_shrink: (b, x) => b.sub(x, b.tanh(x)),
};

const otherNames: Readonly<Record<string, string>> = { swish: 'silu', hard_swish: 'hard_silu', hardSwish: 'hard_silu', hardSigmoid: 'hard_sigmoid', logSoftmax: 'log_softmax', geluNew: 'gelu_new' };

/** Keras's ReLU: x from the threshold up to the greatest value, a line of small slope below. */
export function rectifier(b: GraphBuilder, x: string, setting: (name: string, fallback: number) => number): string {
  const [slope, threshold, most] = [setting('negative_slope', 0), setting('threshold', 0), setting('max_value', Infinity)];
  const capped = (value: string): string => (most === Infinity ? value : b.min(value, most));
  if (threshold === 0 && slope === 0) return most === Infinity ? b.relu(x) : b.clip(x, 0, most);
  if (threshold === 0) return capped(b.op('LeakyRelu', [x], { alpha: slope }));
  return capped(b.where(b.greater(x, threshold), x, slope === 0 ? 0 : b.mul(b.sub(x, threshold), slope)));
}

/**
 * Applies the activation that a layer's settings name: by name, or as Keras writes objects.
 * @throws graph.unknown_operator naming the layer
 */
export function activate(t: TensorFlowBuilder, x: TfValue, activation: Json | undefined, { layer, dialect }: { readonly layer: string; readonly dialect: Dialect }): TfValue {
  if (activation === undefined || activation === null) return x;
  const settings = isObject(activation) && isObject(activation['config']) ? activation['config'] : {};
  // Keras 3 writes functions as { class_name: 'function', config: 'relu6' }, layers by their class.
  const written = !isObject(activation) ? activation : typeof activation['config'] === 'string' ? activation['config'] : activation['class_name'];
  const name = typeof written === 'string' ? nameOf(written) : '';
  const setting = (key: string, fallback: number): number => {
    const value = settings[key];
    return typeof value === 'number' ? value : value === true ? 1 : fallback;
  };
  if (name === 'softmax' || name === 'log_softmax') return softmax(t, name === 'softmax' ? 'Softmax' : 'LogSoftmax', x, setting('axis', -1));
  if (name === 'hard_sigmoid') return t.elementwise(x, (b, value) => b.op('HardSigmoid', [value], { alpha: sigmoidSlope[dialect], beta: 0.5 }));
  if (!Object.hasOwn(activations, name)) {
    const supported = [...Object.keys(activations), 'hard_sigmoid', 'log_softmax', 'softmax'].sort();
    throw new GraphError('graph.unknown_operator', `Layer "${layer}" has the activation ${JSON.stringify(written)}, which is not supported. Supported are: ${supported.join(', ')}.`,
      { operator: String(written), node: layer, unknown: [{ operator: String(written), node: layer }], supported });
  }
  return t.elementwise(x, (b, value) => activations[name]!(b, value, setting));
}

/** `ReLU`, `LeakyReLU` and the rest as activations have the names of the functions. */
function nameOf(written: string): string {
  if (Object.hasOwn(otherNames, written)) return otherNames[written]!;
  const classes: Readonly<Record<string, string>> = { ReLU: 'relu', LeakyReLU: 'leaky_relu', ELU: 'elu', Softmax: 'softmax' };
  return Object.hasOwn(classes, written) ? classes[written]! : written;
}
