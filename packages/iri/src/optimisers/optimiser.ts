/** Where an optimiser stands with one image. Its arrays are used again and again: whoever wants to keep an image copies it. */
export interface OptimiserRun {
  /** Pixels [C, H, W] in [0, 1], or the parameters that stand for them. Changed in place. */
  readonly image: Float32Array;
  /** Steps made so far. */
  readonly stepCount: number;
  /**
   * Makes a step.
   * @param gradient slope of the objective at (or, for a rounded image, next to) `image`; only read during the call.
   * @param value the objective there.
   */
  step(gradient: Float32Array, value: number): void;
  /** What was learned from earlier gradients is no longer true: those that come are of another function. */
  forget(): void;
}

/** A way of making an objective small, image by image: images come and go without disturbing each other. */
export interface Optimiser {
  /** @param image is copied. */
  start(image: Float32Array): OptimiserRun;
}

/** Keeps a value where it may be. */
export type Bound = (value: number) => number;

/** Bounds a pixel to [0, 1]. */
export function clampPixel(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
