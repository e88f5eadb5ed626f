import { GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { ConstantInputs } from './constant-inputs.ts';
import type { ImageShape } from './image-shape.ts';
import type { ReadNetwork } from './read-network.ts';
import { networkFormatOf, readNetwork, type NetworkFormat } from './read-network-files.ts';

/** A network's files by name. */
export type NetworkFiles = ReadonlyMap<string, Uint8Array>;

/** Height and width of images. */
export interface ImageSizePx {
  readonly heightPx: number;
  readonly widthPx: number;
}

export interface OpenNetworkOptions {
  /** Of the images, for a network whose file leaves it open. */
  readonly sizePx?: ImageSizePx | undefined;
  /** Stated by the user, for a file that takes images as flat vectors; leaves no size open. */
  readonly imageShape?: ImageShape | undefined;
  /** Values of inputs that are no images, by name; they become constants of the graph. */
  readonly otherInputs?: ConstantInputs | undefined;
}

/**
 * Reads a network of images from its files. A size that they leave open becomes the one that is given.
 * @throws what `readNetworkFiles` throws
 */
export function openNetwork(files: NetworkFiles, options: OpenNetworkOptions = {}): Graph {
  return openReadNetwork(files, options).graph;
}

/** What {@link openNetwork} reads, with what is to be said of it. */
export function openReadNetwork(files: NetworkFiles, { imageShape, sizePx = imageShape, otherInputs: constantInputs = {} }: OpenNetworkOptions = {}): ReadNetwork {
  try {
    return readNetwork(files, { constantInputs });
  } catch (error) {
    // Its details say which input has no size.
    if (sizePx === undefined || !(error instanceof GraphError) || error.code !== 'graph.dynamic_size') throw error;
    const { input, dims } = error.details as { readonly input?: string; readonly dims?: readonly unknown[] };
    if (input === undefined) throw error;
    return readNetwork(files, { constantInputs, inputSizes: { [input]: imageSizes(networkFormatOf(files).format, dims, sizePx) } });
  }
}

/** Sizes of an image in the order in which the reader wants them: an ONNX file's own, or [C, H, W]. */
function imageSizes(format: NetworkFormat['format'], dims: readonly unknown[] | undefined, { heightPx, widthPx }: ImageSizePx): readonly number[] {
  const [first, last] = [dims?.[1], dims?.[3]];
  const channels = first !== 3 && last !== 3 && (first === 1 || last === 1) ? 1 : 3;
  const isChannelsLast = format === 'onnx' && dims?.length === 4 && last === channels && first !== channels;
  return isChannelsLast ? [heightPx, widthPx, channels] : [channels, heightPx, widthPx];
}
