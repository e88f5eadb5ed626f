import { forEachIndex } from '../broadcast.ts';
import type { Shape } from '../graph.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import type { InferContext } from './definition.ts';
import { scatterAlongAxis } from './gradient-helpers.ts';
import { unreachable } from './unreachable.ts';

interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Every step-th entry from start to before end, along axes. @see https://onnx.ai/onnx/operators/onnx__Slice.html */
export const Slice = defineOperator({
  inputs: [3, 5],
  traits: { reach: 'operand', moves: 'some', takesSizes: true },
  attributes: () => ({}),
  infer: (context) => {
    const { type, shape } = context.input(0);
    return [{ type, shape: rangesOf(context.integers, shape, context.fail).map((range) => range.count) }];
  },
  evaluate: ({ input, integers, outputs: [output] }) => {
    const { shape, data } = input(0);
    const ranges = rangesOf(integers, shape, unreachable);
    const strides = stridesOf(shape);
    const origin = ranges.reduce((sum, range, axis) => sum + range.start * strides[axis]!, 0);
    const result = new Float64Array(elementCount(output!.shape));
    forEachIndex(output!.shape, [ranges.map((range, axis) => range.step * strides[axis]!)], (position, [source]) => {
      result[position] = data[origin + source!]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs: [x, ...rest], refuse }, index) => {
    if (index !== 0) return refuse('its bounds must be constants');
    const shape: Shape = b.shapeOf(x!);
    const integers = (i: number): number[] | undefined => {
      const name = rest[i - 1];
      return name === undefined || name === '' ? undefined : Array.from(b.knownOf(name)[0].values!());
    };
    // Only the batch can be symbolic; it is taken whole, or the result would not have its size.
    const ranges = rangesOf(integers, b.knownOf(x!)[0].shape, unreachable);
    return ranges.reduce((gradient, { start, step, count }, axis) => {
      const size = shape[axis]!;
      if (typeof size !== 'number') return start === 0 && step === 1 ? gradient : refuse('slicing the batch is not supported');
      if (count === size && step === 1) return gradient;
      return scatterAlongAxis(b, gradient, axis, Array.from({ length: count }, (_, i) => start + i * step), size);
    }, dy);
  },
  upgrade: ({ b, node, opset }) => {
    if (opset >= 10) return undefined;
    const { starts, ends, axes } = node.attributes as Readonly<Record<string, readonly number[] | undefined>>;
    const inputs = [node.inputs[0]!, b.integers(starts ?? []), b.integers(ends ?? []), ...(axes ? [b.integers(axes)] : [])];
    return b.append('Slice', inputs, {}, { name: node.name, outputs: node.outputs });
  },
});

/** One range per axis of the input; bounds beyond the ends are pulled in, as in Python. */
function rangesOf(integers: (index: number) => number[] | undefined, shape: readonly number[], fail: InferContext<unknown>['fail']): Range[] {
  const starts = integers(1)!;
  const ends = integers(2)!;
  const axes = (integers(3) ?? starts.map((_, i) => i)).map((axis) => normalizeAxis(axis, shape.length, fail));
  const steps = integers(4) ?? starts.map(() => 1);
  if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length) fail('starts, ends, axes and steps must have one length.');
  return shape.map((size, axis) => {
    const i = axes.indexOf(axis);
    if (i < 0) return { start: 0, step: 1, count: size };
    const step = steps[i]!;
    if (step === 0) fail('a step of 0 is not a slice.');
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const bound = (value: number): number => Math.min(Math.max(value < 0 ? value + size : value, low), high);
    const start = bound(starts[i]!);
    return { start, step, count: Math.max(0, Math.ceil((bound(ends[i]!) - start) / step)) };
  });
}
