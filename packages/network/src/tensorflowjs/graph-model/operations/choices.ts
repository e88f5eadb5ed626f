import { argExtreme, oneHot } from '../../../onnx/lower-choices.ts';
import { axisOf } from '../../tensorflow-builder.ts';
import { inPlace } from '../../value.ts';
import type { TfValue } from '../../value.ts';
import type { OperationContext, OperationRule } from '../operation-rule.ts';

/** Operations that say which entry, or pick entries that others say. */
export const choiceOperations: Readonly<Record<string, OperationRule>> = {
  ArgMax: (context) => arg(context, 'greatest'),
  ArgMin: (context) => arg(context, 'least'),
  GatherNd: ({ t, input }) => asItLies(t, t.b.op('GatherND', [t.plain(input(0)), t.b.cast(t.plain(input(1)), 'int64')])),
  OneHot: ({ t, input, attributes }) => {
    const [depth] = t.numbersOf(input(1)) as [number];
    return asItLies(t, oneHot(t.b, t.plain(input(0)), { depth, axis: attributes.integer('axis', -1), on: t.plain(input(2)), off: t.plain(input(3)) }));
  },
  TopKV2: ({ t, input }) => {
    const [k] = t.numbersOf(input(1)) as [number];
    return t.b.append('TopK', [t.plain(input(0)), t.b.integers([k])], { axis: -1 }, { outputs: 2 }).map((name) => asItLies(t, name));
  },
};

function arg({ t, inputs, input }: OperationContext, extreme: 'greatest' | 'least'): TfValue {
  const axis = inputs.length > 1 ? t.numbersOf(input(1))[0]! : 0;
  return asItLies(t, argExtreme(t.b, t.plain(input(0)), extreme, { axis: axisOf(axis, t.rankOf(input(0))), keepDims: false }));
}

function asItLies(t: OperationContext['t'], name: string): TfValue {
  return { name, order: inPlace(t.b.shapeOf(name).length) };
}
