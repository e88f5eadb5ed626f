import { enlarge, toPlanar, type RgbImage } from '@lookalike/images';
import { distanceNames, distances, type ImageSize, type PerceptualNetwork } from '@lookalike/perception';
import type { Graph } from '@lookalike/graph';
import type { Device } from '@lookalike/runtime';

/** Raters see small images enlarged with smooth interpolation; so do the simulated observers. */
export const viewedSizePx = 128;
const pairsPerCall = 16;

/** A simulated observer without noise. */
export interface Judge {
  readonly name: string;
  /** SHA-256 of the weights, where it has any. */
  readonly weights?: string;
  /** Distances of pairs of images, in their order. */
  distances(pairs: readonly (readonly [RgbImage, RgbImage])[]): Promise<number[]>;
  close(): Promise<void>;
}

/** Opens every named distance and the learned distances that were given. */
export async function openJudges(device: Device, networks: readonly PerceptualNetwork[]): Promise<Judge[]> {
  const graphs: readonly { readonly name: string; readonly weights?: string; readonly at: (size: ImageSize) => Graph }[] = [
    ...distanceNames.map((name) => ({ name, at: distances[name].at })),
    ...networks.map(({ name, sha256, at }) => ({ name, weights: sha256, at })),
  ];
  return Promise.all(graphs.map(async ({ name, weights, at }): Promise<Judge> => {
    const graph = at({ heightPx: viewedSizePx, widthPx: viewedSizePx });
    const executable = await device.open(graph);
    return {
      name,
      ...(weights !== undefined && { weights }),
      close: () => executable.close(),
      distances: async (pairs) => {
        const results: number[] = [];
        for (let first = 0; first < pairs.length; first += pairsPerCall) {
          const batch = pairs.slice(first, first + pairsPerCall);
          const side = (index: 0 | 1) => stack(batch.map((pair) => pair[index]));
          const { [graph.outputs[0]!]: distance } = await executable.run({ a: side(0), b: side(1) });
          results.push(...Array.from(distance!.data, Number));
        }
        return results;
      },
    };
  }));
}

function stack(images: readonly RgbImage[]) {
  const size = 3 * viewedSizePx * viewedSizePx;
  const data = new Float32Array(images.length * size);
  images.forEach((image, i) => data.set(toPlanar(enlarge(image, viewedSizePx)), i * size));
  return { type: 'float32', shape: [images.length, 3, viewedSizePx, viewedSizePx], data } as const;
}
