import { reduce } from '../../arithmetic.ts';
import { pool2d } from '../../convolution.ts';
import type { LayerRule } from '../layer-rule.ts';

export const MaxPooling2D = pooling('max');
export const AveragePooling2D = pooling('average');
export const GlobalMaxPooling2D = globalPooling('ReduceMax');
export const GlobalAveragePooling2D = globalPooling('ReduceMean');

export const GlobalAveragePooling1D: LayerRule = ({ t, x, config }) => reduce(t, 'ReduceMean', x, { axes: [config.isChannelsFirst() ? 2 : 1], keepDims: config.flag('keepdims', false) });
export const GlobalMaxPooling1D: LayerRule = ({ t, x, config }) => reduce(t, 'ReduceMax', x, { axes: [config.isChannelsFirst() ? 2 : 1], keepDims: config.flag('keepdims', false) });

function pooling(kind: 'max' | 'average'): LayerRule {
  return ({ t, x, config }) => {
    const kernel = config.pair('pool_size', [2, 2]);
    const strides = config.get('strides') === null ? kernel : config.pair('strides', kernel);
    return pool2d(t, kind, x, { kernel, strides, padding: config.padding(), isChannelsFirst: config.isChannelsFirst() });
  };
}

function globalPooling(operator: 'ReduceMax' | 'ReduceMean'): LayerRule {
  return ({ t, x, config }) => reduce(t, operator, x, { axes: config.isChannelsFirst() ? [2, 3] : [1, 2], keepDims: config.flag('keepdims', false) });
}
