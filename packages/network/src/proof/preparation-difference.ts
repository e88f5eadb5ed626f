import type { Preprocessing } from '@lookalike/preprocessing';
import { affineOf } from '../preprocessing/preprocessing-nodes.ts';
import type { DecodedImage, ProofPixels } from './network-proof.ts';

/** The levels of 8 bits. */
const white = 255;

/** An image as a preprocessing brings it to size, beside the input that it should become. */
export interface FittedImage {
  readonly fitted: ProofPixels;
  readonly input: DecodedImage['input'];
}

/**
 * How far the inputs that a preprocessing makes are from those that the network was given: the mean over all values, in levels of 8
 * bits (white is 255 levels above black). Infinity where they differ in size.
 */
export function meanLevelsApart(images: readonly FittedImage[], { channelOrder, ...normalisation }: Pick<Preprocessing, 'channelOrder' | 'range' | 'mean' | 'standardDeviation'>): number {
  const { factor, offset } = affineOf(normalisation);
  return meanOf(images, channelOrder, (channel) => ({ scale: factor[channel]! / white, offset: offset[channel]! }));
}

/** A level of the fitted image becomes scale · level + offset. */
interface Line {
  readonly scale: number;
  readonly offset: number;
}

/** The factor and offset of each channel, in the file's order, by which fitted images come nearest to the inputs (least squares). */
export function nearestLines(images: readonly FittedImage[], channelOrder: Preprocessing['channelOrder']): { readonly lines: readonly Line[]; readonly meanLevels: number } {
  const lines = [0, 1, 2].map((channel): Line => {
    let [count, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
    forEachPair(images, channel, channelOrder, (x, y) => {
      count += 1;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    });
    const scale = (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
    return { scale, offset: (sumY - scale * sumX) / count };
  });
  return { lines, meanLevels: meanOf(images, channelOrder, (channel) => lines[channel]!) };
}

function meanOf(images: readonly FittedImage[], channelOrder: Preprocessing['channelOrder'], lineOf: (channel: number) => Line): number {
  if (images.some(({ fitted, input: { levels } }) => fitted.widthPx !== levels.widthPx || fitted.heightPx !== levels.heightPx)) return Infinity;
  let [sum, count] = [0, 0];
  for (const channel of [0, 1, 2]) {
    const { scale, offset } = lineOf(channel);
    forEachPair(images, channel, channelOrder, (x, y) => {
      sum += Math.abs(x + (offset - y) / scale);
      count += 1;
    });
  }
  return Number.isNaN(sum) ? Infinity : sum / count;
}

/** Each level of a channel of the fitted images with the value that the network was given there. */
function forEachPair(images: readonly FittedImage[], channel: number, channelOrder: Preprocessing['channelOrder'], take: (level: number, value: number) => void): void {
  const from = channelOrder === 'RGB' ? channel : 2 - channel;
  for (const { fitted, input: { levels, scale, offset } } of images) {
    for (let at = 0; at < fitted.data.length; at += 3) take(fitted.data[at + from]!, levels.data[at + channel]! * scale[channel]! + offset[channel]!);
  }
}
