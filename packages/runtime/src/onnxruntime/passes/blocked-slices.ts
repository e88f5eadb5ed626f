import { GraphBuilder, infiniteValues, makeTensor, removeDeadNodes } from '@lookalike/graph';
import type { Graph, GraphNode, ValueType } from '@lookalike/graph';
import { rewrite } from '../rewrite.ts';
import { blockedChannelsOf } from './blocked-channels.ts';

/**
 * Takes every second row and column (or third …) of an image, as the gradient of an overlapping MaxPool does, by a depthwise
 * convolution with that stride whose last tap is 1. ONNX Runtime's Slice with steps moves one value at a time, on one thread. What may be
 * infinite stays a Slice, as the other taps are 0.
 */
export function blockSlices(graph: Graph): Graph {
  const numbers = (name: string | undefined): readonly number[] | undefined => {
    const tensor = graph.constants.get(name ?? '');
    return tensor === undefined ? undefined : Array.from(tensor.data, Number);
  };
  let infinite: ReadonlySet<string> | undefined;
  const isInfinite = (name: string): boolean => (infinite ??= infiniteValues(graph)).has(name);
  return removeDeadNodes(rewrite(graph, { Slice: (node, inputs) => {
    const [starts, ends, axes, steps] = node.inputs.slice(1).map(numbers);
    const isKnown = starts !== undefined && ends !== undefined && axes?.join() === '2,3' && steps !== undefined && !isInfinite(node.inputs[0]!);
    return isKnown ? strided(node, inputs, { starts, ends, steps }) : undefined;
  } }));
}

interface Steps {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly steps: readonly number[];
}

function strided(node: GraphNode, inputs: readonly (ValueType | undefined)[], { starts, ends, steps }: Steps): Graph | undefined {
  const channels = blockedChannelsOf(inputs[0]);
  const sizes = inputs[0]!.shape.slice(2);
  const reachesTheEnd = sizes.every((size, i) => typeof size === 'number' && ends[i]! >= size && starts[i]! < size);
  const isPhase = steps.every((step, i) => starts[i]! >= 0 && starts[i]! < step) && steps.some((step) => step > 1);
  if (channels === undefined || !reachesTheEnd || !isPhase) return undefined;
  const b = new GraphBuilder({ name: node.operator });
  const [image] = inputs.map((known, i) => b.input(`input ${i}`, known!));
  const kernel = starts.map((start) => start + 1);
  const taps = kernel[0]! * kernel[1]!;
  const last = Float32Array.from({ length: channels * taps }, (_, i) => (i % taps === taps - 1 ? 1 : 0));
  b.output(b.conv(image!, b.constant(makeTensor('float32', [channels, 1, ...kernel], last)), { group: channels, strides: steps }));
  return b.build();
}
