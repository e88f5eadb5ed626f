import { foldConstants } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { Random } from '@lookalike/random';
import { openForAnyBatch } from '@lookalike/runtime';
import type { Device, Executable } from '@lookalike/runtime';
import { classScores, greatest } from './class-scores.ts';
import { nullDistribution as measureNullDistribution, nullPercentile } from './null-distribution.ts';
import type { NullDistribution } from './null-distribution.ts';
import { relativeDistance } from './relative-distance.ts';
import { representationGraph } from './step-graph.ts';
import type { RepresentationGraph } from './step-graph.ts';

/** Gives an image as the network takes it: pixels [C, H, W] in [0, 1]. Asked for when its batch is due, so that few are in memory. */
type ReadPixels = () => Promise<Float32Array>;

/** A stimulus that another program made. */
export interface MadeElsewhere {
  readonly id: string;
  readonly read: ReadPixels;
  /** `hash` is its content address. */
  readonly target: { readonly hash: string; readonly read: ReadPixels };
}

/** What is measured on such a stimulus. */
export interface StimulusAudit {
  readonly id: string;
  /** d between the stimulus and its target; not finite where the target's representation is 0. */
  readonly representationDistance: number;
  /** Share of the null distribution at or below d, in [0, 1]. */
  readonly nullPercentile: number;
  /** Index of the greatest class score of each. Absent when the network ends at the representation. */
  readonly topClass?: { readonly target: number; readonly stimulus: number };
}

export interface StimuliAudit {
  readonly nullDistribution: NullDistribution;
  /** In the order of the stimuli. */
  readonly audits: readonly StimulusAudit[];
}

export interface AuditStimuliOptions {
  readonly device: Pick<Device, 'open'>;
  /** Takes images in [0, 1], as `withPreprocessing` makes it. */
  readonly network: Graph;
  readonly layer: string;
  readonly stimuli: readonly MadeElsewhere[];
  readonly nullPairCount: number;
  readonly batchSize: number;
  /** Draws the pairs of the null distribution. */
  readonly random: Random;
  /** Ends it between two batches. */
  readonly signal: AbortSignal;
}

interface Measured {
  readonly representation: Float32Array;
  readonly topClass: number | undefined;
}

/**
 * Audits stimuli that were made elsewhere as IRIs are: d to the target, its place among distances between different targets, and the class of both.
 * @throws iri.too_few_images where fewer than two targets differ; iri.unsupported_network; graph.unknown_layer; runtime.*; the signal's reason
 */
export async function auditStimuli({ device, network, layer, stimuli, nullPairCount, batchSize, random, signal }: AuditStimuliOptions): Promise<StimuliAudit> {
  const cut = representationGraph(network, layer);
  const scores = classScores(network, layer);
  const executable = await openForAnyBatch(device, foldConstants({ ...network, outputs: scores === undefined ? [layer] : [layer, scores] }));
  try {
    const targets = [...new Map(stimuli.map(({ target }) => [target.hash, target])).values()];
    const measuredTargets = await measure({ executable, cut, scores, batchSize, signal }, targets.map(({ read }) => read));
    const byHash = new Map(targets.map(({ hash }, i) => [hash, measuredTargets[i]!]));
    const nullDistribution = measureNullDistribution({ images: targets.map(({ hash }, i) => ({ hash, representation: measuredTargets[i]!.representation })), pairCount: nullPairCount, random });
    const measured = await measure({ executable, cut, scores, batchSize, signal }, stimuli.map(({ read }) => read));
    const audits = stimuli.map(({ id, target: { hash } }, i): StimulusAudit => {
      const [target, stimulus] = [byHash.get(hash)!, measured[i]!];
      const representationDistance = relativeDistance(stimulus.representation, target.representation);
      return {
        id,
        representationDistance,
        nullPercentile: nullPercentile(nullDistribution.values, representationDistance),
        ...(target.topClass !== undefined && stimulus.topClass !== undefined && { topClass: { target: target.topClass, stimulus: stimulus.topClass } }),
      };
    });
    return { nullDistribution, audits };
  } finally {
    await executable.close();
  }
}

interface Measurement extends Pick<AuditStimuliOptions, 'batchSize' | 'signal'> {
  readonly executable: Executable;
  readonly cut: RepresentationGraph;
  readonly scores: string | undefined;
}

async function measure({ executable, cut: { input, output, imageShape }, scores, batchSize, signal }: Measurement, images: readonly ReadPixels[]): Promise<Measured[]> {
  const size = imageShape.reduce((product, side) => product * side, 1);
  const measured: Measured[] = [];
  for (let first = 0; first < images.length; first += batchSize) {
    signal.throwIfAborted();
    const batch = await Promise.all(images.slice(first, first + batchSize).map((read) => read()));
    const data = new Float32Array(batch.length * size);
    batch.forEach((image, i) => data.set(image, i * size));
    const results = await executable.run({ [input]: { type: 'float32', shape: [batch.length, ...imageShape], data } });
    /** Both outputs are float32: `representationGraph` and `classScores` take nothing else. */
    const at = (name: string, i: number): Float32Array => {
      const values = results[name]!.data as Float32Array;
      const length = values.length / batch.length;
      return values.slice(i * length, (i + 1) * length);
    };
    batch.forEach((_, i) => measured.push({ representation: at(output, i), topClass: scores === undefined ? undefined : greatest(at(scores, i)) }));
  }
  return measured;
}
