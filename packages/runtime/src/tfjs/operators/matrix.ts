import { elementCount, swappedLastAxes } from '@lookalike/graph';
import { plainOrder } from '../order.ts';
import type { Held, PlanBuilder, Value } from '../plan-builder.ts';
import { aligned } from './alignment.ts';
import type { Emitter } from './emitter.ts';
import { arithmetic, batchMatMul, broadcast, broadcastTo, scale } from './kernels.ts';

interface Matrices {
  readonly held: Held;
  readonly isTransposed: boolean;
}

/** The value as matrices over its last two axes. Where those lie swapped the kernel is told so, and nothing moves. */
function asMatrices(b: PlanBuilder, value: Value): Matrices {
  const rank = value.shape.length;
  const swapped = swappedLastAxes(rank);
  const isTransposed = value.order.join() === swapped.join();
  return { held: b.held(value, isTransposed ? swapped : plainOrder(rank)), isTransposed };
}

/** Vectors count as a row on the left and as a column on the right. */
const matMul: Emitter = (b, node) => {
  const [left, right] = [node.floats(0), node.floats(1)];
  const a = left.shape.length === 1 ? { held: b.held(left, [0], [1, left.shape[0]!]), isTransposed: false } : asMatrices(b, left);
  const c = right.shape.length === 1 ? { held: b.held(right, [0], [right.shape[0]!, 1]), isTransposed: false } : asMatrices(b, right);
  const product = multiply(b, a, c);
  return [b.plain(b.reshape(product, node.output.shape), node.output.type)];
};

function multiply(b: PlanBuilder, left: Matrices, right: Matrices): Held {
  const [outerLeft, outerRight] = [left.held.dims.slice(0, -2), right.held.dims.slice(0, -2)];
  const outer = broadcast(outerLeft, outerRight);
  const flags = { transposeLeft: left.isTransposed, transposeRight: right.isTransposed };
  // One matrix on the right: all rows of the left side are one long matrix.
  if (elementCount(outerRight) === 1 && !left.isTransposed) {
    const rows = elementCount(left.held.dims.slice(0, -1));
    return batchMatMul(b, b.reshape(left.held, [1, rows, left.held.dims.at(-1)!]), b.reshape(right.held, [1, ...right.held.dims.slice(-2)]), flags);
  }
  const stack = ({ held }: Matrices): Held => {
    const own = held.dims.slice(0, -2);
    const isWhole = elementCount(own) === 1 || elementCount(own) === elementCount(outer);
    const full = isWhole ? held : broadcastTo(b, held, [...outer, ...held.dims.slice(-2)]);
    return b.reshape(full, [elementCount(full.dims.slice(0, -2)), ...held.dims.slice(-2)]);
  };
  return batchMatMul(b, stack(left), stack(right), flags);
}

const gemm: Emitter = (b, node) => {
  const [left, right] = [asMatrices(b, node.floats(0)), asMatrices(b, node.floats(1))];
  const wide = ({ held }: Matrices): Held => b.reshape(held, [1, ...held.dims]);
  const product = batchMatMul(b, wide(left), wide(right), {
    transposeLeft: left.isTransposed !== (node.number('transA', 0) !== 0),
    transposeRight: right.isTransposed !== (node.number('transB', 0) !== 0),
  });
  const scaled = scale(b, b.reshape(product, node.output.shape), node.number('alpha', 1));
  const offset = node.inputs[2];
  if (offset === undefined) return [b.plain(scaled, node.output.type)];
  return [b.plain(arithmetic(b, 'Add', scaled, scale(b, aligned(b, offset, [0, 1]), node.number('beta', 1))), node.output.type)];
};

export const matrices = { Gemm: gemm, MatMul: matMul } satisfies Record<string, Emitter>;
