import { usualLbfgsMemory, type OptimiserChoice } from '@lookalike/iri-configuration';
import { norm } from '../relative-distance.ts';
import type { Bound, Optimiser, OptimiserRun } from './optimiser.ts';

type Settings = Extract<OptimiserChoice, { kind: 'lbfgs' }>;

/** A value so much above the last one (relative) is a step too far. Rounding to 8 bits and kinks of the network make small rises normal. */
const TOLERATED_RISE = 0.1;
const MOST_RETREATS = 4;
const RETREAT = 0.4;
/** Pairs that curve less than this, as a cosine, say nothing about curvature. */
const LEAST_CURVATURE = 1e-4;
/** Without a known least value the first step changes a pixel by so much, root mean square. */
const FIRST_CHANGE = 0.02;
/** A step may promise to take away at most so many times the value that is left. */
const MOST_PROMISED = 4;

/**
 * L-BFGS with bounds kept by clamping, made for one evaluation per step: instead of a line search, a step that made things
 * worse is shortened from where it began. The remembered pairs are of clamped images, so they are true differences.
 *
 * With `leastIsZero` the value is a distance d that can reach 0, and ½d² is what is made small: a sum of squares, of which a
 * quadratic model is a good one, while d itself has a kink where it is least. The first step is then Polyak's, d / ‖∇d‖.
 * @see Nocedal and Wright 2006, algorithm 7.4 and equation 7.20; Polyak 1969
 */
export function lbfgs({ memory = usualLbfgsMemory }: Settings, { bound, leastIsZero }: { readonly bound: Bound; readonly leastIsZero: boolean }): Optimiser {
  return { start: (image) => new LbfgsRun(image, memory, bound, leastIsZero) };
}

interface Pair {
  readonly moved: Float32Array;
  readonly slopeChange: Float32Array;
  /** 1 / (moved · slopeChange) */
  inverseCurvature: number;
  weight: number;
}

class LbfgsRun implements OptimiserRun {
  readonly image: Float32Array;
  stepCount = 0;
  readonly #memory: number;
  readonly #bound: Bound;
  readonly #leastIsZero: boolean;
  readonly #before: Float32Array;
  readonly #slopeBefore: Float32Array;
  readonly #direction: Float32Array;
  #valueBefore = Infinity;
  #retreats = 0;
  /** Whether the slope at `before` is of the same function as the next one. */
  #isFollowed = false;
  /** The oldest first; arrays are used again. */
  readonly #pairs: Pair[] = [];
  #spare: Pair | undefined;

  constructor(start: Float32Array, memory: number, bound: Bound, leastIsZero: boolean) {
    this.image = Float32Array.from(start);
    this.#memory = memory;
    this.#bound = bound;
    this.#leastIsZero = leastIsZero;
    this.#before = new Float32Array(start.length);
    this.#slopeBefore = new Float32Array(start.length);
    this.#direction = new Float32Array(start.length);
  }

  step(gradient: Float32Array, value: number): void {
    if (this.#isFollowed) {
      const most = this.#valueBefore + TOLERATED_RISE * Math.abs(this.#valueBefore);
      if (value > most && this.#retreats < MOST_RETREATS) {
        this.#retreats += 1;
        this.#move(RETREAT ** this.#retreats);
        return;
      }
      this.#remember(gradient, this.#leastIsZero ? value : 1);
    }
    const scale = this.#leastIsZero ? value : 1;
    this.#before.set(this.image);
    for (let i = 0; i < gradient.length; i++) this.#slopeBefore[i] = scale * gradient[i]!;
    this.#valueBefore = value;
    this.#retreats = 0;
    this.#isFollowed = true;
    this.#move(this.#aim(value));
  }

  forget(): void {
    this.#pairs.length = 0;
    this.#isFollowed = false;
  }

  /** x ← clamp(x_before + t · direction) */
  #move(t: number): void {
    const [image, before, direction, bound] = [this.image, this.#before, this.#direction, this.#bound];
    for (let i = 0; i < image.length; i++) image[i] = bound(before[i]! + t * direction[i]!);
    this.stepCount += 1;
  }

  #remember(gradient: Float32Array, scale: number): void {
    const { image } = this;
    const pair = this.#spare ?? { moved: new Float32Array(image.length), slopeChange: new Float32Array(image.length), inverseCurvature: 0, weight: 0 };
    this.#spare = undefined;
    const { moved, slopeChange } = pair;
    for (let i = 0; i < image.length; i++) {
      moved[i] = image[i]! - this.#before[i]!;
      slopeChange[i] = scale * gradient[i]! - this.#slopeBefore[i]!;
    }
    const curvature = dot(moved, slopeChange);
    if (!(curvature > LEAST_CURVATURE * norm(moved) * norm(slopeChange))) {
      this.#spare = pair;
      return;
    }
    pair.inverseCurvature = 1 / curvature;
    this.#pairs.push(pair);
    if (this.#pairs.length > this.#memory) this.#spare = this.#pairs.shift();
  }

  /** Sets the direction −H∇ from the slope at `before`. @returns how much of it to go. */
  #aim(value: number): number {
    const [direction, slope] = [this.#direction, this.#slopeBefore];
    direction.set(slope);
    for (let k = this.#pairs.length - 1; k >= 0; k--) {
      const pair = this.#pairs[k]!;
      pair.weight = pair.inverseCurvature * dot(pair.moved, direction);
      add(direction, -pair.weight, pair.slopeChange);
    }
    const newest = this.#pairs.at(-1);
    multiply(direction, newest === undefined ? this.#firstScale(value) : 1 / (newest.inverseCurvature * dot(newest.slopeChange, newest.slopeChange)));
    for (const pair of this.#pairs) add(direction, pair.weight - pair.inverseCurvature * dot(pair.slopeChange, direction), pair.moved);
    multiply(direction, -1);

    const promised = -dot(direction, slope);
    if (!(promised > 0)) {
      this.#pairs.length = 0;
      direction.set(slope);
      multiply(direction, -this.#firstScale(value));
      return 1;
    }
    return this.#leastIsZero ? Math.min(1, (MOST_PROMISED * 0.5 * value * value) / promised) : 1;
  }

  #firstScale(value: number): number {
    const length = norm(this.#slopeBefore);
    if (length === 0) return 0;
    return this.#leastIsZero ? (value / length) ** 2 : (FIRST_CHANGE * Math.sqrt(this.image.length)) / length;
  }
}

/** Four sums side by side, because one sum waits for each of its additions. */
function dot(a: Float32Array, b: Float32Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    first += a[i]! * b[i]!;
    second += a[i + 1]! * b[i + 1]!;
    third += a[i + 2]! * b[i + 2]!;
    fourth += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) first += a[i]! * b[i]!;
  return first + second + third + fourth;
}

function add(target: Float32Array, factor: number, other: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] = target[i]! + factor * other[i]!;
}

function multiply(target: Float32Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = target[i]! * factor;
}
