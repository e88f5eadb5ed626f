import { decodeImage, fitToNetwork } from '@lookalike/images';
import { proveNetwork, type InspectedNetwork, type ProofVerdict } from '@lookalike/network';
import type { Preprocessing } from '@lookalike/preprocessing';
import { runOnce, type Device } from '@lookalike/runtime';

export type ProvableNetwork = Pick<InspectedNetwork, 'graph' | 'proof'> & { readonly defaultLayer: Pick<InspectedNetwork['defaultLayer'], 'name'> };

/**
 * Computes a network's proof again.
 * @param network as read from its file
 * @returns undefined where the file brings no proof
 */
export async function proveOnDevice({ graph, proof, defaultLayer }: ProvableNetwork, preprocessing: Preprocessing, device: Pick<Device, 'open'>): Promise<ProofVerdict | undefined> {
  if (proof === undefined) return undefined;
  const images = { decode: decodeImage, fit: fitToNetwork };
  return proveNetwork(proof, { graph, layer: defaultLayer.name, preprocessing, images, run: (part, inputs) => runOnce(device, part, inputs) });
}
