import { AttributeReader } from '../attributes.ts';
import type { GraphNode, Shape } from '../graph.ts';
import { elementCount } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import type { InferContext } from './definition.ts';
import { coordinateModes, interpolationWeights, isFarFromBorders, nearestEntries, nearestModes, resizeModes } from './interpolation.ts';
import type { Interpolation, ResizedAxis } from './interpolation.ts';
import { unreachable } from './unreachable.ts';

interface ResizeAttributes extends Interpolation {
  readonly axes: readonly number[] | undefined;
}

function readResize(read: AttributeReader): ResizeAttributes {
  read.ignore('extrapolation_value');
  read.choice('keep_aspect_ratio_policy', ['stretch'], 'stretch');
  return {
    mode: read.choice('mode', resizeModes, 'nearest'),
    coordinates: read.choice('coordinate_transformation_mode', coordinateModes, 'half_pixel'),
    nearest: read.choice('nearest_mode', nearestModes, 'round_prefer_floor'),
    cubic: read.number('cubic_coeff_a', -0.75),
    axes: read.has('axes') ? read.integers('axes') : undefined,
    antialias: read.flag('antialias', false),
    excludeOutside: read.flag('exclude_outside', false),
  };
}

/**
 * Interpolates along axes: nearest, linear or cubic. Every axis by itself is a product with a matrix of weights, and so is its gradient.
 * Cropping is not supported.
 * @see https://onnx.ai/onnx/operators/onnx__Resize.html
 */
export const Resize = defineOperator<ResizeAttributes>({
  inputs: [1, 4],
  traits: { reach: 'image', takesSizes: true },
  attributes: readResize,
  infer: (context) => {
    const { input, attributes, integers, fail } = context;
    if (attributes.antialias && attributes.mode === 'nearest') fail('antialias needs the mode linear or cubic.');
    const { type, shape } = input(0);
    return [{ type, shape: resizedAxes({ shape, attributes, integers, fail }).map((axis) => axis.output) }];
  },
  evaluate: ({ input, attributes, integers }) => {
    const { shape, data } = input(0);
    const axes = resizedAxes({ shape, attributes, integers, fail: unreachable });
    const sizes = [...shape];
    return [axes.reduce((values, axis, i) => {
      if (isUnchanged(axis)) return values;
      const resized = resizeAxis(values, elementCount(sizes.slice(i + 1)), axis, interpolationWeights(attributes, axis));
      sizes[i] = axis.output;
      return resized;
    }, data)];
  },
  gradient: ({ b, dy, inputs, attributes, refuse }, index) => {
    const [x, ...rest] = inputs as [string, ...string[]];
    if (index !== 0) return refuse('its sizes must be constants');
    const shape = b.shapeOf(x);
    const integers = (i: number): number[] | undefined => {
      const name = rest[i - 1];
      return name === undefined || name === '' ? undefined : Array.from(b.knownOf(name)[0].values!());
    };
    const axes = resizedAxes({ shape: b.knownOf(x)[0].shape, attributes, integers, fail: unreachable });
    return axes.reduce((gradient, axis, i) => {
      if (isUnchanged(axis)) return gradient;
      if (typeof shape[i] !== 'number') return refuse('resizing the batch is not supported');
      const weights = b.floats([axis.output, axis.input], interpolationWeights(attributes, axis));
      if (i === shape.length - 1) return b.matMul(gradient, weights);
      const swapped = shape.map((_, at) => (at === i ? shape.length - 1 : at === shape.length - 1 ? i : at));
      return b.transpose(b.matMul(b.transpose(gradient, swapped), weights), swapped);
    }, dy);
  },
  // An axis is resized by a matrix of its old by its new size.
  scratch: ({ input }, [output]) => Math.max(...input(0).shape.map((size, axis) => size * output!.shape[axis]!)),
  upgrade: ({ b, node, opset }) => {
    if (opset >= 11) return undefined;
    const [x, scales] = node.inputs as [string, string];
    return b.append('Resize', [x, '', scales], { ...node.attributes, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }, { name: node.name, outputs: node.outputs });
  },
});

/** How a Resize changes one axis. */
export interface AxisResize {
  readonly axis: number;
  readonly input: number;
  readonly output: number;
  /** [output, input], row-major. */
  readonly weights: Float64Array;
  /** In the mode nearest: which entry each one of the result repeats, and whether every device must find the same. */
  readonly nearest?: { readonly entries: readonly number[]; readonly isFarFromBorders: boolean };
}

/**
 * What a Resize does to each axis that it changes, as its value, its gradient and every device must have it.
 * @param shape of its input; only axes that stay as they are may be symbolic
 * @param numbers of an input that is constant; `undefined` where it is absent
 */
export function axisResizes(node: GraphNode, shape: Shape, numbers: (index: number) => number[] | undefined): readonly AxisResize[] {
  const attributes = readResize(new AttributeReader(node));
  return resizedAxes({ shape: shape.map((size) => (typeof size === 'number' ? size : 1)), attributes, integers: numbers, fail: unreachable }).flatMap((resized, axis) => (isUnchanged(resized) ? [] : [{
    axis, input: resized.input, output: resized.output, weights: interpolationWeights(attributes, resized),
    ...(attributes.mode === 'nearest' && { nearest: { entries: nearestEntries(attributes, resized), isFarFromBorders: isFarFromBorders(attributes, resized) } }),
  }]));
}

const isUnchanged = ({ input, output, scale }: ResizedAxis): boolean => input === output && scale === 1;

interface Sizes {
  readonly shape: readonly number[];
  readonly attributes: ResizeAttributes;
  readonly integers: (index: number) => number[] | undefined;
  readonly fail: InferContext<unknown>['fail'];
}

/** One entry per axis of the input. Sizes are rounded down in float32, as in ONNX Runtime: 10 by 0.7 is 7. Exporters write an empty list for the one of scales and sizes that they leave out. */
function resizedAxes({ shape, attributes, integers, fail }: Sizes): ResizedAxis[] {
  const given = (index: number): number[] | undefined => {
    const values = integers(index);
    return values === undefined || values.length === 0 ? undefined : values;
  };
  const scales = given(2);
  const sizes = given(3);
  const axes = (attributes.axes ?? shape.map((_, axis) => axis)).map((axis) => normalizeAxis(axis, shape.length, fail));
  const named = scales ?? sizes;
  if (named === undefined || (scales !== undefined && sizes !== undefined)) return fail('either scales or sizes must be given.');
  if (named.length !== axes.length || named.some((value) => value <= 0)) fail(`[${named.join(', ')}] must have one positive entry for each of ${axes.length} axes.`);
  return shape.map((input, axis) => {
    const i = axes.indexOf(axis);
    if (i < 0) return { input, output: input, scale: 1 };
    return sizes === undefined ? { input, output: Math.floor(Math.fround(input * scales![i]!)), scale: scales![i]! } : { input, output: sizes[i]!, scale: sizes[i]! / input };
  });
}

function resizeAxis(data: Float64Array, inner: number, { input, output }: ResizedAxis, weights: Float64Array): Float64Array {
  const outer = data.length / (input * inner);
  const result = new Float64Array(outer * output * inner);
  for (let o = 0; o < outer; o++) {
    for (let to = 0; to < output; to++) {
      for (let from = 0; from < input; from++) {
        const weight = weights[to * input + from]!;
        if (weight === 0) continue;
        for (let i = 0; i < inner; i++) result[(o * output + to) * inner + i]! += weight * data[(o * input + from) * inner + i]!;
      }
    }
  }
  return result;
}
