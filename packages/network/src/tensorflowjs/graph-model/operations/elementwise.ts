import { GraphError } from '@lookalike/graph';
import type { GraphBuilder, OperatorName } from '@lookalike/graph';
import { alongAxis } from '../../normalization.ts';
import type { OperationContext, OperationRule } from '../operation-rule.ts';

/** Operations on one value that ONNX has too. */
const unary: Readonly<Record<string, OperatorName>> = {
  Abs: 'Abs', Acos: 'Acos', Acosh: 'Acosh', Asin: 'Asin', Asinh: 'Asinh', Atan: 'Atan', Atanh: 'Atanh', Ceil: 'Ceil', Cos: 'Cos', Cosh: 'Cosh', Elu: 'Elu', Erf: 'Erf', Exp: 'Exp', Floor: 'Floor', Inv: 'Reciprocal', Log: 'Log', LogicalNot: 'Not', Neg: 'Neg', Reciprocal: 'Reciprocal', Relu: 'Relu',
  Round: 'Round', Selu: 'Selu', Sigmoid: 'Sigmoid', Sign: 'Sign', Sin: 'Sin', Sinh: 'Sinh', Softplus: 'Softplus', Sqrt: 'Sqrt', Tan: 'Tan', Tanh: 'Tanh',
};

/** Operations on two values that broadcast, which ONNX has too. */
const binary: Readonly<Record<string, OperatorName>> = {
  Add: 'Add', AddV2: 'Add', Sub: 'Sub', Mul: 'Mul', RealDiv: 'Div', Div: 'Div', Maximum: 'Max', Minimum: 'Min', Pow: 'Pow',
  Equal: 'Equal', Greater: 'Greater', GreaterEqual: 'GreaterOrEqual', Less: 'Less', LessEqual: 'LessOrEqual', LogicalAnd: 'And', LogicalOr: 'Or',
};

export const elementwiseOperations: Readonly<Record<string, OperationRule>> = {
  ...Object.fromEntries(Object.entries(unary).map(([name, operator]) => [name, onOne((b, x) => b.op(operator, [x]))])),
  ...Object.fromEntries(Object.entries(binary).map(([name, operator]) => [name, onTwo((b, x, y) => b.op(operator, [x, y]))])),
  Expm1: onOne((b, x) => b.sub(b.exp(x), 1)),
  Log1p: onOne((b, x) => b.log(b.add(x, 1))),
  Relu6: onOne((b, x) => b.clip(x, 0, 6)),
  Rsqrt: onOne((b, x) => b.op('Reciprocal', [b.sqrt(x)])),
  Softsign: onOne((b, x) => b.div(x, b.add(b.abs(x), 1))),
  Square: onOne((b, x) => b.mul(x, x)),
  ZerosLike: onOne((b, x) => b.mul(x, 0)),
  OnesLike: onOne((b, x) => b.add(b.mul(x, 0), 1)),
  LeakyRelu: ({ t, input, attributes }) => t.elementwise(input(0), (b, x) => b.op('LeakyRelu', [x], { alpha: attributes.number('alpha', 0.2) })),
  NotEqual: onTwo((b, x, y) => b.op('Not', [b.equal(x, y)])),
  SquaredDifference: onTwo((b, x, y) => {
    const difference = b.sub(x, y);
    return b.mul(difference, difference);
  }),
  DivNoNan: onTwo((b, x, y) => {
    const isZero = b.equal(y, 0);
    return b.where(isZero, 0, b.div(x, b.where(isZero, 1, y)));
  }),
  FloorDiv: onTwo(floorDivide),
  FloorMod: onTwo((b, x, y) => b.sub(x, b.mul(floorDivide(b, x, y), y))),
  Prelu: ({ t, input }) => t.combine([input(0), input(1)], (b, [x, slope]) => b.op('PRelu', [x!, slope!])),
  AddN: ({ t, inputs }) => t.combine(inputs, (b, names) => (names.length === 1 ? names[0]! : b.op('Sum', names))),
  ClipByValue: ({ t, input }) => {
    const bounds = [1, 2].map((i) => t.constantOf(input(i)));
    const [least, most] = bounds.map((bound) => (bound?.data.length === 1 ? Number(bound.data[0]) : undefined));
    if (least !== undefined && most !== undefined) return t.elementwise(input(0), (b, x) => b.clip(x, least, most));
    return t.combine([input(0), input(1), input(2)], (b, [x, low, high]) => b.max(b.min(x!, high!), low!));
  },
  Select: (context) => select(context),
  SelectV2: (context) => select(context),
  /** A bias for each channel, wherever channels are. */
  BiasAdd: ({ t, input, attributes }) => {
    const rank = t.rankOf(input(0));
    const bias = attributes.isChannelsFirst() ? alongAxis(t, input(1), 1, rank) : input(1);
    return t.combine([input(0), bias], (b, [x, y]) => b.add(x!, y!));
  },
  Cast: ({ t, input, attributes }) => {
    const to = attributes.elementType('DstT');
    return t.elementwise(input(0), (b, x) => b.cast(x, to));
  },
};

function onOne(apply: (b: GraphBuilder, x: string) => string): OperationRule {
  return ({ t, input }) => t.elementwise(input(0), apply);
}

function onTwo(apply: (b: GraphBuilder, x: string, y: string) => string): OperationRule {
  return ({ t, input }) => t.combine([input(0), input(1)], (b, [x, y]) => apply(b, x!, y!));
}

/** Division of whole numbers rounds towards 0 in ONNX; what is divided so, sizes and indices, is not negative. */
function floorDivide(b: GraphBuilder, x: string, y: string): string {
  const quotient = b.div(x, y);
  return b.typeOf(x).type === 'int64' ? quotient : b.op('Floor', [quotient]);
}

function select({ t, name, input }: OperationContext): ReturnType<OperationRule> {
  // Select without V2 takes one condition for each row, where V2 broadcasts.
  if (t.rankOf(input(0)) === 1 && t.rankOf(input(1)) > 1) throw new GraphError('graph.bad_attribute', `Node "${name}" selects whole rows, which is not supported.`, { node: name });
  return t.combine([input(0), input(1), input(2)], (b, [condition, x, y]) => b.where(condition!, x!, y!));
}
