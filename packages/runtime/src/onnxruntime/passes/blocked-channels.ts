import type { ValueType } from '@lookalike/graph';

/** ONNX Runtime keeps images in blocks of 8 or 16 channels; with a multiple of both, convolutions and their groups stay in that layout. */
export const blockedChannels = 16;

/** The channels of an image that can be in that layout, else `undefined`. */
export function blockedChannelsOf(type: ValueType | undefined): number | undefined {
  const channels = type?.shape[1];
  return type?.type === 'float32' && type.shape.length === 4 && typeof channels === 'number' && channels % blockedChannels === 0 ? channels : undefined;
}
