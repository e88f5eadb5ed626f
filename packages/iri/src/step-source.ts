import type { Random } from '@lookalike/random';

/** What belongs to one image for as long as it is searched for. */
export interface StepSource {
  /** By name of the step graph's input. */
  readonly inputs: Readonly<Record<string, Float32Array>>;
  /** A source for this image alone; each step draws from a child of it. */
  readonly random: Random;
}
