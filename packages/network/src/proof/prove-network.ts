import type { Preprocessing } from '@lookalike/preprocessing';
import type { NetworkProof, ProofImages } from './network-proof.ts';
import { provePreparation } from './prove-preparation.ts';
import { proveValues, type ProveValuesOptions } from './prove-values.ts';

/** Whether a network is the one that its makers exported, in numbers and in a few sentences. */
export interface ProofVerdict {
  readonly isEqual: boolean;
  /** Of the representation, given the same pixels: ‖r − r′‖ / ‖r′‖, the greatest of the images; null where it is not finite. */
  readonly relativeError: number | null;
  /** Of the prepared images: the mean difference in levels of 8 bits; null where they differ in size. */
  readonly meanLevels: number | null;
  readonly message: string;
}

export interface ProveNetworkOptions extends Omit<ProveValuesOptions, 'images'> {
  /** What is done to images, whoever says it. */
  readonly preprocessing: Preprocessing;
  readonly images: ProofImages;
}

/**
 * Computes again what a network's makers computed: how images are prepared, the representation, the top classes.
 * @throws graph.unfit_input, graph.bad_notes; what `images` and `run` throw
 */
export async function proveNetwork(proof: NetworkProof, { preprocessing, images, ...options }: ProveNetworkOptions): Promise<ProofVerdict> {
  const preparation = await provePreparation(proof, preprocessing, images);
  const values = await proveValues(proof, { ...options, images });
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    isEqual: preparation.isEqual && values.isEqual,
    relativeError: finite(values.relativeError),
    meanLevels: finite(preparation.meanLevels),
    // What is wrong first.
    message: (preparation.isEqual ? [values.message, preparation.message] : [preparation.message, values.message]).join(' '),
  };
}
