import type { Preprocessing } from './preprocessing.ts';

/** Numbers of a further input. */
const mostShown = 8;

/** One line that says what is done to an image. */
export function describePreprocessing({ heightPx, widthPx, channelOrder, range, mean, standardDeviation, resize, flatOrder, otherInputs = {} }: Preprocessing): string {
  const isPlain = mean.every((each) => each === 0) && standardDeviation.every((each) => each === 1);
  const size = `${widthPx}×${heightPx} px`;
  const fitted = resize.kind === 'shorter-side' ? `shorter side to ${resize.shorterSidePx}, centre ${size}` : resize.kind === 'stretch' ? `stretched to ${size}` : `cut to the aspect of ${size}, then scaled`;
  const laidOut = flatOrder === undefined ? '' : `; as a flat vector in the order ${flatOrder}`;
  const others = Object.entries(otherInputs).map(([name, value]) => `; input ${name} = ${typeof value === 'number' ? value : `[${value.slice(0, mostShown).join(', ')}${value.length > mostShown ? ', …' : ''}]`}`);
  return `${fitted} (${resize.interpolation}); ${channelOrder} in ${range}${isPlain ? '' : `, less ${mean.join(' ')}, by ${standardDeviation.join(' ')}`}${laidOut}${others.join('')}`;
}
