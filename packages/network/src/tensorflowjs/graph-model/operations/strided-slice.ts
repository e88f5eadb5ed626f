import { GraphError } from '@lookalike/graph';
import { slice } from '../../shaping.ts';
import type { Cut } from '../../shaping.ts';
import type { OperationRule } from '../operation-rule.ts';

/**
 * x[begin:end:stride, …] with everything that Python allows there, in bit masks: `:` without begin or end, one index (which drops its
 * axis), `newaxis`, and `...`.
 * @see https://www.tensorflow.org/api_docs/python/tf/strided_slice
 */
export const StridedSlice: OperationRule = ({ t, name, input, attributes }) => {
  const x = t.settled(input(0));
  const [begins, ends, strides] = [t.numbersOf(input(1)), t.dimensionsOf(input(2)), t.numbersOf(input(3))];
  const has = (mask: string, i: number): boolean => (attributes.integer(mask, 0) & (1 << i)) !== 0;
  const entries = begins.map((_, i) => i);
  if (begins.length > 31 || ends.length !== begins.length || strides.length !== begins.length) throw new GraphError('graph.shape_mismatch', `Node "${name}": begin, end and strides must be equally long.`, { node: name });

  const taken = entries.filter((i) => !has('new_axis_mask', i) && !has('ellipsis_mask', i)).length;
  const skipped = t.rankOf(x) - taken;
  const isOpen = entries.some((i) => has('ellipsis_mask', i));
  if (skipped < 0) throw new GraphError('graph.shape_mismatch', `Node "${name}" slices ${taken} axes of a value with ${t.rankOf(x)}.`, { node: name });
  const cuts: Cut[] = [];
  const dropped: number[] = [];
  const added: number[] = [];
  let axis = 0;
  let resultAxis = 0;
  for (const i of entries) {
    if (has('ellipsis_mask', i)) {
      axis += skipped;
      resultAxis += skipped;
      continue;
    }
    if (has('new_axis_mask', i)) {
      added.push(resultAxis);
      resultAxis += 1;
      continue;
    }
    const [begin, end, step] = [begins[i]!, ends[i]!, strides[i]!];
    if (has('shrink_axis_mask', i)) {
      cuts.push({ axis, start: begin, end: begin === -1 ? toEnd : begin + 1 });
      dropped.push(axis);
    } else {
      const start = has('begin_mask', i) ? (step < 0 ? -1 : 0) : begin;
      const isWhole = start === 0 && step === 1 && (has('end_mask', i) || end === t.shapeOf(x)[axis]);
      if (!isWhole) cuts.push({ axis, start, end: has('end_mask', i) ? (step < 0 ? -toEnd : toEnd) : definite(end, name), step });
      resultAxis += 1;
    }
    axis += 1;
  }
  if (!isOpen && axis > t.rankOf(x)) throw new GraphError('graph.shape_mismatch', `Node "${name}" slices more axes than there are.`, { node: name });
  return added.reduce((value, at) => t.expandDims(value, at), t.squeeze(slice(t, x, cuts), dropped));
};

/** Stands for "to the end": no axis is as long. */
const toEnd = 2 ** 53;

function definite(end: unknown, node: string): number {
  if (typeof end === 'number') return end;
  throw new GraphError('graph.batch_arithmetic', `Node "${node}" slices the batch, which is not supported.`, { node });
}
