import { AttributeReader, GraphError, without } from '@lookalike/graph';
import type { GraphWriter, Attribute, GraphNode, Operand, UpgradeContext, OperatorName } from '@lookalike/graph';
import { contributedOperators } from './contributed-operators.ts';
import { lowerAttention } from './lower-attention.ts';
import { lowerAffineGrid } from './lower-affine-grid.ts';
import { argExtreme, oneHot, readArg } from './lower-choices.ts';
import { lowerCol2Im } from './lower-col2im.ts';
import { lowerEinsum } from './lower-einsum.ts';
import { lowerGridSample } from './lower-grid-sample.ts';
import { lengthOver, lowerLpPool } from './lower-lengths.ts';
import { lowerRotaryEmbedding } from './lower-rotary-embedding.ts';
import { lowerGlobalVolumePool, lowerVolumeConv, lowerVolumePool } from './lower-volumes.ts';
import { lowerTrainedBatchNormalization } from './training-mode.ts';

/** The largest finite number of float32. */
const largestFloat = 3.4028234663852886e38;

interface LoweringContext extends UpgradeContext {
  /** The first input. */
  readonly x: string;
  /** Reads an attribute that is a number. */
  readonly number: (attribute: string, fallback: number) => number;
  /** Appends the last of the operators, which keeps the name of the node and of its output. */
  readonly last: (operator: OperatorName, inputs: readonly Operand[], attributes?: Readonly<Record<string, Attribute>>) => readonly string[];
}

/** `undefined` keeps the node, where only some of an operator's forms are written out. */
type Lowering = (context: LoweringContext) => readonly string[] | undefined;

/**
 * ONNX operators that import writes out in others, so that neither a gradient rule nor a runtime needs to know them. Each follows the
 * definition at https://onnx.ai/onnx/operators/.
 */
const lowerings: Readonly<Record<string, Lowering>> = {
  ...contributedOperators,
  AffineGrid: lowerAffineGrid,
  ArgMax: ({ b, x, node, last }) => last('Identity', [argExtreme(b, x, 'greatest', readArg(new AttributeReader(node)))]),
  ArgMin: ({ b, x, node, last }) => last('Identity', [argExtreme(b, x, 'least', readArg(new AttributeReader(node)))]),
  Attention: lowerAttention,
  AveragePool: lowerVolumePool,
  BatchNormalization: lowerTrainedBatchNormalization,
  CastLike: ({ b, x, node, last }) => last('Cast', [x], { to: b.typeOf(node.inputs[1]!).type }),
  Celu: ({ b, x, number, last }) => {
    const alpha = number('alpha', 1);
    return last('Mul', [b.op('Elu', [b.div(x, alpha)]), alpha]);
  },
  Col2Im: lowerCol2Im,
  Conv: lowerVolumeConv,
  Einsum: ({ b, node, last }) => last('Identity', [lowerEinsum(b, node)]),
  GlobalAveragePool: (context) => lowerGlobalVolumePool(context, 'ReduceMean'),
  GlobalLpPool: ({ b, x, node, number, last }) => {
    const axes = b.shapeOf(x).flatMap((_, axis) => (axis < 2 ? [] : [axis]));
    return last('Identity', [lengthOver(b, x, { axes, p: number('p', 2), node })]);
  },
  GlobalMaxPool: (context) => lowerGlobalVolumePool(context, 'ReduceMax'),
  GridSample: lowerGridSample,
  // No finite float32 is beyond these, so that no constant has to be infinite.
  IsInf: ({ b, x, node, last }) => {
    const read = new AttributeReader(node);
    const [isAbove, isBelow] = [read.flag('detect_positive', true), read.flag('detect_negative', true)];
    if (isAbove) return last('Greater', [isBelow ? b.abs(x) : x, largestFloat]);
    return isBelow ? last('Less', [x, -largestFloat]) : last('Less', [b.abs(x), 0]);
  },
  IsNaN: ({ b, x, last }) => last('Not', [b.equal(x, x)]),
  LpNormalization: ({ b, x, node, number, last }) => {
    const rank = b.shapeOf(x).length;
    const axis = number('axis', -1);
    return last('Div', [x, lengthOver(b, x, { axes: [axis < 0 ? axis + rank : axis], p: number('p', 2), node })]);
  },
  LpPool: lowerLpPool,
  MaxPool: lowerVolumePool,
  Mean: ({ b, node, last }) => last('Div', [b.op('Sum', node.inputs), node.inputs.length]),
  MeanVarianceNormalization: ({ b, x, node, last }) => {
    const { axes } = node.attributes;
    const over = Array.isArray(axes) ? axes as readonly number[] : [0, 2, 3];
    const centred = b.sub(x, b.reduceMean(x, over, true));
    return last('Div', [centred, b.add(b.sqrt(b.reduceMean(b.mul(centred, centred), over, true)), 1e-9)]);
  },
  Mish: ({ b, x, last }) => last('Mul', [x, b.tanh(b.op('Softplus', [x]))]),
  OneHot: ({ b, x, node, number, last }) => {
    const [, depth, values] = node.inputs as readonly [string, string, string];
    const entry = (i: number): string => b.gather(values, [i], 0);
    return last('Identity', [oneHot(b, x, { depth: onlyKnown(b, node, depth), axis: number('axis', -1), off: entry(0), on: entry(1) })]);
  },
  ReduceL1: ({ b, x, node, last }) => last('ReduceSum', reduceInputs(b, node, b.abs(x)), reduceAttributes(node)),
  ReduceLogSum: ({ b, x, node, last }) => last('Log', [b.op('ReduceSum', reduceInputs(b, node, x), reduceAttributes(node))]),
  ReduceLogSumExp: ({ b, x, node, last }) => {
    // The greatest value is taken out first, lest the exponential overflow.
    const greatest = b.op('ReduceMax', reduceInputs(b, node, x), { ...reduceAttributes(node), keepdims: 1 });
    const sum = b.op('ReduceSum', reduceInputs(b, node, b.exp(b.sub(x, greatest))), reduceAttributes(node));
    return last('Add', [b.log(sum), b.op('ReduceMax', reduceInputs(b, node, x), reduceAttributes(node))]);
  },
  ReduceSumSquare: ({ b, x, node, last }) => last('ReduceSum', reduceInputs(b, node, b.mul(x, x)), reduceAttributes(node)),
  RMSNormalization: lowerRootMeanSquare,
  RotaryEmbedding: lowerRotaryEmbedding,
  // Deprecated in opset 11, where it got its present name.
  Scatter: ({ node, last }) => last('ScatterElements', node.inputs, node.attributes),
  Shrink: ({ b, x, number, last }) => {
    const [bias, lambda] = [number('bias', 0), number('lambd', 0.5)];
    return last('Where', [b.less(x, -lambda), b.add(x, bias), b.where(b.greater(x, lambda), b.sub(x, bias), 0)]);
  },
  Swish: ({ b, x, number, last }) => {
    const alpha = number('alpha', 1);
    return last('Mul', [x, b.sigmoid(alpha === 1 ? x : b.mul(x, alpha))]);
  },
  // ONNX Runtime's name for RMSNormalization, from before ONNX had it.
  SimplifiedLayerNormalization: lowerRootMeanSquare,
  Softsign: ({ b, x, last }) => last('Div', [x, b.add(b.abs(x), 1)]),
  ThresholdedRelu: ({ b, x, number, last }) => last('Where', [b.greater(x, number('alpha', 1)), x, 0]),
  Trilu: ({ b, x, node, number, last }) => last('Where', [triangle(b, x, node, number('upper', 1) === 1), x, 0]),
  // The resizing of opset 9: pixels from the corner on, nearest rounded down, as Resize was in opset 10.
  Upsample: ({ node, last }) => last('Resize', [node.inputs[0]!, '', node.inputs[1]!], { mode: node.attributes['mode'] ?? 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }),
  Xor: ({ b, node, last }) => last('Not', [b.equal(node.inputs[0]!, node.inputs[1]!)]),
};

export const loweredOperators: readonly string[] = Object.keys(lowerings);

/** Writes a node out in other operators, if it is one that is. @returns its outputs, or `undefined`. */
export function lower(context: UpgradeContext): readonly string[] | undefined {
  const { b, node } = context;
  if (!Object.hasOwn(lowerings, node.operator)) return undefined;
  const number = (attribute: string, fallback: number): number => {
    const value = node.attributes[attribute] ?? fallback;
    if (typeof value !== 'number') throw new GraphError('graph.bad_attribute', `${node.operator} "${node.name}": attribute ${attribute} must be a number.`, { node: node.name, operator: node.operator, attribute });
    return value;
  };
  const last: LoweringContext['last'] = (operator, inputs, attributes = {}) => {
    const { type } = b.typeOf(node.inputs[0]!);
    const names = inputs.map((input) => (typeof input === 'number' ? b.scalar(input, type) : input));
    return b.append(operator, names, attributes, { name: node.name, outputs: node.outputs });
  };
  return lowerings[node.operator]!({ ...context, x: node.inputs[0]!, number, last });
}

function lowerRootMeanSquare({ b, x, node, number, last }: LoweringContext): readonly string[] {
  const axes = Array.from(b.shapeOf(x).keys()).slice(number('axis', -1));
  const length = b.sqrt(b.add(b.reduceMean(b.mul(x, x), axes, true), number('epsilon', 1e-5)));
  return last('Mul', [b.div(x, length), node.inputs[1]!]);
}

/** The axes are an attribute in old opsets and an input in new ones. */
function reduceInputs(b: GraphWriter, node: GraphNode, x: string): string[] {
  const { axes } = node.attributes;
  if (Array.isArray(axes)) return [x, b.integers(axes as readonly number[])];
  return node.inputs[1] === undefined ? [x] : [x, node.inputs[1]];
}

function reduceAttributes(node: GraphNode): Record<string, Attribute> {
  return without(node.attributes, 'axes');
}

/** True on and above (or below) a diagonal of the last two axes. */
function triangle(b: GraphWriter, x: string, node: GraphNode, isUpper: boolean): string {
  const [rows, columns] = b.shapeOf(x).slice(-2);
  const diagonal = node.inputs[1] === undefined ? 0 : b.knownOf(node.inputs[1])[0].values?.()[0];
  if (typeof rows !== 'number' || typeof columns !== 'number' || diagonal === undefined) {
    throw new GraphError('graph.data_dependent_shape', `Trilu "${node.name}": its diagonal and the last two sizes must be known before the graph runs. Export the network with fixed sizes.`, { node: node.name, operator: 'Trilu' });
  }
  // Left to the folding of constants, which knows what is too large to keep.
  const upTo = (size: number): string => b.op('Range', [b.scalar(0, 'int64'), b.scalar(size, 'int64'), b.scalar(1, 'int64')]);
  const distance = b.sub(b.unsqueeze(upTo(columns), [0]), b.unsqueeze(upTo(rows), [1]));
  return b.op(isUpper ? 'GreaterOrEqual' : 'LessOrEqual', [distance, b.scalar(diagonal, 'int64')]);
}

/** The one number of a value that must be known before the graph runs. */
function onlyKnown(b: GraphWriter, node: GraphNode, value: string): number {
  const values = b.knownOf(value)[0].values?.();
  if (values?.length === 1) return values[0]!;
  throw new GraphError('graph.data_dependent_shape', `${node.operator} "${node.name}": "${value}" must be one number that is known before the graph runs. Export the network with fixed sizes.`, { node: node.name, operator: node.operator });
}
