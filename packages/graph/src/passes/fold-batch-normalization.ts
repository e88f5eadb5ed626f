import type { Graph, GraphNode, Tensor } from '../graph.ts';
import { Rewriter } from '../rewriter.ts';
import { elementCount, toDoubles } from '../tensor.ts';

/** No network that we know has more than a few convolutions with the same weights. */
const mostSharing = 32;

/**
 * Puts a BatchNormalization with constant statistics into the convolution before it, when nothing else reads that convolution.
 * Weights may be shared between convolutions, so scaled ones are new constants and the old ones stay.
 */
export function foldBatchNormalization(graph: Graph): Graph {
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const conv = node.operator === 'BatchNormalization' ? r.makerOf(node.inputs[0]) : undefined;
    if (conv === undefined || !(conv.operator === 'Conv' || conv.operator === 'ConvTranspose') || r.onlyReaderOf(conv.outputs[0]!) !== node) continue;
    // Each convolution gets weights of its own: where very many share theirs, that would be too much.
    if (r.readersOf(conv.inputs[1]!).length > mostSharing) continue;
    const folded = scaledConvolution(r, conv, node);
    if (folded === undefined) continue;
    const free = (role: string): string => r.fresh(`${node.outputs[0]!} ${role}`);
    r.change(conv, { inputs: [conv.inputs[0]!, r.constant(folded.weights, free('weights')), r.constant(folded.bias, free('bias'))] });
    r.replace(node, () => conv.outputs[0]!);
  }
  return r.build();
}

interface Weights {
  readonly weights: Tensor;
  readonly bias: Tensor;
}

function scaledConvolution(r: Rewriter, conv: GraphNode, normalization: GraphNode): Weights | undefined {
  const weights = r.constantOf(conv.inputs[1]);
  const biasName = conv.inputs[2] ?? '';
  const bias = biasName === '' ? undefined : r.constantOf(biasName);
  const statistics = normalization.inputs.slice(1).map((name) => r.constantOf(name));
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
  return { weights: { ...weights, data: scaled }, bias: { type: 'float32', shape: [shifted.length], data: shifted } };
}
