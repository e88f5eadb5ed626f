import { LookalikeError } from '@lookalike/errors';
import { decodeImage, fitToNetwork } from '@lookalike/images';
import { notesOfNetwork, openNetwork, proveNetwork } from '@lookalike/network';
import { runOnce, type Device } from '@lookalike/runtime';
import { findNetwork, recordProof, type BlobStore, type NetworkProofRecord, type Store } from '@lookalike/store';
import type { Logger } from 'pino';

export interface ProvingDependencies {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly device: Pick<Device, 'id' | 'open'>;
  readonly log: Logger;
}

/**
 * Computes the proof that a network's file brings, if that was not done yet, and stores the verdict.
 * @returns the verdict; null where the file brings no proof or the network is gone
 * @throws StoreError store.blob_missing, store.blob_corrupt; GraphError, ImagesError, RuntimeError where it cannot be computed
 */
export async function proveIfPending({ store, blobs, device, log }: ProvingDependencies, networkId: string): Promise<NetworkProofRecord | null> {
  const network = await findNetwork(store.prisma, networkId);
  if (network === undefined || network.proof?.state !== 'pending') return network?.proof ?? null;
  const files = new Map<string, Uint8Array>();
  for (const { name, fileHash } of network.files) files.set(name, await blobs.get(fileHash));
  const { proof } = notesOfNetwork(files);
  if (proof === undefined) return null;
  const { isEqual, ...verdict } = await proveNetwork(proof, {
    graph: openNetwork(files, { sizePx: network.preprocessing, otherInputs: network.preprocessing.otherInputs }), layer: network.defaultLayer, preprocessing: network.preprocessing,
    images: { decode: decodeImage, fit: fitToNetwork }, run: (graph, inputs) => runOnce(device, graph, inputs),
  });
  const record: NetworkProofRecord = { state: isEqual ? 'equal' : 'refuted', device: device.id, ...verdict };
  await recordProof(store.prisma, networkId, record);
  log.info({ networkId, ...record }, 'computed the proof of a network');
  return record;
}

/** A proof that cannot be computed stays pending: a run of the network will meet the same fault, and say it. */
export async function handleProveNetwork(dependencies: ProvingDependencies, { networkId }: { readonly networkId: string }): Promise<void> {
  try {
    await proveIfPending(dependencies, networkId);
  } catch (error) {
    if (!(error instanceof LookalikeError)) throw error;
    dependencies.log.warn({ err: error, networkId }, 'the proof of a network cannot be computed');
  }
}
