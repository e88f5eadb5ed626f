import { FreeNames, GraphBuilder, GraphError, makeTensor, renamedNode, valueNamesOf } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';
import type { Preprocessing } from '@lookalike/preprocessing';
import { assertNever } from '@lookalike/errors';
import { imageInputOf } from '../image-input.ts';

/**
 * Makes preprocessing part of the graph: the result takes RGB images [N, 3, H, W] in [0, 1] under the input's old name, and every
 * other value keeps its name. Without anything to do it is the graph itself.
 * @throws graph.unfit_input; graph.bad_preprocessing when the sizes are not the network's
 */
export function withPreprocessing(graph: Graph, preprocessing: Preprocessing): Graph {
  const { name: input, layout, heightPx, widthPx } = imageInputOf(graph);
  if (heightPx !== preprocessing.heightPx || widthPx !== preprocessing.widthPx) {
    throw new GraphError('graph.bad_preprocessing', `The network takes images of ${widthPx}×${heightPx} px, the preprocessing makes ${preprocessing.widthPx}×${preprocessing.heightPx} px. Give the network's size.`,
      { heightPx, widthPx });
  }
  const { factor, offset } = affineOf(preprocessing);
  const values = new FreeNames(valueNamesOf(graph));
  const nodes = new FreeNames(graph.nodes.map(({ name }) => name));
  const b = new GraphBuilder({ name: graph.name });
  let value = b.input(input, { type: 'float32', shape: ['N', 3, heightPx, widthPx] });
  const append = (role: string, operator: GraphNode['operator'], constant: string | undefined, attributes: GraphNode['attributes'] = {}): void => {
    const [output] = b.adopt({ name: nodes.fresh(`preprocessing/${role}`), operator, inputs: [value, ...(constant === undefined ? [] : [constant])], outputs: [values.fresh(`preprocessing/${role}/result`)], attributes });
    value = output!;
  };
  const perChannel = (role: string, numbers: readonly number[]): string => b.constant(makeTensor('float32', [1, 3, 1, 1], numbers), values.fresh(`preprocessing/${role}/constant`));

  if (preprocessing.channelOrder === 'BGR') append('channels', 'Gather', b.constant(makeTensor('int64', [3], [2, 1, 0]), values.fresh('preprocessing/channels/constant')), { axis: 1 });
  if (factor.some((each) => each !== 1)) append('factor', 'Mul', perChannel('factor', factor));
  if (offset.some((each) => each !== 0)) append('offset', 'Add', perChannel('offset', offset));
  if (layout === 'NHWC') append('layout', 'Transpose', undefined, { perm: [0, 2, 3, 1] });
  if (value === input) return graph;

  const resolve = (name: string): string => (name === input ? value : name);
  for (const [name, tensor] of graph.constants) b.constant(tensor, name);
  for (const node of graph.nodes) b.adopt(renamedNode(node, { inputs: node.inputs.map(resolve) }));
  b.setOutputs(graph.outputs.map(resolve));
  return b.build();
}

/** A pixel p in [0, 1] becomes factor · p + offset, channel by channel in the file's order. */
export function affineOf({ range, mean, standardDeviation }: Pick<Preprocessing, 'range' | 'mean' | 'standardDeviation'>): { readonly factor: readonly number[]; readonly offset: readonly number[] } {
  const [scale, start] = scaleOf(range);
  return {
    factor: standardDeviation.map((deviation) => scale / deviation),
    offset: mean.map((each, channel) => (start - each) / standardDeviation[channel]!),
  };
}

/** Width of the range, and where it starts. */
function scaleOf(range: Preprocessing['range']): readonly [scale: number, start: number] {
  switch (range) {
    case '[0,1]': return [1, 0];
    case '[0,255]': return [255, 0];
    case '[-1,1]': return [2, -1];
    default: return assertNever(range);
  }
}
