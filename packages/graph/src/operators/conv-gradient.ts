import type { GraphBuilder } from '../builder.ts';
import type { Tensor } from '../graph.ts';
import { elementCount } from '../tensor.ts';
import { padsOf } from './window.ts';
import type { WindowAxis } from './window.ts';

/**
 * The gradient of a convolution with respect to its input.
 * With stride 1 it is a convolution again, with weights flipped and transposed once. Otherwise it is a transposed convolution.
 * @param dy [N, M, …]
 * @param weights name of the weights [M, C/group, …]
 */
export function convInputGradient(b: GraphBuilder, dy: string, weights: string, axes: readonly WindowAxis[], group: number): string {
  const constant = b.constantOf(weights);
  if (constant !== undefined && axes.every((axis) => axis.stride === 1)) {
    return convolveBack(b, dy, flippedWeights(b, weights, constant, group), axes, group);
  }
  const reach = (axis: WindowAxis): number => (axis.output - 1) * axis.stride - axis.begin - axis.end + axis.dilation * (axis.kernel - 1) + 1;
  return b.convTranspose(dy, weights, {
    strides: axes.map((axis) => axis.stride),
    dilations: axes.map((axis) => axis.dilation),
    pads: padsOf(axes),
    outputPadding: axes.map((axis) => axis.input - reach(axis)),
    group,
  });
}

function convolveBack(b: GraphBuilder, dy: string, flipped: string, axes: readonly WindowAxis[], group: number): string {
  const extent = (axis: WindowAxis): number => axis.dilation * (axis.kernel - 1);
  const begins = axes.map((axis) => extent(axis) - axis.begin);
  const ends = axes.map((axis) => extent(axis) - axis.end);
  // Padding beyond the window made outputs that saw no input at all; they are cut off.
  const isCut = [...begins, ...ends].some((pad) => pad < 0);
  const seen = isCut ? b.slice(dy, {
    starts: begins.map((pad) => Math.max(0, -pad)),
    ends: axes.map((axis, i) => axis.output - Math.max(0, -ends[i]!)),
    axes: axes.map((_, i) => i + 2),
  }) : dy;
  return b.conv(seen, flipped, {
    dilations: axes.map((axis) => axis.dilation),
    pads: [...begins, ...ends].map((pad) => Math.max(0, pad)),
    group,
  });
}

/** Weights [M, C/g, k…] as [C, M/g, k…] with every kernel turned around, computed now so that no run has to. */
function flippedWeights(b: GraphBuilder, name: string, { shape, data, type }: Tensor, group: number): string {
  if (!(data instanceof Float32Array) || type !== 'float32') {
    throw new Error(`Weights "${name}" are ${type}; import makes all of them float32.`);
  }
  const [outChannels, perGroup] = shape as readonly [number, number];
  const cells = elementCount(shape.slice(2));
  const outPerGroup = outChannels / group;
  const flipped = new Float32Array(data.length);
  for (let g = 0; g < group; g++) {
    for (let m = 0; m < outPerGroup; m++) {
      for (let c = 0; c < perGroup; c++) {
        const from = ((g * outPerGroup + m) * perGroup + c) * cells;
        const to = ((g * perGroup + c) * outPerGroup + m) * cells;
        for (let cell = 0; cell < cells; cell++) flipped[to + cell] = data[from + cells - 1 - cell]!;
      }
    }
  }
  return b.constant({ type, shape: [perGroup * group, outPerGroup, ...shape.slice(2)], data: flipped }, b.fresh(`${name}_flipped`));
}
