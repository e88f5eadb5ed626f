import { sha256Hex } from '@lookalike/content-address';
import { LookalikeError } from '@lookalike/errors';
import { openNetwork, withPreprocessing } from '@lookalike/network';
import { type Graph } from '@lookalike/graph';
import { channelsOf, type Preprocessing } from '@lookalike/preprocessing';
import { decodeImage, encodePng, prepareImage, toPlanar } from '@lookalike/images';
import type { Target } from '@lookalike/iri';
import { findNetwork, listImages, type BlobRecord, type BlobStore, type ImageRecord, type RunRecord, type Store } from '@lookalike/store';
import { WorkerError } from './worker-error.ts';

/** An image of the set as the network takes it. */
export interface RunTarget extends Target {
  readonly name: string;
  /** The PNG that people see as the target; kept in the blob store with the first IRI that needs it. */
  readonly file: Uint8Array;
}

export interface RunInputs {
  readonly network: Graph;
  readonly targets: readonly RunTarget[];
}

/**
 * Reads a run's network and images from their files, checked by their hashes. The run's preprocessing becomes part of the network,
 * which then takes RGB or grey images in [0, 1]; the images are cropped and scaled by its resize rule, and turned grey for a grey network.
 * @throws StoreError store.blob_missing, store.blob_corrupt; GraphError graph.*; WorkerError run.image_unusable naming the image
 */
export async function readRunInputs({ store, blobs }: { readonly store: Store; readonly blobs: BlobStore }, run: RunRecord, signal: AbortSignal): Promise<RunInputs> {
  const network = await findNetwork(store.prisma, run.networkId);
  if (network === undefined) throw new WorkerError('run.network_missing', 'The network of this run is no longer there. Register it again and start a new run.');
  const { preprocessing } = run;
  const files = new Map<string, Uint8Array>();
  for (const { name, fileHash } of network.files) files.set(name, await blobs.get(fileHash));
  const graph = withPreprocessing(openNetwork(files, { sizePx: preprocessing, otherInputs: preprocessing.otherInputs }), preprocessing);
  const targets: RunTarget[] = [];
  for (const image of await listImages(store.prisma, run.imageSetId)) {
    signal.throwIfAborted();
    targets.push(await readTarget(blobs, image, preprocessing));
  }
  return { network: graph, targets };
}

async function readTarget(blobs: BlobStore, image: ImageRecord, preprocessing: Preprocessing): Promise<RunTarget> {
  try {
    const prepared = prepareImage(await decodeImage(await blobs.get(image.fileHash)), preprocessing);
    const channels = channelsOf(preprocessing);
    // The pixels, not the file: another version of the PNG encoder must not change the seeds.
    return { id: image.id, name: image.name, hash: sha256Hex(prepared.data), pixels: toPlanar(prepared, channels), file: await encodePng(prepared, { isGrey: channels === 1 }) };
  } catch (cause) {
    if (!(cause instanceof LookalikeError)) throw cause;
    throw new WorkerError('run.image_unusable', `The image "${image.name}" cannot be used: ${cause.message}`, { image: image.name, code: cause.code }, { cause });
  }
}

/** Keeps a PNG and says what to record of it. */
export async function keepPng(blobs: BlobStore, bytes: Uint8Array): Promise<BlobRecord> {
  return { hash: await blobs.put(bytes), byteCount: bytes.length, mediaType: 'image/png' };
}
