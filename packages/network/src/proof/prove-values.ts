import { GraphError, removeDeadNodes, toDoubles, type Graph, type Tensor } from '@lookalike/graph';
import { imageInputOf } from '../image-input.ts';
import { decodeProof, type DecodedImage, type NetworkProof, type ProofImages } from './network-proof.ts';

/**
 * Two libraries in float32 differ by 1e-7 to 5e-5 on networks with trained weights, by a few 1e-4 where weights were stored in half precision;
 * another checkpoint, or a layer in training mode, by 1e-2 and more.
 */
const mostRelativeError = 1e-3;

export interface ValuesVerdict {
  readonly isEqual: boolean;
  /** ‖r − r′‖ / ‖r′‖, the greatest of the images; r′ is the proof's representation. Infinity where they differ in size or r is not finite. */
  readonly relativeError: number;
  readonly message: string;
}

/** Runs a graph once on some device. */
export type RunGraph = (graph: Graph, inputs: Readonly<Record<string, Tensor>>) => Promise<Readonly<Record<string, Tensor>>>;

export interface ProveValuesOptions {
  /** As read from its file, without preprocessing. */
  readonly graph: Graph;
  /** The value that is the representation. */
  readonly layer: string;
  readonly images: Pick<ProofImages, 'decode'>;
  readonly run: RunGraph;
}

/**
 * Gives the network exactly what its makers' library gave it, and says whether representation and top class are the same. How images are
 * prepared has no part in it: {@link provePreparation} judges that.
 * @throws graph.unfit_input; what `run` throws
 */
export async function proveValues(proof: NetworkProof, { graph, layer, images, run }: ProveValuesOptions): Promise<ValuesVerdict> {
  const decoded = await decodeProof(proof, images);
  const { name, type, layout, channels, heightPx, widthPx } = imageInputOf(graph);
  if (layout !== 'NCHW' || channels !== 3 || type !== 'float32') throw new GraphError('graph.bad_notes', 'The proof in the file is of a network that takes colour images [N, 3, H, W] in float32, and this one takes others. Export the network again.', {});
  const wrongSize = decoded.find(({ input: { levels } }) => levels.heightPx !== heightPx || levels.widthPx !== widthPx);
  if (wrongSize !== undefined) {
    const { levels } = wrongSize.input;
    return { isEqual: false, relativeError: Infinity, message: `${proof.by} gave the network images of ${levels.widthPx}×${levels.heightPx} px, and the file takes ${widthPx}×${heightPx}.` };
  }
  const classes = graph.outputs[0]!;
  const outputs = [...new Set([layer, classes])];
  const results = await run(removeDeadNodes({ ...graph, outputs }), { [name]: inputOf(decoded, { heightPx, widthPx }) });
  const representations = rowsOf(results[layer]!);
  const scores = rowsOf(results[classes]!);
  const [wanted, has] = [proof.images[0]!.representation.length, representations[0]!.length];
  if (wanted !== has) {
    return { isEqual: false, relativeError: Infinity, message: `The layer "${layer}" has ${has} values an image, and the representation that ${proof.by} computed has ${wanted}. It is another layer, or another network.` };
  }
  const relativeError = Math.max(...proof.images.map(({ representation }, i) => relativeErrorOf(representations[i]!, representation)));
  const other = proof.images.findIndex(({ topClass }, i) => topClass !== undefined && !isTop(scores[i]!, topClass));

  if (relativeError > mostRelativeError) {
    return { isEqual: false, relativeError, message: `The representation is not the one that ${proof.by} computed: given the same pixels, it ${Number.isFinite(relativeError) ? `is ${relativeError.toExponential(0)} of its length away` : 'has values that are not finite'}. The weights are others, or the file computes something else (exported in train()?). Export the network again.` };
  }
  if (other >= 0) return { isEqual: false, relativeError, message: `The representation is equal to ${relativeError.toExponential(0)}, and yet the top class of test image ${other + 1} is not ${proof.images[other]!.topClass}, as ${proof.by} found. What follows the representation differs; export the network again.` };
  return { isEqual: true, relativeError, message: `The representation is equal to ${relativeError.toExponential(0)} to what ${proof.by} computed${proof.images.some(({ topClass }) => topClass !== undefined) ? ', and so are the top classes' : ''}.` };
}

/** [N, 3, H, W], exactly what the network was given. */
function inputOf(images: readonly DecodedImage[], { heightPx, widthPx }: { readonly heightPx: number; readonly widthPx: number }): Tensor {
  const area = heightPx * widthPx;
  const data = new Float32Array(images.length * 3 * area);
  images.forEach(({ input: { levels, scale, offset } }, image) => {
    for (let channel = 0; channel < 3; channel += 1) {
      const start = (image * 3 + channel) * area;
      for (let at = 0; at < area; at += 1) data[start + at] = levels.data[at * 3 + channel]! * scale[channel]! + offset[channel]!;
    }
  });
  return { type: 'float32', shape: [images.length, 3, heightPx, widthPx], data };
}

/** One array per image. */
function rowsOf(tensor: Tensor): Float64Array[] {
  const values = toDoubles(tensor);
  const count = tensor.shape[0]!;
  const length = values.length / count;
  return Array.from({ length: count }, (_, i) => Float64Array.from(values.slice(i * length, (i + 1) * length)));
}

function relativeErrorOf(values: Float64Array, expected: Float32Array): number {
  let [difference, length] = [0, 0];
  expected.forEach((wanted, i) => {
    difference += (values[i]! - wanted) ** 2;
    length += wanted ** 2;
  });
  const error = Math.sqrt(difference / length);
  return Number.isNaN(error) ? (difference === 0 ? 0 : Infinity) : error;
}

/** Of two scores that rounding could exchange, either may be the top. */
function isTop(scores: Float64Array, index: number): boolean {
  const score = scores[index];
  if (score === undefined) return false;
  const greatest = scores.reduce((most, each) => Math.max(most, each), -Infinity);
  const size = scores.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return score >= greatest - mostRelativeError * size;
}
