import { GraphError } from '@lookalike/graph';
import { concat } from '../../arithmetic.ts';
import { pad, padSymmetrically, sizeOf, slice, split, tile } from '../../shaping.ts';
import { axisOf, orderWithout } from '../../tensorflow-builder.ts';
import { inPlace } from '../../value.ts';
import type { TfValue } from '../../value.ts';
import type { OperationContext, OperationRule } from '../operation-rule.ts';

const nothing: OperationRule = ({ input }) => input(0);

/** Parts of a size beyond this would make more nodes than any network has. */
const mostParts = 65_536;

export const shapeOperations: Readonly<Record<string, OperationRule>> = {
  CheckNumerics: nothing,
  EnsureShape: nothing,
  Identity: nothing,
  PlaceholderWithDefault: nothing,
  PreventGradient: nothing,
  Snapshot: nothing,
  StopGradient: nothing,
  IdentityN: ({ inputs }) => inputs,

  BroadcastTo: ({ t, input }) => {
    const shape = t.plain(input(1));
    return { name: t.b.op('Expand', [t.plain(input(0)), shape]), order: inPlace(t.dimensionsOf(input(1)).length) };
  },
  Concat: ({ t, inputs, input }) => concat(t, inputs.slice(1), onlyNumber(t, input(0))),
  ConcatV2: ({ t, inputs, input }) => concat(t, inputs.slice(0, -1), onlyNumber(t, input(inputs.length - 1))),
  ExpandDims: ({ t, input }) => t.expandDims(input(0), onlyNumber(t, input(1))),
  Fill: ({ t, input }) => ({ name: t.b.op('Expand', [t.plain(input(1)), t.plain(input(0))]), order: inPlace(t.dimensionsOf(input(0)).length) }),
  Gather: ({ t, input }) => gather(t, input(0), input(1), 0),
  GatherV2: ({ t, name, inputs, input, attributes }) => {
    if (attributes.integer('batch_dims', 0) !== 0) throw new GraphError('graph.bad_attribute', `Node "${name}": batch_dims must be 0.`, { node: name, attribute: 'batch_dims' });
    return gather(t, input(0), input(1), inputs.length > 2 ? onlyNumber(t, input(2)) : 0);
  },
  MirrorPad: ({ t, name, input, attributes }) => {
    const mode = attributes.text('mode', 'REFLECT');
    if (mode === 'REFLECT') return pad(t, input(0), pairs(t, input(1)), { mode: 'reflect' });
    if (mode === 'SYMMETRIC') return padSymmetrically(t, input(0), pairs(t, input(1)));
    throw new GraphError('graph.bad_attribute', `Node "${name}": mode must be REFLECT or SYMMETRIC, got ${mode.slice(0, 20)}.`, { node: name, attribute: 'mode' });
  },
  Pack: ({ t, inputs, input, attributes }) => {
    const axis = axisOf(attributes.integer('axis', 0), t.rankOf(input(0)) + 1);
    return concat(t, inputs.map((value) => t.expandDims(value, axis)), axis);
  },
  Pad: ({ t, input }) => pad(t, input(0), pairs(t, input(1))),
  PadV2: ({ t, input }) => pad(t, input(0), pairs(t, input(1)), { value: onlyNumber(t, input(2)) }),
  Range: ({ t, input }) => ({ name: t.b.op('Range', [0, 1, 2].map((i) => t.plain(input(i)))), order: [0] }),
  Rank: ({ t, input }) => t.constant({ type: 'int64', shape: [], data: BigInt64Array.of(BigInt(t.rankOf(input(0)))) }),
  Reshape: ({ t, input }) => t.reshape(input(0), t.dimensionsOf(input(1))),
  ReverseV2: ({ t, input }) => slice(t, input(0), t.numbersOf(input(1)).map((axis) => ({ axis: axisOf(axis, t.rankOf(input(0))), start: -1, end: -(2 ** 53), step: -1 }))),
  Shape: ({ t, input }) => {
    const value = t.settled(input(0));
    const rank = t.rankOf(value);
    const kept = t.b.shape(value.name);
    return { name: value.order.every((axis, place) => axis === place) ? kept : t.b.gather(kept, inPlace(rank).map((axis) => value.order.indexOf(axis)), 0), order: [0] };
  },
  Size: ({ t, input }) => ({ name: t.b.op('Size', [t.settled(input(0)).name]), order: [] }),
  Slice: ({ t, input }) => {
    const [starts, sizes] = [t.dimensionsOf(input(1)), t.dimensionsOf(input(2))];
    return slice(t, input(0), starts.flatMap((start, axis) => {
      const size = sizes[axis];
      if (start === 0 && (size === -1 || size === t.shapeOf(input(0))[axis])) return [];
      if (typeof start !== 'number' || typeof size !== 'number') throw new GraphError('graph.batch_arithmetic', 'Slicing the batch is not supported.', {});
      return [{ axis, start, end: size === -1 ? 2 ** 53 : start + size }];
    }));
  },
  Split: ({ t, input, attributes }) => {
    const axis = onlyNumber(t, input(0));
    const parts = attributes.integer('num_split', 1);
    const size = sizeOf(t, input(1), axis);
    if (parts < 1 || parts > mostParts || size % parts !== 0) throw new GraphError('graph.shape_mismatch', `An axis of ${size} cannot be split into ${parts} equal parts.`, {});
    return split(t, input(1), axis, Array.from({ length: parts }, () => size / parts));
  },
  SplitV: ({ t, input }) => {
    const axis = onlyNumber(t, input(2));
    const sizes = t.numbersOf(input(1));
    const rest = sizeOf(t, input(0), axis) - sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
    return split(t, input(0), axis, sizes.map((size) => (size === -1 ? rest : size)));
  },
  Squeeze: ({ t, input, attributes }) => {
    const named = attributes.integers(attributes.has('squeeze_dims') ? 'squeeze_dims' : 'axis');
    return t.squeeze(input(0), named.length > 0 ? named : t.shapeOf(input(0)).flatMap((size, axis) => (size === 1 ? [axis] : [])));
  },
  Tile: ({ t, input }) => tile(t, input(0), t.numbersOf(input(1))),
  Transpose: ({ t, input }) => {
    const rank = t.rankOf(input(0));
    return t.transpose(input(0), t.numbersOf(input(1)).map((axis) => axisOf(axis, rank)));
  },
  Unpack: ({ t, input, attributes }) => {
    const axis = axisOf(attributes.integer('axis', 0), t.rankOf(input(0)));
    const size = sizeOf(t, input(0), axis);
    if (size > mostParts) throw new GraphError('graph.shape_mismatch', `An axis of ${size} is not taken apart.`, {});
    return split(t, input(0), axis, Array.from({ length: size }, () => 1)).map((part) => t.squeeze(part, [axis]));
  },
};

/** The one number of a value that must be known. */
function onlyNumber(t: OperationContext['t'], value: TfValue): number {
  const constant = t.constantOf(value);
  const numbers = constant === undefined ? t.numbersOf(value) : Array.from(constant.data, Number);
  if (numbers.length !== 1) throw new GraphError('graph.shape_mismatch', `"${value.name}" must be one number, got ${numbers.length}.`, { value: value.name });
  return numbers[0]!;
}

/** Two numbers for each axis. */
function pairs(t: OperationContext['t'], value: TfValue): (readonly [number, number])[] {
  const numbers = t.numbersOf(value);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, axis) => [numbers[2 * axis]!, numbers[2 * axis + 1]!] as const);
}

function gather(t: OperationContext['t'], x: TfValue, indices: TfValue, axis: number): TfValue {
  const settled = t.settled(x);
  const at = axisOf(axis, t.rankOf(settled));
  const rank = t.rankOf(indices);
  if (rank > 1) {
    const name = t.b.op('Gather', [t.plain(settled), t.plain(indices)], { axis: at });
    return { name, order: inPlace(t.b.shapeOf(name).length) };
  }
  return { name: t.b.op('Gather', [settled.name, t.plain(indices)], { axis: t.placeOf(settled, at) }), order: rank === 0 ? orderWithout(settled.order, [at]) : settled.order };
}
