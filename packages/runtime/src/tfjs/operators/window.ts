import type { Held, PlanBuilder, Value } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';
import { channelsLast } from '../order.ts';

/** How a window slides along rows or columns. */
export interface WindowAxis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** What must be added before and after so that the windows fit exactly; negative where the end of the input is not reached. */
  readonly before: number;
  readonly after: number;
  /** The padding that the node names, which a mean may count. */
  readonly named: readonly [before: number, after: number];
}

/** Rows and columns; a single spatial axis becomes the columns of one row. */
export type Plane = readonly [rows: WindowAxis, columns: WindowAxis];

/**
 * The windows of a node, from the sizes of its input and output: whatever automatic padding or ceil mode meant is in the output's size.
 * @see https://onnx.ai/onnx/operators/onnx__Conv.html
 */
export function planeOf(node: PlanNode, kernel: readonly number[], input: readonly number[], output: readonly number[]): Plane {
  const rank = kernel.length;
  const [strides, dilations, pads] = [node.list('strides'), node.list('dilations'), node.list('pads')];
  const autoPad = node.text('auto_pad', 'NOTSET');
  const axes = kernel.map((size, axis): WindowAxis => {
    const stride = strides?.[axis] ?? 1;
    const dilation = dilations?.[axis] ?? 1;
    const reach = (output[axis]! - 1) * stride + dilation * (size - 1) + 1;
    const isSame = autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER';
    const total = Math.max(0, reach - input[axis]!);
    const same = autoPad === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
    const before = isSame ? same : autoPad === 'VALID' ? 0 : pads?.[axis] ?? 0;
    const end = isSame ? total - same : autoPad === 'VALID' ? 0 : pads?.[axis + rank] ?? 0;
    return { input: input[axis]!, output: output[axis]!, kernel: size, stride, dilation, before, after: reach - input[axis]! - before, named: [before, end] };
  });
  return asPlane(axes);
}

/** A row of height 1 where there is only one spatial axis. */
export function asPlane(axes: readonly WindowAxis[]): Plane {
  const one: WindowAxis = { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, named: [0, 0] };
  return axes.length === 1 ? [one, axes[0]!] : [axes[0]!, axes[1]!];
}

/** An image [N, C, H, W] or a line [N, C, L] as kernels want it: [N, H, W, C]. */
export function asImage(b: PlanBuilder, value: Value): Held {
  const [batch, channels, ...spatial] = value.shape as readonly [number, number, ...number[]];
  const [height, width] = spatial.length === 1 ? [1, spatial[0]!] : [spatial[0]!, spatial[1]!];
  return b.held(value, channelsLast(value.shape.length), [batch, height, width, channels]);
}

/** A result [N, H, W, C] as the value of the node's output. */
export function fromImage(b: PlanBuilder, image: Held, node: PlanNode): Value {
  const { type, shape } = node.output;
  const order = channelsLast(shape.length);
  return b.value(b.reshape(image, order.map((axis) => shape[axis]!)), { type, shape, order });
}
