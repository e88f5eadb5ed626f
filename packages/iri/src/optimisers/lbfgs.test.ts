import { createRandom } from '@lookalike/random';
import { expect, it } from 'vitest';
import { lbfgs } from './lbfgs.ts';

const free = (value: number): number => value;
const size = 5;
const random = createRandom('lbfgs');
const factor = Array.from({ length: size }, () => Array.from({ length: size }, () => random.normal()));
/** A positive definite matrix. */
const hessian = factor.map((row, i) => row.map((_, j) => factor.reduce((sum, other) => sum + other[i]! * other[j]!, i === j ? 0.5 : 0)));
const times = (matrix: readonly (readonly number[])[], v: ArrayLike<number>): number[] => matrix.map((row) => row.reduce((sum, entry, i) => sum + entry * v[i]!, 0));
const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
const valueAt = (x: ArrayLike<number>): number => 0.5 * inner(x, times(hessian, x));
const slopeAt = (x: ArrayLike<number>): Float32Array => Float32Array.from(times(hessian, x));

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ. @see Nocedal and Wright 2006, equation 7.16 */
function updated(h: readonly (readonly number[])[], s: readonly number[], y: readonly number[]): number[][] {
  const rho = 1 / inner(s, y);
  const left = s.map((si, i) => y.map((yj, j) => (i === j ? 1 : 0) - rho * si * yj));
  return left.map((row, i) => left.map((other, j) => {
    let sum = rho * s[i]! * s[j]!;
    for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) sum += row[a]! * h[a]![b]! * other[b]!;
    return sum;
  }));
}

it('goes where the dense matrices of BFGS point, with the last pairs only', () => {
  const memory = 3;
  const run = lbfgs({ kind: 'lbfgs', memory }, { bound: free, leastIsZero: false }).start(Float32Array.of(1, -1, 0.5, 2, 1));
  const pairs: { readonly s: number[]; readonly y: number[] }[] = [];
  let checked = 0;
  for (let k = 0; k < 7; k++) {
    const [x, g] = [[...run.image], [...slopeAt(run.image)]];
    run.step(Float32Array.from(g), valueAt(x));
    const retreats = pairs.length > 0 && valueAt(run.image) > 1.1 * valueAt(x);
    if (retreats) break;
    if (pairs.length > 0) {
      const last = pairs.slice(-memory);
      const newest = last.at(-1)!;
      const gamma = inner(newest.s, newest.y) / inner(newest.y, newest.y);
      const h = last.reduce((matrix, { s, y }) => updated(matrix, s, y), hessian.map((row, i) => row.map((_, j) => (i === j ? gamma : 0))));
      const expected = times(h, g).map((value, i) => x[i]! - value);
      expected.forEach((value, i) => expect(run.image[i]).toBeCloseTo(value, 3));
      checked += 1;
    }
    const after = slopeAt(run.image);
    pairs.push({ s: x.map((value, i) => run.image[i]! - value), y: g.map((value, i) => after[i]! - value) });
  }
  expect(checked).toBeGreaterThan(3);
});

it('brings a distance in an ill-conditioned linear layer down twenty times further than Polyak’s steps alone', () => {
  const scales = [1, 0.3, 0.1, 0.05, 0.03];
  const least = (steps: number, isAlone: boolean): number => {
    const optimiser = lbfgs({ kind: 'lbfgs' }, { bound: free, leastIsZero: true });
    let run = optimiser.start(Float32Array.of(1, 1, 1, 1, 1));
    let best = Infinity;
    for (let k = 0; k < steps; k++) {
      const residual = scales.map((scale, i) => scale * run.image[i]!);
      const d = Math.hypot(...residual);
      best = Math.min(best, d);
      run.step(Float32Array.from(scales, (scale, i) => (scale * residual[i]!) / d), d);
      // Starting anew forgets everything: only first steps, which are Polyak's.
      if (isAlone) run = optimiser.start(run.image);
    }
    return best;
  };
  expect(least(40, false)).toBeLessThan(least(40, true) / 20);
});

it('goes back from a step that made things worse, and tries a shorter one', () => {
  const run = lbfgs({ kind: 'lbfgs' }, { bound: free, leastIsZero: true }).start(Float32Array.of(0.5));
  run.step(Float32Array.of(1), 0.2);
  const first = run.image[0]! - 0.5;
  run.step(Float32Array.of(1), 0.9);
  expect(run.image[0]! - 0.5).toBeCloseTo(0.4 * first, 6);
  run.step(Float32Array.of(1), 0.9);
  expect(run.image[0]! - 0.5).toBeCloseTo(0.16 * first, 6);
  expect(run.stepCount).toBe(3);
});

it('starts afresh where the gradient becomes that of another function', () => {
  const start = Float32Array.of(1, -1, 0.5, 2, 1);
  const optimiser = lbfgs({ kind: 'lbfgs' }, { bound: free, leastIsZero: false });
  const run = optimiser.start(start);
  for (let k = 0; k < 3; k++) run.step(slopeAt(run.image), valueAt(run.image));
  run.forget();
  const fresh = optimiser.start(run.image);
  // Twice the function: a pair across the change would say that the curvature is another one.
  for (const one of [run, fresh]) for (let k = 0; k < 2; k++) one.step(slopeAt(one.image).map((slope) => 2 * slope), 2 * valueAt(one.image));
  expect([...run.image]).toEqual([...fresh.image]);
});
