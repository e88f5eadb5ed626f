import { axisResizes, makeTensor } from '@lookalike/graph';
import type { AxisResize } from '@lookalike/graph';
import { dimsOf } from '../order.ts';
import type { Held, PlanBuilder } from '../plan-builder.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, gather } from './kernels.ts';

/**
 * Axis by axis: a sum over picked entries times their weights. The weights are the operator's own, so
 * that no mode can come to mean something else here; the kernels of TensorFlow.js know few of them.
 */
const resize: Emitter = (b, node) => {
  const value = node.floats(0);
  const { order } = value;
  const resizes = axisResizes(node.graphNode, node.input(0).shape, (index) => node.known(index));
  const result = resizes.reduce((x, resized) => resizeAxis(b, x, order.indexOf(resized.axis), resized), b.held(value, order));
  return [b.value(b.reshape(result, dimsOf(node.output.shape, order)), { ...node.output, order })];
};

function resizeAxis(b: PlanBuilder, x: Held, place: number, { input, output, weights }: AxisResize): Held {
  const rows = Array.from({ length: output }, (_, row) => Array.from(weights.subarray(row * input, (row + 1) * input), (weight, entry) => ({ weight, entry })).filter(({ weight }) => weight !== 0));
  const taps = Math.max(...rows.map((row) => row.length));
  const parts = Array.from({ length: taps }, (_, tap) => {
    const picked = gather(b, x, place, rows.map((row) => row[tap]?.entry ?? 0));
    const factors = rows.map((row) => row[tap]?.weight ?? 0);
    if (factors.every((factor) => factor === 1)) return picked;
    return arithmetic(b, 'Multiply', picked, b.numbers(makeTensor('float32', x.dims.map((__, axis) => (axis === place ? output : 1)), factors)));
  });
  return parts.reduce((sum, part) => arithmetic(b, 'Add', sum, part));
}

export const resizing = { Resize: resize } satisfies Record<string, Emitter>;
