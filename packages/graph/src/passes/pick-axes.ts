import type { Graph, GraphNode, Shape, ValueType } from '../graph.ts';
import { sizeAt, traitsOf } from '../inference.ts';

interface Surroundings {
  readonly types: ReadonlyMap<string, ValueType>;
  readonly graph: Graph;
}

/**
 * For a range of the result's axis, the axis of each input of which it needs the same range, or `'whole'` for an input that it needs
 * whole (weights, axes); `undefined` for an operator that mixes the entries of that axis, or is not known here.
 */
export function axesThrough(node: GraphNode, axis: number, { types, graph }: Surroundings): readonly (number | 'whole')[] | undefined {
  const { operator, inputs, outputs, attributes } = node;
  const shapeOf = (value: string): Shape => types.get(value)?.shape ?? [];
  const result = shapeOf(outputs[0]!);
  /** As broadcasting aligns them, from the last axis. */
  const aligned = (input: string): number | 'whole' => {
    const at = axis - result.length + shapeOf(input).length;
    return at >= 0 && shapeOf(input)[at] === result[axis] ? at : 'whole';
  };
  const first = (at: number): readonly (number | 'whole')[] => inputs.map((_, i) => (i === 0 ? at : 'whole'));
  if (traitsOf(node)?.reach === 'entry') return inputs.map(aligned);
  switch (operator) {
    case 'Softmax': case 'LogSoftmax': return fromEnd(attributes['axis'] ?? -1, result) === axis ? undefined : [axis];
    case 'LayerNormalization': {
      const from = fromEnd(attributes['axis'] ?? -1, result);
      const areSmall = inputs.slice(1).every((input) => shapeOf(input).length <= result.length - from);
      return axis < from && areSmall ? first(axis) : undefined;
    }
    case 'MatMul': {
      const [left, right] = inputs.map(shapeOf) as [Shape, Shape];
      if (left.length < 2 || right.length < 2) return undefined;
      if (axis === result.length - 2) return [left.length - 2, 'whole'];
      return axis === result.length - 1 ? ['whole', right.length - 1] : inputs.map(aligned);
    }
    case 'Transpose': {
      const order = attributes['perm'];
      return [Array.isArray(order) ? Number(order[axis]) : result.length - 1 - axis];
    }
    case 'Reshape': {
      const at = keptAxis(shapeOf(inputs[0]!), result, axis);
      // The new shape has to be a constant, in which one size can be open.
      return at === undefined || result.filter((size) => typeof size !== 'number').length > 1 ? undefined : first(at);
    }
    case 'Squeeze': case 'Unsqueeze': {
      const at = keptAxis(shapeOf(inputs[0]!), result, axis);
      return at === undefined ? undefined : first(at);
    }
    case 'Concat': return fromEnd(attributes['axis']!, result) === axis ? undefined : inputs.map(() => axis);
    case 'Slice': {
      const axes = graph.constants.get(inputs[3] ?? '');
      return axes === undefined || Array.from(axes.data, Number).map((other) => fromEnd(other, result)).includes(axis) ? undefined : first(axis);
    }
    default: return undefined;
  }
}

function fromEnd(axis: unknown, shape: Shape): number {
  return Number(axis) < 0 ? Number(axis) + shape.length : Number(axis);
}

/** The axis of `before` that stays the axis `axis` of `after`: of the same size, with as many entries before it. */
function keptAxis(before: Shape, after: Shape, axis: number): number | undefined {
  // A size that no network has stands for the batch.
  const count = (shape: Shape): number => shape.reduce<number>((product, size) => product * sizeAt(size, 10_007), 1);
  const rows = count(after.slice(0, axis));
  const at = before.findIndex((size, i) => size === after[axis] && count(before.slice(0, i)) === rows);
  return at === -1 ? undefined : at;
}
