/** What a row of the coverage bench found, of simulated studies of one kind. */
export interface CoverageRow {
  readonly kind: 'score' | 'difference';
  readonly raters: number;
  readonly targets: number;
  readonly score: number;
  /** Of a difference: the score of the second condition. */
  readonly secondScore: number | null;
  readonly samples: number;
  /** Share of the samples whose interval holds the truth. */
  readonly coverage: number;
  readonly widthRatio: number | null;
  readonly upperRatio: number | null;
}

type Measure = 'coverage' | 'typeI' | 'coverage above' | 'width' | 'upper';

interface Limit {
  readonly measure: Measure;
  readonly limit: number;
  readonly found: number;
  /** Half of the 99 % Monte-Carlo interval of what was found. */
  readonly error: number;
  /** Whether the limit may not be exceeded; else it is to be reached. */
  readonly isMost: boolean;
}

/** From this score on, and up to 1 less it, an interval is to be as good as elsewhere. */
const MIDDLE = 0.1;
const Z_99 = 2.576;

function limitsOf({ kind, raters, targets, score, secondScore, samples, coverage, widthRatio, upperRatio }: CoverageRow): Limit[] {
  const isLarge = raters >= 20 && targets >= 30;
  const isMiddle = score >= MIDDLE && (secondScore ?? score) >= MIDDLE;
  const isEqualPair = kind === 'difference' && score === secondScore;
  // Never less than the error at the limit itself: a row of a few samples has none.
  const share = Math.min(Math.max(coverage, 0.93), 0.99);
  const ofShare = Z_99 * Math.sqrt((share * (1 - share)) / samples);
  const ofRatio = (ratio: number): number => ratio * (1 - 1 / (1 + Z_99 / Math.sqrt(2 * samples)));
  return [
    { measure: isEqualPair ? 'typeI' : 'coverage', limit: isMiddle && !isLarge && !isEqualPair ? 0.9 : 0.93, found: coverage, error: ofShare, isMost: false },
    ...(isMiddle ? [{ measure: 'coverage above' as const, limit: isLarge ? 0.97 : 0.99, found: coverage, error: ofShare, isMost: true }] : []),
    ...(isMiddle && isLarge && widthRatio !== null ? [{ measure: 'width' as const, limit: 1.15, found: widthRatio, error: ofRatio(widthRatio), isMost: true }] : []),
    ...(score < MIDDLE && upperRatio !== null ? [{ measure: 'upper' as const, limit: 1.5, found: upperRatio, error: ofRatio(upperRatio), isMost: true }] : []),
  ];
}

/** Limits that the row breaks, with its 99 % Monte-Carlo interval outside. */
export function brokenBy(row: CoverageRow): Measure[] {
  return limitsOf(row).filter(({ limit, found, error, isMost }) => (isMost ? found - error > limit : found + error < limit)).map(({ measure }) => measure);
}

/** A point of a limit: what is nearer, on either side, is not decided by few samples. */
const POINT = 0.01 + 1e-9;
export const [SAMPLES, SAMPLES_NEAR_A_LIMIT] = [1000, 20_000];

/** How many samples a row must have: more where it is within a point of a limit. */
export function samplesNeeded(row: CoverageRow): number {
  return limitsOf(row).some(({ limit, found }) => Math.abs(found - limit) <= POINT) ? SAMPLES_NEAR_A_LIMIT : SAMPLES;
}
