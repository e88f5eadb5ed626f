/** An interval with how it was made; to be shown with it. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Nominal coverage in (0, 1), such as 0.95. */
  readonly level: number;
  readonly method: string;
}

export interface SampleSizes {
  readonly trials: number;
  readonly raters: number;
  readonly targets: number;
}

/** A share of trials in [0, 1] (or a difference of two, in [-1, 1]). `null` where there is nothing to estimate from. */
export interface Estimate<N = SampleSizes> {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly n: N;
  /** Trials that were given but could not be used. */
  readonly excluded: number;
}
