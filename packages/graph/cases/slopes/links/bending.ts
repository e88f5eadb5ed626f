import type { Attribute, GraphBuilder, OperatorName } from '@lookalike/graph';
import { imageOf } from './link.ts';
import type { Link } from './link.ts';

/** An operator on a value that may be anything. */
const unary = (operator: OperatorName, attributes: Readonly<Record<string, Attribute>> = {}): Link => (b, value) => b.op(operator, [value], attributes);

/** An operator on a value that is made positive first. */
const ofPositive = (apply: (b: GraphBuilder, positive: string) => string): Link => (b, value) => apply(b, b.add(b.mul(value, value), 0.5));

const clip: Link = (b, value, draws) => b.clip(value, draws.uniform(-1, -0.1), draws.uniform(0.1, 1));
const prelu: Link = (b, value, draws) => {
  const image = imageOf(b, value);
  return image && b.op('PRelu', [value, draws.constant(b, [image[0], 1, 1], -0.5, 0.5)]);
};

/** Root and power of what is 0 in places and not near it in others: the slope at 0 is infinite, and the Relu stops it. */
const rootOfRelu: Link = (b, value, draws) => {
  const zeros = b.relu(b.add(value, b.mul(b.sign(value), 0.3)));
  return draws.is(0.5) ? b.sqrt(zeros) : b.pow(zeros, 0.25);
};
const powerOfBounded: Link = (b, value, draws) => b.pow(b.clip(value, 0.1, 1.5), draws.pick([3, 0.5, 2, 1.7]));
const signedRoot: Link = (b, value) => b.mul(b.sign(value), b.sqrt(b.add(b.abs(value), 0.01)));

/** Inverses of functions, on values that are brought well within where they are defined. */
const inverse: Link = (b, value, draws) => {
  const within = b.mul(b.tanh(value), 0.8);
  return draws.pick([() => b.op('Asin', [within]), () => b.op('Acos', [within]), () => b.op('Atanh', [within]), () => b.op('Atan', [value]), () => b.op('Asinh', [value]), () => b.op('Acosh', [b.add(b.mul(value, value), 1.5)])])();
};

/** What is constant between its steps, beside what is not. */
const steps: Link = (b, value, draws) => b.add(value, b.op(draws.pick(['Floor', 'Ceil', 'Round', 'Sign'] as const), [value]));
const remainder: Link = (b, value, draws) => b.op('Mod', [value, b.scalar(draws.uniform(0.4, 0.9))], { fmod: 1 });

export const bendingLinks = {
  relu: unary('Relu'), reluOfSix: (b, value) => b.clip(b.mul(value, 5), 0, 6), clip, leakyRelu: unary('LeakyRelu', { alpha: 0.2 }), prelu,
  elu: unary('Elu'), selu: unary('Selu'), hardSigmoid: unary('HardSigmoid'), hardSwish: (b, value) => b.op('HardSwish', [b.mul(value, 4)]), softplus: unary('Softplus'),
  gelu: unary('Gelu'), geluByTanh: unary('Gelu', { approximate: 'tanh' }), silu: (b, value) => b.mul(value, b.sigmoid(value)), sigmoid: unary('Sigmoid'), tanh: unary('Tanh'), erf: unary('Erf'), inverse,
  exp: (b, value) => b.exp(b.tanh(value)), sin: unary('Sin'), cos: unary('Cos'), tan: (b, value) => b.op('Tan', [b.tanh(value)]), sinh: unary('Sinh'), cosh: unary('Cosh'), abs: unary('Abs'), neg: unary('Neg'),
  sqrt: ofPositive((b, x) => b.sqrt(x)), log: ofPositive((b, x) => b.log(x)), reciprocal: ofPositive((b, x) => b.op('Reciprocal', [x])), rootOfRelu, powerOfBounded, signedRoot, steps, remainder,
} satisfies Readonly<Record<string, Link>>;
