import type { Graph, GraphNode } from './graph.ts';

/**
 * Why a Round passes its gradient straight through, though its slope is 0, and what is to be said of it wherever results are shown.
 * A node asks for it by its attribute `surrogate`, which is ours: files and devices do not see it.
 */
const sentences = {
  'quantised-activations': 'The network rounds its activations to whole numbers. The gradient is a surrogate: it passes straight through the rounding, and is 0 where an activation lies outside of the range of these numbers. Values are the network’s own.',
  'whole-number-pixels': 'The network takes whole-number pixels. The gradient is a surrogate: it passes straight through their rounding. Values are the network’s own.',
} as const;

export type SurrogateKind = keyof typeof sentences;

export const surrogateKinds = Object.keys(sentences) as readonly SurrogateKind[];

/** A way in which the gradient of a graph is not the slope of what the graph computes. */
export interface SurrogateGradient {
  readonly kind: SurrogateKind;
  /** The names of the nodes, in the order of computation. */
  readonly nodes: readonly string[];
  /** For whoever uses the results. */
  readonly sentence: string;
}

/** Why the gradient passes straight through a node, if the node says that it does. */
export function surrogateOf({ attributes: { surrogate } }: Pick<GraphNode, 'attributes'>): SurrogateKind | undefined {
  return surrogateKinds.find((kind) => kind === surrogate);
}

/** Where the gradient of a graph is a surrogate by the graph itself; empty where it is the slope of what the graph computes. Options of `differentiate` come on top. */
export function surrogateGradients(graph: Graph): readonly SurrogateGradient[] {
  return surrogateKinds.flatMap((kind) => {
    const nodes = graph.nodes.filter((node) => surrogateOf(node) === kind).map(({ name }) => name);
    return nodes.length === 0 ? [] : [{ kind, nodes, sentence: sentences[kind] }];
  });
}
