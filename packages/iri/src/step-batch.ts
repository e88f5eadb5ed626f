import { writeFromBytes } from './eight-bit.ts';

/** One call of the step graph. */
export interface StepCall {
  readonly count: number;
  /** `count` images one after the other, pixels in [0, 1]. Only valid during the call. */
  readonly images: Float32Array;
  /** `count` target representations one after the other. Only valid during the call. */
  readonly targetRepresentations: Float32Array;
  readonly straightThrough: boolean;
}

/** Runs the step graph: d and gradient of every image of the call, in its order. */
export type StepFunction = (call: StepCall) => Promise<{ readonly distances: Float32Array; readonly gradients: Float32Array }>;

export interface StepMember {
  /** Bytes [C, H, W]. */
  readonly image: Uint8Array;
  readonly targetRepresentation: Float32Array;
}

/** Lays images side by side for the step graph. Its buffers live as long as the search; targets are copied only when the members change. */
export class StepBatch {
  readonly #step: StepFunction;
  readonly #straightThrough: boolean;
  #images = new Float32Array(0);
  #targets = new Float32Array(0);
  #inPlace: readonly Float32Array[] = [];

  constructor(step: StepFunction, straightThrough: boolean) {
    this.#step = step;
    this.#straightThrough = straightThrough;
  }

  async run(members: readonly StepMember[]): Promise<readonly { readonly distance: number; readonly gradient: Float32Array }[]> {
    const count = members.length;
    const [size, targetSize] = [members[0]!.image.length, members[0]!.targetRepresentation.length];
    if (this.#images.length < count * size) {
      this.#images = new Float32Array(count * size);
      this.#targets = new Float32Array(count * targetSize);
      this.#inPlace = [];
    }
    members.forEach(({ image, targetRepresentation }, i) => {
      writeFromBytes(image, this.#images, i * size);
      if (this.#inPlace[i] !== targetRepresentation) this.#targets.set(targetRepresentation, i * targetSize);
    });
    this.#inPlace = members.map(({ targetRepresentation }) => targetRepresentation);
    const { distances, gradients } = await this.#step({
      count,
      images: this.#images.subarray(0, count * size),
      targetRepresentations: this.#targets.subarray(0, count * targetSize),
      straightThrough: this.#straightThrough,
    });
    return members.map((_, i) => ({ distance: distances[i]!, gradient: gradients.subarray(i * size, (i + 1) * size) }));
  }
}
