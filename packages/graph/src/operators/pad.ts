import { forEachIndex } from '../broadcast.ts';
import type { Shape } from '../graph.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import type { InferContext } from './definition.ts';
import { scatterAlongAxis } from './gradient-helpers.ts';
import { unreachable } from './unreachable.ts';

const modes = ['constant', 'reflect', 'edge', 'wrap'] as const;
type Mode = (typeof modes)[number];

/** Adds entries before and after along axes; negative pads remove them. @see https://onnx.ai/onnx/operators/onnx__Pad.html */
export const Pad = defineOperator({
  inputs: [2, 4],
  traits: { reach: 'operand', moves: 'some', takesSizes: true },
  attributes: (read) => ({ mode: read.choice('mode', modes, 'constant') }),
  infer: (context) => {
    const { input, attributes: { mode }, fail } = context;
    const { type, shape } = input(0);
    const pads = padsPerAxis(context.integers, shape, fail);
    pads.forEach(([before, after], axis) => {
      if (mode === 'reflect' && Math.max(before, after) >= shape[axis]!) fail(`reflection by ${Math.max(before, after)} needs more than ${shape[axis]} entries along axis ${axis}.`);
    });
    return [{ type, shape: shape.map((size, axis) => Math.max(0, size + pads[axis]![0] + pads[axis]![1])) }];
  },
  evaluate: ({ input, inputs, integers, attributes: { mode }, outputs: [output] }) => {
    const { shape, data } = input(0);
    const pads = padsPerAxis(integers, shape, unreachable);
    const sources = shape.map((size, axis) => sourceIndices(size, pads[axis]!, mode));
    const strides = stridesOf(shape);
    const value = inputs[2]?.data[0] ?? 0;
    const result = new Float64Array(elementCount(output!.shape));
    const outStrides = stridesOf(output!.shape);
    forEachIndex(output!.shape, [], (position) => {
      let from: number | undefined = 0;
      for (let axis = 0; axis < shape.length && from !== undefined; axis++) {
        const source: number | undefined = sources[axis]![Math.floor(position / outStrides[axis]!) % output!.shape[axis]!];
        from = source === undefined ? undefined : from + source * strides[axis]!;
      }
      result[position] = from === undefined ? value : data[from]!;
    });
    return [result];
  },
  gradient: ({ b, dy, inputs, attributes: { mode }, refuse }, index) => {
    if (index !== 0) return refuse('its amounts and its value must be constants');
    const shape: Shape = b.shapeOf(inputs[0]!);
    const integers = (i: number): number[] | undefined => {
      const name = inputs[i];
      return name === undefined || name === '' ? undefined : Array.from(b.knownOf(name)[0].values!());
    };
    const pads = padsPerAxis(integers, shape.map(() => 0), unreachable);
    return pads.reduce((gradient, [before, after], axis) => {
      if (before === 0 && after === 0) return gradient;
      const size = shape[axis]!;
      if (typeof size !== 'number') return refuse('padding the batch is not supported');
      const sources = sourceIndices(size, [before, after], mode);
      const first = sources.findIndex((source) => source !== undefined);
      const picked = sources.filter((source) => source !== undefined);
      const kept = picked.length === sources.length ? gradient : b.slice(gradient, { starts: [first], ends: [first + picked.length], axes: [axis] });
      return scatterAlongAxis(b, kept, axis, picked, size);
    }, dy);
  },
  upgrade: ({ b, node, opset }) => {
    if (opset >= 11) return undefined;
    const { pads, value } = node.attributes;
    const inputs = [node.inputs[0]!, b.integers(pads as readonly number[]), ...(typeof value === 'number' ? [b.scalar(value, b.typeOf(node.inputs[0]!).type)] : [])];
    return b.append('Pad', inputs, without(node.attributes, 'pads', 'value'), { name: node.name, outputs: node.outputs });
  },
});

/** For each position of the result, which entry of the axis it repeats; `undefined` for the padding value. */
function sourceIndices(size: number, [before, after]: readonly [number, number], mode: Mode): (number | undefined)[] {
  return Array.from({ length: Math.max(0, size + before + after) }, (_, position) => {
    const at = position - before;
    if (at >= 0 && at < size) return at;
    switch (mode) {
      case 'constant': return undefined;
      case 'edge': return at < 0 ? 0 : size - 1;
      case 'reflect': return at < 0 ? -at : 2 * (size - 1) - at;
      case 'wrap': return ((at % size) + size) % size;
    }
  });
}

function padsPerAxis(integers: (index: number) => number[] | undefined, shape: readonly number[], fail: InferContext<unknown>['fail']): (readonly [number, number])[] {
  const pads = integers(1)!;
  const axes = (integers(3) ?? shape.map((_, axis) => axis)).map((axis) => normalizeAxis(axis, shape.length, fail));
  if (pads.length !== 2 * axes.length) fail(`pads must have ${2 * axes.length} entries, begins then ends, got ${pads.length}.`);
  return shape.map((_, axis) => {
    const i = axes.indexOf(axis);
    return i < 0 ? [0, 0] : [pads[i]!, pads[i + axes.length]!];
  });
}
