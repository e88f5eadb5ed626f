import { inferTypes, makeTensor } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';

/**
 * Lets ONNX Runtime's shape inference see that the batch is one and the same throughout. Where it cannot, it moves both factors of a
 * product out of its blocked layout: all through the backward pass. Two things hide the batch from it: a Reshape that infers it (−1),
 * which here copies it (0); and ones of the shape that a Shape reads, with which a gradient begins, which here are value⁰, 1 for every
 * value, NaN too.
 */
export function keepBatchKnown(graph: Graph): Graph {
  const types = inferTypes(graph);
  const shapes = new Map(graph.nodes.filter(({ operator }) => operator === 'Shape').map(({ outputs, inputs }) => [outputs[0]!, inputs[0]!] as const));
  const constants = new Map(graph.constants).set(exponent, makeTensor('float32', [], [0]));
  const nodes = graph.nodes.map((node): GraphNode => {
    const like = node.operator === 'Expand' ? shapes.get(node.inputs[1]!) : undefined;
    if (like !== undefined && isOne(graph.constants.get(node.inputs[0]!))) return { ...node, operator: 'Pow', inputs: [like, exponent], attributes: {} };
    const target = node.operator === 'Reshape' ? copyingShape(node, graph, types) : undefined;
    if (target === undefined) return node;
    const name = `shape of ${node.outputs[0]!}`;
    constants.set(name, target);
    return { ...node, inputs: [node.inputs[0]!, name], attributes: {} };
  });
  return { ...graph, nodes, constants };
}

const exponent = 'exponent of ones';

function isOne(tensor: Tensor | undefined): boolean {
  return tensor?.type === 'float32' && tensor.data.length === 1 && tensor.data[0] === 1;
}

/** The target shape with 0 in place of −1, if what is inferred is a batch that stays on its axis. */
function copyingShape({ inputs: [data, target], outputs: [result] }: GraphNode, { constants }: Graph, types: ReadonlyMap<string, ValueType>): Tensor | undefined {
  const sizes = Array.from(constants.get(target!)?.data ?? [], Number);
  const axis = sizes.indexOf(-1);
  const size = types.get(result!)!.shape[axis];
  // A 0 that is there already may, with allowzero, mean an empty axis.
  if (axis === -1 || sizes.includes(0) || typeof size === 'number' || size !== types.get(data!)!.shape[axis]) return undefined;
  return makeTensor('int64', [sizes.length], sizes.with(axis, 0));
}
