import { dense } from '../../arithmetic.ts';
import type { LayerRule } from '../layer-rule.ts';
import { Conv2D, Conv2DTranspose, DepthwiseConv2D, SeparableConv2D } from './convolutions.ts';
import { functions } from './functions.ts';
import { Add, Average, Concatenate, Dot, Maximum, Minimum, Multiply, Subtract } from './merging.ts';
import { BatchNormalization, LayerNormalization, Normalization, Rescaling } from './normalizations.ts';
import { AveragePooling2D, GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D, GlobalMaxPooling2D, MaxPooling2D } from './pooling.ts';
import { Activation, ELU, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU } from './rectifiers.ts';
import { Cropping2D, Flatten, Permute, RepeatVector, Reshape, Resizing, UpSampling2D, ZeroPadding2D } from './shapes.ts';

const Dense: LayerRule = ({ t, x, config, weight, optionalWeight, activate }) => activate(dense(t, x, weight('kernel'), optionalWeight(config.flag('use_bias', true), 'bias')));

/** Layers that only act in training. */
const nothing: LayerRule = ({ x }) => x;

/** Every layer that can be read, by Keras's class. */
export const layers: Readonly<Record<string, LayerRule>> = {
  ...functions,
  Activation,
  ActivityRegularization: nothing,
  Add,
  AlphaDropout: nothing,
  Average,
  AveragePooling2D,
  BatchNormalization,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  Cropping2D,
  Dense,
  DepthwiseConv2D,
  Dot,
  Dropout: nothing,
  ELU,
  Flatten,
  GaussianDropout: nothing,
  GaussianNoise: nothing,
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  Identity: nothing,
  LayerNormalization,
  LeakyReLU,
  MaxPooling2D,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  PReLU,
  Permute,
  RandomBrightness: nothing,
  RandomContrast: nothing,
  RandomFlip: nothing,
  RandomRotation: nothing,
  RandomTranslation: nothing,
  RandomZoom: nothing,
  ReLU,
  RepeatVector,
  Rescaling,
  Reshape,
  Resizing,
  SeparableConv2D,
  Softmax,
  SpatialDropout1D: nothing,
  SpatialDropout2D: nothing,
  Subtract,
  ThresholdedReLU,
  UpSampling2D,
  ZeroPadding2D,
};
