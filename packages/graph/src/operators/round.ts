import { surrogateKinds } from '../surrogate-gradients.ts';
import { defineOperator } from './definition.ts';
import { flat, likeInput } from './elementwise.ts';

/**
 * The nearest whole number, of two the even one. Its gradient is 0, unless the attribute `surrogate`, which is ours, says why it passes
 * straight through. @see https://onnx.ai/onnx/operators/onnx__Round.html
 */
export const Round = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'entry' },
  attributes: (read) => (read.has('surrogate') ? { surrogate: read.choice('surrogate', surrogateKinds, surrogateKinds[0]!) } : {}),
  infer: likeInput,
  evaluate: ({ input }) => [input(0).data.map(nearestEven)],
  gradient: flat,
});

function nearestEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
