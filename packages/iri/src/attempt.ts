import { DistanceCurve } from './distance-curve.ts';
import type { CurvePoint } from './distance-curve.ts';
import { writeBytes } from './eight-bit.ts';
import type { OptimiserRun } from './optimisers/optimiser.ts';
import { StallWatch } from './stall-watch.ts';
import type { StallRule } from './stall-watch.ts';
import type { StepResult } from './step-batch.ts';

/** Why a search ended: d is small enough, by itself or against the null distribution; it no longer falls; all steps are made. */
export type StopReason = 'distance' | 'null-percentile' | 'stall' | 'steps';

/** What came of a search from one seed. */
export interface AttemptRecord {
  readonly stepCount: number;
  readonly stoppedBy: StopReason | 'not-finite';
  /** d of the 8-bit image that it kept; absent where d never was a number. */
  readonly distance?: number;
}

export interface StoppingRules {
  readonly maximumSteps: number;
  /** 8-bit d at which an image is finished; absent: at none. */
  readonly targetDistance?: number | undefined;
  /** 8-bit d that is small enough against the null distribution; absent: none is. */
  readonly nullDistance?: number | undefined;
  readonly stall?: StallRule | undefined;
}

/** The best that a search from one seed has seen. */
export interface BestImage {
  /** d and objective of `bytes`. */
  readonly distance: number;
  readonly objective: number;
  /** [C, H, W] */
  readonly bytes: Uint8Array;
  /** The image of which `bytes` are the rounding. */
  readonly unrounded: Float32Array;
  readonly step: number;
}

/** A search from one seed: the steps made, and the 8-bit image of least objective among those that were looked at. */
export class Attempt {
  readonly seed: Uint8Array;
  readonly run: OptimiserRun;
  readonly #curve = new DistanceCurve();
  readonly #rules: StoppingRules;
  readonly #stall: StallWatch | undefined;
  #leastDistance = Infinity;
  #distance: number | undefined;
  /** Its arrays are used again for each better image. */
  #best: { -readonly [K in keyof BestImage]: BestImage[K] } | undefined;

  /** @param seed bytes [C, H, W] that `run` starts from. */
  constructor(seed: Uint8Array, run: OptimiserRun, rules: StoppingRules) {
    this.seed = seed;
    this.run = run;
    this.#rules = rules;
    this.#stall = rules.stall && new StallWatch(rules.stall);
  }

  /** d of the newest 8-bit image, once known. */
  get distance(): number | undefined {
    return this.#distance;
  }

  /** Absent before the first number. */
  get best(): BestImage | undefined {
    return this.#best;
  }

  get curve(): readonly CurvePoint[] {
    return this.#curve.points();
  }

  /** Takes in what the network said of the image, and makes the next step unless this is the end. @returns why it ends, if it does. */
  advance({ distance, objective, gradient, pixels }: StepResult): StopReason | 'not-finite' | undefined {
    const { run } = this;
    if (!Number.isFinite(distance) || !Number.isFinite(objective)) return 'not-finite';
    this.#distance = distance;
    this.#leastDistance = Math.min(this.#leastDistance, distance);
    this.#curve.add(run.stepCount, this.#leastDistance);
    if (this.#best === undefined || objective < this.#best.objective) this.#keep({ distance, objective, unrounded: pixels?.exact ?? run.image, rounded: pixels?.rounded ?? run.image });
    const reason = this.#stopReason(distance, objective);
    if (reason !== undefined) return reason;
    if (!allFinite(gradient)) return 'not-finite';
    run.step(gradient, objective);
    return undefined;
  }

  #stopReason(distance: number, objective: number): StopReason | undefined {
    const { targetDistance = -Infinity, nullDistance = -Infinity, maximumSteps } = this.#rules;
    if (distance <= targetDistance) return 'distance';
    if (distance <= nullDistance) return 'null-percentile';
    if (this.run.stepCount >= maximumSteps) return 'steps';
    return this.#stall?.isStalled(this.run.stepCount, objective) === true ? 'stall' : undefined;
  }

  #keep({ distance, objective, unrounded, rounded }: { readonly distance: number; readonly objective: number; readonly unrounded: Float32Array; readonly rounded: Float32Array }): void {
    this.#best ??= { distance, objective, bytes: new Uint8Array(unrounded.length), unrounded: new Float32Array(unrounded.length), step: 0 };
    writeBytes(rounded, this.#best.bytes);
    this.#best.unrounded.set(unrounded);
    this.#best.distance = distance;
    this.#best.objective = objective;
    this.#best.step = this.run.stepCount;
  }
}

/** A loop of its own: it runs over every pixel of every step, and a callback for each costs as much as the optimiser. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0;
}
