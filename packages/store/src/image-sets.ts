import type { Prisma } from './generated/client.ts';
import type { Database } from './store.ts';
import { StoreError } from './store-error.ts';
import { isUniqueViolation } from './unique-violation.ts';

export interface NewImage {
  /** With the folders that it came in: `bird/0000.jpg`. */
  readonly name: string;
  /** Of the file as it was uploaded, recorded with `recordBlobs`. */
  readonly fileHash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly attribution: string;
  /** What it shows, such as `bird`; null or absent where nobody said. */
  readonly label?: string | null;
  /** `''` or absent where nobody said. */
  readonly licence?: string;
  /** Where it is from; `''` or absent where nobody said. */
  readonly source?: string;
}

export interface ImageRecord extends Required<NewImage> {
  readonly id: string;
  readonly imageSetId: string;
  /** From 0, in the order of upload. */
  readonly position: number;
}

export interface ImageSetRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly imageCount: number;
  /** File hashes of the first images, at most eight. */
  readonly previewHashes: readonly string[];
}

const PREVIEW_COUNT = 8;
const WITH_PREVIEW = {
  images: { orderBy: { position: 'asc' }, take: PREVIEW_COUNT, select: { fileHash: true } },
  _count: { select: { images: true } },
} as const satisfies Prisma.ImageSetInclude;

/**
 * Keeps images as a set, in the order given: all of them or none.
 * @throws StoreError store.image_repeated where a file is in it twice, store.name_taken
 */
export async function createImageSet(db: Database, set: { readonly name: string; readonly images: readonly NewImage[] }): Promise<ImageSetRecord> {
  const names = new Map<string, string>();
  for (const { fileHash, name } of set.images) {
    const first = names.get(fileHash);
    if (first !== undefined) {
      throw new StoreError('store.image_repeated', `"${name}" and "${first}" are the same file. Each image may be in a set once; leave one of them out.`, { first, second: name });
    }
    names.set(fileHash, name);
  }
  try {
    const row = await db.imageSet.create({
      data: { name: set.name, images: { create: set.images.map((image, position) => ({ ...image, position })) } },
      include: WITH_PREVIEW,
    });
    return toRecord(row);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new StoreError('store.name_taken', `An image set named "${set.name}" is there already. Choose another name.`, { name: set.name }, { cause: error });
  }
}

export async function findImageSet(db: Database, id: string): Promise<ImageSetRecord | undefined> {
  const row = await db.imageSet.findUnique({ where: { id }, include: WITH_PREVIEW });
  return row === null ? undefined : toRecord(row);
}

/** Newest first. */
export async function listImageSets(db: Database): Promise<readonly ImageSetRecord[]> {
  return (await db.imageSet.findMany({ include: WITH_PREVIEW, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })).map(toRecord);
}

/** By position. */
export async function listImages(db: Database, imageSetId: string): Promise<readonly ImageRecord[]> {
  return db.image.findMany({ where: { imageSetId }, orderBy: { position: 'asc' } });
}

function toRecord({ images, _count, ...row }: Prisma.ImageSetGetPayload<{ include: typeof WITH_PREVIEW }>): ImageSetRecord {
  return { ...row, imageCount: _count.images, previewHashes: images.map(({ fileHash }) => fileHash) };
}
