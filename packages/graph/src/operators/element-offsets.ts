import { forEachIndex } from '../broadcast.ts';
import { elementCount, stridesOf } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import type { EvaluateContext, InferContext, Known, Numbers } from './definition.ts';

interface AlongAxis {
  readonly axis: number;
}

/** GatherElements and ScatterElements: indices have the rank of the data, and lie within it on every other axis. */
export function checkElementIndices({ input, attributes, fail }: InferContext<AlongAxis>, indices: Known): void {
  const { shape } = input(0);
  const axis = normalizeAxis(attributes.axis, shape.length, fail);
  if (indices.shape.length !== shape.length || indices.shape.some((size, at) => at !== axis && size > shape[at]!)) {
    fail(`indices [${indices.shape.join(', ')}] must have the axes of the input [${shape.join(', ')}] and be no larger on any but axis ${axis}.`);
  }
  const size = shape[axis]!;
  if (indices.values?.().some((index) => index < -size || index >= size)) fail(`an index is outside of axis ${axis}, which has size ${size}.`);
}

/** Where in the data each index points. @throws RangeError when one, known only now, points outside. */
export function elementOffsets({ input, attributes, node }: Pick<EvaluateContext<AlongAxis>, 'input' | 'attributes' | 'node'>, indices: Numbers): Float64Array {
  const { shape } = input(0);
  const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
  const strides = stridesOf(shape);
  const others = strides.map((stride, at) => (at === axis ? 0 : stride));
  const offsets = new Float64Array(elementCount(indices.shape));
  forEachIndex(indices.shape, [others], (position, [offset]) => {
    const index = indices.data[position]!;
    const from0 = index < 0 ? index + shape[axis]! : index;
    if (!(from0 >= 0 && from0 < shape[axis]!)) throw new RangeError(`${node.operator} "${node.name}": index ${index} is outside of axis ${axis}, which has size ${shape[axis]}.`);
    offsets[position] = offset! + from0 * strides[axis]!;
  });
  return offsets;
}
