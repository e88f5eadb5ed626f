import { floats, integers, one, toFloat } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const arg = (name: string, operator: 'ArgMax' | 'ArgMin', attributes: Readonly<Record<string, number>>, inputs?: WrittenOut['inputs']): WrittenOut =>
  ({ name, nodes: [{ operator, inputs: ['x'], outputs: ['i'], attributes }, toFloat('i')], isFlat: true, ...(inputs && { inputs }) });

/** Half of all values are 0, so that there are equal ones. */
const ofEqual = (name: string, attributes: Readonly<Record<string, number>>): WrittenOut =>
  ({ name, nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['r'] }, { operator: 'ArgMin', inputs: ['r'], outputs: ['i'], attributes }, toFloat('i')], isFlat: true });

const indicesOf = { operator: 'ArgMax', inputs: ['x'], outputs: ['i'], attributes: { axis: 1, keepdims: 0 } };

/** Half of the quotients are infinite, of either sign. */
const isInfinite = (name: string, attributes: Readonly<Record<string, number>>): WrittenOut => ({
  name, nodes: [{ operator: 'Relu', inputs: ['c'], outputs: ['r'] }, { operator: 'Div', inputs: ['x', 'r'], outputs: ['q'] }, { operator: 'IsInf', inputs: ['q'], outputs: ['m'], attributes }, toFloat('m')],
  inputs: { x: ['N', 4, 5], c: ['N', 4, 5] }, isFlat: true,
});

/** Which entry of an axis, and what is so. */
export const choiceCases: readonly WrittenOut[] = [
  arg('ArgMax along channels', 'ArgMax', { axis: 1 }, { x: ['N', 16, 3, 5] }),
  arg('ArgMax along the last axis, which goes', 'ArgMax', { axis: -1, keepdims: 0 }),
  arg('ArgMin', 'ArgMin', { axis: 2, keepdims: 0 }),
  ofEqual('ArgMin of equal values is the first', { axis: 1 }),
  ofEqual('ArgMin of equal values is the last where that is asked for', { axis: 1, select_last_index: 1 }),
  { name: 'OneHot behind the other axes', nodes: [indicesOf, one('OneHot', {}, ['i', 'depth', 'v'])], weights: [integers('depth', [6]), floats('v', [2], [0.25, 3])], isFlat: true },
  { name: 'OneHot among the other axes, of too few entries', nodes: [indicesOf, one('OneHot', { axis: 1 }, ['i', 'depth', 'v'])], weights: [integers('depth', [3], []), floats('v', [2], [0, 1])], isFlat: true },
  { name: 'OneHot of indices counted from the end', nodes: [indicesOf, { operator: 'Neg', inputs: ['i'], outputs: ['n'] }, one('OneHot', { axis: -2 }, ['n', 'depth', 'v'])], weights: [integers('depth', [3], []), floats('v', [2], [-1, 1])], isFlat: true },
  isInfinite('IsInf', {}),
  isInfinite('IsInf of positive values only', { detect_negative: 0 }),
  isInfinite('IsInf of negative values only', { detect_positive: 0 }),
];
