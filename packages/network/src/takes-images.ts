import { batchSizeOf, makeTensor } from '@lookalike/graph';
import type { Graph, SurrogateKind } from '@lookalike/graph';
import { withNodesBefore, type NodeBeforeInput } from './before-input.ts';
import { withFloatPixels } from './float-pixels.ts';
import type { ImageInput } from './image-shape.ts';

/**
 * Lets a network take images as floats [N, C, H, W], whatever the file has: bytes, channels last, flat vectors. Values stay in the
 * file's units.
 * @throws graph.whole_number_arithmetic
 */
export function takingImages(file: Graph, { name, type, layout, channels, heightPx, widthPx, isFlat }: ImageInput): Graph {
  const graph = type === 'uint8' ? withFloatPixels(file, name) : file;
  const sizes = graph.inputs.find((input) => input.name === name)!.shape.slice(1).map(Number);
  const nodes: NodeBeforeInput[] = [];
  // What is not a whole number has no byte: it is rounded as a file would, and the gradient passes.
  if (type === 'uint8') nodes.push({ role: 'bytes', operator: 'Round', attributes: { surrogate: 'whole-number-pixels' satisfies SurrogateKind } });
  if (layout === 'NHWC') nodes.push({ role: 'layout', operator: 'Transpose', attributes: { perm: [0, 2, 3, 1] } });
  // 0 keeps the batch.
  if (isFlat) nodes.push({ role: 'flat', operator: 'Reshape', constant: makeTensor('int64', [sizes.length + 1], [0, ...sizes]) });
  return withNodesBefore(graph, name, { shape: [batchSizeOf(file), channels, heightPx, widthPx], prefix: 'image', nodes });
}
