import { makersOf } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { NotFinite } from './first-not-finite.ts';

interface Circumstances {
  readonly graph: Graph;
  /** The graph's values that are not of its gradient; all others are. */
  readonly forward: ReadonlySet<string>;
  readonly found: NotFinite;
  /** Steps made before it; absent where the image is a target. */
  readonly stepCount: number | undefined;
}

/** Beyond this a product of two such numbers overflows in float32. */
const nearOverflow = 1e18;

/** Says in which layer a number was lost and why, and what helps. */
export function tellNotFinite({ graph, forward, found, stepCount }: Circumstances): string {
  const { node, value, what, inputs, badConstants } = found;
  const isForward = forward.has(value);
  const result = what === 'NaN' ? 'not a number' : 'infinite';
  const place = isForward ? `Its first such value is ${result}: that of layer "${layerOf(value)}" (${node.operator})` : `Its gradient first becomes ${result} at ${layerBefore(graph, forward, value)}`;
  const given = inputs.length === 0 ? '' : `, computed${isForward ? '' : ` by ${node.operator}`} from values ${inputs.map(({ least, most }) => (least === most ? `of ${short(least)}` : `from ${short(least)} to ${short(most)}`)).join(' and ')}`;
  return `${place}${given}. ${adviceFor()}`;

  function adviceFor(): string {
    if (badConstants.length > 0) return `Its constant "${layerOf(badConstants[0]!)}" has values that are not finite numbers: export the network again, with sound weights.`;
    const isLarge = inputs.some(({ least, most }) => Math.max(Math.abs(least), Math.abs(most)) > nearOverflow);
    if (isLarge) return stepCount !== undefined && stepCount > 0 ? 'The steps have led the image to where values overflow: take smaller ones.' : 'Its values overflow: check the weights and the preprocessing of the network.';
    const hasZero = inputs.some(({ least, most }) => least <= 0 && most >= 0);
    const remedy = stepCount === undefined ? 'leave the image out' : 'take another seed';
    if (hasZero) return `It has no ${isForward ? 'value' : 'slope'} at 0${stepCount === 0 ? ', to which flat seeds such as black ones lead' : ''}: ${remedy}, or choose a layer before it.`;
    return `Check the weights of the network, ${remedy}, or choose a layer before it.`;
  }
}

/** A layer as the network's file names it: in a step, the network's values are set apart by a word before their names. */
function layerOf(value: string): string {
  return value.replace(/^(network|transformed)\//, '');
}

/** The layer whose gradient a value of the gradient belongs to: the nearest that it is computed from. */
function layerBefore(graph: Graph, forward: ReadonlySet<string>, value: string): string {
  const makers = makersOf(graph);
  const seen = new Set<string>();
  let next: readonly string[] = [value];
  while (next.length > 0) {
    const layers = next.filter((name) => forward.has(name) && makers.has(name));
    const last = layers.at(-1);
    if (last !== undefined) return `layer "${layerOf(last)}" (${makers.get(last)!.operator})`;
    for (const name of next) seen.add(name);
    next = [...new Set(next.flatMap((name) => makers.get(name)?.inputs ?? []))].filter((name) => name !== '' && !seen.has(name));
  }
  return 'the objective';
}

function short(number: number): string {
  return String(Number(number.toPrecision(3)));
}
