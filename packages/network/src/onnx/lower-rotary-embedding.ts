import { GraphError } from '@lookalike/graph';
import type { UpgradeContext } from '@lookalike/graph';
import { sizesOf } from './lower-attention.ts';

/**
 * Writes RotaryEmbedding out: pairs of values are turned by an angle that depends on the token's place, whose cosine and sine are inputs.
 * @see https://onnx.ai/onnx/operators/onnx__RotaryEmbedding.html
 */
export function lowerRotaryEmbedding({ b, node }: UpgradeContext): readonly string[] {
  const { interleaved = 0, rotary_embedding_dim: given = 0, num_heads: heads } = node.attributes as { interleaved?: number; rotary_embedding_dim?: number; num_heads?: number };
  const [x, cosines, sines, places = ''] = node.inputs as [string, string, string, string | undefined];
  const shape = sizesOf(node, b.shapeOf(x));
  const isFlat = shape.length === 3;
  if (isFlat && (heads === undefined || heads === 0)) throw new GraphError('graph.bad_attribute', `RotaryEmbedding "${node.name}" does not say how many heads its values belong to.`, { node: node.name, operator: node.operator });
  // [N, tokens, heads, width] or [N, heads, tokens, width]
  const whole = isFlat ? b.reshape(x, [0, shape[1]!, heads!, shape[2]! / heads!]) : x;
  const sizes = sizesOf(node, b.shapeOf(whole));
  const width = sizes[3]!;
  const turned = given === 0 ? width : given;
  const along = (value: string, starts: number, ends: number, steps = 1): string => b.slice(value, { starts: [starts], ends: [ends], axes: [3], steps: [steps] });
  const [first, second] = interleaved === 0 ? [along(whole, 0, turned / 2), along(whole, turned / 2, turned)] : [along(whole, 0, turned, 2), along(whole, 1, turned, 2)];
  const ofPlaces = (cache: string): string => b.unsqueeze(places === '' ? cache : b.op('Gather', [cache, places], { axis: 0 }), [isFlat ? 2 : 1]);
  const [cosine, sine] = [ofPlaces(cosines), ofPlaces(sines)];
  const real = b.sub(b.mul(cosine, first), b.mul(sine, second));
  const imaginary = b.add(b.mul(sine, first), b.mul(cosine, second));
  const rotated = interleaved === 0
    ? b.concat([real, imaginary], 3)
    : b.reshape(b.concat([b.unsqueeze(real, [4]), b.unsqueeze(imaginary, [4])], 4), [0, sizes[1]!, sizes[2]!, turned]);
  const result = turned === width ? rotated : b.concat([rotated, along(whole, turned, width)], 3);
  if (isFlat) return b.append('Reshape', [result, b.integers([0, shape[1]!, shape[2]!])], {}, { name: node.name, outputs: node.outputs });
  return b.append('Identity', [result], {}, { name: node.name, outputs: node.outputs });
}
