import type { Graph, GraphNode, Tensor } from '../graph.ts';
import { elementCount, toDoubles } from '../tensor.ts';

/** No network that we know has more than a few convolutions with the same weights. */
const mostSharing = 32;

/**
 * Puts a BatchNormalization with constant statistics into the convolution before it, when nothing else reads that convolution.
 * Weights may be shared between convolutions, so scaled ones are new constants and the old ones stay.
 */
export function foldBatchNormalization(graph: Graph): Graph {
  const readers = new Map<string, number>();
  for (const name of [...graph.outputs, ...graph.nodes.flatMap((node) => node.inputs)]) readers.set(name, (readers.get(name) ?? 0) + 1);
  const constants = new Map(graph.constants);
  const nodes = [...graph.nodes];
  const place = new Map(nodes.flatMap((node, i) => node.outputs.map((output) => [output, i] as const)));

  graph.nodes.forEach((node, i) => {
    const at = node.operator === 'BatchNormalization' ? place.get(node.inputs[0]!) : undefined;
    const conv = at === undefined ? undefined : nodes[at];
    if (at === undefined || conv === undefined || !['Conv', 'ConvTranspose'].includes(conv.operator) || readers.get(node.inputs[0]!) !== 1) return;
    // Each convolution gets weights of its own: where very many share theirs, that would be too much.
    if (readers.get(conv.inputs[1]!)! > mostSharing) return;
    const folded = scaledConvolution(conv, node, constants);
    if (folded === undefined) return;
    nodes[at] = folded;
    // Its readers are behind both nodes, so the convolution may take over the name of the result.
    nodes[i] = { ...node, operator: 'folded' };
    place.set(node.outputs[0]!, at);
  });
  return { ...graph, nodes: nodes.filter((node) => node.operator !== 'folded'), constants };
}

function scaledConvolution(conv: GraphNode, normalization: GraphNode, constants: Map<string, Tensor>): GraphNode | undefined {
  const weights = constants.get(conv.inputs[1]!);
  const biasName = conv.inputs[2] ?? '';
  const bias = biasName === '' ? undefined : constants.get(biasName);
  const statistics = normalization.inputs.slice(1).map((name) => constants.get(name));
  if (weights?.type !== 'float32' || (biasName !== '' && bias === undefined) || statistics.some((tensor) => tensor === undefined)) return undefined;
  const [scale, shift, mean, variance] = statistics.map((tensor) => toDoubles(tensor!)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const epsilon = normalization.attributes['epsilon'] ?? 1e-5;
  const factor = scale.map((value, channel) => value / Math.sqrt(variance[channel]! + Number(epsilon)));

  // Where the output channel stands in the weights: [M, C/g, …] or, transposed, [C, M/g, …].
  const group = Number(conv.attributes['group'] ?? 1);
  const [rows, columns] = weights.shape as [number, number];
  const cells = elementCount(weights.shape.slice(2));
  const channelOf = (row: number, column: number): number => (conv.operator === 'Conv' ? row : Math.floor(row / (rows / group)) * columns + column);
  const scaled = Float32Array.from(toDoubles(weights), (value, i) => {
    const kernel = Math.floor(i / cells);
    return value * factor[channelOf(Math.floor(kernel / columns), kernel % columns)]!;
  });
  const offsets = bias === undefined ? undefined : toDoubles(bias);
  const shifted = Float32Array.from(factor, (value, channel) => ((offsets?.[channel] ?? 0) - mean[channel]!) * value + shift[channel]!);

  const add = (tensor: Tensor, role: string): string => {
    const name = `${normalization.outputs[0]!} ${role}`;
    constants.set(name, tensor);
    return name;
  };
  return {
    ...conv,
    inputs: [conv.inputs[0]!, add({ ...weights, data: scaled }, 'weights'), add({ type: 'float32', shape: [shifted.length], data: shifted }, 'bias')],
    outputs: normalization.outputs,
  };
}
