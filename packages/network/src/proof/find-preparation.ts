import { checkPreprocessing, type Interpolation, type Preprocessing, type ResizeRule } from '@lookalike/preprocessing';
import { conventionsOf } from '../preprocessing/preprocessing-conventions.ts';
import { affineOf } from '../preprocessing/preprocessing-nodes.ts';
import type { DecodedImage, ProofImages } from './network-proof.ts';
import { nearestLines, type FittedImage } from './preparation-difference.ts';

const interpolations: readonly Interpolation[] = ['bilinear', 'bicubic', 'lanczos3'];
/** Shares of the longer side that evaluations scale to before they cut: none, and those of timm, torchvision and Keras. */
const scalesBeforeCrop = [1, 1 / 0.965, 1 / 0.95, 1 / 0.9, 256 / 224, 1 / 0.875, 342 / 299, 1 / 0.8];
const ranges: readonly Preprocessing['range'][] = ['[0,1]', '[0,255]', '[-1,1]'];

export interface FoundPreparation {
  readonly preprocessing: Preprocessing;
  readonly meanLevels: number;
}

/**
 * Finds how images were prepared when the network's inputs were made: the geometry and the order of channels by trying, the range, mean and
 * deviation by least squares.
 * @param said is tried first, and kept in all parts that do not matter.
 * @returns undefined where no way that Lookalike knows comes within `mostLevels`
 */
export function findPreparation(images: readonly DecodedImage[], said: Preprocessing, { fit, mostLevels }: Pick<ProofImages, 'fit'> & { readonly mostLevels: number }): FoundPreparation | undefined {
  const size = images[0]!.input.levels;
  const start: Preprocessing = { ...said, heightPx: size.heightPx, widthPx: size.widthPx };
  const orders = start.channelOrder === 'RGB' ? (['RGB', 'BGR'] as const) : (['BGR', 'RGB'] as const);
  const nearest = (rules: readonly ResizeRule[]): Attempt => {
    const attempts = rules.flatMap((resize) => {
      const fitted: FittedImage[] = images.map(({ image, input }) => ({ fitted: fit(image, size, resize), input }));
      return orders.map((channelOrder): Attempt => ({ resize, channelOrder, ...nearestLines(fitted, channelOrder) }));
    });
    return attempts.reduce((best, each) => (each.meanLevels < best.meanLevels ? each : best));
  };
  const stated = nearest([start.resize]);
  // Another kernel is a small change beside another crop, so it is looked for when the crop is found.
  const best = stated.meanLevels <= mostLevels ? stated : nearest(withEveryInterpolation(nearest(resizeRules(start)).resize));
  // A negative or vanishing slope is no way to prepare images.
  if (best.meanLevels > mostLevels || best.lines.some(({ scale }) => !(scale > 0))) return undefined;
  const { resize, channelOrder, lines, meanLevels } = best;
  return { preprocessing: { ...start, ...normalisationOf(lines, { ...start, channelOrder }), channelOrder, resize }, meanLevels };
}

interface Attempt {
  readonly resize: ResizeRule;
  readonly channelOrder: Preprocessing['channelOrder'];
  readonly lines: readonly { readonly scale: number; readonly offset: number }[];
  readonly meanLevels: number;
}

/** The stated rule, and all that are usual with the stated interpolation. */
function resizeRules(stated: Preprocessing): ResizeRule[] {
  const { interpolation } = stated.resize;
  const longer = Math.max(stated.heightPx, stated.widthPx);
  const sides = [...new Set(scalesBeforeCrop.flatMap((scale) => [Math.floor(longer * scale), Math.round(longer * scale)]))];
  const usual: ResizeRule[] = [...sides.map((shorterSidePx) => ({ kind: 'shorter-side', shorterSidePx, interpolation }) as const), { kind: 'crop-to-aspect', interpolation }, { kind: 'stretch', interpolation }];
  return [stated.resize, ...usual].filter((resize) => 'preprocessing' in checkPreprocessing({ ...stated, resize }));
}

function withEveryInterpolation(rule: ResizeRule): ResizeRule[] {
  return interpolations.map((interpolation) => ({ ...rule, interpolation }));
}

/** Range, mean and deviation in the words that are usual, or else as numbers for pixels in [0, 1]. */
function normalisationOf(lines: readonly { readonly scale: number; readonly offset: number }[], stated: Preprocessing): Pick<Preprocessing, 'range' | 'mean' | 'standardDeviation'> {
  const inOrder = (values: readonly number[]): number[] => (stated.channelOrder === 'RGB' ? [...values] : values.toReversed());
  const known = [
    stated,
    ...ranges.flatMap((range) => [{ range, mean: stated.mean, standardDeviation: stated.standardDeviation }, { range, mean: stated.mean.toReversed(), standardDeviation: stated.standardDeviation.toReversed() }]),
    ...ranges.map((range) => ({ range, mean: [0, 0, 0], standardDeviation: [1, 1, 1] })),
    ...conventionsOf(3).map(({ mean, standardDeviation }) => ({ range: '[0,1]' as const, mean: inOrder(mean), standardDeviation: inOrder(standardDeviation) })),
    ...conventionsOf(3).map(({ mean, standardDeviation }) => ({ range: '[0,255]' as const, mean: inOrder(mean).map((each) => each * 255), standardDeviation: inOrder(standardDeviation).map((each) => each * 255) })),
  ];
  const same = known.find((each) => {
    const { factor, offset } = affineOf(each);
    return lines.every((line, channel) => isNear(line, { scale: factor[channel]! / 255, offset: offset[channel]! }));
  });
  if (same !== undefined) return { range: same.range, mean: same.mean, standardDeviation: same.standardDeviation };
  const inFigures = (value: number): number => Number(value.toPrecision(4));
  return { range: '[0,1]', mean: lines.map(({ scale, offset }) => inFigures(-offset / scale / 255)), standardDeviation: lines.map(({ scale }) => inFigures(1 / scale / 255)) };
}

/** Whether black and white become the same, to a level and a half. */
function isNear(line: { readonly scale: number; readonly offset: number }, other: { readonly scale: number; readonly offset: number }): boolean {
  return [0, 255].every((level) => Math.abs(line.scale * level + line.offset - other.scale * level - other.offset) <= 1.5 * other.scale);
}
