import type { GraphBuilder } from '@lookalike/graph';
import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const x = { shape: ['N', 4, 3, 5] } as const;

/** Values around 1 that differ from each other. */
function weights(b: GraphBuilder, shape: readonly number[], phase = 0): string {
  const count = shape.reduce((product, size) => product * size, 1);
  return b.floats(shape, Array.from({ length: count }, (_, i) => 1 + 0.5 * Math.sin(1.7 * i + phase)));
}

export const normalizationCases: readonly OperatorCase[] = [
  operatorCase({ name: 'LayerNormalization of tokens', operator: 'LayerNormalization', inputs: { x: { shape: ['N', 3, 8] } }, build: (b, v) => b.op('LayerNormalization', [v.x, weights(b, [8]), weights(b, [8], 1)]) }),
  operatorCase({ name: 'LayerNormalization without bias, with its own epsilon', operator: 'LayerNormalization', inputs: { x: { shape: ['N', 3, 8] } }, build: (b, v) => b.op('LayerNormalization', [v.x, weights(b, [8])], { epsilon: 0.1 }) }),
  operatorCase({ name: 'LayerNormalization over several axes', operator: 'LayerNormalization', inputs: { x }, build: (b, v) => b.op('LayerNormalization', [v.x, weights(b, [4, 3, 5]), weights(b, [4, 3, 5], 1)], { axis: 1 }) }),
  operatorCase({ name: 'LayerNormalization that gives mean and deviation too', operator: 'LayerNormalization', inputs: { x: { shape: ['N', 3, 8] } }, hasGradient: false, build: (b, v) => {
    const [y, mean, inverse] = b.append('LayerNormalization', [v.x, weights(b, [8]), weights(b, [8], 1)], {}, { outputs: 3 }) as [string, string, string];
    return b.add(b.mul(y, inverse), mean);
  } }),
  operatorCase({ name: 'LayerNormalization with a scale that broadcasts', operator: 'LayerNormalization', inputs: { x }, build: (b, v) => b.op('LayerNormalization', [v.x, weights(b, [1]), weights(b, [3, 1], 1)], { axis: -2 }) }),
  operatorCase({ name: 'InstanceNormalization of an image', operator: 'InstanceNormalization', inputs: { x }, build: (b, v) => b.op('InstanceNormalization', [v.x, weights(b, [4]), weights(b, [4], 1)], { epsilon: 1e-3 }) }),
  operatorCase({ name: 'InstanceNormalization along one axis', operator: 'InstanceNormalization', inputs: { x: { shape: ['N', 2, 6] } }, build: (b, v) => b.op('InstanceNormalization', [v.x, weights(b, [2]), weights(b, [2], 1)]) }),
  operatorCase({ name: 'GroupNormalization in two groups', operator: 'GroupNormalization', inputs: { x }, build: (b, v) => b.op('GroupNormalization', [v.x, weights(b, [4]), weights(b, [4], 1)], { num_groups: 2 }) }),
  operatorCase({ name: 'GroupNormalization in one group', operator: 'GroupNormalization', inputs: { x }, build: (b, v) => b.op('GroupNormalization', [v.x, weights(b, [4]), weights(b, [4], 1)], { num_groups: 1, epsilon: 0.01 }) }),
  operatorCase({ name: 'LRN over three channels', operator: 'LRN', inputs: { x: { shape: ['N', 5, 3, 2] } }, build: (b, v) => b.op('LRN', [v.x], { size: 3, alpha: 0.9, beta: 0.6, bias: 1.5 }) }),
  operatorCase({ name: 'LRN over more channels than there are', operator: 'LRN', inputs: { x: { shape: ['N', 3, 3, 2] } }, build: (b, v) => b.op('LRN', [v.x], { size: 9, alpha: 0.9 }) }),
];
