import type { GraphBuilder } from '@lookalike/graph';
import type { Draws } from '../draws.ts';
import { imageOf, sizesOf } from './link.ts';
import type { Link } from './link.ts';

const positives = (b: GraphBuilder, draws: Draws, shape: readonly number[]): string => draws.constant(b, shape, 0.5, 1.5);

const batchNormalization: Link = (b, value, draws) => {
  const [channels] = imageOf(b, value) ?? [];
  if (channels === undefined) return undefined;
  return b.op('BatchNormalization', [value, positives(b, draws, [channels]), draws.constant(b, [channels]), draws.constant(b, [channels]), positives(b, draws, [channels])]);
};

const instanceNormalization: Link = (b, value, draws) => {
  const [channels, height, width] = imageOf(b, value) ?? [];
  if (channels === undefined || height! * width! < 4) return undefined;
  return b.op('InstanceNormalization', [value, positives(b, draws, [channels]), draws.constant(b, [channels])], { epsilon: 0.1 });
};

const groupNormalization: Link = (b, value, draws) => {
  const [channels] = imageOf(b, value) ?? [];
  if (channels === undefined || channels % 4 !== 0) return undefined;
  return b.op('GroupNormalization', [value, positives(b, draws, [channels]), draws.constant(b, [channels])], { num_groups: draws.pick([1, 2, 4]), epsilon: 0.1 });
};

const layerNormalization: Link = (b, value, draws) => {
  const width = sizesOf(b, value).at(-1)!;
  if (width < 3) return undefined;
  return b.op('LayerNormalization', [value, positives(b, draws, [width]), ...(draws.is(0.7) ? [draws.constant(b, [width])] : [])], { axis: -1, epsilon: 0.1 });
};

/** As exporters write it who do not know the operator. */
const layerNormalizationInParts: Link = (b, value, draws) => {
  const rank = sizesOf(b, value).length;
  if (sizesOf(b, value).at(-1)! < 3) return undefined;
  const centred = b.sub(value, b.reduceMean(value, [rank], true));
  const variance = b.reduceMean(draws.is(0.5) ? b.pow(centred, 2) : b.mul(centred, centred), [rank], true);
  return b.div(centred, b.sqrt(b.add(variance, 0.1)));
};

const localResponse: Link = (b, value, draws) => imageOf(b, value) && b.op('LRN', [value], { size: draws.pick([1, 3, 4, 5]), alpha: 0.9, beta: 0.75, bias: 1 });
const softmax: Link = (b, value, draws) => b.op(draws.pick(['Softmax', 'LogSoftmax'] as const), [b.mul(value, 2)], { axis: draws.whole(1, sizesOf(b, value).length) });

const reduction: Link = (b, value, draws) => {
  const sizes = sizesOf(b, value);
  const axes = sizes.flatMap((_, i) => (draws.is(0.4) ? [i + 1] : []));
  if (axes.length === 0) return undefined;
  const kept = axes.length === sizes.length || draws.is(0.7);
  return b.op(draws.pick(['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL2'] as const), [value, b.integers(axes)], { keepdims: kept ? 1 : 0 });
};

export const normalisingLinks = { batchNormalization, instanceNormalization, groupNormalization, layerNormalization, layerNormalizationInParts, localResponse, softmax, reduction } satisfies Readonly<Record<string, Link>>;
