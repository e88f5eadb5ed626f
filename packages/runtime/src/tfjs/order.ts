/**
 * The order in which a value's axes lie in memory: entry p is the axis of the graph's shape at place p. Networks are written
 * [N, C, H, W], TensorFlow.js computes on [N, H, W, C]; with the order kept beside each value, a Transpose costs nothing until a kernel
 * insists on another order, and most never do.
 */
export type Order = readonly number[];

/** Axes as the graph has them. */
export function plainOrder(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** [N, …, C] for a graph's [N, C, …]. */
export function channelsLast(rank: number): number[] {
  return [0, ...plainOrder(rank).slice(2), 1];
}

/** The sizes in the order in which they lie in memory. */
export function dimsOf(shape: readonly number[], order: Order): number[] {
  return order.map((axis) => shape[axis]!);
}

/** Whether two orders put the same numbers in the same places; axes of size 1 may be anywhere. */
export function isSamePlace(shape: readonly number[], a: Order, b: Order): boolean {
  const significant = (order: Order): number[] => order.filter((axis) => shape[axis] !== 1);
  const other = significant(b);
  return significant(a).every((axis, i) => axis === other[i]);
}

/** The order after a Transpose with this permutation, by which nothing moves. */
export function permuted(order: Order, permutation: readonly number[]): number[] {
  return order.map((axis) => permutation.indexOf(axis));
}

/** The order without some axes; the rest is renumbered. */
export function withoutAxes(order: Order, axes: readonly number[]): number[] {
  return order.filter((axis) => !axes.includes(axis)).map((axis) => axis - axes.filter((dropped) => dropped < axis).length);
}

/**
 * The order after a Reshape by which nothing moves, or `undefined` where something must: axes that are split or merged must lie side by
 * side, and in the graph's order.
 */
export function reshapedOrder(shape: readonly number[], order: Order, target: readonly number[]): number[] | undefined {
  const groups = matchingGroups(shape, target);
  if (groups === undefined) return undefined;
  const places = order.filter((axis) => shape[axis] !== 1);
  const result: number[] = [];
  for (let place = 0; place < places.length;) {
    const group = groups.find(({ from }) => from.includes(places[place]!))!;
    const significant = group.from.filter((axis) => shape[axis] !== 1);
    if (significant.some((axis, i) => places[place + i] !== axis)) return undefined;
    result.push(...group.to);
    place += significant.length;
  }
  return [...result, ...target.flatMap((_, axis) => (result.includes(axis) ? [] : [axis]))];
}

interface Group {
  readonly from: number[];
  readonly to: number[];
}

/** Runs of axes on both sides that hold the same number of values. Sizes of 1 go with the run before them. */
function matchingGroups(shape: readonly number[], target: readonly number[]): Group[] | undefined {
  if ([...shape, ...target].includes(0)) return undefined;
  const groups: Group[] = [];
  let i = 0;
  let j = 0;
  while (i < shape.length || j < target.length) {
    const group: Group = { from: [], to: [] };
    let [left, right] = [1, 1];
    do {
      if (left <= right && i < shape.length) {
        left *= shape[i]!;
        group.from.push(i++);
      } else {
        right *= target[j]!;
        group.to.push(j++);
      }
    } while (left !== right || (left === 1 && i < shape.length && j < target.length));
    while (i < shape.length && shape[i] === 1) group.from.push(i++);
    while (j < target.length && target[j] === 1) group.to.push(j++);
    groups.push(group);
  }
  return groups;
}
