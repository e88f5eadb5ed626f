import { createImageSet, findImageSet, listImages, listImageSets, recordBlobs, StoreError, type ImageSetRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { leftOutPaths, requiredField, type CandidateFile, type Upload } from '../../http/uploads.ts';
import { fileUrl } from '../files/urls.ts';
import { readImages } from './read-images.ts';
import type { ImageSetDetail, ImageSetView } from './schemas.ts';

export interface ImageSetService {
  list(): Promise<ImageSetView[]>;
  /** @throws ApiError images.set_not_found */
  get(imageSetId: string): Promise<ImageSetDetail>;
  /** Stores a whole set or, when one image is unfit, nothing. @throws ApiError images.refused with an issue per file and row; archive.*; images.name_taken */
  create(upload: Upload<CandidateFile>): Promise<ImageSetDetail>;
}

const maximumNameLength = 120;

export function imageSetService({ store, blobs }: Pick<Dependencies, 'store' | 'blobs'>): ImageSetService {
  return {
    list: async () => (await listImageSets(store.prisma)).map(toView),

    async get(imageSetId) {
      const set = await findImageSet(store.prisma, imageSetId);
      if (set === undefined) throw imageSetNotFound(imageSetId);
      return detailOf(set);
    },

    async create(upload) {
      const name = requiredField(upload, 'name', maximumNameLength);
      // Every image is decoded before the first is kept.
      const images = await readImages(upload.files, leftOutPaths(upload));
      for (const { read } of images) await blobs.put(await read());
      const set = await store
        .transaction(async (tx) => {
          await recordBlobs(tx, images.map(({ record }) => record));
          return createImageSet(tx, { name, images: images.map(({ image }) => image) });
        })
        .catch((error: unknown) => {
          if (!(error instanceof StoreError) || error.code !== 'store.name_taken') throw error;
          throw new ApiError('images.name_taken', error.message, { cause: error, fix: 'Choose another name.' });
        });
      return detailOf(set);
    },
  };

  async function detailOf(set: ImageSetRecord): Promise<ImageSetDetail> {
    const images = await listImages(store.prisma, set.id);
    return {
      ...toView(set),
      images: images.map(({ id, name, fileHash, widthPx, heightPx, label, attribution, licence, source }) => ({ id, name, url: fileUrl(fileHash), widthPx, heightPx, label, attribution, licence, source })),
    };
  }
}

function toView({ id, name, imageCount, createdAt, previewHashes }: ImageSetRecord): ImageSetView {
  return { id, name, imageCount, createdAt: createdAt.toISOString(), previewUrls: previewHashes.map(fileUrl) };
}

export function imageSetNotFound(imageSetId: string): ApiError {
  return new ApiError('images.set_not_found', `There is no image set ${imageSetId}.`, { fix: 'GET /api/image-sets lists those there are.' });
}
