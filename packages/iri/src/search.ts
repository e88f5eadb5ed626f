import { Attempt } from './attempt.ts';
import type { AttemptRecord, BestImage, StopReason } from './attempt.ts';
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
      /** Optimiser steps made in all attempts. */
      readonly stepCount: number;
      /** In the order in which they were made. */
      readonly attempts: readonly AttemptRecord[];
      /** Number, from 1, of the one that `image` and what follows are of. */
      readonly winningAttempt: number;
      /** Bytes [C, H, W] that it started from. */
      readonly seed: Uint8Array;
      /** Its steps up to `image`. */
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
      /** What the step graph was asked about then: pixels or parameters, and the seed that they come from. */
      readonly image: Float32Array;
      readonly seed: Uint8Array;
      readonly durationMs: number;
    };

/** What is known after every step. */
export interface SearchProgress {
  readonly finished: number;
  readonly waiting: number;
  /** The images in work: number of the attempt, from 1, steps made in it, and d of the newest 8-bit image. */
  readonly active: readonly { readonly attempt: number; readonly stepCount: number; readonly distance: number }[];
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
  /** An image that ends with a d above `acceptedDistance` restarts, at most `count` times; absent: never. */
  readonly restarts?: {
    readonly count: number;
    readonly acceptedDistance: number;
    /** @param attempt from 2. @returns bytes [C, H, W] that it starts from. */
    readonly seedOf: (id: string, attempt: number) => Uint8Array;
  };
  /** Images that share a call. */
  readonly batchSize: number;
  /** Turns a seed into the parameters that the step function takes instead of pixels; absent: it takes pixels. */
  readonly parametersOf?: (seed: Uint8Array) => Float32Array;
  /** The first step of an image that is no longer of a phase of {@link gradientPhases}, in ascending order; Infinity for the last phase. */
  readonly phaseEnds: readonly number[];
  /** Milliseconds from any origin. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly onStep?: (progress: SearchProgress) => void;
}

interface Lane {
  readonly item: SearchItem;
  readonly startedAt: number;
  /** The one in work, and what came of those before. */
  attempt: Attempt;
  readonly ended: AttemptRecord[];
  winner: Winner | undefined;
}

/** The attempt of least d among those that have ended. */
interface Winner {
  readonly number: number;
  readonly seed: Uint8Array;
  readonly best: BestImage;
  readonly stoppedBy: StopReason;
  readonly curve: readonly CurvePoint[];
}

/**
 * Searches for the items in batches. A finished image leaves the batch at once and a waiting one takes its place, so no
 * place is idle while any waits. The network is only ever asked about rounded images: each d of the search belongs to an
 * 8-bit image that can be stored, and the one of least objective is what is kept. The unrounded image carries the small steps on.
 * An image that begins again keeps its place; of its attempts the one of least d is handed over.
 * @returns outcomes in the order of finishing, each as soon as it is finished.
 * @throws the signal's reason when it is aborted.
 */
export async function* search(options: SearchOptions): AsyncGenerator<SearchOutcome, void, undefined> {
  const { items, batchSize, parametersOf, phaseEnds, signal, onStep } = options;
  const waiting = [...items].reverse();
  const batches = phaseEnds.map((_, phase) => new StepBatch(options.step, phase));
  let lanes: Lane[] = [];
  let finished = 0;
  let stepsMade = 0;

  while (lanes.length > 0 || waiting.length > 0) {
    signal?.throwIfAborted();
    while (lanes.length < batchSize && waiting.length > 0) lanes.push(enter(waiting.pop()!, options));

    const outcomes: SearchOutcome[] = [];
    const remaining: Lane[] = [];
    // Grouped before the first moves on: nobody makes two steps in one round.
    const groups = phaseEnds.map((end, phase) => lanes.filter(({ attempt: { run: { stepCount } } }) => stepCount >= (phaseEnds[phase - 1] ?? 0) && stepCount < end));
    for (const [phase, members] of groups.entries()) {
      if (members.length === 0) continue;
      const start = phaseEnds[phase - 1];
      const results = await batches[phase]!.run(members.map(({ item: { id, targetRepresentation }, attempt: { seed, run } }) => ({ id, seed, stepCount: run.stepCount, image: run.image, isPixels: parametersOf === undefined, targetRepresentation })));
      members.forEach((lane, i) => {
        if (lane.attempt.run.stepCount === start) lane.attempt.run.forget();
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
      // An attempt that has just begun knows no d yet, but then there was one before it.
      active: lanes.map(({ attempt, ended, winner }) => ({ attempt: ended.length + 1, stepCount: attempt.run.stepCount, distance: (attempt.distance ?? winner?.best.distance)! })),
      stepsMade,
    });
    yield* outcomes;
  }
}

function enter(item: SearchItem, options: SearchOptions): Lane {
  return { item, startedAt: options.now(), attempt: begin(item, item.seed, options), ended: [], winner: undefined };
}

function begin(item: SearchItem, seed: Uint8Array, { optimiser, parametersOf = fromBytes, maximumSteps, targetDistance, nullDistance, stall }: SearchOptions): Attempt {
  return new Attempt(seed, optimiser.start(parametersOf(seed)), { maximumSteps, targetDistance: item.targetDistance ?? targetDistance, nullDistance, stall });
}

/** Takes in what the network said of a lane's image, and moves it on, begins again or finishes it. */
function advance(lane: Lane, result: StepResult, options: SearchOptions): SearchOutcome | undefined {
  const { item, attempt, ended, startedAt } = lane;
  const stoppedBy = attempt.advance(result);
  if (stoppedBy === undefined) return undefined;
  const { best, seed, curve, run } = attempt;
  ended.push({ stepCount: run.stepCount, stoppedBy, ...(best !== undefined && { distance: best.distance }) });
  if (stoppedBy !== 'not-finite' && best !== undefined && !(lane.winner !== undefined && lane.winner.best.distance <= best.distance)) {
    lane.winner = { number: ended.length, seed, best, stoppedBy, curve };
  }
  const { winner } = lane;
  const { restarts, now } = options;
  const hasStalled = stoppedBy === 'stall' || stoppedBy === 'steps';
  if (restarts !== undefined && hasStalled && ended.length <= restarts.count && winner !== undefined && winner.best.distance > restarts.acceptedDistance) {
    lane.attempt = begin(item, restarts.seedOf(item.id, ended.length + 1), options);
    return undefined;
  }
  const durationMs = now() - startedAt;
  // A number that is lost in a later attempt takes nothing from the earlier ones.
  if (winner === undefined) return { kind: 'not-finite', id: item.id, stepCount: run.stepCount, lastFiniteDistance: attempt.distance, image: run.image.slice(), seed, durationMs };
  return {
    kind: 'found', id: item.id, image: winner.best.bytes, unroundedImage: winner.best.unrounded, distance: winner.best.distance, objective: winner.best.objective,
    stepCount: ended.reduce((sum, { stepCount }) => sum + stepCount, 0), attempts: ended, winningAttempt: winner.number, seed: winner.seed,
    bestStep: winner.best.step, stoppedBy: winner.stoppedBy, curve: winner.curve, durationMs,
  };
}
