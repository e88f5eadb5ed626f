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

const [MAXIMUM_STEPS, ENOUGH] = [200, 1e-4];

/**
 * Minimises a smooth function of some ten variables: BFGS with a line search that goes half the way until the function falls enough.
 * @param gradientLimit converged where no entry of the gradient is larger.
 * @see Nocedal and Wright 2006, "Numerical Optimization", algorithm 6.1
 */
export function minimise(of: (point: Float64Array) => Valued, from: Float64Array, gradientLimit: number): Minimum {
  const size = from.length;
  let point = Float64Array.from(from);
  let current = of(point);
  let inverse = identity(size, 0.1 / Math.max(1, Math.sqrt(norm(current.gradient))));
  let [steps, fresh] = [0, true];
  for (; steps < MAXIMUM_STEPS && largest(current.gradient) > gradientLimit; steps++) {
    let direction = inverse.map((row) => -dot(row, current.gradient));
    if (dot(direction, current.gradient) >= 0) {
      inverse = identity(size, 0.01);
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
      inverse = identity(size, 0.01);
      fresh = true;
      continue;
    }
    const s = direction.map((value) => length * value);
    const y = next.gradient.map((value, index) => value - current.gradient[index]!);
    const curvature = dot(s, y);
    if (curvature > 1e-12) {
      if (steps === 0) inverse = identity(size, curvature / dot(y, y));
      inverse = updated(inverse, s, y, curvature);
      fresh = false;
    }
    const gained = current.value - next.value;
    [point, current] = [moved, next];
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

function identity(size: number, scale: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? scale : 0)));
}

function step(point: Float64Array<ArrayBuffer>, direction: readonly number[], length: number): Float64Array<ArrayBuffer> {
  return point.map((value, index) => value + length * direction[index]!);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(a: ArrayLike<number>): number {
  return dot(a, a);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : Infinity), 0);
}
