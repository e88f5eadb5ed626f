import { fromJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';

/** A perceptual distance between all pairs of a set's images. */
export interface ImageSetDistanceRecord {
  readonly imageSetId: string;
  /** Its name, such as `nlpd`. */
  readonly distance: string;
  /** The images' files, in the order of rows and columns. */
  readonly fileHashes: readonly string[];
  /** [n·(n − 1)/2]: the upper triangle without the diagonal, row by row. */
  readonly values: Float32Array;
}

/** Keeps distances that were computed; those that are there stay. */
export async function saveImageSetDistance(db: Database, { imageSetId, distance, fileHashes, values }: ImageSetDistanceRecord): Promise<void> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setFloat32(index * 4, value, true));
  await db.imageSetDistance.createMany({ data: [{ imageSetId, distance, fileHashes: toJson(fileHashes), values: bytes }], skipDuplicates: true });
}

export async function findImageSetDistance(db: Database, imageSetId: string, distance: string): Promise<ImageSetDistanceRecord | undefined> {
  const row = await db.imageSetDistance.findUnique({ where: { imageSetId_distance: { imageSetId, distance } } });
  if (row === null) return undefined;
  const view = new DataView(row.values.buffer, row.values.byteOffset, row.values.byteLength);
  return { imageSetId, distance, fileHashes: fromJson<string[]>(row.fileHashes), values: Float32Array.from({ length: row.values.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true)) };
}
