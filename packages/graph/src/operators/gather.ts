import type { GraphWriter } from '../graph-writer.ts';
import { elementCount, makeTensor } from '../tensor.ts';
import { normalizeAxis } from './axes.ts';
import { defineOperator } from './definition.ts';
import { expandLike, reshapeTo, scatterAlongAxis, zerosLike } from './gradient-helpers.ts';

/** Entries of one axis, picked by index; the axis becomes the axes of the indices. @see https://onnx.ai/onnx/operators/onnx__Gather.html */
export const Gather = defineOperator({
  inputs: [2, 2],
  traits: { reach: { axis: 0 }, moves: 'some' },
  attributes: (read) => ({ axis: read.integer('axis', 0) }),
  infer: ({ input, attributes, fail }) => {
    const { type, shape } = input(0);
    const indices = input(1);
    const axis = normalizeAxis(attributes.axis, shape.length, fail);
    const size = shape[axis]!;
    if (indices.values?.().some((index) => index < -size || index >= size)) fail(`an index is outside of axis ${axis}, which has size ${size}.`);
    return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
  },
  evaluate: ({ input, attributes, outputs: [output] }) => {
    const { shape, data } = input(0);
    const { data: indices } = input(1);
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    const size = shape[axis]!;
    const inner = elementCount(shape.slice(axis + 1));
    const outer = elementCount(shape.slice(0, axis));
    const result = new Float64Array(elementCount(output!.shape));
    for (let o = 0; o < outer; o++) {
      for (let j = 0; j < indices.length; j++) {
        const index = indices[j]! < 0 ? indices[j]! + size : indices[j]!;
        const source = (o * size + index) * inner;
        result.set(data.subarray(source, source + inner), (o * indices.length + j) * inner);
      }
    }
    return [result];
  },
  gradient: ({ b, dy, inputs, attributes }, at) => {
    if (at !== 0) return undefined;
    const [x, indexValue] = inputs as [string, string];
    const indices = b.knownOf(indexValue)[0].values?.();
    const shape = b.shapeOf(x);
    const axis = attributes.axis < 0 ? attributes.axis + shape.length : attributes.axis;
    const size = shape[axis]!;
    if (indices === undefined || typeof size !== 'number') return scatterRows(b, { x, dy, indices: indexValue, axis });
    const flat = reshapeTo(b, dy, shape.map((known, i) => (i === axis ? indices.length : known)));
    const fromStart = Array.from(indices, (index) => (index < 0 ? index + size : index));
    if (timesMostPicked(fromStart) <= mostGathers) return scatterAlongAxis(b, flat, axis, fromStart, size);
    const places = b.constant(makeTensor('int64', shape.map((_, i) => (i === axis ? indices.length : 1)), fromStart));
    return b.scatterElements(zerosLike(b, x), expandLike(b, places, flat), flat, { axis, reduction: 'add' });
  },
});

/** An entry that was picked more often than this would take as many Gathers of the whole axis; one scatter then takes less. */
const mostGathers = 16;

function timesMostPicked(indices: readonly number[]): number {
  const times = new Map<number, number>();
  for (const index of indices) times.set(index, (times.get(index) ?? 0) + 1);
  return Math.max(0, ...times.values());
}

interface Rows {
  readonly x: string;
  readonly dy: string;
  readonly indices: string;
  readonly axis: number;
}

/** Where the indices are known only when the graph runs: a scatter, with the axis brought to the front and back. */
function scatterRows(b: GraphWriter, { x, dy, indices, axis }: Rows): string {
  const rank = b.shapeOf(x).length;
  const picked = b.shapeOf(indices).length;
  const others = (count: number, first: number): number[] => Array.from({ length: count }, (_, i) => first + i);
  const toFront = [axis, ...others(axis, 0), ...others(rank - axis - 1, axis + 1)];
  const dyToFront = [...others(picked, axis), ...others(axis, 0), ...others(rank - axis - 1, axis + picked)];
  const move = (value: string, order: readonly number[]): string => (axis === 0 ? value : b.transpose(value, order));
  const scattered = b.op('ScatterND', [zerosLike(b, move(x, toFront)), b.unsqueeze(indices, [-1]), move(dy, dyToFront)], { reduction: 'add' });
  return move(scattered, toFront.map((_, at) => toFront.indexOf(at)));
}
