import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const image = { shape: ['N', 3, 4, 5] } as const;
const positive = { ...image, range: [0.2, 2] } as const;

/** One input, one result of the same shape. */
const unary = ([
  ['Abs', image], ['Neg', image], ['Exp', image], ['Log', positive], ['Sqrt', positive], ['Reciprocal', positive], ['Sigmoid', image], ['Tanh', image],
  ['Sin', { ...image, range: [-4, 4] }], ['Cos', { ...image, range: [-4, 4] }],
  ['Tan', { ...image, range: [-1.4, 1.4] }], ['Sinh', { ...image, range: [-4, 4] }], ['Cosh', { ...image, range: [-4, 4] }],
  ['Asin', { ...image, range: [-0.95, 0.95] }], ['Acos', { ...image, range: [-0.95, 0.95] }], ['Atan', { ...image, range: [-5, 5] }],
  ['Asinh', { ...image, range: [-5, 5] }], ['Acosh', { ...image, range: [1.05, 6] }], ['Atanh', { ...image, range: [-0.95, 0.95] }],
  ['Erf', { ...image, range: [-3, 3] }], ['Relu', image], ['Identity', image],
] as const).map(([operator, x]) => operatorCase({ name: `${operator} of an image`, operator, inputs: { x }, build: (b, inputs) => b.op(operator, [inputs.x]) }));

const steps = (['Sign', 'Floor', 'Ceil', 'Round'] as const).map((operator) => operatorCase({
  name: `${operator} has a slope of 0`, operator, inputs: { x: { ...image, range: [-3, 3] } }, build: (b, { x }) => b.op(operator, [x]), hasGradient: false,
}));

const binary = (['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'] as const).flatMap((operator) => [
  operatorCase({ name: `${operator} of two images`, operator, inputs: { a: image, c: positive }, build: (b, { a, c }) => b.op(operator, [a, c]) }),
  operatorCase({ name: `${operator} broadcasts its second input`, operator, inputs: { a: image, c: { shape: [3, 1, 1], range: [0.2, 2] } }, build: (b, { a, c }) => b.op(operator, [a, c]) }),
  operatorCase({ name: `${operator} broadcasts both inputs`, operator, inputs: { a: { shape: ['N', 1, 4, 1] }, c: { shape: ['N', 3, 1, 5], range: [0.2, 2] } }, build: (b, { a, c }) => b.op(operator, [a, c]) }),
]);

const comparisons = (['Greater', 'Less', 'Equal', 'GreaterOrEqual', 'LessOrEqual'] as const).map((operator) => operatorCase({
  name: `${operator} makes a mask`, operator, inputs: { a: image, c: { shape: [1, 1, 5] } }, build: (b, { a, c }) => b.cast(b.op(operator, [a, c]), 'float32'), hasGradient: false,
}));

const logic = (['And', 'Or'] as const).map((operator) => operatorCase({
  name: `${operator} of two masks`, operator, inputs: { a: image, c: image }, build: (b, { a, c }) => b.cast(b.op(operator, [b.greater(a, 0), b.greater(c, 0)]), 'float32'), hasGradient: false,
}));

export const elementwiseCases: readonly OperatorCase[] = [
  ...unary, ...steps, ...binary, ...comparisons, ...logic,
  operatorCase({ name: 'Not of a mask', operator: 'Not', inputs: { x: image }, build: (b, { x }) => b.cast(b.op('Not', [b.greater(x, 0)]), 'float32'), hasGradient: false }),
  operatorCase({ name: 'Round passes its gradient straight through', operator: 'Round', inputs: { x: { ...image, range: [-3, 3] } }, build: (b, { x }) => b.mul(x, b.op('Round', [x], { surrogate: 'quantised-activations' })), hasSurrogateGradient: true }),
  operatorCase({ name: 'Max of three inputs', operator: 'Max', inputs: { a: image, c: image, e: { shape: [5] } }, build: (b, { a, c, e }) => b.op('Max', [a, c, e]) }),
  operatorCase({ name: 'Sum of three inputs, one broadcast', operator: 'Sum', inputs: { a: image, c: image, e: { shape: [3, 1, 1] } }, build: (b, { a, c, e }) => b.op('Sum', [a, c, e]) }),
  operatorCase({ name: 'Pow with exponent 2', operator: 'Pow', inputs: { x: image }, build: (b, { x }) => b.pow(x, 2) }),
  operatorCase({ name: 'Pow with exponent 1', operator: 'Pow', inputs: { x: image }, build: (b, { x }) => b.pow(x, 1) }),
  operatorCase({ name: 'Pow with a fractional exponent', operator: 'Pow', inputs: { x: positive }, build: (b, { x }) => b.pow(x, 1.7) }),
  operatorCase({ name: 'Pow of two inputs', operator: 'Pow', inputs: { x: positive, p: { shape: [3, 1, 1], range: [0.5, 3] } }, build: (b, { x, p }) => b.pow(x, p) }),
  operatorCase({ name: 'Round takes halves to the even number', operator: 'Round', inputs: { x: image }, build: (b, { x }) => b.mul(x, b.op('Round', [b.floats([5], [-2.5, -1.5, 0.5, 1.5, 2.5])])) }),
  operatorCase({ name: 'Mod with the sign of the dividend', operator: 'Mod', inputs: { a: { ...image, range: [-3, 3] } }, build: (b, { a }) => b.op('Mod', [a, b.scalar(0.7)], { fmod: 1 }) }),
  operatorCase({ name: 'Mod of whole numbers has the sign of the divisor', operator: 'Mod', inputs: { a: { shape: ['N', 5], type: 'int64', range: [-9, 9] }, c: { shape: ['N', 5] } }, build: (b, { a, c }) => b.mul(c, b.cast(b.op('Mod', [a, b.integers([-4, 3, 4, 5, -3])]), 'float32')) }),
  operatorCase({ name: 'Clip on both sides', operator: 'Clip', inputs: { x: image }, build: (b, { x }) => b.clip(x, -0.3, 0.6) }),
  operatorCase({ name: 'Clip from above only', operator: 'Clip', inputs: { x: image }, build: (b, { x }) => b.op('Clip', [x, '', b.scalar(0.25)]) }),
  operatorCase({ name: 'Clip without bounds', operator: 'Clip', inputs: { x: image }, build: (b, { x }) => b.op('Clip', [x]) }),
  operatorCase({ name: 'Where between two images', operator: 'Where', inputs: { a: image, c: image, m: image }, build: (b, { a, c, m }) => b.where(b.greater(m, 0), a, c) }),
  operatorCase({ name: 'Where with broadcast choices', operator: 'Where', inputs: { a: { shape: [3, 1, 1] }, c: { shape: ['N', 1, 1, 1] }, m: image }, build: (b, { a, c, m }) => b.where(b.greater(m, 0), a, c) }),
  operatorCase({ name: 'Cast from integers to floats', operator: 'Cast', inputs: { x: image, i: { shape: [5], type: 'int64', range: [-3, 3] } }, build: (b, { x, i }) => b.mul(x, b.cast(i, 'float32')) }),
  operatorCase({ name: 'Cast to integers truncates', operator: 'Cast', inputs: { x: { ...image, range: [-3, 3] } }, build: (b, { x }) => b.cast(b.cast(x, 'int32'), 'float32'), hasGradient: false }),
];
