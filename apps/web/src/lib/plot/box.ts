/** What a box plot shows of one distribution. */
export interface Box {
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly greatest: number;
}

/** The five numbers among a distribution's quantiles. @returns undefined where one of them was not taken */
export function boxOf(probabilities: readonly number[], quantiles: readonly number[]): Box | undefined {
  const [least, lowerQuartile, median, upperQuartile, greatest] = [0, 0.25, 0.5, 0.75, 1].map((probability) => quantiles[probabilities.indexOf(probability)]);
  if (least === undefined || lowerQuartile === undefined || median === undefined || upperQuartile === undefined || greatest === undefined) return undefined;
  return { least, lowerQuartile, median, upperQuartile, greatest };
}

/** A range with all boxes and, unless there are values below it, 0; with a little air, and never empty. */
export function boxDomain(boxes: readonly Box[], { within }: { readonly within?: readonly [number, number] } = {}): readonly [number, number] {
  const least = Math.min(0, ...boxes.map((box) => box.least));
  const greatest = Math.max(0, ...boxes.map((box) => box.greatest));
  const air = 0.04 * (greatest - least) || 1;
  const [from, to] = [least < 0 ? least - air : 0, greatest > 0 || least === 0 ? greatest + air : 0];
  return within === undefined ? [from, to] : [Math.max(from, within[0]), Math.min(to, within[1])];
}
