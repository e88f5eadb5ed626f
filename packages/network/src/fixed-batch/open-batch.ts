import { GraphBuilder, GraphError, inferTypes, removeDeadNodes, sizeAt } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';
import { openAxisOf } from './batch-place.ts';
import type { BatchPlace } from './batch-place.ts';
import { imagesMix } from './images-mix.ts';
import { openedNode } from './opened-node.ts';
import { Additions } from './rows-that-follow.ts';

/** Why a network takes its images only as many at a time as its file says. */
export interface HeldBatch {
  /** How many. */
  readonly batch: number;
  /** The node at which it shows. */
  readonly operator: string;
  readonly node: string;
  readonly because: string;
}

/**
 * Opens the batch of a network whose file fixes it, as PyTorch's exporters do unless told otherwise: sizes written into Reshape, Expand and
 * Resize follow the batch, and so do constants that the file has once for each image (class tokens, positions, masks). What comes out is the
 * file's network for each image by itself, or `held` where a node may mix the images or its sizes do not follow.
 * @param graph its inputs have the batch first; constants are folded. @param batch the file's.
 */
export function openBatch(graph: Graph, batch: number): { readonly graph: Graph } | { readonly held: HeldBatch } {
  const types = inferTypes(graph);
  const b = new GraphBuilder({ name: graph.name });
  const places = new Map<string, BatchPlace>();
  for (const { name, type, shape } of graph.inputs) {
    b.input(name, { type, shape: ['N', ...shape.slice(1)] });
    places.set(name, { axis: 0, outer: 1 });
  }
  for (const [name, tensor] of graph.constants) b.constant(tensor, name);
  const names = graph.nodes.flatMap((node) => [node.name, ...node.outputs]);
  const file = {
    additions: new Additions(b, names, graph.inputs[0]!.name),
    batch,
    // The batch is fixed, so no size is open.
    sizesOf: (value: string): readonly number[] => types.get(value)!.shape.map(Number),
    placeOf: (value: string): BatchPlace | undefined => places.get(value),
  };
  for (const node of graph.nodes) {
    const because = append(node);
    if (because !== undefined) return { held: { batch, operator: node.operator, node: node.name, because } };
  }
  b.setOutputs(graph.outputs);
  return { graph: removeDeadNodes(b.build()) };

  /** @returns why it cannot be opened. */
  function append(node: GraphNode): string | undefined {
    const operand = node.inputs.find((name) => places.has(name));
    if (operand === undefined) {
      b.adopt(node);
      return undefined;
    }
    const place = places.get(operand)!;
    if (node.inputs.some((name) => (places.get(name) ?? place).outer !== place.outer)) return 'it reads values in which the images lie in different orders';
    try {
      const opened = openedNode(node, file);
      if (opened === undefined) return `its sizes are written out for a batch of ${batch}`;
      const numbers = (index: number): readonly number[] | undefined => {
        const tensor = b.constantOf(opened.node.inputs[index] ?? '');
        return tensor && Array.from(tensor.data, Number);
      };
      if (imagesMix(opened.node, { place, rank: file.sizesOf(operand).length, isFirst: operand === node.inputs[0], numbers })) return 'it computes with several images at once';
      for (const output of b.adopt(opened.node).filter((name) => name !== '')) {
        const shape = b.shapeOf(output);
        const axis = openAxisOf(shape);
        if (axis === undefined || shape.length !== types.get(output)!.shape.length || shape.some((size, at) => sizeAt(size, batch) !== types.get(output)!.shape[at])) return `its sizes do not follow the batch: [${shape.join(', ')}] for the file’s [${file.sizesOf(output).join(', ')}]`;
        places.set(output, opened.place ?? { axis, outer: place.outer });
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      // Its own message speaks of a size that stands for any number of images.
      return node.operator === 'Squeeze' ? 'it takes the batch away' : error.message.replace(/\.$/, '');
    }
  }
}
