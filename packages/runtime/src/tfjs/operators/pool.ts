import { makeTensor } from '@lookalike/graph';
import type { Held, PlanBuilder } from '../plan-builder.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, pad, slice } from './kernels.ts';
import { asImage, fromImage, planeOf } from './window.ts';
import type { Plane, WindowAxis } from './window.ts';

const maxPool: Emitter = (b, node) => {
  const plane = planeOf(node, node.list('kernel_shape')!, node.floats(0).shape.slice(2), node.output.shape.slice(2));
  const padded = fitted(b, asImage(b, node.input(0)), plane, -Infinity);
  const isDilated = plane.some(({ dilation }) => dilation !== 1);
  return [fromImage(b, isDilated ? overCells(b, padded, plane, 'Maximum') : pooled(b, 'MaxPool', padded, plane), node)];
};

/** The mean over padded windows, made up for padding that does not count. */
const averagePool: Emitter = (b, node) => {
  const plane = planeOf(node, node.list('kernel_shape')!, node.floats(0).shape.slice(2), node.output.shape.slice(2));
  const padded = fitted(b, asImage(b, node.input(0)), plane, 0);
  const isDilated = plane.some(({ dilation }) => dilation !== 1);
  const cells = plane[0].kernel * plane[1].kernel;
  const counts = cellCounts(plane, node.number('count_include_pad', 0) !== 0);
  const [rows, columns] = plane;
  const factors = (numerator: number): Held => b.numbers(makeTensor('float32', [1, rows.output, columns.output, 1], counts.map((count) => numerator / count)));
  if (isDilated) return [fromImage(b, arithmetic(b, 'Multiply', overCells(b, padded, plane, 'Add'), factors(1)), node)];
  const mean = pooled(b, 'AvgPool', padded, plane);
  return [fromImage(b, counts.every((count) => count === cells) ? mean : arithmetic(b, 'Multiply', mean, factors(cells)), node)];
};

/** Pads or crops an image so that the windows fit exactly: pooling kernels disagree about padding of their own. */
function fitted(b: PlanBuilder, image: Held, plane: Plane, value: number): Held {
  const grow = (count: number): number => Math.max(0, count);
  const [, height, width] = image.dims as readonly [number, number, number];
  const kept = [height + Math.min(0, plane[0].after), width + Math.min(0, plane[1].after)] as const;
  const isTooLong = pooledSize(plane[0]) || pooledSize(plane[1]);
  const cropped = isTooLong ? slice(b, image, image.dims.map((count, axis) => ({ start: 0, count: kept[axis - 1] ?? count, step: 1 }))) : image;
  return pad(b, cropped, [[0, 0], ...plane.map(({ before, after }) => [before, grow(after)] as const), [0, 0]], value);
}

/** Whether so much of the end is left over that another window would fit. */
function pooledSize({ after, stride }: WindowAxis): boolean {
  return -after >= stride;
}

function pooled(b: PlanBuilder, kernel: 'AvgPool' | 'MaxPool', image: Held, [rows, columns]: Plane): Held {
  const [batch, , , channels] = image.dims as readonly [number, number, number, number];
  return b.kernel(kernel, { x: image }, { filterSize: [rows.kernel, columns.kernel], strides: [rows.stride, columns.stride], pad: 'valid' },
    { dims: [batch, rows.output, columns.output, channels], type: image.type });
}

/** Joins the cells of dilated windows, which pooling kernels do not know, one by one. */
function overCells(b: PlanBuilder, image: Held, [rows, columns]: Plane, join: 'Add' | 'Maximum'): Held {
  const cells = Array.from({ length: rows.kernel * columns.kernel }, (_, cell) => {
    const starts = [0, Math.floor(cell / columns.kernel) * rows.dilation, (cell % columns.kernel) * columns.dilation, 0];
    return slice(b, image, image.dims.map((count, axis) => {
      const along = axis === 1 ? rows : axis === 2 ? columns : undefined;
      return { start: starts[axis]!, count: along?.output ?? count, step: along?.stride ?? 1 };
    }));
  });
  return cells.reduce((joined, cell) => arithmetic(b, join, joined, cell));
}

/** How many cells each window's mean divides by. */
function cellCounts([rows, columns]: Plane, countsPadding: boolean): number[] {
  const along = ({ input, output, kernel, stride, dilation, named: [before, after] }: WindowAxis): number[] => Array.from({ length: output }, (_, position) => {
    const [least, most] = countsPadding ? [-before, input + after] : [0, input];
    return Array.from({ length: kernel }, (__, cell) => position * stride - before + cell * dilation).filter((at) => at >= least && at < most).length;
  });
  const across = along(columns);
  return along(rows).flatMap((count) => across.map((other) => count * other));
}

/** The mean over all positions, by a window as large as the image. */
const globalAverage: Emitter = (b, node) => {
  const image = asImage(b, node.floats(0));
  return [fromImage(b, overImage(b, 'AvgPool', image), node)];
};

const globalMax: Emitter = (b, node) => {
  const image = asImage(b, node.floats(0));
  return [fromImage(b, overImage(b, 'MaxPool', image), node)];
};

function overImage(b: PlanBuilder, kernel: 'AvgPool' | 'MaxPool', image: Held): Held {
  const [batch, height, width, channels] = image.dims as readonly [number, number, number, number];
  if (height === 1 && width === 1) return image;
  return b.kernel(kernel, { x: image }, { filterSize: [height, width], strides: [1, 1], pad: 'valid' }, { dims: [batch, 1, 1, channels], type: image.type });
}

export const pools = { AveragePool: averagePool, GlobalAveragePool: globalAverage, GlobalMaxPool: globalMax, MaxPool: maxPool } satisfies Record<string, Emitter>;
