import { GraphError } from './graph-error.ts';
import type { Graph } from './graph.ts';
import { readOnnx } from './onnx/read-onnx.ts';

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
 * Reads a network of colour images from its files: an .onnx file, alone or with the files that hold its weights. A size that the
 * file leaves open becomes the one that is given.
 * @throws graph.no_network, graph.several_networks, and what {@link readOnnx} throws
 */
export function openNetwork(files: NetworkFiles, { sizePx }: OpenNetworkOptions = {}): Graph {
  const main = mainFileOf(files);
  const externalData = new Map([...files].filter(([name]) => name !== main).map(([name, bytes]) => [baseName(name), bytes]));
  const read = (inputSizes?: Readonly<Record<string, readonly number[]>>): Graph => readOnnx(files.get(main)!, { externalData, ...(inputSizes !== undefined && { inputSizes }) });
  try {
    return read();
  } catch (error) {
    // Its details say which input has no size.
    if (sizePx === undefined || !(error instanceof GraphError) || error.code !== 'graph.dynamic_size') throw error;
    const { input, dims } = error.details as { readonly input?: string; readonly dims?: readonly unknown[] };
    if (input === undefined) throw error;
    return read({ [input]: imageSizes(dims, sizePx) });
  }
}

/** Sizes of an image in the order in which the file has them. */
function imageSizes(dims: readonly unknown[] | undefined, { heightPx, widthPx }: ImageSizePx): readonly number[] {
  const isChannelsLast = dims?.length === 4 && dims[3] === 3 && dims[1] !== 3;
  return isChannelsLast ? [heightPx, widthPx, 3] : [3, heightPx, widthPx];
}

/** The file that is the network; the others hold its weights. @throws graph.no_network, graph.several_networks */
export function mainFileOf(files: NetworkFiles): string {
  const names = [...files.keys()];
  const found = files.size === 1 ? names : names.filter((name) => /\.onnx$/i.test(name));
  const [main] = found;
  if (main !== undefined && found.length === 1) return main;
  const list = names.slice(0, 10).map((name) => `"${name}"`).join(', ') || 'there is none';
  if (main === undefined) throw new GraphError('graph.no_network', `None of the files is a network (${list}). Give an .onnx file, with the files that hold its weights if there are any.`, { files: names });
  throw new GraphError('graph.several_networks', `There is more than one network among the files: ${found.slice(0, 10).map((name) => `"${name}"`).join(', ')}. Give the files of one at a time.`, { networks: found });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
