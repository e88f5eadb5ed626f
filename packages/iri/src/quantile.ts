/**
 * The value below which a share of the values lies, by linear interpolation.
 * @param ascending at least one value. @param probability in [0, 1].
 * @see Hyndman and Fan 1996, type 7
 */
export function quantile(ascending: ArrayLike<number>, probability: number): number {
  const position = probability * (ascending.length - 1);
  const below = ascending[Math.floor(position)]!;
  const above = ascending[Math.ceil(position)]!;
  return below + (position - Math.floor(position)) * (above - below);
}
