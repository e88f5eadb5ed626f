import { DistanceCurve } from './distance-curve.ts';
import type { CurvePoint } from './distance-curve.ts';
import { fromBytes, writeBytes } from './eight-bit.ts';
import type { Optimiser, OptimiserRun } from './optimisers/optimiser.ts';
import { StepBatch } from './step-batch.ts';
import type { StepFunction, StepResult } from './step-batch.ts';

/** An image to be searched for. */
export interface SearchItem {
  readonly id: string;
  /** Bytes [C, H, W] that the search starts from. */
  readonly seed: Uint8Array;
  /** g(x_t). */
  readonly targetRepresentation: Float32Array;
  /** d at which this one is finished, instead of the search's. */
  readonly targetDistance?: number;
}

export type SearchOutcome =
  | {
      readonly kind: 'found';
      readonly id: string;
      /** The 8-bit image of least objective that the search has seen, [C, H, W]. */
      readonly image: Uint8Array;
      /** The image of which it is the rounding. */
      readonly unroundedImage: Float32Array;
      /** d and objective of `image` as the step graph computed them. */
      readonly distance: number;
      readonly objective: number;
      /** Optimiser steps made in all, and up to `image`. */
      readonly stepCount: number;
      readonly bestStep: number;
      readonly curve: readonly CurvePoint[];
      readonly durationMs: number;
    }
  | {
      readonly kind: 'not-finite';
      readonly id: string;
      /** Optimiser steps made before d, the objective or its gradient was no longer a number. */
      readonly stepCount: number;
      readonly lastFiniteDistance: number | undefined;
      readonly durationMs: number;
    };

/** What is known after every step. */
export interface SearchProgress {
  readonly finished: number;
  readonly waiting: number;
  /** The images in work: steps made, and d of the newest 8-bit image. */
  readonly active: readonly { readonly stepCount: number; readonly distance: number }[];
  /** Image steps made in all. */
  readonly stepsMade: number;
}

export interface SearchOptions {
  readonly items: readonly SearchItem[];
  readonly step: StepFunction;
  readonly optimiser: Optimiser;
  readonly maximumSteps: number;
  /** An image is finished when its 8-bit d is at most this; absent: it uses all its steps. */
  readonly targetDistance?: number;
  /** Images that share a call. */
  readonly batchSize: number;
  /** Turns a seed into the parameters that the step function takes instead of pixels; absent: it takes pixels. */
  readonly parametersOf?: (seed: Uint8Array) => Float32Array;
  /** The last ReLU passes its gradient straight through during an image's first steps, so many of them. */
  readonly straightThroughSteps: number;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly onStep?: (progress: SearchProgress) => void;
}

interface Lane {
  readonly item: SearchItem;
  readonly startedAt: number;
  readonly curve: DistanceCurve;
  leastDistance: number;
  readonly run: OptimiserRun;
  /** d of the newest 8-bit image, once known. */
  distance: number | undefined;
  /** Its arrays are used again for each better image. */
  best: { distance: number; objective: number; readonly bytes: Uint8Array; readonly unrounded: Float32Array; step: number } | undefined;
}

/**
 * Searches for the items in batches. A finished image leaves the batch at once and a waiting one takes its place, so no
 * place is idle while any waits. The network is only ever asked about rounded images: each d of the search belongs to an
 * 8-bit image that can be stored, and the one of least objective is what is kept. The unrounded image carries the small steps on.
 * @returns outcomes in the order of finishing, each as soon as it is finished.
 * @throws the signal's reason when it is aborted.
 */
export async function* search(options: SearchOptions): AsyncGenerator<SearchOutcome, void, undefined> {
  const { items, batchSize, parametersOf, signal, onStep } = options;
  const waiting = [...items].reverse();
  const batches = { straightThrough: new StepBatch(options.step, true), exact: new StepBatch(options.step, false) };
  let lanes: Lane[] = [];
  let finished = 0;
  let stepsMade = 0;

  while (lanes.length > 0 || waiting.length > 0) {
    signal?.throwIfAborted();
    while (lanes.length < batchSize && waiting.length > 0) lanes.push(enter(waiting.pop()!, options));

    const outcomes: SearchOutcome[] = [];
    const remaining: Lane[] = [];
    const isEarly = (lane: Lane): boolean => lane.run.stepCount < options.straightThroughSteps;
    for (const [batch, members] of [[batches.straightThrough, lanes.filter(isEarly)], [batches.exact, lanes.filter((lane) => !isEarly(lane))]] as const) {
      if (members.length === 0) continue;
      const results = await batch.run(members.map((lane) => ({ id: lane.item.id, seed: lane.item.seed, stepCount: lane.run.stepCount, image: lane.run.image, isPixels: parametersOf === undefined, targetRepresentation: lane.item.targetRepresentation })));
      members.forEach((lane, i) => {
        const outcome = advance(lane, results[i]!, options);
        if (outcome === undefined) remaining.push(lane);
        else outcomes.push(outcome);
      });
      stepsMade += members.length;
    }
    lanes = remaining;
    finished += outcomes.length;
    onStep?.({
      finished,
      waiting: waiting.length,
      active: lanes.map(({ run, distance }) => ({ stepCount: run.stepCount, distance: distance! })),
      stepsMade,
    });
    yield* outcomes;
  }
}

function enter(item: SearchItem, { optimiser, parametersOf = fromBytes, now }: SearchOptions): Lane {
  return { item, startedAt: now(), curve: new DistanceCurve(), leastDistance: Infinity, run: optimiser.start(parametersOf(item.seed)), distance: undefined, best: undefined };
}

/** Takes in what the network said of a lane's image, and moves it on or finishes it. */
function advance(lane: Lane, { distance, objective, gradient, pixels }: StepResult, { maximumSteps, targetDistance: usualDistance, now }: SearchOptions): SearchOutcome | undefined {
  const { item: { id, targetDistance = usualDistance }, run } = lane;
  const { stepCount } = run;
  const durationMs = now() - lane.startedAt;
  if (!Number.isFinite(distance) || !Number.isFinite(objective)) {
    return { kind: 'not-finite', id, stepCount, lastFiniteDistance: lane.distance, durationMs };
  }
  lane.distance = distance;
  lane.leastDistance = Math.min(lane.leastDistance, distance);
  lane.curve.add(stepCount, lane.leastDistance);
  if (lane.best === undefined || objective < lane.best.objective) keep(lane, { distance, objective, unrounded: pixels?.exact ?? run.image, rounded: pixels?.rounded ?? run.image });
  if ((targetDistance !== undefined && distance <= targetDistance) || stepCount >= maximumSteps) {
    // Something was kept: the first finite objective is better than none.
    const best = lane.best!;
    return { kind: 'found', id, image: best.bytes, unroundedImage: best.unrounded, distance: best.distance, objective: best.objective, stepCount, bestStep: best.step, curve: lane.curve.points(), durationMs };
  }
  if (!allFinite(gradient)) {
    return { kind: 'not-finite', id, stepCount, lastFiniteDistance: distance, durationMs };
  }
  run.step(gradient, objective);
  return undefined;
}

function keep(lane: Lane, { distance, objective, unrounded, rounded }: { readonly distance: number; readonly objective: number; readonly unrounded: Float32Array; readonly rounded: Float32Array }): void {
  lane.best ??= { distance, objective, bytes: new Uint8Array(unrounded.length), unrounded: new Float32Array(unrounded.length), step: 0 };
  const { best } = lane;
  writeBytes(rounded, best.bytes);
  best.unrounded.set(unrounded);
  best.distance = distance;
  best.objective = objective;
  best.step = lane.run.stepCount;
}

/** A loop of its own: it runs over every pixel of every step, and a callback for each costs as much as the optimiser. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0;
}
