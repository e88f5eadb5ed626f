import type { Held, PlanBuilder, Value } from '../plan-builder.ts';
import type { OutputType } from '../plan-node.ts';
import { dimsOf, plainOrder } from '../order.ts';
import type { Order } from '../order.ts';

/** The order in which values meet with the least moving: that of the largest one that has the result's rank and is not a constant. */
export function commonOrder(values: readonly Value[], rank: number): Order {
  const size = ({ shape }: Value): number => shape.reduce((count, length) => count * length, 1);
  const [first] = values.filter((value) => value.shape.length === rank && value.constant === undefined).sort((a, c) => size(c) - size(a));
  return first?.order ?? plainOrder(rank);
}

/** The value's tensor in this order, with leading axes of size 1 where it has fewer axes, ready to broadcast. */
export function aligned(b: PlanBuilder, value: Value, order: Order): Held {
  const missing = order.length - value.shape.length;
  const own = order.filter((axis) => axis >= missing).map((axis) => axis - missing);
  const isScalar = value.shape.every((size) => size === 1);
  return b.held(value, own, isScalar ? [] : order.map((axis) => (axis < missing ? 1 : value.shape[axis - missing]!)));
}

/** Brings inputs that broadcast together into one order, and says how the result lies. */
export function align(b: PlanBuilder, values: readonly Value[], { type, shape }: OutputType): { readonly held: Held[]; readonly wrap: (result: Held) => Value[] } {
  const order = commonOrder(values, shape.length);
  return {
    held: values.map((value) => aligned(b, value, order)),
    wrap: (result) => [b.value(b.reshape(result, dimsOf(shape, order)), { type, shape, order })],
  };
}
