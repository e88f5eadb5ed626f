import { activate } from '../activations.ts';
import type { LayerRule } from '../layer-rule.ts';
import { Add, Divide, Maximum, Minimum, Multiply, Subtract } from './merging.ts';

/**
 * Functions that a functional model calls between its layers: `x * (1 / 6)`, `tf.nn.relu(x)`. Keras 2 writes them as a TFOpLambda with the
 * function's name, Keras 3 by the class of the operation.
 */
export const functions: Readonly<Record<string, LayerRule>> = {
  'tf.__operators__.add': Add,
  'tf.math.add': Add,
  'tf.math.divide': Divide,
  'tf.math.maximum': Maximum,
  'tf.math.minimum': Minimum,
  'tf.math.multiply': Multiply,
  'tf.math.sigmoid': activation('sigmoid'),
  'tf.math.subtract': Subtract,
  'tf.math.tanh': activation('tanh'),
  'tf.math.truediv': Divide,
  'tf.nn.elu': activation('elu'),
  'tf.nn.gelu': activation('gelu'),
  'tf.nn.relu': activation('relu'),
  'tf.nn.relu6': activation('relu6'),
  'tf.nn.selu': activation('selu'),
  'tf.nn.silu': activation('silu'),
  'tf.nn.softmax': activation('softmax'),
  Divide,
  Elu: activation('elu'),
  HardSigmoid: activation('hard_sigmoid'),
  HardSilu: activation('hard_silu'),
  Relu: activation('relu'),
  Relu6: activation('relu6'),
  Selu: activation('selu'),
  Sigmoid: activation('sigmoid'),
  Silu: activation('silu'),
  Tanh: activation('tanh'),
  TrueDivide: Divide,
};

function activation(name: string): LayerRule {
  return ({ t, x, name: layer, dialect }) => activate(t, x, name, { layer, dialect });
}
