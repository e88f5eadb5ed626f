import { GraphBuilder, inferTypes, makersOf, makeTensor } from '@lookalike/graph';
import type { Graph, GraphNode, ValueType } from '@lookalike/graph';
import { rewrite } from '../rewrite.ts';
import { blockedChannelsOf } from './blocked-channels.ts';

/** Operators whose result ONNX Runtime leaves in its blocked layout when everything that they read is in it. */
const staysBlocked: ReadonlySet<string> = new Set(['Add', 'Mul', 'Relu', 'Clip', 'MaxPool', 'AveragePool']);

/**
 * Brings a factor of a product into ONNX Runtime's blocked layout, by a depthwise convolution with one tap of 1, where the other is in it
 * already. Otherwise the other one leaves that layout, a rectifier's mask usually, and so do all sums and masks on the way back through the
 * residual connections before it.
 */
export function blockProducts(graph: Graph): Graph {
  const types = inferTypes(graph);
  const makers = makersOf(graph);
  const blocked = new Set<string>();
  const isImage = (name: string): boolean => blockedChannelsOf(types.get(name)) !== undefined;
  /** By product, which of its factors is brought in. */
  const outside = new Map<GraphNode, number>();
  for (const node of graph.nodes) {
    const factor = isProduct(node, types) ? node.inputs.findIndex((name, i) => !blocked.has(name) && makers.has(name) && blocked.has(node.inputs[1 - i]!)) : -1;
    if (factor >= 0) outside.set(node, factor);
    const read = node.operator === 'Clip' ? node.inputs.slice(0, 1) : node.inputs;
    const stays = staysBlocked.has(node.operator) && read.every((name) => blocked.has(name));
    if (factor < 0 && !stays && !(node.operator === 'Conv' && isImage(node.inputs[0]!))) continue;
    for (const name of node.outputs) if (isImage(name)) blocked.add(name);
  }
  return rewrite(graph, { Mul: (node, inputs) => {
    const factor = outside.get(node);
    return factor === undefined ? undefined : broughtIn(inputs, factor);
  } });
}

function isProduct({ operator, inputs, outputs: [product] }: GraphNode, types: ReadonlyMap<string, ValueType>): boolean {
  const type = types.get(product!);
  return operator === 'Mul' && blockedChannelsOf(type) !== undefined && inputs.every((name) => types.get(name)!.shape.join() === type!.shape.join());
}

function broughtIn(inputs: readonly (ValueType | undefined)[], outside: number): Graph {
  const b = new GraphBuilder();
  const factors = inputs.map((type, i) => b.input(`input ${i}`, type!));
  const channels = inputs[outside]!.shape[1] as number;
  const moved = b.conv(factors[outside]!, b.constant(makeTensor('float32', [channels, 1, 1, 1], new Float32Array(channels).fill(1))), { group: channels });
  b.output(b.mul(factors[1 - outside]!, moved));
  return b.build();
}
