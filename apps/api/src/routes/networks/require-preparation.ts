import { decodeImage, fitToNetwork } from '@lookalike/images';
import { provePreparation, type NetworkProof } from '@lookalike/network';
import type { Preprocessing } from '@lookalike/preprocessing';
import { ApiError } from '../../http/api-error.ts';

/**
 * Holds a preprocessing against the proof that the network's file brings. What the network computes is for a worker to prove.
 * @throws ApiError network.preparation_refuted, saying what differs
 */
export async function requirePreparation(proof: NetworkProof | undefined, preprocessing: Preprocessing): Promise<void> {
  if (proof === undefined) return;
  const { isEqual, message, found } = await provePreparation(proof, preprocessing, { decode: decodeImage, fit: fitToNetwork });
  if (isEqual) return;
  const fix = found === undefined ? 'Export the network again with the preprocessing that it was trained with.' : `Send "preprocessing": ${JSON.stringify(found)}`;
  throw new ApiError('network.preparation_refuted', message, { fix, issues: [{ path: '/preprocessing', code: 'network.preparation_refuted', message, fix }] });
}
