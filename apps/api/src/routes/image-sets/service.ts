import { sha256Hex } from '@lookalike/content-address';
import { LookalikeError, type Issue } from '@lookalike/errors';
import { decodeImage } from '@lookalike/images';
import { createImageSet, findImageSet, listImages, listImageSets, recordBlobs, StoreError, type ImageSetRecord, type NewImage } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { requiredField, type Upload, type UploadedFile } from '../../http/uploads.ts';
import { fileUrl } from '../files/urls.ts';
import { readAttributions } from './attributions.ts';
import { mediaTypeOf } from './media-type.ts';
import type { ImageSetDetail, ImageSetView } from './schemas.ts';

export interface ImageSetService {
  list(): Promise<ImageSetView[]>;
  /** @throws ApiError images.set_not_found */
  get(imageSetId: string): Promise<ImageSetDetail>;
  /** Stores a whole set or, when one image is unfit, nothing. @throws ApiError images.refused with an issue per file */
  create(upload: Upload): Promise<ImageSetDetail>;
}

const maximumNameLength = 120;
const attributionField = 'attribution';

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
      const attributions = readAttributions(upload.files.find(isAttribution)?.bytes);
      const files = upload.files.filter((file) => !isAttribution(file));
      // Every image is decoded before the first is kept.
      const images = await readImages(files, attributions);
      for (const { bytes } of files) await blobs.put(bytes);
      const records = files.map(({ bytes }, index) => ({ hash: images[index]?.fileHash ?? sha256Hex(bytes), byteCount: bytes.byteLength, mediaType: mediaTypeOf(bytes) }));
      const set = await store
        .transaction(async (tx) => {
          await recordBlobs(tx, records);
          return createImageSet(tx, { name, images });
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
      images: images.map(({ id, name, fileHash, widthPx, heightPx, attribution }) => ({ id, name, url: fileUrl(fileHash), widthPx, heightPx, attribution })),
    };
  }
}

function isAttribution({ field }: UploadedFile): boolean {
  return field === attributionField;
}

async function readImages(files: readonly UploadedFile[], attributions: ReadonlyMap<string, string>): Promise<NewImage[]> {
  const images: NewImage[] = [];
  const issues: Issue[] = [];
  const firstWith = new Map<string, string>();
  for (const { fileName, bytes } of files) {
    const fileHash = sha256Hex(bytes);
    const same = firstWith.get(fileHash);
    firstWith.set(fileHash, same ?? fileName);
    if (same !== undefined) {
      issues.push({ path: fileName, code: 'images.repeated', message: `It is the same file as "${same}".`, fix: 'Leave one of them out.' });
      continue;
    }
    try {
      const { widthPx, heightPx } = await decodeImage(bytes);
      images.push({ name: fileName, fileHash, widthPx, heightPx, attribution: attributions.get(fileName) ?? '' });
    } catch (error) {
      if (!(error instanceof LookalikeError)) throw error;
      issues.push({ path: fileName, code: error.code, message: error.message, fix: 'Replace the file, or leave it out.' });
    }
  }
  if (issues.length > 0) {
    const names = issues.map(({ path }) => `"${path}"`).slice(0, 5).join(', ');
    throw new ApiError('images.refused', `${issues.length} of ${files.length} files cannot be used: ${names}${issues.length > 5 ? ' …' : ''}. Nothing was stored.`, { fix: 'See the issues: one for each file.', issues });
  }
  if (images.length === 0) {
    const message = 'There are no images.';
    throw new ApiError('images.refused', message, { fix: 'Send the images in the field "files".', issues: [{ path: '/files', code: 'request.required', message, fix: 'Add at least one file.' }] });
  }
  return images;
}

function toView({ id, name, imageCount, createdAt, previewHashes }: ImageSetRecord): ImageSetView {
  return { id, name, imageCount, createdAt: createdAt.toISOString(), previewUrls: previewHashes.map(fileUrl) };
}

export function imageSetNotFound(imageSetId: string): ApiError {
  return new ApiError('images.set_not_found', `There is no image set ${imageSetId}.`, { fix: 'GET /api/image-sets lists those there are.' });
}
