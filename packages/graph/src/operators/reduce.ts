import { broadcastStrides, forEachIndex } from '../broadcast.ts';
import type { GraphWriter } from '../graph-writer.ts';
import { elementCount } from '../tensor.ts';
import { normalizeAxes } from './axes.ts';
import { defineOperator, without } from './definition.ts';
import type { GradientContext, InferContext, NoGradient, OperatorDefinition } from './definition.ts';
import type { FurtherTraits } from './traits.ts';

interface ReduceAttributes {
  readonly keepDims: boolean;
  readonly emptyMeansNone: boolean;
}

export interface ReduceGradientContext extends GradientContext<ReduceAttributes> {
  readonly x: string;
  readonly y: string;
  /** dy and y with a size of 1 on every reduced axis, so that they broadcast against x. */
  readonly wideDy: string;
  wideY(): string;
  readonly axes: readonly number[];
}

interface ReduceOptions {
  /** Adds one more value to what was gathered so far. */
  readonly combine: (gathered: number, value: number) => number;
  readonly start: number;
  readonly finish?: (gathered: number, count: number) => number;
  readonly gradient: ((context: ReduceGradientContext) => string) | NoGradient;
  /** The opset from which the axes are an input. */
  readonly axesInputSince: 13 | 18;
  /** What it is besides a sum, or the like, over whole axes. */
  readonly traits?: FurtherTraits;
}

/** An operator that reduces over axes; over all of them when none are named. */
export function reduceOperator(operator: 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceL2' | 'ReduceProd', options: ReduceOptions): OperatorDefinition {
  const { combine, start, finish = (gathered) => gathered, gradient, traits } = options;
  return defineOperator<ReduceAttributes>({
    inputs: [1, 2],
    traits: { reach: 'axes', ...traits },
    attributes: (read) => ({ keepDims: read.flag('keepdims', true), emptyMeansNone: read.flag('noop_with_empty_axes', false) }),
    infer: (context) => {
      const { type, shape } = context.input(0);
      const axes = reducedAxes(context, shape.length);
      const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return [{ type, shape: context.attributes.keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis)) }];
    },
    evaluate: (context) => {
      const { shape, data } = context.input(0);
      const axes = reducedAxes({ ...context, fail: () => { throw new Error('checked by infer'); } }, shape.length);
      const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const result = new Float64Array(elementCount(kept)).fill(start);
      forEachIndex(shape, [broadcastStrides(kept, shape)], (position, [target]) => {
        result[target!] = combine(result[target!]!, data[position]!);
      });
      const count = data.length / Math.max(1, result.length);
      return [result.map((gathered) => finish(gathered, count))];
    },
    masksGradient: gradient === shareAmongExtreme,
    gradient: typeof gradient !== 'function' ? gradient : (context, index) => {
      if (index !== 0) return context.refuse('its axes must be constants');
      const { b, dy, inputs, outputs: [y], attributes: { keepDims } } = context;
      const x = inputs[0]!;
      const axes = constantAxes(b, inputs[1], b.shapeOf(x).length, context.attributes);
      const widen = (value: string): string => (keepDims || axes.length === 0 ? value : b.unsqueeze(value, axes));
      return gradient({ ...context, x, y: y!, axes, wideDy: widen(dy), wideY: () => widen(y!) });
    },
    upgrade: ({ b, node, opset }) => {
      if (opset >= options.axesInputSince) return undefined;
      const { axes } = node.attributes;
      const inputs = Array.isArray(axes) ? [node.inputs[0]!, b.integers(axes as readonly number[])] : node.inputs;
      return b.append(operator, inputs, without(node.attributes, 'axes'), { name: node.name, outputs: node.outputs });
    },
  });
}

function reducedAxes({ attributes, integers, fail }: Pick<InferContext<ReduceAttributes>, 'attributes' | 'integers' | 'fail'>, rank: number): number[] {
  const axes = integers(1) ?? [];
  if (axes.length > 0) return normalizeAxes(axes, rank, fail);
  return attributes.emptyMeansNone ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

function constantAxes(b: GraphWriter, input: string | undefined, rank: number, attributes: ReduceAttributes): number[] {
  const fail = (message: string): never => { throw new Error(message); };
  const integers = (): number[] | undefined => (input === undefined || input === '' ? undefined : Array.from(b.knownOf(input)[0].values?.() ?? []));
  return reducedAxes({ attributes, integers, fail }, rank);
}

/** For ReduceMax and ReduceMin: the cells that equal the result share the gradient evenly. */
export function shareAmongExtreme({ b, x, wideDy, wideY, axes }: ReduceGradientContext): string {
  const mask = b.cast(b.equal(x, wideY()), b.typeOf(x).type);
  return b.mul(b.div(wideDy, b.reduceSum(mask, axes, true)), mask);
}
