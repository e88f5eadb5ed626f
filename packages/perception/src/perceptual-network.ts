import { sha256Hex } from '@lookalike/content-address';
import { appendGraph, inferTypes, type Graph } from '@lookalike/graph';
import { readOnnx } from '@lookalike/network';
import { sizeOfPair, type ImageSize, type PerceptualDistance } from './image-pair.ts';
import { PerceptionError } from './perception-error.ts';

/** A learned perceptual distance from a file that the experimenter brought. */
export interface PerceptualNetwork {
  /** The name in the file, such as `lpips-alex`. */
  readonly name: string;
  /** SHA-256 of the file; part of every result that it had a share in. */
  readonly sha256: string;
  /** Smaller images than this are judged by features it was not made for; absent where nothing is known. */
  readonly leastSidePx?: number;
  /** The distance alone, for images of one size: inputs `a` and `b`, output `distance`. @throws perception.not_a_distance */
  at(size: ImageSize): Graph;
  readonly append: PerceptualDistance;
}

/** LPIPS was fitted to patches of 64 px. @see Zhang et al. 2018, section 3 */
const lpipsLeastSidePx = 64;
/** The size that a file is tried at when it is opened. */
const trialSize: ImageSize = { heightPx: 64, widthPx: 64 };

/**
 * Opens a learned distance: an ONNX file with two inputs `a` and `b` [N, 3, H, W] in [0, 1] and one output `distance` [N]. `tools/`
 * has scripts that make such files of LPIPS and DISTS.
 * @throws perception.not_a_distance when the file takes or gives anything else; graph.* when it cannot be read.
 */
export function perceptualNetwork(file: Uint8Array): PerceptualNetwork {
  const graphs = new Map<string, Graph>();
  const at = (size: ImageSize): Graph => {
    const key = `${size.heightPx} ${size.widthPx}`;
    const graph = graphs.get(key) ?? readAt(file, size);
    graphs.set(key, graph);
    return graph;
  };
  const { name } = at(fixedSizeOf(file) ?? trialSize);
  let count = 0;
  return {
    name,
    sha256: sha256Hex(file),
    ...(name.startsWith('lpips') && { leastSidePx: lpipsLeastSidePx }),
    at,
    append: (builder, a, b) => {
      const { heightPx, widthPx, channels } = sizeOfPair(builder, a, b);
      // A grey image is the colour image with equal channels.
      const inColour = (value: string): string => (channels === 1 ? builder.concat([value, value, value], 1) : value);
      let prefix: string;
      do prefix = `${name}/${count++}`;
      while (builder.has(`${prefix}/distance`));
      return appendGraph(builder, at({ heightPx, widthPx }), { inputs: { a: inColour(a), b: inColour(b) }, prefix }).outputs[0]!;
    },
  };
}

function readAt(file: Uint8Array, { heightPx, widthPx }: ImageSize): Graph {
  const size = [3, heightPx, widthPx];
  const graph = readOnnx(file, { inputSizes: { a: size, b: size } });
  const inputs = graph.inputs.map(({ name, type, shape }) => `${name} ${type} [${shape.join(', ')}]`);
  const expected = ['a', 'b'].map((name) => `${name} float32 [N, ${size.join(', ')}]`);
  const output = inferTypes(graph).get(graph.outputs[0]!);
  if (inputs.join() !== expected.join() || graph.outputs.length !== 1 || output?.shape.join() !== 'N') {
    throw new PerceptionError('perception.not_a_distance', `The file takes ${inputs.join(' and ') || 'nothing'} and gives ${graph.outputs.map((name) => `${name} [${inferTypes(graph).get(name)?.shape.join(', ') ?? ''}]`).join(' and ')}. ` +
      `Expected ${expected.join(' and ')}, and one distance per pair, [N]. Export it with tools/export-lpips.py or tools/export-dists.py.`, { inputs, outputs: graph.outputs });
  }
  return graph;
}

/** The size that the file fixes, when it leaves none open. */
function fixedSizeOf(file: Uint8Array): ImageSize | undefined {
  try {
    const [, , height, width] = readOnnx(file).inputs[0]?.shape ?? [];
    return typeof height === 'number' && typeof width === 'number' ? { heightPx: height, widthPx: width } : undefined;
  } catch {
    // Open sizes are the usual case; any other fault is reported when the file is read at a size.
    return undefined;
  }
}
