import { dimsOf } from '../order.ts';
import type { Emitter } from './emitter.ts';
import { unary } from './kernels.ts';

/** The kernel knows the greatest along the last axis. It is called once for the values and once for their places, where both are read. */
const topK: Emitter = (b, node) => {
  const value = node.input(0);
  const axis = node.axis(node.number('axis', -1), value.shape.length);
  const order = [...value.order.filter((other) => other !== axis), axis];
  const isLargest = node.number('largest', 1) !== 0;
  const given = b.held(value, order);
  const x = isLargest ? given : unary(b, 'Neg', given);
  const [values, places] = node.outputs.map((output, at) => {
    const dims = dimsOf(output.shape, order);
    const [k] = dims.slice(-1) as [number];
    const lines = dims.slice(0, -1).reduce((count, size) => count * size, 1);
    const type = at === 0 ? x.type : 'int32';
    return b.reshape(b.kernel('TopK', { x: b.reshape(x, [lines, x.dims.at(-1)!]) }, { k, sorted: true }, { dims: [lines, k], type }, at), dims);
  });
  return [
    b.value(isLargest ? values! : unary(b, 'Neg', values!), { ...node.outputs[0]!, order }),
    b.value(places!, { ...node.outputs[1]!, order }),
  ];
};

export const choices = { TopK: topK } satisfies Record<string, Emitter>;
