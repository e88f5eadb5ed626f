import type { Graph, GraphNode } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { makersOf, readersOf } from '../links.ts';
import { swappedLastAxes } from '../operators/axes.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';

/**
 * Takes the row sums in the gradient of an attention from its result. Where O = P · V with P from a Softmax, dP = dO · Vᵀ, and the sum of
 * P ∘ dP along a row is the sum of dO ∘ O along the row, which is as long as a head is wide and not as long as there are tokens. The gradient of the scores is
 * then P ∘ (dP − that sum).
 * @see Dao et al. 2022, FlashAttention, appendix B.2
 */
export function shortenRowSums(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator === 'Softmax')) return graph;
  const makers = makersOf(graph);
  const readers = readersOf(graph);
  const types = inferTypes(graph);
  const rankOf = (value: string): number => types.get(value)!.shape.length;

  /** Whether one matrix is the other, or a stack of them, with its last two axes exchanged. */
  const isTransposed = (value: string, of: string): boolean => {
    const maker = makers.get(value);
    const order = maker?.operator === 'Transpose' ? maker.attributes['perm'] as readonly number[] : undefined;
    return maker?.inputs[0] === of && order?.join() === swappedLastAxes(rankOf(of)).join();
  };

  /** The attention whose result has this gradient: both are needed for the row sums. */
  const attentionOf = (probabilities: string, gradient: string): { readonly result: string; readonly resultGradient: string } | undefined => {
    const product = makers.get(gradient);
    if (product?.operator !== 'MatMul') return undefined;
    const [resultGradient, transposedValues] = product.inputs as [string, string];
    const attention = readers.get(probabilities)?.find((reader) => reader?.operator === 'MatMul' && reader.inputs[0] === probabilities && isTransposed(transposedValues, reader.inputs[1]!));
    return attention && { result: attention.outputs[0]!, resultGradient };
  };

  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    // P ∘ dP − P ∘ Σ, as the rule of Softmax writes it.
    if (node.operator !== 'Sub') return [node];
    const [weighted, subtracted] = node.inputs.map((input) => makers.get(input));
    if (weighted?.operator !== 'Mul' || subtracted?.operator !== 'Mul') return [node];
    const [gradient, probabilities] = weighted.inputs as [string, string];
    const sum = makers.get(subtracted.inputs[1]!);
    const isRule = makers.get(probabilities)?.operator === 'Softmax' && subtracted.inputs[0] === probabilities && sum?.operator === 'ReduceSum' && sum.inputs[0] === weighted.outputs[0];
    const axis = makers.get(probabilities)?.attributes['axis'] ?? -1;
    const attention = isRule && (axis === -1 || axis === rankOf(probabilities) - 1) ? attentionOf(probabilities, gradient) : undefined;
    if (attention === undefined) return [node];
    const [output] = node.outputs as [string];
    const made = (operator: string, name: string, inputs: readonly string[], attributes: GraphNode['attributes'] = {}): GraphNode => ({ name: `${output} ${name}`, operator, inputs, outputs: [`${output} ${name}`], attributes });
    const product = made('Mul', 'products', [attention.resultGradient, attention.result]);
    const sums = { ...made('ReduceSum', 'row sums', [product.outputs[0]!, ...sum!.inputs.slice(1)]), attributes: sum!.attributes };
    const centred = made('Sub', 'centred', [gradient, sums.outputs[0]!]);
    return [product, sums, centred, { ...node, operator: 'Mul', inputs: [probabilities, centred.outputs[0]!], attributes: {} }];
  });
  return removeDeadNodes({ ...graph, nodes });
}
