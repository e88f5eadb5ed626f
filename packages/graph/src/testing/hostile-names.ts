import type { Random } from '@lookalike/random';
import { valueNamesOf } from '../free-names.ts';
import type { Graph, GraphNode } from '../graph.ts';

/** What has names: a graph, or what a device makes of one. */
export interface NamedGraph {
  readonly inputs: readonly { readonly name: string }[];
  readonly nodes: readonly GraphNode[];
  readonly constants: ReadonlyMap<string, unknown>;
}

/** The names of values that are there after a graph was rewritten and were not before. */
export function valueNamesMade(before: NamedGraph, after: NamedGraph): string[] {
  const known = new Set(namesOf(before));
  return namesOf(after).filter((name) => name !== '' && !known.has(name));
}

function namesOf({ inputs, constants, nodes }: NamedGraph): string[] {
  return [...inputs.map(({ name }) => name), ...constants.keys(), ...nodes.flatMap(({ outputs }) => outputs)];
}

/** A graph with other names for some of its values and nodes; the rest keeps its own. */
export function renamedGraph(graph: Graph, values: ReadonlyMap<string, string>, nodes: ReadonlyMap<string, string> = new Map()): Graph {
  const value = (name: string): string => values.get(name) ?? name;
  return {
    ...graph,
    inputs: graph.inputs.map((input) => ({ ...input, name: value(input.name) })),
    outputs: graph.outputs.map(value),
    constants: new Map([...graph.constants].map(([name, tensor]) => [value(name), tensor])),
    nodes: graph.nodes.map((node) => ({ ...node, name: nodes.get(node.name) ?? node.name, inputs: node.inputs.map(value), outputs: node.outputs.map(value) })),
  };
}

export interface HostileNames {
  readonly graph: Graph;
  /** How its values are called now. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Graphs like this one, some of whose values and nodes are called as a pass would call what it makes: names that it was seen to make are dealt
 * out at random, and those that it makes then, to get out of their way, in the next round as well.
 */
export function* hostileNames(graph: Graph, rewrite: (graph: Graph) => NamedGraph, random: Random, trials = 12): Generator<HostileNames> {
  const values = [...new Set(valueNamesOf(graph))].filter((name) => name !== '');
  const seen = { values: valueNamesMade(graph, rewrite(graph)), nodes: nodeNamesMade(graph, rewrite(graph)) };
  for (let trial = 0; trial < trials; trial++) {
    const renamed = dealt(values, seen.values, random);
    const nodes = dealt(graph.nodes.map(({ name }) => name), seen.nodes, random);
    const hostile = renamedGraph(graph, renamed, nodes);
    yield { graph: hostile, values: renamed };
    const again = rewrite(hostile);
    seen.values = [...new Set([...seen.values, ...valueNamesMade(hostile, again)])];
    seen.nodes = [...new Set([...seen.nodes, ...nodeNamesMade(hostile, again)])];
  }
}

function nodeNamesMade(before: NamedGraph, after: NamedGraph): string[] {
  const known = new Set(before.nodes.map(({ name }) => name));
  return after.nodes.map(({ name }) => name).filter((name) => !known.has(name));
}

/** New names for at most half of the old ones, so that names made after old ones can be met too. */
function dealt(old: readonly string[], names: readonly string[], random: Random): Map<string, string> {
  const kept = new Set(old);
  const free = random.shuffled(names.filter((name) => !kept.has(name)));
  return new Map(random.shuffled(old).slice(0, Math.min(Math.ceil(old.length / 2), free.length)).map((name, i) => [name, free[i]!]));
}
