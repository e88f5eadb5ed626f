export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface FileService {
  /** @throws ApiError file.not_found */
  file(hash: string): Promise<StoredFile>;
  /** Only PNGs that a run has made or shows. @throws ApiError file.not_found */
  stimulus(hash: string): Promise<StoredFile>;
}
