import { resize } from '../../resize.ts';
import { pad, slice, tile } from '../../shaping.ts';
import { asPair } from '../../sliding-window.ts';
import type { LayerRule } from '../layer-rule.ts';

export const Flatten: LayerRule = ({ t, x, config }) => {
  const rank = t.rankOf(x);
  // Keras flattens channels-first images as if they were channels-last.
  const image = config.isChannelsFirst() && rank > 2 ? t.transpose(x, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]) : x;
  const [batch] = t.shapeOf(image);
  const size = t.shapeOf(image).slice(1).reduce<number>((product, axis) => product * Number(axis), 1);
  return t.reshape(image, [batch!, size]);
};

/** A size that is −1, or null in tfjs-layers, follows from the others. */
export const Reshape: LayerRule = ({ t, x, config }) => t.reshape(x, [t.shapeOf(x)[0]!, ...config.openIntegers('target_shape')]);

/** `dims` counts axes from 1, without the batch. */
export const Permute: LayerRule = ({ t, x, config }) => t.transpose(x, [0, ...config.integers('dims')]);

export const RepeatVector: LayerRule = ({ t, x, config }) => tile(t, t.expandDims(x, 1), [1, config.integer('n'), 1]);

export const ZeroPadding2D: LayerRule = ({ t, x, config }) => {
  const [rows, columns] = config.sides('padding');
  return pad(t, x, config.isChannelsFirst() ? [[0, 0], [0, 0], rows, columns] : [[0, 0], rows, columns, [0, 0]]);
};

export const Cropping2D: LayerRule = ({ t, x, config }) => {
  const first = config.isChannelsFirst() ? 2 : 1;
  const sizes = t.shapeOf(x);
  return slice(t, x, config.sides('cropping').map(([before, after], i) => ({ axis: first + i, start: before, end: Number(sizes[first + i]) - after })));
};

/** Keras takes pixels at their middle when it interpolates, tfjs-layers at their corner. */
export const UpSampling2D: LayerRule = ({ t, x, config, dialect }) => {
  const factors = config.pair('size', [2, 2]);
  const isChannelsFirst = config.isChannelsFirst();
  const sizes = t.shapeOf(x);
  const size = asPair(factors.map((factor, i) => factor * Number(sizes[(isChannelsFirst ? 2 : 1) + i])), 'the size of the result');
  const method = config.choice('interpolation', ['nearest', 'bilinear'], 'nearest');
  return resize(t, x, { method, size, alignCorners: false, halfPixelCenters: method === 'bilinear' && dialect !== 'tfjs-layers', isChannelsFirst });
};

export const Resizing: LayerRule = ({ t, x, config, dialect }) => resize(t, x, {
  method: config.choice('interpolation', ['bilinear', 'nearest'], 'bilinear'),
  size: [config.integer('height'), config.integer('width')],
  alignCorners: false,
  halfPixelCenters: dialect !== 'tfjs-layers',
  isChannelsFirst: config.isChannelsFirst(),
});
