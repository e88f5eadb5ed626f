import { makeTensor } from '@lookalike/graph';
import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const planes = { shape: ['N', 2, 6] } as const;
/** Indices that are fed when the graph runs, some of them counted from the end. */
const places = { shape: ['N', 2, 5], type: 'int64', range: [-6, 5] } as const;
const few = { shape: ['N', 1, 2, 2] } as const;

export const gatherScatterCases: readonly OperatorCase[] = [
  operatorCase({ name: 'GatherElements by indices that are an input', operator: 'GatherElements', inputs: { x: planes, places }, build: (b, { x, places: at }) => b.gatherElements(x, at, 2) }),
  operatorCase({ name: 'GatherElements of more entries than there are', operator: 'GatherElements', inputs: { x: planes, places: { ...places, shape: ['N', 2, 20] } }, build: (b, { x, places: at }) => b.gatherElements(x, at, -1) }),
  operatorCase({ name: 'GatherElements along an inner axis, from a part of the others', operator: 'GatherElements', inputs: { x: { shape: ['N', 4, 2, 3] }, places: { ...few, type: 'int64', range: [-4, 3] } }, build: (b, { x, places: at }) => b.gatherElements(x, at, 1) }),
  operatorCase({ name: 'GatherElements by constant indices', operator: 'GatherElements', inputs: { x: { shape: [2, 3] } }, build: (b, { x }) => b.gatherElements(x, b.constant(makeTensor('int64', [2, 2], [0, 2, -1, -1])), 1) }),
  operatorCase({ name: 'ScatterElements adds, also twice to one entry', operator: 'ScatterElements', inputs: { x: planes, places, updates: { shape: ['N', 2, 5] } }, build: (b, { x, places: at, updates }) => b.scatterElements(x, at, updates, { axis: 2, reduction: 'add' }) }),
  operatorCase({ name: 'ScatterElements replaces', operator: 'ScatterElements', inputs: { x: { shape: [2, 3, 4] }, updates: { shape: [2, 2, 4] } }, build: (b, { x, updates }) =>
    b.scatterElements(x, b.constant(makeTensor('int64', [2, 2, 4], [0, 1, 2, 0, 1, 2, 0, 2, 2, 1, 0, -1, 1, 0, 1, 0])), updates, { axis: 1 }) }),
  operatorCase({ name: 'Gather of one entry many times', operator: 'Gather', inputs: { x: { shape: ['N', 2, 6, 3] } }, build: (b, { x }) => b.gather(x, Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 2 : (i * i) % 6)), 2) }),
  operatorCase({ name: 'GatherND of entries', operator: 'GatherND', inputs: { x: { shape: [3, 4] } }, build: (b, { x }) => b.op('GatherND', [x, b.constant(makeTensor('int64', [3, 2], [0, 1, 2, -1, 0, 1]))]) }),
  operatorCase({ name: 'GatherND of blocks, by indices that are an input', operator: 'GatherND', inputs: { x: { shape: [3, 2, 4] }, at: { shape: [2, 2, 1], type: 'int64', range: [-3, 2] } }, build: (b, { x, at }) => b.op('GatherND', [x, at]) }),
  operatorCase({ name: 'GatherND of each image by itself', operator: 'GatherND', inputs: { x: { shape: ['N', 3, 4] }, at: { shape: ['N', 5, 1], type: 'int64', range: [-3, 2] } }, build: (b, { x, at }) => b.op('GatherND', [x, at], { batch_dims: 1 }) }),
  operatorCase({ name: 'GatherND of blocks within two axes', operator: 'GatherND', inputs: { x: { shape: ['N', 2, 3, 2, 2] }, at: { shape: ['N', 2, 5, 2], type: 'int64', range: [-2, 1] } }, build: (b, { x, at }) => b.op('GatherND', [x, at], { batch_dims: 2 }) }),
  operatorCase({ name: 'ScatterND adds blocks, also twice to one', operator: 'ScatterND', inputs: { x: { shape: [3, 2, 4] }, at: { shape: [5, 1], type: 'int64', range: [-3, 2] }, updates: { shape: [5, 2, 4] } }, build: (b, { x, at, updates }) => b.op('ScatterND', [x, at, updates], { reduction: 'add' }) }),
  operatorCase({ name: 'ScatterND replaces entries', operator: 'ScatterND', inputs: { x: { shape: [3, 4] }, updates: { shape: [3] } }, build: (b, { x, updates }) => b.op('ScatterND', [x, b.constant(makeTensor('int64', [3, 2], [0, 1, 2, -1, 1, 1])), updates]) }),
];
