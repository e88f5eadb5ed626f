import { describePreprocessing, type Preprocessing, type ResizeRule } from '@lookalike/preprocessing';
import { findPreparation } from './find-preparation.ts';
import { decodeProof, type NetworkProof, type ProofImages } from './network-proof.ts';
import { meanLevelsApart } from './preparation-difference.ts';

/**
 * Pillow rounds to 8 bits after each of its two passes, Lookalike once: 0.04 to 0.13 levels on average for the test images. Bicubic in place of Lanczos, the
 * nearest that a wrong preparation comes, is 0.6 off.
 */
const mostLevels = 0.3;

export interface PreparationVerdict {
  readonly isEqual: boolean;
  /** How far the prepared images are apart on average, in levels of 8 bits. */
  readonly meanLevels: number;
  /** How the images were prepared, where that is something else and can be found. */
  readonly found: Preprocessing | undefined;
  readonly message: string;
}

/**
 * Prepares a proof's images and says whether they become what the network was given, and if not, what differs: the order of channels, the
 * range, mean or deviation, the crop, the interpolation.
 */
export async function provePreparation(proof: NetworkProof, preprocessing: Preprocessing, images: ProofImages): Promise<PreparationVerdict> {
  const decoded = await decodeProof(proof, images);
  const fitted = decoded.map(({ image, input }) => ({ fitted: images.fit(image, preprocessing, preprocessing.resize), input }));
  const meanLevels = meanLevelsApart(fitted, preprocessing);
  const apart = `${inFigures(meanLevels)} of 255 levels apart on average`;
  if (meanLevels <= mostLevels) return { isEqual: true, meanLevels, found: undefined, message: `Images are prepared as ${proof.by} prepared them (${apart}).` };
  const found = findPreparation(decoded, preprocessing, { fit: images.fit, mostLevels });
  const wrong = `Images are not prepared as ${proof.by} prepared them: the test images become something else${Number.isFinite(meanLevels) ? ` (${apart})` : ''}.`;
  return {
    isEqual: false,
    meanLevels,
    found: found?.preprocessing,
    message: found === undefined
      ? `${wrong} None of the ways that Lookalike knows gives the same. Export the network again with the preprocessing that it was trained with.`
      : `${wrong} They are equal (to ${inFigures(found.meanLevels)} levels) if ${differences(preprocessing, found.preprocessing).join(' and ')}. That is: ${describePreprocessing(found.preprocessing)}.`,
  };
}

/** Each part in which the images were prepared otherwise than was said. */
function differences(said: Preprocessing, found: Preprocessing): string[] {
  const three = (values: readonly number[]): string => (new Set(values).size === 1 ? String(values[0]) : `(${values.join(', ')})`);
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return [
    ...(found.widthPx === said.widthPx && found.heightPx === said.heightPx ? [] : [`images have ${found.widthPx}×${found.heightPx} px, not ${said.widthPx}×${said.heightPx}`]),
    ...(found.channelOrder === said.channelOrder ? [] : [`channels are ${found.channelOrder}, not ${said.channelOrder}`]),
    ...(found.range === said.range ? [] : [`pixels are in ${found.range}, not ${said.range}`]),
    ...(isSame(found.mean, said.mean) && isSame(found.standardDeviation, said.standardDeviation) ? [] : [`mean and deviation are ${three(found.mean)} and ${three(found.standardDeviation)}, not ${three(said.mean)} and ${three(said.standardDeviation)}`]),
    ...(isSame(found.resize, said.resize) ? [] : [`images are ${inWords(found.resize)}, not ${inWords(said.resize)}`]),
  ];
}

function inWords(rule: ResizeRule): string {
  const how = rule.kind === 'stretch' ? 'stretched' : rule.kind === 'crop-to-aspect' ? 'cut to the aspect, then scaled' : `scaled to a shorter side of ${rule.shorterSidePx} px, then cut`;
  return `${how} (${rule.interpolation})`;
}

function inFigures(levels: number): string {
  return levels < 10 ? String(Number(levels.toPrecision(2))) : String(Math.round(levels));
}
