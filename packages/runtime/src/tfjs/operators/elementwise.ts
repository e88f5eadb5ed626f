import type { Held, PlanBuilder } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';
import { align } from './alignment.ts';
import type { Emitter } from './emitter.ts';
import { add, arithmetic, broadcastTo, cast, clip, compare, scalar, scale, select, unary } from './kernels.ts';
import type { ArithmeticKernel, ComparisonKernel, UnaryKernel } from './kernels.ts';

/** y = f(x) of floating numbers, element by element, in whatever order x lies. */
function floating(f: (b: PlanBuilder, x: Held, node: PlanNode) => Held): Emitter {
  return (b, node) => {
    const { held: [x], wrap } = align(b, [node.floats(0)], node.output);
    return wrap(f(b, x!, node));
  };
}

function plainUnary(kernel: UnaryKernel): Emitter {
  return floating((b, x) => unary(b, kernel, x));
}

/** An operator over inputs of one type that broadcast: the kernel joins two at a time. */
function joined(kernel: ArithmeticKernel | ComparisonKernel, result: 'like inputs' | 'mask' = 'like inputs'): Emitter {
  return (b, node) => {
    const { held, wrap } = align(b, node.inputs.map((_, i) => node.input(i)), node.output);
    const join = result === 'mask'
      ? (left: Held, right: Held) => compare(b, kernel as ComparisonKernel, left, right)
      : (left: Held, right: Held) => arithmetic(b, kernel as ArithmeticKernel, left, right);
    return wrap(held.reduce(join));
  };
}

/** Whole numbers are computed in floats, which TensorFlow.js's division and power know, and cut off again. */
function joinedInFloats(kernel: ArithmeticKernel): Emitter {
  return (b, node) => {
    const { held: [left, right], wrap } = align(b, [node.input(0), node.input(1)], node.output);
    const result = arithmetic(b, kernel, cast(b, left!, 'float32'), cast(b, right!, 'float32'));
    return wrap(cast(b, result, left!.type));
  };
}

/** x where it is positive, else what `below` makes of min(x, 0). */
function bent(b: PlanBuilder, x: Held, below: (negative: Held) => Held): Held {
  return arithmetic(b, 'Add', unary(b, 'Relu', x), below(arithmetic(b, 'Minimum', x, scalar(b, 0))));
}

const hardSigmoid = (b: PlanBuilder, x: Held, alpha: number, beta: number): Held => clip(b, add(b, scale(b, x, alpha), beta), 0, 1);

/** √(2/π), and the weight of the cube in Gelu's approximation. @see Hendrycks and Gimpel 2016, section 2 */
const geluScale = Math.sqrt(2 / Math.PI);
const geluCube = 0.044715;

const abs: Emitter = (b, node) => {
  const { held: [x], wrap } = align(b, [node.input(0)], node.output);
  return wrap(unary(b, 'Abs', x!));
};

const negate: Emitter = (b, node) => {
  const { held: [x], wrap } = align(b, [node.input(0)], node.output);
  return wrap(unary(b, 'Neg', x!));
};

const not: Emitter = (b, node) => {
  const { held: [x], wrap } = align(b, [node.input(0)], node.output);
  return wrap(unary(b, 'LogicalNot', x!));
};

/** Moves nothing: the result is the input. */
export const identity: Emitter = (_, node) => [node.input(0)];

/** A rectifier's mask as numbers is the sign of its result: one kernel in place of a comparison, whose result then nobody reads, and a cast. */
const castTo: Emitter = (b, node) => {
  const input = node.input(0);
  const { type } = node.output;
  const { held: [x], wrap } = align(b, [input], node.output);
  if (input.maskOf !== undefined && type === 'float32') return wrap(unary(b, 'Sign', input.maskOf));
  const isMask = input.isRectified === true && b.typeOf(type) === 'bool';
  return wrap(cast(b, x!, b.typeOf(type))).map((value) => (isMask ? { ...value, maskOf: x! } : value));
};

/** A convolution may have computed it along, which its result then says. */
const relu: Emitter = (b, node) => {
  const input = node.floats(0);
  if (input.isRectified === true) return [input];
  const { held: [x], wrap } = align(b, [input], node.output);
  return wrap(unary(b, 'Relu', x!)).map((value) => ({ ...value, isRectified: true }));
};

const clipTo: Emitter = (b, node) => {
  const bounds = [node.inputs[1], node.inputs[2]] as const;
  const isKnown = bounds.every((bound) => bound === undefined || bound.constant !== undefined);
  const { held: [x], wrap } = align(b, [node.input(0)], node.output);
  if (isKnown) return wrap(clip(b, x!, node.known(1)?.[0] ?? -Infinity, node.known(2)?.[0] ?? Infinity));
  const low = bounds[0] === undefined ? x! : arithmetic(b, 'Maximum', x!, b.held(bounds[0], undefined, []));
  return wrap(bounds[1] === undefined ? low : arithmetic(b, 'Minimum', low, b.held(bounds[1], undefined, [])));
};

/** All three are broadcast first, because the kernel wants them of one size. */
const where: Emitter = (b, node) => {
  const { held, wrap } = align(b, [node.input(0), node.input(1), node.input(2)], node.output);
  const dims = held.map((part) => part.dims).reduce((all, part) => (all.length >= part.length ? all.map((size, i) => Math.max(size, part[i - all.length + part.length] ?? 1)) : part));
  const [mask, left, right] = held.map((part) => broadcastTo(b, part, dims)) as [Held, Held, Held];
  return wrap(select(b, mask, left, right));
};

/** The kernel gives the remainder the sign of the divisor; with `fmod` it has that of the dividend. */
const modulo: Emitter = (b, node) => {
  const { held: [given, other], wrap } = align(b, [node.input(0), node.input(1)], node.output);
  const [left, right] = [cast(b, given!, 'float32'), cast(b, other!, 'float32')];
  const result = node.number('fmod', 0) === 0
    ? arithmetic(b, 'Mod', left, right)
    : arithmetic(b, 'Multiply', unary(b, 'Sign', left), arithmetic(b, 'Mod', unary(b, 'Abs', left), unary(b, 'Abs', right)));
  return wrap(cast(b, result, given!.type));
};

const slopes: Emitter = (b, node) => {
  const { held: [x, slope], wrap } = align(b, [node.floats(0), node.floats(1)], node.output);
  return wrap(bent(b, x!, (negative) => arithmetic(b, 'Multiply', negative, slope!)));
};

export const elementwise = {
  Abs: abs,
  Neg: negate,
  Not: not,
  Identity: identity,
  Cast: castTo,
  Relu: relu,
  Clip: clipTo,
  Where: where,
  PRelu: slopes,
  Acos: plainUnary('Acos'),
  Acosh: plainUnary('Acosh'),
  Asin: plainUnary('Asin'),
  Asinh: plainUnary('Asinh'),
  Atan: plainUnary('Atan'),
  Atanh: plainUnary('Atanh'),
  Ceil: plainUnary('Ceil'),
  Cos: plainUnary('Cos'),
  Cosh: plainUnary('Cosh'),
  Erf: plainUnary('Erf'),
  Exp: plainUnary('Exp'),
  Floor: plainUnary('Floor'),
  Log: plainUnary('Log'),
  Reciprocal: plainUnary('Reciprocal'),
  Sigmoid: plainUnary('Sigmoid'),
  Round: plainUnary('Round'),
  Sign: plainUnary('Sign'),
  Sin: plainUnary('Sin'),
  Sinh: plainUnary('Sinh'),
  Sqrt: plainUnary('Sqrt'),
  Tan: plainUnary('Tan'),
  Tanh: plainUnary('Tanh'),
  Add: joined('Add'),
  Sub: joined('Sub'),
  Mod: modulo,
  Mul: joined('Multiply'),
  Sum: joined('Add'),
  Max: joined('Maximum'),
  Min: joined('Minimum'),
  Div: joinedInFloats('RealDiv'),
  Pow: joinedInFloats('Pow'),
  And: joined('LogicalAnd', 'mask'),
  Or: joined('LogicalOr', 'mask'),
  Equal: joined('Equal', 'mask'),
  Greater: joined('Greater', 'mask'),
  GreaterOrEqual: joined('GreaterEqual', 'mask'),
  Less: joined('Less', 'mask'),
  LessOrEqual: joined('LessEqual', 'mask'),
  LeakyRelu: floating((b, x, node) => bent(b, x, (negative) => scale(b, negative, node.number('alpha', 0.01)))),
  Elu: floating((b, x, node) => bent(b, x, (negative) => scale(b, unary(b, 'Expm1', negative), node.number('alpha', 1)))),
  Selu: floating((b, x, node) => scale(b, bent(b, x, (negative) => scale(b, unary(b, 'Expm1', negative), node.number('alpha', 1.6732631921768188))), node.number('gamma', 1.0507010221481323))),
  HardSigmoid: floating((b, x, node) => hardSigmoid(b, x, node.number('alpha', 0.2), node.number('beta', 0.5))),
  HardSwish: floating((b, x) => arithmetic(b, 'Multiply', x, hardSigmoid(b, x, 1 / 6, 0.5))),
  // Finite where eˣ is not: max(x, 0) + log(1 + e^−|x|).
  Softplus: floating((b, x) => arithmetic(b, 'Add', unary(b, 'Relu', x), unary(b, 'Log1p', unary(b, 'Exp', unary(b, 'Neg', unary(b, 'Abs', x)))))),
  Gelu: floating((b, x, node) => {
    const inner = node.text('approximate', 'none') === 'none'
      ? unary(b, 'Erf', scale(b, x, Math.SQRT1_2))
      : unary(b, 'Tanh', scale(b, arithmetic(b, 'Multiply', x, add(b, scale(b, unary(b, 'Square', x), geluCube), 1)), geluScale));
    return arithmetic(b, 'Multiply', scale(b, x, 0.5), add(b, inner, 1));
  }),
} satisfies Record<string, Emitter>;
