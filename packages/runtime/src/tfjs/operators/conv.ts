import { elementCount } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { plainOrder } from '../order.ts';
import type { Held, PlanBuilder, Value } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';
import { convolve } from './convolve.ts';
import type { Slide } from './convolve.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, concat, filled, pad, sliceAxis, unary } from './kernels.ts';
import { asImage, asPlane, fromImage, planeOf } from './window.ts';
import type { WindowAxis } from './window.ts';

const conv: Emitter = (b, node) => {
  const weights = node.floats(1);
  const bias = node.inputs[2];
  const slides = planeOf(node, weights.shape.slice(2), node.floats(0).shape.slice(2), node.output.shape.slice(2));
  const result = convolve(b, {
    image: asImage(b, node.input(0)),
    weights,
    slides,
    group: node.number('group', 1),
    bias: bias && b.held(bias),
    isRelu: node.isRelu,
  });
  return [{ ...fromImage(b, result, node), isRectified: node.isRelu }];
};

/**
 * The transpose of a convolution, as convolutions: kernels for it are ten times slower in WebAssembly. With stride 1 it is one with the
 * weights turned around; with a longer stride one for each phase of the rows, which makes the phases of the columns as channels side by
 * side, so that the result is put together from whole rows.
 */
const convTranspose: Emitter = (b, node) => {
  const weights = node.floats(1);
  const { constant } = weights;
  if (constant === undefined) return node.refuse('has weights that depend on the image');
  const group = node.number('group', 1);
  const axes = axesOf(node, weights.shape.slice(2));
  const image = asImage(b, node.floats(0));
  const bias = node.inputs[2];
  const isSimple = group === 1 && axes.every(({ dilation }) => dilation === 1);
  const isStrided = axes.some(({ stride }) => stride !== 1);
  const result = isStrided && isSimple
    ? phased(b, { image, weights: constant, axes })
    : dense(b, { image: isStrided ? spread(b, image, axes) : image, weights: turned(b, weights, constant, group), axes, group });
  const biased = bias === undefined ? result : arithmetic(b, 'Add', result, b.held(bias));
  return [{ ...fromImage(b, node.isRelu ? unary(b, 'Relu', biased) : biased, node), isRectified: node.isRelu }];
};

type Axes = readonly [rows: WindowAxis, columns: WindowAxis];

/** The windows of the convolution of which this is the transpose: `input` is our output. */
function axesOf(node: PlanNode, kernel: readonly number[]): Axes {
  return asPlane(kernel.map((size, axis): WindowAxis => {
    const before = node.list('pads')?.[axis] ?? 0;
    const stride = node.list('strides')?.[axis] ?? 1;
    const dilation = node.list('dilations')?.[axis] ?? 1;
    return { input: node.output.shape[axis + 2]!, output: node.input(0).shape[axis + 2]!, kernel: size, stride, dilation, before, after: 0, named: [before, 0] };
  }));
}

/** An image that has been spread apart already: one convolution with the weights turned around. */
function dense(b: PlanBuilder, { image, weights, axes, group }: { readonly image: Held; readonly weights: Value; readonly axes: Axes; readonly group: number }): Held {
  const slides = axes.map((axis, i): Slide => {
    const extent = axis.dilation * (axis.kernel - 1);
    const before = extent - axis.before;
    return { stride: 1, dilation: axis.dilation, before, after: axis.input + extent - image.dims[i + 1]! - before };
  });
  return convolve(b, { image, weights, slides: [slides[0]!, slides[1]!], group });
}

/** Zeros between the entries, as many behind each as the stride leaves. */
function spread(b: PlanBuilder, image: Held, [rows, columns]: Axes): Held {
  const [batch, height, width, channels] = image.dims as readonly [number, number, number, number];
  const across = pad(b, b.reshape(image, [batch * height * width, channels]), [[0, 0], [0, (columns.stride - 1) * channels]]);
  const line = width * columns.stride * channels;
  const down = pad(b, b.reshape(across, [batch * height, line]), [[0, 0], [0, (rows.stride - 1) * line]]);
  return b.reshape(down, [batch, height * rows.stride, width * columns.stride, channels]);
}

/** Weights [C, M/group, …] as those of a convolution, [M, C/group, …], every kernel turned around. */
function turned(b: PlanBuilder, value: Value, weights: Tensor, group: number): Value {
  const [channels, perGroup, ...kernel] = weights.shape as readonly [number, number, ...number[]];
  const cells = elementCount(kernel);
  const inGroup = channels / group;
  const constant = b.part(weights, `turned in ${group} groups`, () => {
    const data = new Float32Array(weights.data.length);
    for (let c = 0; c < channels; c++) {
      for (let m = 0; m < perGroup; m++) {
        const g = Math.floor(c / inGroup);
        const from = (c * perGroup + m) * cells;
        const to = ((g * perGroup + m) * inGroup + (c % inGroup)) * cells;
        for (let cell = 0; cell < cells; cell++) data[to + cell] = Number(weights.data[from + cells - 1 - cell]);
      }
    }
    return { type: 'float32', shape: [perGroup * group, inGroup, ...kernel], data };
  });
  return { ...value, shape: constant.shape, order: plainOrder(constant.shape.length), constant };
}

/**
 * Entry j·stride + r of the padded result is Σ x[j − t] w[r + stride·t]: for each r a convolution with every stride-th entry of the kernel.
 */
function phased(b: PlanBuilder, { image, weights, axes: [rows, columns] }: { readonly image: Held; readonly weights: Tensor; readonly axes: Axes }): Held {
  const [batch, height, width] = image.dims as readonly [number, number, number];
  const outputs = weights.shape[1]!;
  const spanOf = ({ before, input, stride }: WindowAxis): readonly [first: number, last: number] => [Math.floor(before / stride), Math.floor((before + input - 1) / stride)];
  const [firstRow, lastRow] = spanOf(rows);
  const [firstColumn, lastColumn] = spanOf(columns);
  const lines = lastRow - firstRow + 1;
  const line = (lastColumn - firstColumn + 1) * columns.stride * outputs;
  const taps = { columns: Math.ceil(columns.kernel / columns.stride) };
  const phases = Array.from({ length: rows.stride }, (_, r) => {
    const count = Math.max(0, Math.ceil((rows.kernel - r) / rows.stride));
    if (count === 0) return filled(b, [batch, lines, 1, line], 0, 'float32');
    const constant = b.part(weights, `phase ${r} of ${rows.stride}, ${columns.stride}`, () => phaseWeights(weights, { r, count, taps: taps.columns, strides: [rows.stride, columns.stride] }));
    const result = convolve(b, {
      image,
      weights: { type: 'float32', shape: constant.shape, order: plainOrder(4), constant },
      slides: [
        { stride: 1, dilation: 1, before: count - 1 - firstRow, after: lastRow - height + 1 },
        { stride: 1, dilation: 1, before: taps.columns - 1 - firstColumn, after: lastColumn - width + 1 },
      ],
      group: 1,
    });
    return b.reshape(result, [batch, lines, 1, line]);
  });
  const merged = b.reshape(concat(b, phases, 2), [batch, lines * rows.stride, line / outputs, outputs]);
  const down = sliceAxis(b, merged, 1, { start: rows.before - firstRow * rows.stride, count: rows.input, step: 1 });
  return sliceAxis(b, down, 2, { start: columns.before - firstColumn * columns.stride, count: columns.input, step: 1 });
}

interface Phase {
  readonly r: number;
  readonly count: number;
  readonly taps: number;
  readonly strides: readonly [rows: number, columns: number];
}

/** [C, M, …] as [columns' stride · M, C, count, taps]: the filters of each phase of the columns one after another, turned around. */
function phaseWeights({ shape, data }: Tensor, { r, count, taps, strides: [rowStride, columnStride] }: Phase): Tensor {
  const [channels, outputs] = shape as readonly [number, number];
  const [height, width] = shape.length === 3 ? [1, shape[2]!] : [shape[2]!, shape[3]!];
  const result = new Float32Array(columnStride * outputs * channels * count * taps);
  let to = 0;
  for (let phase = 0; phase < columnStride; phase++) {
    for (let m = 0; m < outputs; m++) {
      for (let c = 0; c < channels; c++) {
        for (let t = count - 1; t >= 0; t--) {
          for (let s = taps - 1; s >= 0; s--) {
            const [row, column] = [r + rowStride * t, phase + columnStride * s];
            result[to++] = row < height && column < width ? Number(data[((c * outputs + m) * height + row) * width + column]) : 0;
          }
        }
      }
    }
  }
  return { type: 'float32', shape: [columnStride * outputs, channels, count, taps], data: result };
}

export const convolutions = { Conv: conv, ConvTranspose: convTranspose } satisfies Record<string, Emitter>;
