import type { SeedImage } from '@lookalike/iri-configuration';
import type { Random } from '@lookalike/random';
import { toBytes } from './eight-bit.ts';
import { IriError } from './iri-error.ts';
import { otherTargets, seedImage } from './seed-images.ts';
import type { Target } from './targets.ts';

/** An image that is the seed of every target. */
export interface GivenSeed {
  /** SHA-256 of its pixels, as the configuration names it. */
  readonly hash: string;
  /** [C, H, W] in [0, 1]. */
  readonly pixels: Float32Array;
}

/** @param attempt from 1, the default. @returns bytes [C, H, W]. */
export type SeedOf = (target: Target, attempt?: number) => Uint8Array;

export interface SeedsOptions {
  readonly seedImage: SeedImage;
  readonly targets: readonly Target[];
  readonly imageShape: readonly number[];
  readonly random: Random;
  readonly given?: GivenSeed;
}

/**
 * Says what the search for each target starts from, as bytes [C, H, W]. Each target has a source keyed by its content: order, batches
 * and resuming do not change the seed. An attempt after the first has a source of its own, where the seed is noise.
 * @throws iri.seed_missing when the configuration names an image and that one is not given.
 */
export function createSeeds({ seedImage: choice, targets, imageShape, random, given }: SeedsOptions): SeedOf {
  const size = imageShape.reduce((product, side) => product * side, 1);
  switch (choice.kind) {
    case 'other-target': {
      const others = otherTargets(targets.map(({ hash }) => hash), random.child('other-target'));
      const pixels = new Map(targets.map((target) => [target.hash, target.pixels]));
      return ({ hash }) => toBytes(pixels.get(others.get(hash)!)!);
    }
    case 'image': {
      if (given === undefined || given.hash !== choice.sha256 || given.pixels.length !== size) {
        const got = given === undefined ? 'none was given' : given.hash !== choice.sha256 ? `the one given has ${given.hash}` : `the one given has ${given.pixels.length} values instead of ${size}`;
        throw new IriError('iri.seed_missing', `The seed is the image with the SHA-256 ${choice.sha256}, but ${got}. Give that image, at the size that the network takes.`, { expected: choice.sha256, got: given?.hash });
      }
      const bytes = toBytes(given.pixels);
      return () => bytes;
    }
    default:
      return ({ hash }, attempt = 1) => {
        const ofTarget = random.child('seed-image').child(hash);
        return seedImage(choice.kind, size, attempt === 1 ? ofTarget : ofTarget.child(`attempt ${attempt}`));
      };
  }
}
