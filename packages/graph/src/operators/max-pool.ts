import type { GraphBuilder } from '../builder.ts';
import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { fromPhases, toPhases } from './phases.ts';
import { asPlane, readWindow, windowAxes, windowCells, withPlainPads } from './window.ts';
import type { WindowAxis } from './window.ts';

/**
 * The greatest value in each window. Tied cells of a window share its gradient evenly (PyTorch gives all of it to the first; ties
 * are common only behind a Relu, at 0, where the Relu stops the gradient anyway).
 * @see https://onnx.ai/onnx/operators/onnx__MaxPool.html
 */
export const MaxPool = defineOperator({
  inputs: [1, 1],
  attributes: (read) => {
    read.ignore('storage_order');
    return { ...readWindow(read), kernelShape: read.integers('kernel_shape') };
  },
  infer: ({ input, attributes, fail }) => {
    const { type, shape } = input(0);
    if (shape.length < 3 || shape.length > 4) fail(`input must be [N, C, H, W] or [N, C, L], got ${shape.length} axes.`);
    const axes = windowAxes(attributes, shape.slice(2), attributes.kernelShape, fail);
    return [{ type, shape: [...shape.slice(0, 2), ...axes.map((axis) => axis.output)] }];
  },
  evaluate: ({ input, attributes, outputs: [output] }) => {
    const { shape, data } = input(0);
    const window = windowCells(asPlane(windowAxes(attributes, shape.slice(2), attributes.kernelShape, unreachable)));
    const inSize = elementCount(shape.slice(2));
    const outSize = elementCount(output!.shape.slice(2));
    const result = new Float64Array(elementCount(output!.shape)).fill(-Infinity);
    for (let image = 0; image < shape[0]! * shape[1]!; image++) {
      for (let i = 0; i < window.outputs.length; i++) {
        const to = image * outSize + window.outputs[i]!;
        result[to] = Math.max(result[to]!, data[image * inSize + window.inputs[i]!]!);
      }
    }
    return [result];
  },
  gradient: ({ b, dy, inputs: [x], outputs: [y], attributes, refuse }) => {
    const shape = b.shapeOf(x!);
    if (shape.length !== 4) return refuse('its gradient is written for [N, C, H, W]');
    const axes = windowAxes(attributes, shape.slice(2) as readonly number[], attributes.kernelShape, unreachable) as [WindowAxis, WindowAxis];
    return maxPoolGradient(b, { x: x!, y: y!, dy, axes });
  },
  upgrade: (context) => withPlainPads(context),
});

/**
 * No scatter: it would run on one thread. The padded input is taken apart into the phases of the stride, so that each cell of the
 * window is a plain slice of one phase, as large as the result; where it equals the result it takes its share of the gradient.
 */
function maxPoolGradient(b: GraphBuilder, { x, y, dy, axes }: { x: string; y: string; dy: string; axes: readonly [WindowAxis, WindowAxis] }): string {
  const strides = [axes[0].stride, axes[1].stride] as const;
  const grid = axes.map(({ output, stride, kernel, dilation }) => output + Math.floor((dilation * (kernel - 1)) / stride)) as [number, number];
  const covered = axes.map(({ stride }, i) => grid[i]! * stride);
  const lowest = -3.4e38;
  const before = axes.map((axis) => axis.begin);
  const after = axes.map((axis, i) => covered[i]! - axis.begin - axis.input);
  const padded = fit(b, x, before, after, lowest);
  const phases = toPhases(b, padded, strides);
  const { type } = b.typeOf(x);

  const tiled = axes.every(({ kernel, stride, dilation }) => kernel === stride && dilation === 1);
  if (tiled) {
    const mask = b.cast(b.equal(phases, b.unsqueeze(y, [1])), type);
    const share = b.div(b.unsqueeze(dy, [1]), b.reduceSum(mask, [1], true));
    return fit(b, fromPhases(b, b.mul(mask, share), strides), before.map((pad) => -pad), after.map((pad) => -pad));
  }

  const cells = axes[0].kernel * axes[1].kernel;
  const masks = Array.from({ length: cells }, (_, cell) => {
    const { phase, shift } = cellPlace(cell, axes);
    const plane = b.slice(phases, { starts: [phase, ...shift], ends: [phase + 1, shift[0] + axes[0].output, shift[1] + axes[1].output], axes: [1, 3, 4] });
    return { phase, shift, mask: b.cast(b.equal(b.squeeze(plane, [1]), y), type) };
  });
  const share = b.div(dy, masks.map(({ mask }) => mask).reduce((sum, mask) => b.add(sum, mask)));
  const planes = Array.from({ length: strides[0] * strides[1] }, (_, phase) => {
    const parts = masks.filter((mask) => mask.phase === phase).map(({ mask, shift }) =>
      fit(b, b.mul(mask, share), shift, [grid[0] - shift[0] - axes[0].output, grid[1] - shift[1] - axes[1].output]));
    const sum = parts.length === 0 ? undefined : parts.reduce((total, part) => b.add(total, part));
    return b.unsqueeze(sum ?? fit(b, b.mul(dy, 0), [0, 0], [grid[0] - axes[0].output, grid[1] - axes[1].output]), [1]);
  });
  return fit(b, fromPhases(b, planes.length === 1 ? planes[0]! : b.concat(planes, 1), strides), before.map((pad) => -pad), after.map((pad) => -pad));
}

/** Where a cell of the window lies: in which phase of the stride, and how many whole strides further on. */
function cellPlace(cell: number, [rows, columns]: readonly [WindowAxis, WindowAxis]): { readonly phase: number; readonly shift: readonly [number, number] } {
  const dy = Math.floor(cell / columns.kernel) * rows.dilation;
  const dx = (cell % columns.kernel) * columns.dilation;
  return {
    phase: (dy % rows.stride) * columns.stride + (dx % columns.stride),
    shift: [Math.floor(dy / rows.stride), Math.floor(dx / columns.stride)],
  };
}

/** Pads (or, where negative, crops) the last two axes of a value with four. */
function fit(b: GraphBuilder, x: string, before: readonly number[], after: readonly number[], value = 0): string {
  const [height, width] = b.shapeOf(x).slice(2) as [number, number];
  const cut = [...before, ...after].some((pad) => pad < 0);
  const cropped = !cut ? x : b.slice(x, {
    starts: before.map((pad) => Math.max(0, -pad)),
    ends: [height, width].map((size, i) => size + Math.min(0, after[i]!)),
    axes: [2, 3],
  });
  if (![...before, ...after].some((pad) => pad > 0)) return cropped;
  const pads = [0, 0, ...before.map((pad) => Math.max(0, pad)), 0, 0, ...after.map((pad) => Math.max(0, pad))];
  return b.pad(cropped, pads, { value });
}

function unreachable(message: string): never {
  throw new Error(message);
}
