import { batchSizeOf, cutAt, evaluate, inferTypes, makeTensor, toDoubles, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import type { ChannelCount } from '@lookalike/preprocessing';

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

/** Trying it on larger images would take seconds. */
const largestImagePx = 1024 * 1024;
const tolerance = 1e-4;

/** What {@link entranceOf} looks at. */
export interface EntranceImages {
  /** Name of the graph's input, float32 [N, C, H, W]. */
  readonly name: string;
  readonly channels: ChannelCount;
  readonly heightPx: number;
  readonly widthPx: number;
}

/**
 * Finds what stands between the input and the first convolution or fully connected layer.
 * @returns undefined where nothing does, or something that is not one factor and offset per channel.
 */
export function entranceOf(graph: Graph, { name, channels, heightPx, widthPx }: EntranceImages): Entrance | undefined {
  if (heightPx * widthPx > largestImagePx) return undefined;
  const seen = seenByFirstLayer(graph, name);
  if (seen === undefined || seen === name) return undefined;
  const shape = inferTypes(cutAt(graph, seen)).get(seen)?.shape ?? [];
  // Of a flat vector only the order of grey values is known.
  const isFlatGrey = channels === 1 && shape.length === 2 && shape[1] === heightPx * widthPx;
  const [, seenChannels, seenHeight, seenWidth] = isFlatGrey ? [0, 1, heightPx, widthPx] : shape;
  if ((shape.length !== 4 && !isFlatGrey) || seenChannels !== channels || typeof seenHeight !== 'number' || typeof seenWidth !== 'number') return undefined;

  // One image black, one of each pure colour, and one that shows whether the rest is a sum of those.
  const pure = Array.from({ length: channels }, (_, channel) => Array.from({ length: channels }, (__, c) => (c === channel ? 1 : 0)));
  const mixture = [0.25, 0.5, 0.75].slice(0, channels);
  const colours = [Array.from({ length: channels }, () => 0), ...pure, mixture];
  const area = heightPx * widthPx;
  const pixels = Float32Array.from({ length: colours.length * channels * area }, (_, at) => colours[Math.floor(at / (channels * area))]![Math.floor(at / area) % channels]!);
  const result = valuesOf(cutAt(graph, seen), { name, seen }, makeTensor('float32', [colours.length, channels, heightPx, widthPx], pixels));
  // The middle, which no padding reaches.
  const middle = Math.floor(seenHeight / 2) * seenWidth + Math.floor(seenWidth / 2);
  const at = (image: number, channel: number): number => result[(image * channels + channel) * seenHeight * seenWidth + middle]!;

  const mixed = colours.length - 1;
  const rows = Array.from({ length: channels }, (_, channel) => {
    const offset = at(0, channel);
    const slopes = pure.map((__, c) => at(1 + c, channel) - offset);
    const from = slopes.findIndex((slope) => slope !== 0);
    const expected = mixture.reduce((sum, value, c) => sum + value * slopes[c]!, offset);
    const isPlain = slopes.filter((slope) => slope !== 0).length === 1 && Math.abs(expected - at(mixed, channel)) <= tolerance * Math.max(1, Math.abs(expected));
    return isPlain ? { factor: slopes[from]!, offset, from } : undefined;
  });
  const whole = rows.filter((row) => row !== undefined);
  if (whole.length !== channels || new Set(whole.map(({ from }) => from)).size !== channels) return undefined;
  const isIdentity = whole.every(({ factor, offset, from }, channel) => factor === 1 && offset === 0 && from === channel);
  return isIdentity ? undefined : { factor: whole.map(({ factor }) => factor), offset: whole.map(({ offset }) => offset), from: whole.map(({ from }) => from) };
}

/** A value's numbers for all images; a graph that takes a fixed number of them gets each by itself, as often as it wants. */
function valuesOf(graph: Graph, { name, seen }: { readonly name: string; readonly seen: string }, images: Tensor): ArrayLike<number> {
  const run = (input: Tensor): Float64Array => toDoubles(evaluate(graph, new Map([[name, input]]), [seen]).get(seen)!);
  const batch = batchSizeOf(graph);
  if (batch === 'N') return run(images);
  const [count, ...sizes] = images.shape as [number, ...number[]];
  const each = images.data.length / count;
  return Array.from({ length: count }, (_, image) => {
    const pixels = Array.from(images.data.subarray(image * each, (image + 1) * each), Number);
    const result = run(makeTensor('float32', [batch, ...sizes], Array.from({ length: batch }, () => pixels).flat()));
    return [...result.subarray(0, result.length / batch)];
  }).flat();
}

/** The one value that the first layers read, if only what may be preprocessing makes it. */
function seenByFirstLayer(graph: Graph, input: string): string | undefined {
  const reached = new Set([input]);
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    if (!node.inputs.some((name) => reached.has(name))) continue;
    if (hasWeights(node)) seen.add(node.inputs[0]!);
    else if (mayBeEntrance(node)) for (const output of node.outputs) reached.add(output);
    else return undefined;
  }
  const [only] = seen;
  return seen.size === 1 ? only : undefined;
}

/** A convolution or a product with a matrix: linear, and of more than single values. */
function hasWeights(node: GraphNode): boolean {
  const { reach, linear } = traitsOf(node) ?? {};
  return linear === 'in one' && (reach === 'image' || reach === 'axes');
}

/** Whether an operator may do or arrange preprocessing, or ask for shapes to do so: factors, summands and bounds of single values, and moves of them. */
function mayBeEntrance(node: GraphNode): boolean {
  const { reach, linear, moves, activation } = traitsOf(node) ?? {};
  const isOfSingleValues = reach === 'entry' || reach === 'channel';
  return moves !== undefined || reach === 'shape' || activation === 'bound' || (linear !== undefined && (isOfSingleValues || typeof reach === 'object'));
}
