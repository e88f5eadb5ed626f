/** The levels of one random intercept, by row. */
export interface Term {
  readonly levelOf: Int32Array;
  readonly levelCount: number;
}

/** H = AᵀWA + I, factored: A has the standard deviation σₖ in each row at the row's level of each term, W the weights of the rows. */
export interface FactoredHessian {
  readonly logDeterminant: number;
  /** H x = right. */
  readonly solve: (right: Float64Array) => Float64Array;
  readonly leverages: () => Leverages;
}

export interface Leverages {
  /** aᵢᵀ H⁻¹ aᵢ of each row. */
  readonly ofRows: Float64Array;
  /** Σ (1 − (H⁻¹)ₗₗ) over the levels of each term: for how many levels the answers speak. */
  readonly ofTerms: readonly number[];
}

/** How the Hessian of the random effects is solved. The order of the levels is its own. */
export interface RandomEffects {
  /** Levels of all terms together. */
  readonly size: number;
  /** For each term the place of each row's level. */
  readonly placeOf: readonly Int32Array[];
  /** The next factor takes the room of the one before. @returns undefined where H is not positive definite, for want of digits. */
  readonly factorOf: (weights: Float64Array, sds: Float64Array) => FactoredHessian | undefined;
}
