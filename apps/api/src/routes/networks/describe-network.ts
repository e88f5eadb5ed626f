import { countOperations, listLayers, penultimateLayer, readOnnx, type Graph } from '@lookalike/graph';
import type { NewNetwork } from '@lookalike/store';
import { ApiError } from '../../http/api-error.ts';

export type NetworkDescription = Omit<NewNetwork, 'name' | 'card' | 'fileHash'>;

/** Channels of the images that people look at. */
const colourChannels = 3;

/**
 * Reads an ONNX file and says what is in it: input size, layers that can serve as representation, counts.
 * @throws GraphError graph.* for a file that cannot be read or has unsupported operators; ApiError network.unfit for a
 *   network that does not take colour images of a fixed size or has nothing to serve as representation
 */
export function describeNetwork(bytes: Uint8Array): NetworkDescription {
  const graph = readOnnx(bytes);
  const { heightPx, widthPx } = imageInput(graph);
  const layers = listLayers(graph);
  if (layers.length === 0) throw new ApiError('network.unfit', 'No layer of the network depends on the image, with the batch first.', { fix: 'Export the network in evaluation mode, with its input.' });
  const { parameters, multiplyAdds, operators } = countOperations(graph);
  return {
    inputHeightPx: heightPx,
    inputWidthPx: widthPx,
    // Sizes after the batch are numbers wherever listLayers lists a layer.
    layers: layers.map(({ name, operator, shape, size }) => ({ name, operator, shape: shape.slice(1).filter((each) => typeof each === 'number'), valueCount: size })),
    defaultLayer: penultimateLayer(graph).name,
    parameterCount: parameters,
    multiplyAddCount: Math.round(multiplyAdds),
    operatorCounts: operators,
    opset: graph.opset,
  };
}

function imageInput(graph: Graph): { heightPx: number; widthPx: number } {
  const [input, ...others] = graph.inputs;
  const [, channels, heightPx, widthPx] = input?.shape ?? [];
  if (input !== undefined && others.length === 0 && input.shape.length === 4 && channels === colourChannels && typeof heightPx === 'number' && typeof widthPx === 'number') {
    return { heightPx, widthPx };
  }
  const found = graph.inputs.map(({ name, shape }) => `"${name}" [${shape.join(', ')}]`).join(', ');
  throw new ApiError('network.unfit', `The network takes ${found === '' ? 'no input' : found}.`, {
    expected: 'One input [N, 3, height, width] with numbers for height and width.',
    fix: 'Export it again with one colour image as input and only the batch as dynamic axis.',
  });
}
