import type { SearchProgress } from './search.ts';

/** How far a generation is. */
export interface IriProgress {
  /** Images finished, those that were already done included. */
  readonly done: number;
  readonly total: number;
  /** Steps made by the image in work that is furthest. */
  readonly step: number;
  /** Mean 8-bit d of the images in work; absent when there are none. */
  readonly meanDistance?: number;
  /** If every image needs as many steps as it may: an upper bound, begin again as often as it may included, but for changes in speed. Absent before the first step. */
  readonly secondsLeft?: number;
  /** Images finished per second since the start, those that were already done not counted. Absent before the first is finished. */
  readonly imagesPerSecond?: number;
}

interface Facts {
  readonly search: SearchProgress;
  /** Images that were finished without searching: already done, or impossible. */
  readonly finishedBefore: number;
  readonly total: number;
  readonly maximumSteps: number;
  /** How often an image may begin again. */
  readonly restarts: number;
  readonly elapsedMs: number;
}

/** Turns what the search knows into what people want to know. */
export function progressOf({ search: { finished, waiting, active, stepsMade }, finishedBefore, total, maximumSteps, restarts, elapsedMs }: Facts): IriProgress {
  const attemptsLeft = waiting * (1 + restarts) + active.reduce((sum, { attempt }) => sum + 1 + restarts - attempt, 0);
  const left = active.reduce((sum, { stepCount }) => sum + maximumSteps + 1 - stepCount, 0) + attemptsLeft * (maximumSteps + 1);
  const seconds = elapsedMs / 1000;
  return {
    done: finishedBefore + finished,
    total,
    step: active.reduce((most, { stepCount }) => Math.max(most, stepCount), 0),
    ...(active.length > 0 && { meanDistance: active.reduce((sum, { distance }) => sum + distance, 0) / active.length }),
    ...(stepsMade > 0 && { secondsLeft: (left * seconds) / stepsMade }),
    ...(finished > 0 && seconds > 0 && { imagesPerSecond: finished / seconds }),
  };
}
