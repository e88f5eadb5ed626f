import type { ChannelCount } from '@lookalike/preprocessing';

/** An image as a file has it in memory. */
export interface ImageShape {
  readonly channels: ChannelCount;
  readonly heightPx: number;
  readonly widthPx: number;
  /** Where the channels stand: [N, C, H, W] or [N, H, W, C]. */
  readonly layout: 'NCHW' | 'NHWC';
}

/** The input through which a network takes images: colour or grey, as floats or bytes. */
export interface ImageInput extends ImageShape {
  readonly name: string;
  readonly type: 'float32' | 'uint8';
  /** Whether the file takes the image's values in another shape than `layout`, such as a flat vector. */
  readonly isFlat: boolean;
}
