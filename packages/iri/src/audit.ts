import { fromBytes } from './eight-bit.ts';
import { judge } from './gate.ts';
import type { RejectionReason } from './gate.ts';
import type { IriConfiguration } from './iri-configuration.ts';
import { nullPercentile } from './null-distribution.ts';
import type { NullDistribution } from './null-distribution.ts';
import { relativeDistance } from './relative-distance.ts';
import type { Represent } from './represent.ts';

/** What is measured on the finished image, independently of the search. */
export interface IriAudit {
  /** d of the 8-bit file that people see. */
  readonly representationDistance: number;
  /** d of the image before it was rounded. */
  readonly unroundedDistance: number;
  /** d of the 8-bit seed. */
  readonly seedDistance: number;
  /** Share of the null distribution at or below `representationDistance`, in [0, 1]. */
  readonly nullPercentile: number;
  readonly accepted: boolean;
  /** Absent when accepted. */
  readonly rejectionReason?: RejectionReason;
}

export interface AuditOptions {
  /** Bytes [C, H, W] as decoded from the file that will be shown. */
  readonly image: Uint8Array;
  /** Bytes [C, H, W] as decoded from the seed's file. */
  readonly seedImage: Uint8Array;
  readonly unroundedImage: Float32Array;
  /** g(x_t) */
  readonly targetRepresentation: Float32Array;
  readonly represent: Represent;
  readonly nullDistribution: NullDistribution;
  readonly gate: IriConfiguration['gate'];
}

/** Measures d again on the bytes that are stored, with the representation graph alone and in double precision, and applies the gate. */
export async function audit({ image, seedImage, unroundedImage, targetRepresentation, represent, nullDistribution, gate }: AuditOptions): Promise<IriAudit> {
  const representations = await represent([fromBytes(image), unroundedImage, fromBytes(seedImage)]);
  const [representationDistance, unroundedDistance, seedDistance] = representations.map((representation) => relativeDistance(representation, targetRepresentation)) as [number, number, number];
  const percentile = nullPercentile(nullDistribution.values, representationDistance);
  return {
    representationDistance,
    unroundedDistance,
    seedDistance,
    nullPercentile: percentile,
    ...judge({ representationDistance, nullPercentile: percentile }, gate),
  };
}
