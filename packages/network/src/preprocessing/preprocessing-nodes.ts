import { batchSizeOf, GraphError, makeTensor } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { channelsOf, type Preprocessing } from '@lookalike/preprocessing';
import { assertNever } from '@lookalike/errors';
import { withNodesBefore, type NodeBeforeInput } from '../before-input.ts';
import { imageInputOf } from '../image-input.ts';
import { takingImages } from '../takes-images.ts';
import { statedShapeOf } from './stated-shape.ts';

/**
 * Makes preprocessing part of the graph: the result takes RGB images [N, 3, H, W], or grey ones [N, 1, H, W], in [0, 1] under the
 * input's old name, and every other value keeps its name. Without anything to do it is the graph itself.
 * @throws graph.unfit_input; graph.whole_number_arithmetic; graph.bad_preprocessing when sizes or channels are not the network's
 */
export function withPreprocessing(file: Graph, preprocessing: Preprocessing): Graph {
  const input = imageInputOf(file, statedShapeOf(preprocessing));
  const { type, channels, heightPx, widthPx } = input;
  if (heightPx !== preprocessing.heightPx || widthPx !== preprocessing.widthPx) {
    throw new GraphError('graph.bad_preprocessing', `The network takes images of ${widthPx}×${heightPx} px, the preprocessing makes ${preprocessing.widthPx}×${preprocessing.heightPx} px. Give the network's size.`,
      { heightPx, widthPx });
  }
  if (channels !== channelsOf(preprocessing)) {
    throw new GraphError('graph.bad_preprocessing', `The network takes ${channels === 1 ? 'grey' : 'colour'} images, the preprocessing makes ${channels === 1 ? 'colour' : 'grey'} ones. Give ${channels === 1 ? '"grey"' : '"RGB" or "BGR"'} as order of channels.`, { channels });
  }
  if (type === 'uint8' && (preprocessing.range !== '[0,255]' || preprocessing.mean.some((each) => each !== 0) || preprocessing.standardDeviation.some((each) => each !== 1))) {
    throw new GraphError('graph.bad_preprocessing', 'The network takes bytes (uint8), which whole numbers from 0 to 255 fill. Give [0,255] as range, with nothing subtracted and a division by 1.', { type });
  }
  const { factor, offset } = affineOf(preprocessing);
  const perChannel = (values: readonly number[]): Tensor => makeTensor('float32', [1, channels, 1, 1], values);
  const nodes: NodeBeforeInput[] = [];
  if (preprocessing.channelOrder === 'BGR') nodes.push({ role: 'channels', operator: 'Gather', constant: makeTensor('int64', [3], [2, 1, 0]), attributes: { axis: 1 } });
  if (factor.some((each) => each !== 1)) nodes.push({ role: 'factor', operator: 'Mul', constant: perChannel(factor) });
  if (offset.some((each) => each !== 0)) nodes.push({ role: 'offset', operator: 'Add', constant: perChannel(offset) });
  return withNodesBefore(takingImages(file, input), input.name, { shape: [batchSizeOf(file), channels, heightPx, widthPx], prefix: 'preprocessing', nodes });
}

/** A pixel p in [0, 1] becomes factor · p + offset, channel by channel in the file's order. */
export function affineOf({ range, mean, standardDeviation }: Pick<Preprocessing, 'range' | 'mean' | 'standardDeviation'>): { readonly factor: readonly number[]; readonly offset: readonly number[] } {
  const [scale, start] = scaleOf(range);
  return {
    factor: standardDeviation.map((deviation) => scale / deviation),
    offset: mean.map((each, channel) => (start - each) / standardDeviation[channel]!),
  };
}

/** Width of the range, and where it starts. */
function scaleOf(range: Preprocessing['range']): readonly [scale: number, start: number] {
  switch (range) {
    case '[0,1]': return [1, 0];
    case '[0,255]': return [255, 0];
    case '[-1,1]': return [2, -1];
    default: return assertNever(range);
  }
}
