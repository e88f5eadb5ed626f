import { inferTypes, makersOf, readersOf, removeDeadNodes, sharedFloats } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { valuesOfChannels } from './blocked-channels.ts';

/**
 * Multiplies the filters of a convolution by the constant factors that its channels are multiplied by later, past products with other
 * images: the gradient of BatchNormalization behind that of a rectifier. ONNX Runtime would take one more pass over the image.
 */
export function scaleFilters(graph: Graph): Graph {
  const types = inferTypes(graph);
  const makers = makersOf(graph);
  const readers = readersOf(graph);
  const constants = new Map(graph.constants);
  const scaled = new Map<GraphNode, GraphNode>();
  /** What a product with constant factors is without them, by its name. */
  const same = new Map<string, string>();

  /** The convolution that can take in factors of `value`. */
  const convolutionBehind = (value: string): GraphNode | undefined => {
    const maker = makers.get(value);
    if (maker === undefined || readers.get(value)!.length !== 1) return undefined;
    if (same.has(value)) return convolutionBehind(same.get(value)!);
    if (maker.operator === 'Conv') return maker.inputs.slice(1).every((name) => constants.has(name)) ? maker : undefined;
    const isProduct = maker.operator === 'Mul' && maker.inputs.every((name) => types.get(name)!.shape.join() === types.get(value)!.shape.join());
    return isProduct ? convolutionBehind(maker.inputs[0]!) ?? convolutionBehind(maker.inputs[1]!) : undefined;
  };
  for (const { operator, inputs: [image, factors], outputs: [result] } of graph.nodes) {
    const shape = types.get(image ?? '')?.shape;
    const each = operator === 'Mul' && shape?.length === 4 && !graph.outputs.includes(result!) ? valuesOfChannels(constants.get(factors!), shape[1]) : undefined;
    const conv = each === undefined ? undefined : convolutionBehind(image!);
    if (conv === undefined) continue;
    const [x, ...given] = (scaled.get(conv) ?? conv).inputs;
    const names = given.map((name, i) => {
      const own = `${conv.outputs[0]!} ${i === 0 ? 'filters' : 'bias'} times ${factors!}`;
      constants.set(own, timesFirstAxis(constants.get(name)!, each!));
      return own;
    });
    scaled.set(conv, { ...conv, inputs: [x!, ...names] });
    same.set(result!, image!);
  }
  if (same.size === 0) return graph;
  const renamed = (name: string): string => (same.has(name) ? renamed(same.get(name)!) : name);
  const nodes = graph.nodes.filter(({ outputs }) => !same.has(outputs[0]!)).map((node) => ({ ...scaled.get(node) ?? node, inputs: (scaled.get(node) ?? node).inputs.map(renamed) }));
  return removeDeadNodes({ ...graph, nodes, constants });
}

function timesFirstAxis({ type, shape, data }: Tensor, factors: Float32Array): Tensor {
  const product = sharedFloats(data.length);
  const inner = data.length / factors.length;
  factors.forEach((factor, i) => {
    for (let at = i * inner; at < (i + 1) * inner; at++) product[at] = (data[at] as number) * factor;
  });
  return { type, shape, data: product };
}
