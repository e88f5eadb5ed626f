import { expandLike } from './gradient-helpers.ts';
import { reduceOperator } from './reduce.ts';

/** Mean over axes. @see https://onnx.ai/onnx/operators/onnx__ReduceMean.html */
export const ReduceMean = reduceOperator('ReduceMean', {
  combine: (sum, x) => sum + x,
  start: 0,
  finish: (sum, count) => sum / count,
  gradient: ({ b, x, y, wideDy, axes }) => {
    const sizes = axes.map((axis) => b.shapeOf(x)[axis]!);
    if (sizes.every((size) => typeof size === 'number')) {
      return expandLike(b, b.mul(wideDy, 1 / sizes.reduce((count, size) => count * size, 1)), x);
    }
    // The batch is among the reduced axes: how many values went into the mean is known only when the graph runs.
    const count = b.cast(b.div(b.op('Size', [x]), b.op('Size', [y])), b.typeOf(x).type);
    return expandLike(b, b.div(wideDy, count), x);
  },
  traits: { linear: 'in all', averages: true },
  axesInputSince: 18,
});
