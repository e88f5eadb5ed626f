import type { GraphWriter } from '../graph-writer.ts';
import { elementCount, makeTensor } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { spread } from './phases.ts';
import { padAxis } from './gradient-helpers.ts';
import { unreachable } from './unreachable.ts';
import { asPlane, readWindow, windowAxes, windowCells, withPlainPads } from './window.ts';
import type { WindowAxis } from './window.ts';

/**
 * The mean of each window. Padding counts towards the mean only with count_include_pad, and cells beyond the padding, which ceil mode
 * may add, never do.
 * @see https://onnx.ai/onnx/operators/onnx__AveragePool.html
 */
export const AveragePool = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'image', linear: 'in all', averages: true, workUnboundByOperands: true },
  attributes: (read) => ({ ...readWindow(read), kernelShape: read.integers('kernel_shape'), countIncludePad: read.flag('count_include_pad', false) }),
  infer: ({ input, attributes, fail }) => {
    const { type, shape } = input(0);
    if (shape.length < 3 || shape.length > 4) fail(`input must be [N, C, H, W] or [N, C, L], got ${shape.length} axes.`);
    const axes = windowAxes(attributes, shape.slice(2), attributes.kernelShape, fail);
    return [{ type, shape: [...shape.slice(0, 2), ...axes.map((axis) => axis.output)] }];
  },
  evaluate: ({ input, attributes, outputs: [output] }) => {
    const { shape, data } = input(0);
    const axes = windowAxes(attributes, shape.slice(2), attributes.kernelShape, unreachable);
    const window = windowCells(asPlane(axes));
    const counts = cellCounts(axes, attributes.countIncludePad);
    const inSize = elementCount(shape.slice(2));
    const result = new Float64Array(elementCount(output!.shape));
    for (let image = 0; image < shape[0]! * shape[1]!; image++) {
      for (let i = 0; i < window.outputs.length; i++) {
        const to = window.outputs[i]!;
        result[image * counts.length + to]! += data[image * inSize + window.inputs[i]!]! / counts[to]!;
      }
    }
    return [result];
  },
  // The transpose of a mean over windows is a sum over windows of dy, spread by the stride.
  gradient: ({ b, dy, inputs: [x], attributes }) => {
    const spatial = b.shapeOf(x!).slice(2) as readonly number[];
    const axes = windowAxes(attributes, spatial, attributes.kernelShape, unreachable);
    const counts = cellCounts(axes, attributes.countIncludePad);
    const cells = axes.reduce((product, axis) => product * axis.kernel, 1);
    const isEven = counts.every((count) => count === cells);
    const shares = isEven ? dy : b.mul(dy, b.constant(makeTensor('float32', [1, 1, ...axes.map((axis) => axis.output)], counts.map((count) => cells / count))));
    const spaced = spread(b, shares, axes.map((axis) => axis.stride));
    const aligned = axes.reduce((value, axis, i) => {
      const extent = axis.dilation * (axis.kernel - 1);
      const before = extent - axis.begin;
      return cropOrPad(b, value, i + 2, { before, size: axis.input + extent });
    }, spaced);
    if (axes.every((axis) => axis.dilation === 1)) return b.op('AveragePool', [aligned], { kernel_shape: attributes.kernelShape });
    return b.mul(sumOfCells(b, aligned, axes), 1 / cells);
  },
  upgrade: (context) => withPlainPads(context),
});

/**
 * For each cell of the input, the sum over a window whose cells lie apart. As slices, because ONNX Runtime takes the padding before a pool
 * into it, and then refuses more than its kernel's size.
 */
function sumOfCells(b: GraphWriter, value: string, axes: readonly WindowAxis[]): string {
  return axes.reduce((sum, { kernel, dilation, input }, i) => {
    const slices = Array.from({ length: kernel }, (_, cell) => b.slice(sum, { starts: [cell * dilation], ends: [cell * dilation + input], axes: [i + 2] }));
    return slices.reduce((total, slice) => b.add(total, slice));
  }, value);
}

/** Moves a value along an axis by `before` (zeros, or cropped where negative) and gives it this size. */
function cropOrPad(b: GraphWriter, value: string, axis: number, { before, size }: { before: number; size: number }): string {
  const length = b.shapeOf(value)[axis] as number;
  const start = Math.max(0, -before);
  const end = Math.min(length, size - before);
  const kept = start === 0 && end === length ? value : b.slice(value, { starts: [start], ends: [end], axes: [axis] });
  const lead = Math.max(0, before);
  return padAxis(b, kept, axis, lead, size - lead - (end - start));
}

/** How many cells each window's mean divides by. */
function cellCounts(axes: readonly WindowAxis[], countIncludePad: boolean): number[] {
  const [rows, columns] = asPlane(axes);
  const along = (axis: WindowAxis): number[] => Array.from({ length: axis.output }, (_, position) => {
    const start = position * axis.stride - axis.begin;
    const [low, high] = countIncludePad ? [-axis.begin, axis.input + axis.end] : [0, axis.input];
    return Array.from({ length: axis.kernel }, (__, cell) => start + cell * axis.dilation).filter((at) => at >= low && at < high).length;
  });
  const across = along(columns);
  return along(rows).flatMap((count) => across.map((other) => count * other));
}
