/** A linear map from data to pixels. */
export interface Scale {
  (value: number): number;
}

export function linearScale({ domain: [from, to], range: [start, end] }: { readonly domain: readonly [number, number]; readonly range: readonly [number, number] }): Scale {
  const unit = to === from ? 0 : (end - start) / (to - from);
  return (value) => start + (value - from) * unit;
}

/** Round numbers within [from, to], about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(from: number, to: number, count: number): readonly number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Whole multiples, then rounded: 3 · 0.1 is 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A logarithmic map from data to pixels; values at or below the domain's start, 0 among them, lie at its start. */
export function logScale({ domain: [from, to], range }: { readonly domain: readonly [number, number]; readonly range: readonly [number, number] }): Scale {
  const linear = linearScale({ domain: [Math.log10(from), Math.log10(to)], range });
  return (value) => linear(Math.log10(Math.max(value, from)));
}

/** Round numbers within [from, to] for a logarithmic axis: powers of ten, with 2 and 5 between them where there are few. */
export function logTicks(from: number, to: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const factors = Math.log10(to / from) > 2.5 ? [1] : [1, 2, 5];
  const candidates = Array.from({ length: last - first + 1 }, (_, i) => factors.map((factor) => Number((factor * 10 ** (first + i)).toPrecision(1)))).flat();
  return candidates.filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
}
