import type { Step } from './steps.ts';

/** How a trial's steps were really shown; times on the clock of the frames, ms. */
export interface Played {
  /** How long each timed step stood on the screen. */
  readonly shownMs: Readonly<Partial<Record<Step['name'], number>>>;
  /** Of the frame after the one that painted the last step: the earliest moment at which it is known to be on its way to the screen. */
  readonly paintedAtMs: number;
}

export interface StepScreen {
  readonly frameMs: number;
  /** Resolves with a frame's time, early enough that what is changed now is painted in this frame. */
  readonly nextFrame: () => Promise<number>;
  /** Puts a step on the screen at once. */
  readonly show: (step: Step) => void;
  /** Whether to stop: another trial has taken over, or this one is to be shown again. */
  readonly isCancelled: () => boolean;
}

/** Shows one step after the other, each for its number of frames; a frame that the browser dropped is counted as shown, so that errors do not add up. Undefined: cancelled. */
export async function playSteps(steps: readonly Step[], { frameMs, nextFrame, show, isCancelled }: StepScreen): Promise<Played | undefined> {
  const shownMs: Partial<Record<Step['name'], number>> = {};
  let before: { readonly step: Step; readonly atMs: number } | undefined;
  for (const step of steps) {
    // Half a frame of tolerance: a frame's time trembles.
    const dueMs = before?.step.frameCount === undefined ? -Infinity : before.atMs + (before.step.frameCount - 0.5) * frameMs;
    let atMs = await nextFrame();
    while (atMs < dueMs && !isCancelled()) atMs = await nextFrame();
    if (isCancelled()) return undefined;
    show(step);
    if (before !== undefined) shownMs[before.step.name] = atMs - before.atMs;
    before = { step, atMs };
  }
  const paintedAtMs = await nextFrame();
  return isCancelled() ? undefined : { shownMs, paintedAtMs };
}
