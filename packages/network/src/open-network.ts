import { GraphError } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { networkFormatOf, readNetworkFiles, type NetworkFormat } from './read-network-files.ts';

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
}

/**
 * Reads a network of colour images from its files. A size that they leave open becomes the one that is given.
 * @throws what {@link readNetworkFiles} throws
 */
export function openNetwork(files: NetworkFiles, { sizePx }: OpenNetworkOptions = {}): Graph {
  try {
    return readNetworkFiles(files);
  } catch (error) {
    // Its details say which input has no size.
    if (sizePx === undefined || !(error instanceof GraphError) || error.code !== 'graph.dynamic_size') throw error;
    const { input, dims } = error.details as { readonly input?: string; readonly dims?: readonly unknown[] };
    if (input === undefined) throw error;
    return readNetworkFiles(files, { inputSizes: { [input]: imageSizes(networkFormatOf(files).format, dims, sizePx) } });
  }
}

/** Sizes of an image in the order in which the reader wants them: an ONNX file's own, or [C, H, W]. */
function imageSizes(format: NetworkFormat['format'], dims: readonly unknown[] | undefined, { heightPx, widthPx }: ImageSizePx): readonly number[] {
  const isChannelsLast = format === 'onnx' && dims?.length === 4 && dims[3] === 3 && dims[1] !== 3;
  return isChannelsLast ? [heightPx, widthPx, 3] : [3, heightPx, widthPx];
}
