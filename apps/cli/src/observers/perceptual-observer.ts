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
  /** Looks at the picture at an address. @returns a name of what is seen: the same for the same pixels, whatever the address and the file */
  look(address: string): Promise<string>;
  /** Distances of pictures as the observer sees them in one trial, by the names that `look` gave, or by the addresses of originals. @param rng of this trial alone */
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
  /** By their names. */
  const images = new Map<string, RgbImage>();
  /** Names by the hashes of files. Every trial has addresses of its own, but the files behind them are few. */
  const seen = new Map<string, Promise<string>>();
  /** Names by addresses of originals. */
  const originals = new Map<string, Promise<string>>();
  const known = new Map<string, Promise<number>>();

  const look = async (address: string): Promise<string> => {
    const bytes = await picture(address);
    return remembered(seen, sha256Hex(bytes), async () => {
      const { name, image } = await see(bytes);
      images.set(name, image);
      return name;
    });
  };
  const distance = async (first: string, second: string): Promise<number> => {
    const [a, b] = await Promise.all([first, second].map((name) => (images.has(name) ? name : remembered(originals, name, () => look(name)))));
    return a === b ? 0 : remembered(known, [a, b].sort().join(), () => compare(graph, images.get(a!)!, images.get(b!)!));
  };
  return { look, distanceIn: (rng) => observedDistance(distance, { noise, lapseRate, rng }), close: () => graph.close() };
}

/** As it stands on the screen. An original may be larger than that, and is cut to the square that networks see. */
async function see(bytes: Uint8Array): Promise<{ readonly name: string; readonly image: RgbImage }> {
  const decoded = await decodeImage(bytes);
  const viewed = { heightPx: viewedSizePx, widthPx: viewedSizePx };
  return { name: `${decoded.widthPx}x${decoded.heightPx} ${sha256Hex(decoded.data)}`, image: fitToNetwork(decoded, viewed, { kind: 'crop-to-aspect', interpolation: 'bicubic' }) };
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
