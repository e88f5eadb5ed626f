/** d over the steps of one image, thinned: every step at first, then ever wider apart. */
export interface CurvePoint {
  readonly step: number;
  /** Least d of the 8-bit images up to this step. */
  readonly distance: number;
}

/** Each point is at least so much further than the one before. */
const SPACING = 1.1;

/** The step of the point that follows the one at `step`, if the search goes that far. The first is at step 0. */
export function nextCurveStep(step: number): number {
  return Math.max(step + 1, Math.ceil(step * SPACING));
}

/** Collects the points of a curve as steps go by; some seventy for 5,000 steps. */
export class DistanceCurve {
  readonly #points: CurvePoint[] = [];
  #next = 0;
  #last: CurvePoint | undefined;

  add(step: number, distance: number): void {
    this.#last = { step, distance };
    if (step < this.#next) return;
    this.#points.push(this.#last);
    this.#next = nextCurveStep(step);
  }

  /** The points so far, the newest step always among them. */
  points(): readonly CurvePoint[] {
    return this.#last === undefined || this.#points.at(-1) === this.#last ? [...this.#points] : [...this.#points, this.#last];
  }
}
