import { channelsOf, type Preprocessing } from '@lookalike/preprocessing';
import type { ImageShape } from '../image-shape.ts';

/** The shape of the images that a file takes as flat vectors; undefined where it takes them as images. */
export function statedShapeOf({ flatOrder, heightPx, widthPx, ...preprocessing }: Pick<Preprocessing, 'flatOrder' | 'heightPx' | 'widthPx' | 'channelOrder'>): ImageShape | undefined {
  return flatOrder === undefined ? undefined : { channels: channelsOf(preprocessing), heightPx, widthPx, layout: flatOrder === 'CHW' ? 'NCHW' : 'NHWC' };
}
