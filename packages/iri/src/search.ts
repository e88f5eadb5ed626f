import { Attempt } from './attempt.ts';
import type { StopReason } from './attempt.ts';
import type { CurvePoint } from './distance-curve.ts';
import { fromBytes } from './eight-bit.ts';
import type { Optimiser } from './optimisers/optimiser.ts';
import type { StallRule } from './stall-watch.ts';
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
      readonly stoppedBy: StopReason;
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
  /** The same, by comparison with the null distribution. */
  readonly nullDistance?: number;
  /** An image is finished when its objective falls no longer; absent: not for that. */
  readonly stall?: StallRule;
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
  readonly attempt: Attempt;
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
    const isEarly = (lane: Lane): boolean => lane.attempt.run.stepCount < options.straightThroughSteps;
    for (const [batch, members] of [[batches.straightThrough, lanes.filter(isEarly)], [batches.exact, lanes.filter((lane) => !isEarly(lane))]] as const) {
      if (members.length === 0) continue;
      const results = await batch.run(members.map(({ item: { id, targetRepresentation }, attempt: { seed, run } }) => ({ id, seed, stepCount: run.stepCount, image: run.image, isPixels: parametersOf === undefined, targetRepresentation })));
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
      active: lanes.map(({ attempt }) => ({ stepCount: attempt.run.stepCount, distance: attempt.distance! })),
      stepsMade,
    });
    yield* outcomes;
  }
}

function enter(item: SearchItem, { optimiser, parametersOf = fromBytes, maximumSteps, targetDistance, nullDistance, stall, now }: SearchOptions): Lane {
  const rules = { maximumSteps, targetDistance: item.targetDistance ?? targetDistance, nullDistance, stall };
  return { item, startedAt: now(), attempt: new Attempt(item.seed, optimiser.start(parametersOf(item.seed)), rules) };
}

/** Takes in what the network said of a lane's image, and moves it on or finishes it. */
function advance({ item: { id }, startedAt, attempt }: Lane, result: StepResult, { now }: SearchOptions): SearchOutcome | undefined {
  const { run: { stepCount } } = attempt;
  const durationMs = now() - startedAt;
  const end = attempt.advance(result);
  if (end === undefined) return undefined;
  if (end === 'not-finite') return { kind: 'not-finite', id, stepCount, lastFiniteDistance: attempt.distance, durationMs };
  // Something was kept: the first finite objective is better than none.
  const best = attempt.best!;
  return {
    kind: 'found', id, image: best.bytes, unroundedImage: best.unrounded, distance: best.distance, objective: best.objective,
    stepCount, bestStep: best.step, stoppedBy: end, curve: attempt.curve, durationMs,
  };
}
