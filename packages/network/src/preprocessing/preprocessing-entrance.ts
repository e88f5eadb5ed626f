import { evaluate, inferTypes, cutAt, makeTensor, toDoubles } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { ImageInput } from '../image-input.ts';

/**
 * What a file does to pixels before its first layer: channel c of what that layer sees is factor[c] · x[from[c]] + offset[c].
 * Found by trying it, so that it does not matter how it is written.
 */
export interface Entrance {
  readonly factor: readonly number[];
  readonly offset: readonly number[];
  /** The input's channel that each channel comes from. */
  readonly from: readonly number[];
}

/** Operators that may do or arrange preprocessing. */
const entranceOperators: ReadonlySet<string> = new Set([
  'Identity', 'Cast', 'Add', 'Sub', 'Mul', 'Div', 'Neg', 'Reciprocal', 'BatchNormalization', 'Transpose', 'Slice', 'Split', 'Gather', 'Concat', 'Squeeze', 'Unsqueeze', 'Reshape', 'Pad', 'Clip', 'Shape',
]);
const firstLayers: ReadonlySet<string> = new Set(['Conv']);

/** Trying it on larger images would take seconds. */
const largestImagePx = 1024 * 1024;
const tolerance = 1e-4;

/**
 * Finds what stands between the input and the first convolution.
 * @returns undefined where nothing does, or something that is not one factor and offset per channel.
 */
export function entranceOf(graph: Graph, { name, layout, heightPx, widthPx }: ImageInput): Entrance | undefined {
  if (heightPx * widthPx > largestImagePx) return undefined;
  const seen = seenByFirstLayer(graph, name);
  if (seen === undefined || seen === name) return undefined;
  const shape = inferTypes(cutAt(graph, seen)).get(seen)?.shape ?? [];
  const [, channels, seenHeight, seenWidth] = shape;
  if (shape.length !== 4 || channels !== 3 || typeof seenHeight !== 'number' || typeof seenWidth !== 'number') return undefined;

  // One image of each pure colour, one black, and one that shows whether the rest is a sum of those.
  const colours = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0.25, 0.5, 0.75]];
  const area = heightPx * widthPx;
  const pixels = Float32Array.from({ length: colours.length * 3 * area }, (_, at) => {
    const image = Math.floor(at / (3 * area));
    return colours[image]![layout === 'NCHW' ? Math.floor(at / area) % 3 : at % 3]!;
  });
  const input = makeTensor('float32', [colours.length, ...(layout === 'NCHW' ? [3, heightPx, widthPx] : [heightPx, widthPx, 3])], pixels);
  const result = toDoubles(evaluate(cutAt(graph, seen), new Map([[name, input]]), [seen]).get(seen)!);
  // The middle, which no padding reaches.
  const middle = Math.floor(seenHeight / 2) * seenWidth + Math.floor(seenWidth / 2);
  const at = (image: number, channel: number): number => result[(image * 3 + channel) * seenHeight * seenWidth + middle]!;

  const rows = [0, 1, 2].map((channel) => {
    const offset = at(0, channel);
    const slopes = [1, 2, 3].map((image) => at(image, channel) - offset);
    const from = slopes.findIndex((slope) => slope !== 0);
    const mixed = colours[4]!.reduce((sum, value, i) => sum + value * slopes[i]!, offset);
    const isPlain = slopes.filter((slope) => slope !== 0).length === 1 && Math.abs(mixed - at(4, channel)) <= tolerance * Math.max(1, Math.abs(mixed));
    return isPlain ? { factor: slopes[from]!, offset, from } : undefined;
  });
  const whole = rows.filter((row) => row !== undefined);
  if (whole.length !== 3 || new Set(whole.map(({ from }) => from)).size !== 3) return undefined;
  const isIdentity = whole.every(({ factor, offset, from }, channel) => factor === 1 && offset === 0 && from === channel);
  return isIdentity ? undefined : { factor: whole.map(({ factor }) => factor), offset: whole.map(({ offset }) => offset), from: whole.map(({ from }) => from) };
}

/** The one value that the first layers read, if only entrance operators make it. */
function seenByFirstLayer(graph: Graph, input: string): string | undefined {
  const reached = new Set([input]);
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    if (!node.inputs.some((name) => reached.has(name))) continue;
    if (firstLayers.has(node.operator)) seen.add(node.inputs[0]!);
    else if (entranceOperators.has(node.operator)) for (const output of node.outputs) reached.add(output);
    else return undefined;
  }
  const [only] = seen;
  return seen.size === 1 ? only : undefined;
}
