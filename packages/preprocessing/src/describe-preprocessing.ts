import type { Preprocessing } from './preprocessing.ts';

/** One line that says what is done to an image. */
export function describePreprocessing({ heightPx, widthPx, channelOrder, range, mean, standardDeviation, resize }: Preprocessing): string {
  const isPlain = mean.every((each) => each === 0) && standardDeviation.every((each) => each === 1);
  const size = `${widthPx}×${heightPx} px`;
  const fitted = resize.kind === 'shorter-side' ? `shorter side to ${resize.shorterSidePx}, centre ${size}` : resize.kind === 'stretch' ? `stretched to ${size}` : `cut to the aspect of ${size}, then scaled`;
  return `${fitted} (${resize.interpolation}); ${channelOrder} in ${range}${isPlain ? '' : `, less ${mean.join(' ')}, by ${standardDeviation.join(' ')}`}`;
}
