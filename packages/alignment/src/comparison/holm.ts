/** Holm's adjustment of several p values, in their order. @see Holm 1979, "A simple sequentially rejective multiple test procedure" */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  order.forEach(({ p, index }, position) => {
    least = Math.max(least, Math.min(1, (ps.length - position) * p));
    adjusted[index] = least;
  });
  return adjusted;
}
