import type { OnnxNode, OnnxTensor } from '../../../packages/network/src/testing/onnx-file.ts';
import { float, integers, one, sines } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const attention = (attributes: NonNullable<OnnxNode['attributes']>, more: readonly string[] = []): readonly OnnxNode[] => [one('Attention', attributes, ['q', 'k', 'v', ...more])];
const heads = { q: ['N', 3, 4, 6], k: ['N', 3, 5, 6], v: ['N', 3, 5, 2] } as const;
const square = { q: ['N', 2, 5, 4], k: ['N', 2, 5, 4], v: ['N', 2, 5, 4] } as const;
const mask = (name: string, dims: readonly number[], values: readonly number[]): OnnxTensor => ({ name, dims, type: 9, raw: Uint8Array.from(values) });
const rotary = (attributes: NonNullable<OnnxNode['attributes']>, more: readonly string[] = []): readonly OnnxNode[] => [one('RotaryEmbedding', attributes, ['x', 'c', 's', ...more])];
const caches = (dims: readonly number[]): readonly OnnxTensor[] => [sines('c', dims), sines('s', dims, 0.4)];

/** Operators of opsets 23 and 24. */
export const attentionCases: readonly WrittenOut[] = [
  { name: 'RMSNormalization', opset: 23, nodes: [one('RMSNormalization', { epsilon: float(0.01) }, ['x', 'w'])], weights: [sines('w', [5])] },
  { name: 'RMSNormalization over two axes', opset: 23, nodes: [one('RMSNormalization', { axis: 2 }, ['x', 'w'])], weights: [sines('w', [3, 5])] },
  { name: 'RMSNormalization over all axes but the batch', opset: 23, nodes: [one('RMSNormalization', { axis: -3 }, ['x', 'w'])], weights: [sines('w', [4, 3, 5])] },
  { name: 'Swish', opset: 24, nodes: [one('Swish')] },
  { name: 'Swish with a steepness of its own', opset: 24, nodes: [one('Swish', { alpha: float(1.7) })] },
  { name: 'Attention of heads, across', opset: 23, nodes: attention({}), inputs: heads },
  { name: 'Attention of heads with a scale', opset: 23, nodes: attention({ scale: float(0.3) }), inputs: heads },
  { name: 'Attention of tokens', opset: 23, nodes: attention({ q_num_heads: 2, kv_num_heads: 2 }), inputs: { q: ['N', 4, 6], k: ['N', 5, 6], v: ['N', 5, 8] } },
  { name: 'Attention whose heads share keys', opset: 23, nodes: attention({ q_num_heads: 4, kv_num_heads: 2 }), inputs: { q: ['N', 4, 12], k: ['N', 5, 6], v: ['N', 5, 8] } },
  { name: 'Attention whose heads share one key', opset: 23, nodes: attention({}), inputs: { q: ['N', 4, 3, 6], k: ['N', 1, 5, 6], v: ['N', 1, 5, 2] } },
  { name: 'Attention, causal', opset: 23, nodes: attention({ is_causal: 1 }), inputs: square },
  { name: 'Attention with a mask to add, and a cap', opset: 24, nodes: attention({ softcap: float(1.5) }, ['m']), inputs: square, weights: [sines('m', [5, 5])] },
  { name: 'Attention with a mask of truths for each head', opset: 23, nodes: attention({}, ['m']), inputs: square, weights: [mask('m', [1, 2, 5, 5], Array.from({ length: 50 }, (_, i) => (i % 3 === 0 ? 0 : 1)))] },
  { name: 'Attention with a mask that leaves a query nothing', opset: 24, nodes: attention({}, ['m']), inputs: square, weights: [mask('m', [5, 5], Array.from({ length: 25 }, (_, i) => (i < 5 || i % 4 === 0 ? 0 : 1)))] },
  { name: 'Attention with a mask that is an input', opset: 23, nodes: attention({}, ['m']), inputs: { ...square, m: ['N', 1, 5, 5] } },
  { name: 'RotaryEmbedding in halves', opset: 23, nodes: rotary({}, ['p']), inputs: { x: [2, 2, 4, 6] }, weights: [...caches([9, 3]), integers('p', [0, 3, 1, 8, 2, 2, 5, 7], [2, 4])] },
  { name: 'RotaryEmbedding of neighbours', opset: 23, nodes: rotary({ interleaved: 1 }), inputs: { x: [2, 2, 4, 6] }, weights: caches([2, 4, 3]) },
  { name: 'RotaryEmbedding of a part, tokens', opset: 23, nodes: rotary({ rotary_embedding_dim: 4, num_heads: 2 }), inputs: { x: [2, 4, 12] }, weights: caches([2, 4, 2]) },
];
