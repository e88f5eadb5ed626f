import { traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';
import { ortGraphOf } from '../../ort-graph.ts';
import type { OrtGraph } from '../../ort-graph.ts';
import { BlockedGraph } from './forms.ts';
import { writeBatchNormalization, writeConv } from './convolutions.ts';
import type { AxesOf } from './convolutions.ts';
import { writeElementwise } from './elementwise.ts';
import { writePool, writeReduction } from './pools.ts';
import { shapeRules } from './shapes.ts';

/**
 * Writes a graph for ONNX Runtime's blocked layout: images in blocks of channels, in which its convolutions are fastest. An image moves there
 * at a convolution, and out of it where an operator needs the plain layout; all between computes on blocks.
 * @param block channels in a block on this processor, 1 where it has no such layout
 */
export function layOutInBlocks(graph: Graph, block: number, axesOf?: AxesOf): OrtGraph {
  if (block === 1) return ortGraphOf(graph);
  const g = new BlockedGraph(graph, block);
  for (const node of graph.nodes) if (!writeInBlocks(g, node, axesOf)) g.adopt(node);
  return g.finish();
}

function writeInBlocks(g: BlockedGraph, node: GraphNode, axesOf: AxesOf | undefined): boolean {
  switch (node.operator) {
    case 'Conv': return writeConv(g, node, axesOf);
    case 'BatchNormalization': return writeBatchNormalization(g, node);
    case 'MaxPool': case 'AveragePool': case 'GlobalAveragePool': return writePool(g, node);
    case 'ReduceMax': case 'ReduceMean': case 'ReduceMin': case 'ReduceSum': return writeReduction(g, node);
    default: return traitsOf(node)?.reach === 'entry' ? writeElementwise(g, node) : shapeRules[node.operator]?.(g, node) ?? false;
  }
}
