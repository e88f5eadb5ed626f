import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const image = { shape: ['N', 3, 4, 5] } as const;

export const choiceCases: readonly OperatorCase[] = [
  operatorCase({ name: 'TopK along the last axis', operator: 'TopK', inputs: { x: image }, build: (b, { x }) => b.append('TopK', [x, b.integers([2])], {}, { outputs: 2 })[0]! }),
  operatorCase({ name: 'TopK of many channels', operator: 'TopK', inputs: { x: { shape: ['N', 18, 3, 2] } }, build: (b, { x }) => b.append('TopK', [x, b.integers([7])], { axis: 1 }, { outputs: 2 })[0]! }),
  operatorCase({ name: 'TopK of the least, of all there are', operator: 'TopK', inputs: { x: image }, build: (b, { x }) => b.append('TopK', [x, b.integers([4])], { axis: -2, largest: 0 }, { outputs: 2 })[0]! }),
  operatorCase({ name: 'TopK names the places of its values', operator: 'TopK', inputs: { x: image }, build: (b, { x }) => b.gatherElements(x, b.append('TopK', [x, b.integers([3])], {}, { outputs: 2 })[1]!, 3) }),
  operatorCase({ name: 'TopK of equal values', operator: 'TopK', inputs: { x: { shape: ['N', 3, 17] } }, build: (b, { x }) => b.append('TopK', [b.relu(x), b.integers([14])], {}, { outputs: 2 })[0]! }),
];
