/** Where an optimiser stands with one image. Never changed in place, so the state of the best step can be kept. */
export interface OptimiserState {
  /** Pixels [C, H, W] in [0, 1], or the parameters that stand for them. */
  readonly image: Float32Array;
  /** Steps made so far. */
  readonly stepCount: number;
  /** What the optimiser remembers of earlier gradients, an array like the image for each moment. */
  readonly moments: readonly Float32Array[];
}

/** A way of making an objective small, image by image: images come and go without disturbing each other. */
export interface Optimiser {
  start(image: Float32Array): OptimiserState;
  /** @param gradient slope of the objective at (or, for a rounded image, next to) the state's image. */
  step(state: OptimiserState, gradient: Float32Array): OptimiserState;
}

/** Bounds a pixel to [0, 1]. */
export function clampPixel(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
