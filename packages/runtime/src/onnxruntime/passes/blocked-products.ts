import { GraphBuilder, inferTypes, makersOf, makeTensor } from '@lookalike/graph';
import type { Graph, GraphNode, ValueType } from '@lookalike/graph';
import { rewrite } from '../rewrite.ts';
import { blockedChannels } from './blocked-channels.ts';

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
  const isImage = (name: string): boolean => fits(types.get(name));
  for (const node of graph.nodes) {
    const read = node.operator === 'Clip' ? node.inputs.slice(0, 1) : node.inputs;
    const some = isProduct(node, types) && node.inputs.some((name) => blocked.has(name));
    if ((node.operator === 'Conv' && isImage(node.inputs[0]!)) || some || (staysBlocked.has(node.operator) && read.every((name) => blocked.has(name)))) {
      for (const name of node.outputs) if (isImage(name)) blocked.add(name);
    }
  }
  return rewrite(graph, { Mul: (node, inputs) => {
    const outside = node.inputs.findIndex((name) => !blocked.has(name));
    return isProduct(node, types) && outside >= 0 && blocked.has(node.inputs[1 - outside]!) && makers.has(node.inputs[outside]!) ? broughtIn(inputs, outside) : undefined;
  } });
}

function isProduct({ operator, inputs, outputs }: GraphNode, types: ReadonlyMap<string, ValueType>): boolean {
  return operator === 'Mul' && [...inputs, ...outputs].every((name) => fits(types.get(name)) && types.get(name)!.shape.join() === types.get(outputs[0]!)!.shape.join());
}

function fits(type: ValueType | undefined): boolean {
  const channels = type?.shape[1];
  return type?.type === 'float32' && type.shape.length === 4 && typeof channels === 'number' && channels % blockedChannels === 0;
}

function broughtIn(inputs: readonly (ValueType | undefined)[], outside: number): Graph {
  const b = new GraphBuilder();
  const factors = inputs.map((type, i) => b.input(`input ${i}`, type!));
  const channels = inputs[outside]!.shape[1] as number;
  const moved = b.conv(factors[outside]!, b.constant(makeTensor('float32', [channels, 1, 1, 1], new Float32Array(channels).fill(1))), { group: channels });
  b.output(b.mul(factors[1 - outside]!, moved));
  return b.build();
}
