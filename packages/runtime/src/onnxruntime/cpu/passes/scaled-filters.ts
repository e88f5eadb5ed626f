import { Rewriter, sharedFloats } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { valuesOfChannels } from '../block-channels.ts';

/**
 * Multiplies the filters of a convolution by the constant factors that its channels are multiplied by later, past products with other
 * images: the gradient of BatchNormalization behind that of a rectifier. ONNX Runtime would take one more pass over the image.
 */
export function scaleFilters(graph: Graph): Graph {
  const r = new Rewriter(graph);
  /** Filters and bias of convolutions, times what they have taken in. */
  const weights = new Map<GraphNode, readonly Tensor[]>();
  /** What a product with constant factors is without them, by its name. */
  const same = new Map<string, string>();

  /** The convolution that can take in factors of `value`. */
  const convolutionBehind = (value: string): GraphNode | undefined => {
    const maker = r.makerOf(value);
    if (maker === undefined || r.readersOf(value).length !== 1) return undefined;
    if (same.has(value)) return convolutionBehind(same.get(value)!);
    if (maker.operator === 'Conv') return maker.inputs.slice(1).every((name) => r.constantOf(name) !== undefined) ? maker : undefined;
    const isProduct = maker.operator === 'Mul' && maker.inputs.every((name) => r.hasSameShape(name, value));
    return isProduct ? convolutionBehind(maker.inputs[0]!) ?? convolutionBehind(maker.inputs[1]!) : undefined;
  };
  for (const node of graph.nodes) {
    const [image, factors] = node.inputs as [string, string];
    const shape = node.operator === 'Mul' && !r.isOutput(node.outputs[0]!) ? r.shapeOf(image) : undefined;
    const each = shape?.length === 4 ? valuesOfChannels(r.constantOf(factors), shape[1]) : undefined;
    const conv = each === undefined ? undefined : convolutionBehind(image);
    if (each === undefined || conv === undefined) continue;
    const given = weights.get(conv) ?? conv.inputs.slice(1).map((name) => r.constantOf(name)!);
    weights.set(conv, given.map((tensor) => timesFirstAxis(tensor, each)));
    same.set(node.outputs[0]!, image);
    r.replace(node, () => image);
  }
  for (const [conv, scaled] of weights) r.change(conv, { inputs: [conv.inputs[0]!, ...scaled.map((tensor) => r.constant(tensor))] });
  return r.build();
}

function timesFirstAxis({ type, shape, data }: Tensor, factors: Float32Array): Tensor {
  const product = sharedFloats(data.length);
  const inner = data.length / factors.length;
  factors.forEach((factor, i) => {
    for (let at = i * inner; at < (i + 1) * inner; at++) product[at] = (data[at] as number) * factor;
  });
  return { type, shape, data: product };
}
