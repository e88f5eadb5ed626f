import { decodeImage, fitToNetwork, toPlanar } from '@lookalike/images';
import { distanceNamed, distanceNames } from '@lookalike/perception';
import type { Device } from '@lookalike/runtime';
import { findImageSetDistance, listImages, saveImageSetDistance, type BlobStore, type Store } from '@lookalike/store';
import type { Logger } from 'pino';
import { STOPPING } from './lease-keeper.ts';
import { measurePairs } from './measure-pairs.ts';
import { WorkerError } from './worker-error.ts';

/**
 * Side of the squares that images are cut and scaled to: large enough for shapes to count, as they do for raters, and small enough for the
 * 124,750 pairs of 500 images. A set's originals may be of any size, and a distance needs one.
 */
export const comparedSizePx = 64;

export interface MeasuringDependencies {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly device: Pick<Device, 'open'>;
  readonly log: Logger;
  /** Aborts when the worker stops. */
  readonly workerStops: AbortSignal;
}

/**
 * Computes a perceptual distance between all pairs of a set's images, and keeps it; where it is kept already, there is nothing to do. The images
 * are held as 48 KiB each. Whatever is wrong is logged with its code and thrown, so that the queue tries the job again: another worker may know
 * the distance, or find the file.
 * @throws WorkerError image_set.unknown_distance; StoreError store.blob_missing, store.blob_corrupt; ImagesError; RuntimeError
 */
export async function handleMeasureImageSet(dependencies: MeasuringDependencies, { imageSetId, distance }: { readonly imageSetId: string; readonly distance: string }): Promise<void> {
  if (dependencies.workerStops.aborted) throw STOPPING;
  const log = dependencies.log.child({ imageSetId, distance });
  try {
    await measure({ ...dependencies, log }, imageSetId, distance);
  } catch (error) {
    if (error === STOPPING) log.info('stopped measuring an image set; the job will come again');
    else log.error({ err: error, code: (error as { readonly code?: unknown }).code }, 'an image set cannot be measured');
    throw error;
  }
}

async function measure({ store, blobs, device, log, workerStops }: MeasuringDependencies, imageSetId: string, name: string): Promise<void> {
  const distance = distanceNamed(name);
  if (distance === undefined) {
    throw new WorkerError('image_set.unknown_distance', `There is no perceptual distance called "${name}". Expected one of: ${distanceNames.join(', ')}. If it is new, start workers of the version that knows it.`, { distance: name });
  }
  if ((await findImageSetDistance(store.prisma, imageSetId, name)) !== undefined) return void log.debug('nothing to do: the image set is measured');

  const fileHashes = (await listImages(store.prisma, imageSetId)).map(({ fileHash }) => fileHash);
  log.info({ images: fileHashes.length }, 'measuring an image set');
  const images: Float32Array[] = [];
  // One after another: a large photograph takes far more memory while it is decoded than afterwards.
  for (const hash of fileHashes) {
    workerStops.throwIfAborted();
    images.push(toPlanar(fitToNetwork(await decodeImage(await blobs.get(hash)), { heightPx: comparedSizePx, widthPx: comparedSizePx })));
  }

  const executable = await device.open(distance.at({ heightPx: comparedSizePx, widthPx: comparedSizePx }));
  try {
    let loggedTenth = 0;
    const values = await measurePairs({
      executable, images, imageShape: [3, comparedSizePx, comparedSizePx], signal: workerStops,
      onProgress: ({ done, total }) => {
        const tenth = Math.floor((10 * done) / total);
        if (tenth > loggedTenth) log.info({ done, total }, 'measuring an image set');
        loggedTenth = tenth;
      },
    });
    await saveImageSetDistance(store.prisma, { imageSetId, distance: name, fileHashes, values });
    log.info({ pairs: values.length }, 'measured an image set');
  } finally {
    await executable.close();
  }
}
