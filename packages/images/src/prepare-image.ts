import type { Preprocessing } from '@lookalike/preprocessing';
import { fitToNetwork } from './fit.ts';
import type { RgbImage } from './rgb-image.ts';
import { toGrey } from './to-grey.ts';

/**
 * Makes an image what a network takes: brought to its size by its rule, and then, for a network of grey images, turned grey.
 * @throws what `fitToNetwork` throws
 */
export function prepareImage(image: RgbImage, preprocessing: Pick<Preprocessing, 'heightPx' | 'widthPx' | 'resize' | 'channelOrder'>): RgbImage {
  const fitted = fitToNetwork(image, preprocessing, preprocessing.resize);
  return preprocessing.channelOrder === 'grey' ? toGrey(fitted) : fitted;
}
