import { sha256Hex } from '@lookalike/content-address';
import { decodeImage, enlarge, toPlanar, type RgbImage } from '@lookalike/images';
import { nlpd, simulatedObserver } from '@lookalike/perception';
import type { Executable } from '@lookalike/runtime';
import { openChosenDevice } from '../devices/open-chosen-device.ts';
import type { Observer } from './simulated-rater.ts';

/** Raters see small images enlarged with smooth interpolation; so does the observer. */
const viewedSizePx = 128;
/** NLPD of the two options differs by 15 % of its mean in a typical trial: an attentive but not an ideal observer. */
const internalNoise = 0.1;
const lapseRate = 0.02;

export interface PerceptualObserver {
  readonly observe: Observer;
  close(): Promise<void>;
}

/**
 * A simulated observer that finds the option with the smaller normalised Laplacian pyramid distance (NLPD) to the query, with internal
 * noise and lapses. Each pair of pictures is compared once. It stands in for people where a study is tried out; it is not evidence about people.
 */
export async function openPerceptualObserver(): Promise<PerceptualObserver> {
  const device = await openChosenDevice({ id: 'auto' });
  const graph = await device.open(nlpd({ heightPx: viewedSizePx, widthPx: viewedSizePx }));
  const pictures = new Map<string, Promise<RgbImage>>();
  const distances = new Map<string, Promise<number>>();

  const distance = (a: Uint8Array, b: Uint8Array): Promise<number> => {
    const hashes = [sha256Hex(a), sha256Hex(b)] as const;
    if (hashes[0] === hashes[1]) return Promise.resolve(0);
    return remembered(distances, hashes.join(), async () => {
      const [first, second] = await Promise.all([a, b].map((bytes, i) => remembered(pictures, hashes[i]!, async () => enlarge(await decodeImage(bytes), viewedSizePx))));
      return compare(graph, first!, second!);
    });
  };

  return {
    observe: async ({ query, left, right }, rng) => {
      const [distanceToLeft, distanceToRight] = await Promise.all([distance(query, left), distance(query, right)]);
      return simulatedObserver({ distanceToLeft, distanceToRight, noise: internalNoise, lapseRate, rng: rng.child('observer') });
    },
    close: () => graph.close(),
  };
}

async function compare(graph: Executable, a: RgbImage, b: RgbImage): Promise<number> {
  const shape = [1, 3, viewedSizePx, viewedSizePx];
  const tensor = (image: RgbImage) => ({ type: 'float32', shape, data: toPlanar(image) }) as const;
  const { distance } = await graph.run({ a: tensor(a), b: tensor(b) });
  return Number(distance!.data[0]);
}

function remembered<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
