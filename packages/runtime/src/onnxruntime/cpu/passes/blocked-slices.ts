import { infiniteValues, makeTensor, Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';
import { blockedChannelsOf } from '../block-channels.ts';

/**
 * Takes every second row and column (or third …) of an image, as the gradient of an overlapping MaxPool does, by a depthwise
 * convolution with that stride whose last tap is 1. ONNX Runtime's Slice with steps moves one value at a time, on one thread. What may be
 * infinite stays a Slice, as the other taps are 0.
 */
export function blockSlices(graph: Graph): Graph {
  const r = new Rewriter(graph);
  let infinite: ReadonlySet<string> | undefined;
  const mayBeInfinite = (name: string): boolean => (infinite ??= infiniteValues(graph)).has(name);
  for (const node of graph.nodes) {
    const [x] = node.inputs as [string];
    const phase = node.operator === 'Slice' ? phaseOf(r, node) : undefined;
    const channels = phase && blockedChannelsOf(r.typeOf(x));
    if (phase === undefined || channels === undefined || mayBeInfinite(x)) continue;
    const kernel = phase.starts.map((start) => start + 1);
    const taps = kernel[0]! * kernel[1]!;
    const last = Float32Array.from({ length: channels * taps }, (_, i) => (i % taps === taps - 1 ? 1 : 0));
    r.replace(node, () => r.conv(x, r.constant(makeTensor('float32', [channels, 1, ...kernel], last)), { group: channels, strides: phase.steps }));
  }
  return r.build();
}

interface Phase {
  /** Less than the steps. */
  readonly starts: readonly number[];
  readonly steps: readonly number[];
}

/** Which rows and columns a Slice takes, if to the end of the image. */
function phaseOf(r: Rewriter, { inputs: [x, ...bounds] }: GraphNode): Phase | undefined {
  const [starts, ends, axes, steps] = bounds.map((name) => r.numbersOf(name));
  if (starts === undefined || ends === undefined || axes?.join() !== '2,3' || steps === undefined) return undefined;
  const sizes = r.shapeOf(x!).slice(2);
  const reachesTheEnd = sizes.every((size, i) => typeof size === 'number' && ends[i]! >= size && starts[i]! < size);
  const isPhase = steps.every((step, i) => starts[i]! >= 0 && starts[i]! < step) && steps.some((step) => step > 1);
  return reachesTheEnd && isPhase ? { starts, steps } : undefined;
}
