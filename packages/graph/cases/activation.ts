import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

/** On both sides of every bend, and far enough out for what saturates to do so. */
const x = { shape: ['N', 3, 4, 5], range: [-5, 5] } as const;

export const activationCases: readonly OperatorCase[] = [
  ...(['LeakyRelu', 'Elu', 'Selu', 'HardSigmoid', 'HardSwish', 'Softplus', 'Gelu'] as const).map((operator) =>
    operatorCase({ name: `${operator} of an image`, operator, inputs: { x }, build: (b, v) => b.op(operator, [v.x]) })),
  operatorCase({ name: 'LeakyRelu with a slope of its own', operator: 'LeakyRelu', inputs: { x }, build: (b, v) => b.op('LeakyRelu', [v.x], { alpha: 0.2 }) }),
  operatorCase({ name: 'Elu with a scale of its own', operator: 'Elu', inputs: { x }, build: (b, v) => b.op('Elu', [v.x], { alpha: 0.7 }) }),
  operatorCase({ name: 'Selu with scales of its own', operator: 'Selu', inputs: { x }, build: (b, v) => b.op('Selu', [v.x], { alpha: 1.5, gamma: 0.8 }) }),
  operatorCase({ name: 'HardSigmoid as in MobileNet v3', operator: 'HardSigmoid', inputs: { x }, build: (b, v) => b.op('HardSigmoid', [v.x], { alpha: 1 / 6, beta: 0.5 }) }),
  operatorCase({ name: 'Gelu by tanh', operator: 'Gelu', inputs: { x }, build: (b, v) => b.op('Gelu', [v.x], { approximate: 'tanh' }) }),
  operatorCase({ name: 'PRelu with a slope per channel', operator: 'PRelu', inputs: { x, slope: { shape: [3, 1, 1] } }, build: (b, v) => b.op('PRelu', [v.x, v.slope]) }),
  operatorCase({ name: 'PRelu with one slope', operator: 'PRelu', inputs: { x, slope: { shape: [1] } }, build: (b, v) => b.op('PRelu', [v.x, v.slope]) }),
];
