import type { Executable } from '@lookalike/runtime';

/** A batch of this many pairs of 64 px images is 6 MB, and large enough that starting it costs nothing beside it. */
const pairsPerCall = 64;

export interface PairsRequest {
  /** Of a distance alone: inputs `a` and `b`, output `distance`. */
  readonly executable: Pick<Executable, 'run'>;
  /** [C, H, W] each, all of one size. */
  readonly images: readonly Float32Array[];
  readonly imageShape: readonly number[];
  readonly signal: AbortSignal;
  /** After each batch. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Distances of all pairs of images, each pair once. Holds the images, the results and one batch.
 * @returns [n·(n − 1)/2]: the upper triangle without the diagonal, row by row
 * @throws the signal's reason
 */
export async function measurePairs({ executable, images, imageShape, signal, onProgress }: PairsRequest): Promise<Float32Array> {
  const size = imageShape.reduce((product, side) => product * side, 1);
  const values = new Float32Array((images.length * (images.length - 1)) / 2);
  const [a, b] = [new Float32Array(pairsPerCall * size), new Float32Array(pairsPerCall * size)];
  let [done, waiting] = [0, 0];
  const runBatch = async (): Promise<void> => {
    if (waiting === 0) return;
    signal.throwIfAborted();
    const tensor = (data: Float32Array) => ({ type: 'float32', shape: [waiting, ...imageShape], data: data.subarray(0, waiting * size) }) as const;
    const { distance } = await executable.run({ a: tensor(a), b: tensor(b) });
    values.set(Float32Array.from(distance!.data, Number), done); // The graph's one output.
    done += waiting;
    waiting = 0;
    onProgress({ done, total: values.length });
  };
  for (const [row, first] of images.entries()) {
    for (const second of images.slice(row + 1)) {
      a.set(first, waiting * size);
      b.set(second, waiting * size);
      waiting += 1;
      if (waiting === pairsPerCall) await runBatch();
    }
  }
  await runBatch();
  return values;
}
