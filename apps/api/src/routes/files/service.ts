import { findBlob, isPublicStimulus } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';

export interface StoredFile {
  readonly mediaType: string;
  /** Its bytes, checked against the hash. */
  read(): Promise<Uint8Array>;
}

/** Who may have a file is decided before its bytes are read. */
export interface FileService {
  /** @throws ApiError file.not_found */
  file(hash: string): Promise<StoredFile>;
  /** Only pictures of sessions under way that began before pictures had addresses of their own. @throws ApiError file.not_found */
  stimulus(hash: string): Promise<StoredFile>;
}

export function fileService({ store, blobs, now }: Pick<Dependencies, 'store' | 'blobs' | 'now'>): FileService {
  return {
    async file(hash) {
      const found = await findBlob(store.prisma, hash);
      if (found === undefined) throw fileNotFound();
      return { mediaType: found.mediaType, read: () => blobs.get(hash) };
    },
    async stimulus(hash) {
      const found = (await isPublicStimulus(store.prisma, hash, now())) ? await findBlob(store.prisma, hash) : undefined;
      if (found === undefined) throw fileNotFound();
      // Pictures that we made are PNG files; originals, and stimuli made elsewhere, are what they were uploaded as.
      return { mediaType: found.mediaType, read: () => blobs.get(hash) };
    },
  };
}

/** The same for what does not exist and for what one may not see. */
export function fileNotFound(): ApiError {
  return new ApiError('file.not_found', 'There is no such file here.');
}
