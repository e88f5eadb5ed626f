import { IriError } from './iri-error.ts';

/** An image whose look-alike is wanted. */
export interface Target {
  /** Unique within the generation. */
  readonly id: string;
  /** Content address of the pixels; the seed image is drawn from it. */
  readonly hash: string;
  /** [C, H, W] in [0, 1], as the network takes it. */
  readonly pixels: Float32Array;
  /** This image is finished when its 8-bit d is at most this, instead of the configuration's. */
  readonly targetDistance?: number;
}

/** @throws iri.bad_target, iri.duplicate_target */
export function checkTargets(targets: readonly Target[], imageShape: readonly number[]): void {
  const size = imageShape.reduce((product, side) => product * side, 1);
  const seen = new Set<string>();
  for (const { id, pixels } of targets) {
    if (seen.has(id)) throw new IriError('iri.duplicate_target', `Target "${id}" is given twice. Every target needs an id of its own.`, { target: id });
    seen.add(id);
    if (pixels.length !== size) {
      throw new IriError('iri.bad_target', `Target "${id}" has ${pixels.length} values; the network takes [${imageShape.join(', ')}], which is ${size}. Crop and scale the image to that first.`, { target: id, values: pixels.length, expected: size });
    }
    const wrong = pixels.find((value) => !(value >= 0 && value <= 1));
    if (wrong !== undefined) {
      throw new IriError('iri.bad_target', `Target "${id}" has a pixel of ${wrong}. Expected values from 0 to 1; divide bytes by 255.`, { target: id, value: wrong });
    }
  }
}
