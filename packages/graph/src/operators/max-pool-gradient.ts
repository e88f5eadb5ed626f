import type { GraphWriter } from '../graph-writer.ts';
import { mergePhases, padOrCrop, splitPhases } from './phases.ts';
import type { WindowAxis } from './window.ts';

interface MaxPoolGradient {
  readonly x: string;
  readonly y: string;
  readonly dy: string;
  readonly axes: readonly [rows: WindowAxis, columns: WindowAxis];
  /** Whether x has infinite values. */
  readonly isInfinite: boolean;
}

/** Stands for the padding and for −∞: less than any value of a network, but finite, so that 0 · padding is 0. */
const lowest = -3.4e38;

/**
 * The gradient of MaxPool with respect to its input, without a scatter, which runs on one thread (measured on ONNX Runtime 1.30: 70 ms
 * where this takes 40 on two cores, and less with more). Every cell that equals its window's maximum takes its share.
 */
export function maxPoolGradient(b: GraphWriter, pool: MaxPoolGradient): string {
  const isTiled = pool.axes.every(({ kernel, stride, dilation }) => kernel === stride && dilation === 1);
  const rule = isTiled ? tiledGradient : overlappingGradient;
  // Runtimes differ about the maximum of nothing but −∞, so that no cell might equal it.
  const bounded = (value: string): string => (pool.isInfinite ? b.clip(value, lowest, -lowest) : value);
  return rule(b, { ...pool, x: bounded(pool.x), y: bounded(pool.y) });
}

/** Windows that tile the input: the result, repeated, is compared with the input. */
function tiledGradient(b: GraphWriter, { x, y, dy, axes }: MaxPoolGradient): string {
  const strides = [axes[0].stride, axes[1].stride] as const;
  const cells = strides[0] * strides[1];
  const repeat = (value: string): string => mergePhases(b, new Array<string>(cells).fill(value), strides);
  const { before, after } = margins(axes, axes.map((axis) => axis.output * axis.stride));
  const mask = b.cast(b.equal(padOrCrop(b, x, before, after, lowest), repeat(y)), b.typeOf(x).type);
  const count = b.mul(b.averagePool(mask, { kernel: strides, strides }), cells);
  return padOrCrop(b, b.mul(mask, repeat(b.div(dy, count))), before.map((pad) => -pad), after.map((pad) => -pad));
}

/**
 * Overlapping windows: the padded input is taken apart into the phases of the stride, so that each cell of the window is a plain
 * slice of one phase, as large as the result.
 */
function overlappingGradient(b: GraphWriter, { x, y, dy, axes }: MaxPoolGradient): string {
  const strides = [axes[0].stride, axes[1].stride] as const;
  const grid = axes.map(({ output, stride, kernel, dilation }) => output + Math.floor((dilation * (kernel - 1)) / stride)) as [number, number];
  const { before, after } = margins(axes, axes.map(({ stride }, i) => grid[i]! * stride));
  const phases = splitPhases(b, padOrCrop(b, x, before, after, lowest), strides);
  const outputs = axes.map((axis) => axis.output) as [number, number];

  const cells = Array.from({ length: axes[0].kernel * axes[1].kernel }, (_, cell) => {
    const { phase, shift } = cellPlace(cell, axes);
    const rest = shift.map((begin, i) => grid[i]! - begin - outputs[i]!);
    const plane = padOrCrop(b, phases[phase]!, shift.map((begin) => -begin), rest.map((end) => -end));
    return { phase, shift, rest, mask: b.cast(b.equal(plane, y), b.typeOf(x).type) };
  });
  const share = b.div(dy, cells.map(({ mask }) => mask).reduce((sum, mask) => b.add(sum, mask)));
  const planes = phases.map((_, phase) => {
    const parts = cells.filter((cell) => cell.phase === phase).map(({ mask, shift, rest }) => padOrCrop(b, b.mul(mask, share), shift, rest));
    return parts.length === 0 ? undefined : parts.reduce((sum, part) => b.add(sum, part));
  });
  return padOrCrop(b, mergePhases(b, planes, strides), before.map((pad) => -pad), after.map((pad) => -pad));
}

/** How far the area that the windows are laid over reaches beyond the input; negative where the input reaches further. */
function margins(axes: readonly WindowAxis[], covered: readonly number[]): { readonly before: number[]; readonly after: number[] } {
  return { before: axes.map((axis) => axis.begin), after: axes.map((axis, i) => covered[i]! - axis.begin - axis.input) };
}

/** Where a cell of the window lies: in which phase of the stride, and how many whole strides further on. */
function cellPlace(cell: number, [rows, columns]: readonly [WindowAxis, WindowAxis]): { readonly phase: number; readonly shift: readonly [number, number] } {
  const down = Math.floor(cell / columns.kernel) * rows.dilation;
  const right = (cell % columns.kernel) * columns.dilation;
  return {
    phase: (down % rows.stride) * columns.stride + (right % columns.stride),
    shift: [Math.floor(down / rows.stride), Math.floor(right / columns.stride)],
  };
}
