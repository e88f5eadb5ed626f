import type { Tensor, ValueType } from '@lookalike/graph';

/** ONNX Runtime keeps images in blocks of 8 or 16 channels; with a multiple of both, convolutions and their groups stay in that layout. */
export const blockedChannels = 16;

/** The channels of an image that can be in that layout, else `undefined`. */
export function blockedChannelsOf(type: ValueType | undefined): number | undefined {
  const channels = type?.shape[1];
  return type?.type === 'float32' && type.shape.length === 4 && typeof channels === 'number' && channels % blockedChannels === 0 ? channels : undefined;
}

/** One value for each channel of an image [N, C, H, W], from a constant that broadcasts so. */
export function valuesOfChannels(constant: Tensor | undefined, channels: unknown): Float32Array | undefined {
  const fits = constant?.type === 'float32' && [`${String(channels)},1,1`, `1,${String(channels)},1,1`].includes(constant.shape.join());
  return fits ? constant.data as Float32Array : undefined;
}
