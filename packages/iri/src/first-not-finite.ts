import { inferTypes, infiniteValues, makersOf, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import type { Device } from '@lookalike/runtime';

/** A value that is not finite although all that it is computed from is. */
export interface NotFinite {
  readonly node: GraphNode;
  readonly value: string;
  /** NaN where there is one, else an infinity. */
  readonly what: 'NaN' | 'infinite';
  /** What the node computes it from: least and greatest of each value that is not a constant. */
  readonly inputs: readonly { readonly value: string; readonly least: number; readonly most: number }[];
  /** Constants of the node that have a value that is not finite. */
  readonly badConstants: readonly string[];
}

interface Question {
  readonly device: Device;
  readonly graph: Graph;
  /** Of one image. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Values of which the first that is not finite is explained. */
  readonly values: readonly string[];
  /** A value that is asked about first: what was found for another image. */
  readonly suspect?: string;
}

/** Values that are looked at at once. More find the first in fewer rounds, but keep the device from computing as it did before. */
const probesAtOnce = 8;

/**
 * Finds where values of a graph stop being finite numbers, by bisection: what a few values in between are on the device says on which side of
 * them it happens. What is infinite because a constant is, such as the −∞ of a mask, does not count.
 * @returns `undefined` where the device computes all of them as finite now
 */
export async function firstNotFinite({ device, graph, feeds, values, suspect }: Question): Promise<NotFinite | undefined> {
  const makers = makersOf(graph);
  const expected = infiniteValues(graph);
  const types = inferTypes(graph);
  const order = graph.nodes.flatMap(({ outputs }) => outputs.filter((output) => types.get(output)?.type === 'float32'));
  const probe = async (values: readonly string[]): Promise<ReadonlyMap<string, Tensor>> => {
    const executable = await device.open(removeDeadNodes({ ...graph, outputs: values }));
    try {
      return new Map(Object.entries(await executable.run(feeds)));
    } finally {
      await executable.close();
    }
  };
  const isBad = (name: string, tensor: Tensor): boolean => faultOf(tensor, expected.has(name)) !== undefined;
  const before = (name: string): ReadonlySet<string> => ancestors(makers, name);

  const first = await probe([...values, ...(suspect === undefined ? [] : [suspect])]);
  const lost = values.find((name) => isBad(name, first.get(name)!));
  if (lost === undefined) return undefined;
  let found = suspect !== undefined && before(lost).has(suspect) && isBad(suspect, first.get(suspect)!) ? suspect : lost;
  let unknown = new Set(before(found));
  unknown.delete(found);
  for (;;) {
    const left = order.filter((name) => unknown.has(name));
    if (left.length === 0) break;
    // Where what the value is computed from is finite, it is the one.
    const near = new Set(makers.get(found)?.inputs);
    const spread = new Set(Array.from({ length: probesAtOnce }, (_, i) => Math.floor(((i + 1) * left.length) / (probesAtOnce + 1))));
    const probes = left.length <= probesAtOnce ? left : left.filter((name, i) => near.has(name) || spread.has(i));
    const results = await probe(probes);
    const bad = probes.find((name) => isBad(name, results.get(name)!));
    if (bad !== undefined) {
      found = bad;
      unknown = new Set([...before(bad)].filter((name) => unknown.has(name) && name !== bad));
    }
    // What a finite value is made of has not spoilt it, so that it is not where the fault came from either.
    for (const name of probes) {
      if (isBad(name, results.get(name)!)) continue;
      for (const earlier of before(name)) unknown.delete(earlier);
    }
  }
  const node = makers.get(found);
  if (node === undefined) return undefined;
  const varying = [...new Set(node.inputs)].filter((name) => types.get(name)?.type === 'float32' && !graph.constants.has(name));
  const inner = varying.filter((name) => makers.has(name));
  const results = await probe([found, ...inner]);
  const what = faultOf(results.get(found)!, expected.has(found));
  if (what === undefined) return undefined;
  const inputs = varying.map((name) => ({ value: name, ...rangeOf(results.get(name) ?? feeds[name]!) }));
  const badConstants = node.inputs.filter((name) => graph.constants.has(name) && faultOf(graph.constants.get(name)!, false) !== undefined);
  return { node, value: found, what, inputs, badConstants };
}

/** What a value is computed from, and itself. */
export function ancestors(makers: ReadonlyMap<string, GraphNode>, value: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === '' || reached.has(next)) continue;
    reached.add(next);
    waiting.push(...makers.get(next)?.inputs ?? []);
  }
  return reached;
}

function faultOf({ data }: Tensor, mayBeInfinite: boolean): NotFinite['what'] | undefined {
  let isInfinite = false;
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i])) return 'NaN';
    isInfinite ||= !Number.isFinite(Number(data[i]));
  }
  return isInfinite && !mayBeInfinite ? 'infinite' : undefined;
}

function rangeOf({ data }: Tensor): { readonly least: number; readonly most: number } {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) [least, most] = [Math.min(least, Number(data[i])), Math.max(most, Number(data[i]))];
  return { least, most };
}
