import { dot } from '../dense-matrix.ts';

/** A function with its gradient, at a point. */
export interface Valued {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface Minimum extends Valued {
  readonly point: Float64Array;
  readonly steps: number;
  readonly converged: boolean;
}

export interface MinimiseRequest {
  readonly of: (point: Float64Array) => Valued;
  readonly from: Float64Array;
  /** A guess of the inverse of the second derivatives, asked for once `of` was called at `from`: the better, the fewer steps. */
  readonly inverseCurvature: () => number[][];
  /** Converged where no entry of the gradient is larger. */
  readonly gradientLimit: number;
  readonly onStep?: ((step: number, value: number) => void) | undefined;
}

const [MAXIMUM_STEPS, ENOUGH] = [200, 1e-4];

/**
 * Minimises a smooth function of some ten variables: BFGS with a line search that goes half the way until the function falls enough.
 * @see Nocedal and Wright 2006, "Numerical Optimization", algorithm 6.1
 */
export function minimise({ of, from, inverseCurvature, gradientLimit, onStep }: MinimiseRequest): Minimum {
  let point = Float64Array.from(from);
  let current = of(point);
  const initial = inverseCurvature();
  let inverse = initial;
  let [steps, fresh] = [0, true];
  for (; steps < MAXIMUM_STEPS && largest(current.gradient) > gradientLimit; steps++) {
    let direction = inverse.map((row) => -dot(row, current.gradient));
    if (dot(direction, current.gradient) >= 0) {
      inverse = initial;
      direction = inverse.map((row) => -dot(row, current.gradient));
    }
    // No variable of a model on the log-odds moves by more than this at once.
    const longest = Math.max(...direction.map(Math.abs));
    let length = Math.min(1, 2 / longest);
    const slope = dot(direction, current.gradient);
    let moved = step(point, direction, length);
    let next = of(moved);
    for (let halving = 0; halving < 30 && !(next.value <= current.value + ENOUGH * length * slope); halving++) {
      length /= 2;
      moved = step(point, direction, length);
      next = of(moved);
    }
    if (!(next.value <= current.value)) {
      if (fresh) break;
      inverse = initial;
      fresh = true;
      continue;
    }
    const s = direction.map((value) => length * value);
    const y = next.gradient.map((value, index) => value - current.gradient[index]!);
    const curvature = dot(s, y);
    if (curvature > 1e-12) {
      inverse = updated(inverse, s, y, curvature);
      fresh = false;
    }
    const gained = current.value - next.value;
    [point, current] = [moved, next];
    onStep?.(steps + 1, current.value);
    // Rounding of the value hides what is left to gain.
    if (gained < 1e-13 * Math.abs(current.value) && largest(current.gradient) < 100 * gradientLimit) break;
  }
  return { point, ...current, steps, converged: largest(current.gradient) <= 100 * gradientLimit };
}

function updated(inverse: readonly number[][], s: readonly number[], y: ArrayLike<number>, curvature: number): number[][] {
  const hy = inverse.map((row) => dot(row, y));
  const scale = (1 + dot(hy, y) / curvature) / curvature;
  return inverse.map((row, i) => row.map((value, j) => value + scale * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature));
}

function step(point: Float64Array<ArrayBuffer>, direction: readonly number[], length: number): Float64Array<ArrayBuffer> {
  return point.map((value, index) => value + length * direction[index]!);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : Infinity), 0);
}
