import type { Graph, GraphNode } from '../graph.ts';
import { swappedLastAxes } from '../operators/axes.ts';
import { Rewriter } from '../rewriter.ts';

/**
 * Takes the row sums in the gradient of an attention from its result. Where O = P · V with P from a Softmax, dP = dO · Vᵀ, and the sum of
 * P ∘ dP along a row is the sum of dO ∘ O along the row, which is as long as a head is wide and not as long as there are tokens. The gradient of the scores is
 * then P ∘ (dP − that sum).
 * @see Dao et al. 2022, FlashAttention, appendix B.2
 */
export function shortenRowSums(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator === 'Softmax')) return graph;
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const found = softmaxGradient(r, node);
    const attention = found && attentionOf(r, found);
    if (found === undefined || attention === undefined) continue;
    const { probabilities, gradient, sum } = found;
    r.replace(node, () => {
      const products = r.mul(attention.resultGradient, attention.result);
      const sums = r.op('ReduceSum', [products, ...sum.inputs.slice(1)], sum.attributes);
      return r.mul(probabilities, r.sub(gradient, sums));
    });
  }
  return r.build();
}

interface SoftmaxGradient {
  readonly probabilities: string;
  readonly gradient: string;
  /** The node that adds up P ∘ dP along rows. */
  readonly sum: GraphNode;
}

/** P ∘ dP − P ∘ Σ, as the rule of Softmax writes it for the last axis. */
function softmaxGradient(r: Rewriter, node: GraphNode): SoftmaxGradient | undefined {
  if (node.operator !== 'Sub') return undefined;
  const [weighted, subtracted] = node.inputs.map((input) => r.makerOf(input));
  if (weighted?.operator !== 'Mul' || subtracted?.operator !== 'Mul') return undefined;
  const [gradient, probabilities] = weighted.inputs as [string, string];
  const [softmax, sum] = [r.makerOf(probabilities), r.makerOf(subtracted.inputs[1])];
  if (softmax?.operator !== 'Softmax' || subtracted.inputs[0] !== probabilities || sum?.operator !== 'ReduceSum' || sum.inputs[0] !== weighted.outputs[0]) return undefined;
  const axis = softmax.attributes['axis'] ?? -1;
  return axis === -1 || axis === r.shapeOf(probabilities).length - 1 ? { probabilities, gradient, sum } : undefined;
}

/** The attention whose result has this gradient: both are needed for the row sums. */
function attentionOf(r: Rewriter, { probabilities, gradient }: SoftmaxGradient): { readonly result: string; readonly resultGradient: string } | undefined {
  const product = r.makerOf(gradient);
  if (product?.operator !== 'MatMul') return undefined;
  const [resultGradient, transposedValues] = product.inputs as [string, string];
  const attention = r.readersOf(probabilities).find((reader) => reader?.operator === 'MatMul' && reader.inputs[0] === probabilities && isTransposed(r, transposedValues, reader.inputs[1]!));
  return attention && { result: attention.outputs[0]!, resultGradient };
}

/** Whether one matrix is the other, or a stack of them, with its last two axes exchanged. */
function isTransposed(r: Rewriter, value: string, of: string): boolean {
  const maker = r.makerOf(value);
  const order = maker?.operator === 'Transpose' ? maker.attributes['perm'] as readonly number[] : undefined;
  return maker?.inputs[0] === of && order?.join() === swappedLastAxes(r.shapeOf(of).length).join();
}
