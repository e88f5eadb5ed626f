import { foldConstants } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import { openForAnyBatch } from '@lookalike/runtime';
import type { Device } from '@lookalike/runtime';
import { auditLayers } from './audit-layers.ts';
import { classScores, greatest } from './class-scores.ts';
import { correlation } from './correlation.ts';
import type { Correlation } from './correlation.ts';
import { fromBytes } from './eight-bit.ts';
import { judge } from './gate.ts';
import type { RejectionReason } from './gate.ts';
import { nullPercentile } from './null-distribution.ts';
import type { NullDistribution } from './null-distribution.ts';
import { openPerceptualAudit } from './perceptual-audit.ts';
import type { PerceptualAudit } from './perceptual-audit.ts';
import { relativeDistance } from './relative-distance.ts';
import type { RepresentationGraph } from './step-graph.ts';

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
  /** Index of the greatest class score of the target and of the file. Absent when the network ends at the representation. */
  readonly topClass?: { readonly target: number; readonly iri: number; readonly isSame: boolean };
  /** The representation first, then the layers that {@link auditLayers} chooses, in the order of computation. */
  readonly layerCorrelations: readonly LayerCorrelation[];
  /** None of those that the images are too small for. */
  readonly perceptualDistances: readonly PerceptualAudit[];
}

/** How alike the file and the target are at a layer, over its values (at most {@link MOST_VALUES}, evenly spaced). */
export interface LayerCorrelation extends Correlation {
  readonly layer: string;
}

/** Early layers of large networks have millions of values, which all have to be ranked. */
const MOST_VALUES = 32_768;

export interface AuditedImage {
  /** Bytes [C, H, W] as decoded from the file that will be shown. */
  readonly image: Uint8Array;
  /** Bytes [C, H, W] as decoded from the seed's file. */
  readonly seedImage: Uint8Array;
  readonly unroundedImage: Float32Array;
  /** Pixels [C, H, W] in [0, 1]. */
  readonly target: Float32Array;
  /** g(x_t) */
  readonly targetRepresentation: Float32Array;
}

export interface Auditor {
  audit(image: AuditedImage): Promise<IriAudit>;
  close(): Promise<void>;
}

export interface AuditorOptions {
  readonly device: Device;
  readonly network: Graph;
  readonly cut: RepresentationGraph;
  readonly nullDistribution: NullDistribution;
  readonly gate: IriConfiguration['gate'];
}

/**
 * Opens what the audit needs: the network alone, with other layers and its class scores as outputs, and perceptual distances.
 * d is measured again on the bytes that are stored, in double precision.
 */
export async function openAuditor({ device, network, cut, nullDistribution, gate }: AuditorOptions): Promise<Auditor> {
  const layers = [cut.output, ...auditLayers(network, cut.output)];
  const scores = classScores(network, cut.output);
  const executable = await openForAnyBatch(device, foldConstants({ ...network, outputs: [...new Set([...layers, ...(scores === undefined ? [] : [scores])])] }));
  const perceptual = await openPerceptualAudit(device, cut.imageShape);
  const size = cut.imageShape.reduce((product, side) => product * side, 1);
  const images = new Float32Array(4 * size);

  return {
    async audit({ image, seedImage, unroundedImage, target, targetRepresentation }) {
      const [shown, seed] = [fromBytes(image), fromBytes(seedImage)];
      const looked = [shown, unroundedImage, seed, target];
      looked.forEach((pixels, i) => images.set(pixels, i * size));
      const results = await executable.run({ [cut.input]: { type: 'float32', shape: [looked.length, ...cut.imageShape], data: images } });
      /** Every layer that is asked for is float32. */
      const at = (layer: string, i: number): Float32Array => {
        const values = results[layer]!.data as Float32Array;
        const length = values.length / looked.length;
        return values.subarray(i * length, (i + 1) * length);
      };
      const [representationDistance, unroundedDistance, seedDistance] = [0, 1, 2].map((i) => relativeDistance(at(cut.output, i), targetRepresentation)) as [number, number, number];
      const percentile = nullPercentile(nullDistribution.values, representationDistance);
      const topClass = scores === undefined ? undefined : { target: greatest(at(scores, 3)), iri: greatest(at(scores, 0)) };
      return {
        representationDistance,
        unroundedDistance,
        seedDistance,
        nullPercentile: percentile,
        ...judge({ representationDistance, nullPercentile: percentile }, gate),
        ...(topClass !== undefined && { topClass: { ...topClass, isSame: topClass.target === topClass.iri } }),
        layerCorrelations: layers.map((layer) => ({ layer, ...correlation(spaced(at(layer, 0)), spaced(at(layer, 3))) })),
        perceptualDistances: await perceptual.measure({ image: shown, target, seed }),
      };
    },
    async close() {
      await executable.close();
      await perceptual.close();
    },
  };
}

function spaced(values: Float32Array): Float32Array {
  if (values.length <= MOST_VALUES) return values;
  return Float32Array.from({ length: MOST_VALUES }, (_, i) => values[Math.floor((i * values.length) / MOST_VALUES)]!);
}
