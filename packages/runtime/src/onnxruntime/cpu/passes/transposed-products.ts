import { makersOf, removeDeadNodes, swappedLastAxes } from '@lookalike/graph';
import type { GraphNode } from '@lookalike/graph';
import type { OrtGraph } from '../../ort-graph.ts';

/**
 * Lets products read their operands transposed, in ONNX Runtime's own operator for that. It would make that operator itself, but not once it has
 * merged the Transpose with one before it, as it does where the heads of an attention are taken apart.
 */
export function transposeInProducts(graph: OrtGraph): OrtGraph {
  const makers = makersOf(graph);
  /** What a value is the transpose of. */
  const source = (value: string): string | undefined => {
    const maker = makers.get(value);
    return maker?.operator === 'Transpose' && swapsLastTwo(maker) ? maker.inputs[0] : undefined;
  };
  const nodes = graph.nodes.map((node): GraphNode => {
    const sources = node.operator === 'MatMul' ? node.inputs.map(source) : [];
    if (sources.every((one) => one === undefined)) return node;
    const [transA, transB] = sources.map((one) => (one === undefined ? 0 : 1)) as [number, number];
    return { ...node, operator: 'com.microsoft.FusedMatMul', inputs: node.inputs.map((input, i) => sources[i] ?? input), attributes: { transA, transB } };
  });
  return removeDeadNodes({ ...graph, nodes });
}

/** Products of stacks of matrices only: those of single matrices and rows are not ONNX Runtime's to transpose. */
function swapsLastTwo({ attributes }: GraphNode): boolean {
  const order = attributes['perm'] as readonly number[] | undefined;
  return order !== undefined && order.length > 2 && order.join() === swappedLastAxes(order.length).join();
}
