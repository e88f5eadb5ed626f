import { writeRounded } from './eight-bit.ts';

/** One call of the step graph. */
export interface StepCall {
  readonly count: number;
  /** `count` images one after the other, pixels in [0, 1], or what stands for them when the objective has a parametrisation. Only valid during the call. */
  readonly images: Float32Array;
  /** `count` target representations one after the other. Only valid during the call. */
  readonly targetRepresentations: Float32Array;
  /** Which of the gradients is wanted, by {@link gradientPhases}. */
  readonly phase: number;
  /** Whose images these are, what each started from, and how many steps it has made: an objective may compare with the seed, and draw anew for every image and step. */
  readonly members: readonly { readonly id: string; readonly seed: Uint8Array; readonly stepCount: number }[];
}

/** What the step graph says of every image of the call, in its order. */
export interface StepResults {
  /** d */
  readonly distances: Float32Array;
  /** What the search makes small; the same numbers as d for the regularizer-free objective. */
  readonly objectives: Float32Array;
  /** Slope of the objective with respect to what was given. */
  readonly gradients: Float32Array;
  /** With a parametrisation: the pixels in [0, 1] that were meant, and the same rounded to 8 bits, to which d and the objective belong. */
  readonly pixels?: { readonly exact: Float32Array; readonly rounded: Float32Array };
}

/** The same of one image. */
export interface StepResult {
  readonly distance: number;
  readonly objective: number;
  readonly gradient: Float32Array;
  readonly pixels?: { readonly exact: Float32Array; readonly rounded: Float32Array };
}

export type StepFunction = (call: StepCall) => Promise<StepResults>;

export interface StepMember {
  readonly id: string;
  /** Bytes [C, H, W]. */
  readonly seed: Uint8Array;
  readonly stepCount: number;
  /** Pixels [C, H, W] in [0, 1], or the parameters that stand for an image. */
  readonly image: Float32Array;
  /** Pixels are rounded to 8 bits before the network sees them; parameters are not. */
  readonly isPixels: boolean;
  readonly targetRepresentation: Float32Array;
}

/** Lays images side by side for the step graph. Its buffers live as long as the search; targets are copied only when the members change. */
export class StepBatch {
  readonly #step: StepFunction;
  readonly #phase: number;
  #images = new Float32Array(0);
  #targets = new Float32Array(0);
  #inPlace: readonly Float32Array[] = [];

  constructor(step: StepFunction, phase: number) {
    this.#step = step;
    this.#phase = phase;
  }

  async run(members: readonly StepMember[]): Promise<readonly StepResult[]> {
    const count = members.length;
    const [size, targetSize] = [members[0]!.image.length, members[0]!.targetRepresentation.length];
    if (this.#images.length < count * size) {
      this.#images = new Float32Array(count * size);
      this.#targets = new Float32Array(count * targetSize);
      this.#inPlace = [];
    }
    members.forEach(({ image, isPixels, targetRepresentation }, i) => {
      if (isPixels) writeRounded(image, this.#images, i * size);
      else this.#images.set(image, i * size);
      if (this.#inPlace[i] !== targetRepresentation) this.#targets.set(targetRepresentation, i * targetSize);
    });
    this.#inPlace = members.map(({ targetRepresentation }) => targetRepresentation);
    const { distances, objectives, gradients, pixels } = await this.#step({
      count,
      images: this.#images.subarray(0, count * size),
      targetRepresentations: this.#targets.subarray(0, count * targetSize),
      phase: this.#phase,
      members: members.map(({ id, seed, stepCount }) => ({ id, seed, stepCount })),
    });
    const partOf = (values: Float32Array, i: number): Float32Array => values.subarray((i * values.length) / count, ((i + 1) * values.length) / count);
    return members.map((_, i) => ({
      distance: distances[i]!,
      objective: objectives[i]!,
      gradient: partOf(gradients, i),
      ...(pixels !== undefined && { pixels: { exact: partOf(pixels.exact, i), rounded: partOf(pixels.rounded, i) } }),
    }));
  }
}
