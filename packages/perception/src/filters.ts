import type { GraphBuilder } from '@lookalike/graph';

/** A separable filter over each channel for itself, as two convolutions without padding. @param taps symmetric. */
export function separableFilter(builder: GraphBuilder, x: string, taps: readonly number[], stride: 1 | 2 = 1): string {
  const channels = channelsOf(builder, x);
  const repeated = Array.from({ length: channels }, () => taps).flat();
  const vertical = builder.conv(x, builder.floats([channels, 1, taps.length, 1], repeated), { group: channels, strides: [stride, 1] });
  return builder.conv(vertical, builder.floats([channels, 1, 1, taps.length], repeated), { group: channels, strides: [1, stride] });
}

/** Channels of a value [N, C, H, W] whose C is fixed. */
export function channelsOf(builder: GraphBuilder, x: string): number {
  return Number(builder.typeOf(x).shape[1]);
}
