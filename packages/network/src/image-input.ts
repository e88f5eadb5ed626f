import { GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';

/** The input through which a network takes colour images. */
export interface ImageInput {
  readonly name: string;
  /** Where the channels stand: [N, 3, H, W] or [N, H, W, 3]. */
  readonly layout: 'NCHW' | 'NHWC';
  readonly heightPx: number;
  readonly widthPx: number;
}

/** Channels of the images that people look at. */
const colourChannels = 3;

/**
 * Finds the one input of a network that takes colour images.
 * @throws graph.unfit_input when the network takes anything else.
 */
export function imageInputOf(graph: Pick<Graph, 'inputs'>): ImageInput {
  const [input, ...others] = graph.inputs;
  if (input !== undefined && others.length === 0 && input.type === 'float32' && input.shape.length === 4 && input.shape[0] === 'N') {
    const [, a, b, c] = input.shape;
    // Channels first wins where both would do, as in an image of 3 px: ONNX is written so.
    const layout = a === colourChannels ? 'NCHW' : c === colourChannels ? 'NHWC' : undefined;
    const [heightPx, widthPx] = layout === 'NCHW' ? [b, c] : [a, b];
    if (layout !== undefined && typeof heightPx === 'number' && typeof widthPx === 'number') return { name: input.name, layout, heightPx, widthPx };
  }
  const found = graph.inputs.map(({ name, type, shape }) => `"${name}" ${type} [${shape.join(', ')}]`).join(' and ') || 'no input';
  throw new GraphError('graph.unfit_input', `The network takes ${found}. Expected one input of float32 colour images, [N, 3, height, width] or [N, height, width, 3], with a batch of any size N; export it so.`,
    { inputs: graph.inputs });
}
