import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { diskError } from './disk-error.ts';
import { StoreError } from './store-error.ts';

/** Files named by the SHA-256 of their bytes. Nothing is ever changed or deleted. */
export interface BlobStore {
  /** Keeps the bytes and returns their hash; the same bytes again are kept once. On return they are on the disk. @throws StoreError store.disk_full */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws StoreError store.blob_missing, store.blob_corrupt, store.hash_invalid */
  get(hash: string): Promise<Uint8Array>;
  /** Whether a file of that name is there; its bytes are checked only by `get`. */
  has(hash: string): Promise<boolean>;
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * A blob store in a folder: `ab/cd/<hash>`. A file appears under its name only when all its bytes are on the disk, so a
 * crash leaves at most a file in `incoming/`.
 * @example const hash = await (await openBlobStore('.lookalike/blobs')).put(bytes)
 */
export async function openBlobStore(directory: string): Promise<BlobStore> {
  const incoming = path.join(directory, 'incoming');
  await mkdir(incoming, { recursive: true }).catch((cause: unknown) => {
    throw diskError(cause, directory);
  });

  const locate = (hash: string): string => {
    // Hashes come from URLs too: anything else could leave the folder.
    if (!SHA256.test(hash)) throw new StoreError('store.hash_invalid', `"${hash.slice(0, 80)}" is not a SHA-256 in 64 lower-case hexadecimal digits.`, {});
    return path.join(directory, hash.slice(0, 2), hash.slice(2, 4), hash);
  };
  const has = (hash: string): Promise<boolean> =>
    access(locate(hash)).then(
      () => true,
      () => false,
    );

  return {
    has: async (hash) => has(hash),
    get: async (hash) => {
      const file = locate(hash);
      const bytes = await readFile(file).catch((cause: unknown) => {
        throw new StoreError('store.blob_missing', `The file ${hash} is not in the blob store ${directory}. Restore it from a backup, or upload what it belongs to again.`, { hash }, { cause });
      });
      const found = sha256Hex(bytes);
      if (found !== hash) {
        throw new StoreError('store.blob_corrupt', `The file ${hash} in the blob store ${directory} has other bytes (SHA-256 ${found}). Remove it and restore it from a backup.`, { hash, found });
      }
      return bytes;
    },
    put: async (bytes) => {
      const hash = sha256Hex(bytes);
      const file = locate(hash);
      // A file of that name but of other bytes is damage: writing it anew repairs it.
      const kept = await readFile(file).then(sha256Hex, () => undefined);
      if (kept !== hash) await writeDurably(bytes, path.join(incoming, randomUUID()), file);
      return hash;
    },
  };
}

async function writeDurably(bytes: Uint8Array, temporary: string, file: string): Promise<void> {
  try {
    const folder = path.dirname(file);
    await mkdir(folder, { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    const parent = await open(folder, 'r');
    // The rename itself is on the disk only when the folder is.
    await parent.sync().finally(() => parent.close());
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined); // A disk that is full may refuse this too; the first error matters.
    throw diskError(cause, path.dirname(temporary));
  }
}
