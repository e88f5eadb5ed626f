import type { GraphBuilder } from '@lookalike/graph';
import { imageOf, sizesOf } from './link.ts';
import type { Link } from './link.ts';

/** A value of the same shape, made of this one. */
function beside(b: GraphBuilder, value: string): string {
  return b.add(b.mul(value, -0.7), b.mul(b.tanh(value), 0.9));
}

const sum: Link = (b, value, draws) => (draws.is(0.5) ? b.add(value, beside(b, value)) : b.sub(beside(b, value), value));
const scaled: Link = (b, value, draws) => b.mul(value, beside(b, b.mul(value, draws.uniform(0.5, 1))));
const quotient: Link = (b, value) => b.div(value, b.add(b.mul(value, value), 0.7));
const extreme: Link = (b, value, draws) => b.op(draws.pick(['Max', 'Min'] as const), [value, beside(b, value), ...(draws.is(0.5) ? [b.scalar(0.1)] : [])]);
const choice: Link = (b, value, draws) => b.where(b.greater(value, draws.uniform(-0.3, 0.3)), b.mul(value, 0.5), draws.is(0.5) ? -0.2 : b.neg(value));

const perChannel: Link = (b, value, draws) => {
  const [channels] = imageOf(b, value) ?? [];
  if (channels === undefined) return undefined;
  const constant = draws.constant(b, [channels, 1, 1], 0.5, 1.5);
  return draws.is(0.5) ? b.mul(value, constant) : b.add(value, constant);
};

/** As squeeze and excitation computes. */
const gated: Link = (b, value) => imageOf(b, value) && b.mul(value, b.sigmoid(b.globalAveragePool(value)));

const concat: Link = (b, value, draws) => {
  const axis = draws.whole(1, sizesOf(b, value).length);
  return b.concat([value, beside(b, value), ...(draws.is(0.3) ? [value] : [])], axis);
};

export const combiningLinks = { sum, scaled, quotient, extreme, choice, perChannel, gated, concat } satisfies Readonly<Record<string, Link>>;
