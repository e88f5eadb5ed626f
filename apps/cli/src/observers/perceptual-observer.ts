import { sha256Hex } from '@lookalike/content-address';
import { decodeImage, fitToNetwork, toPlanar, type RgbImage } from '@lookalike/images';
import { distances, observedDistance } from '@lookalike/perception';
import type { Random } from '@lookalike/random';
import type { Executable } from '@lookalike/runtime';
import type { Sight } from '@lookalike/study';
import { openChosenDevice } from '../devices/open-chosen-device.ts';

/** Raters see small images enlarged with smooth interpolation; so does the observer. */
const viewedSizePx = 128;
/** NLPD of the two options of 2AFC differs by 15 % of its mean in a typical trial: an attentive but not an ideal observer. */
const noise = 0.1;
const lapseRate = 0.02;

export interface PerceptualObserver {
  /** Distances of pictures, by their addresses, as the observer sees them in one trial. @param rng of this trial alone */
  distanceIn(rng: Random): Sight['distance'];
  close(): Promise<void>;
}

/**
 * A simulated observer that compares pictures by their normalised Laplacian pyramid distance (NLPD), with internal noise and lapses. What it
 * answers, each task says. Each pair of pictures is compared once. It stands in for people where a study is tried out; it is not evidence about
 * people.
 * @param picture fetches a picture's file by its address
 */
export async function openPerceptualObserver(picture: (address: string) => Promise<Uint8Array>): Promise<PerceptualObserver> {
  const device = await openChosenDevice({ id: 'auto' });
  const graph = await device.open(distances.nlpd.at({ heightPx: viewedSizePx, widthPx: viewedSizePx }));
  const seen = new Map<string, Promise<SeenPicture>>();
  const known = new Map<string, Promise<number>>();

  const distance = async (first: string, second: string): Promise<number> => {
    const [a, b] = await Promise.all([first, second].map((address) => remembered(seen, address, async () => see(await picture(address)))));
    // A picture may have two addresses: one for raters, and one for experimenters.
    return a!.hash === b!.hash ? 0 : remembered(known, [a!.hash, b!.hash].sort().join(), () => compare(graph, a!.image, b!.image));
  };
  return { distanceIn: (rng) => observedDistance(distance, { noise, lapseRate, rng }), close: () => graph.close() };
}

interface SeenPicture {
  readonly hash: string;
  readonly image: RgbImage;
}

/** As it stands on the screen. An original may be larger than that, and is cut to the square that networks see. */
async function see(bytes: Uint8Array): Promise<SeenPicture> {
  const viewed = { heightPx: viewedSizePx, widthPx: viewedSizePx };
  return { hash: sha256Hex(bytes), image: fitToNetwork(await decodeImage(bytes), viewed, { kind: 'crop-to-aspect', interpolation: 'bicubic' }) };
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
