import { isZip } from '../zip/is-zip.ts';

export interface FileLimits {
  readonly bytes: number;
  readonly zipBytes: number;
  /** Told of every chunk's bytes, before it is kept. */
  readonly countBytes: (count: number) => void;
}

/** Bytes that a ZIP file is known by. */
const headBytes = 4;

/** Reads a file; of one that has more bytes than its kind may have, what comes after is counted and nothing kept. */
export async function readLimited(stream: AsyncIterable<Uint8Array>, { bytes, zipBytes, countBytes }: FileLimits): Promise<{ bytes: Uint8Array; isTooLarge: boolean }> {
  let chunks: Uint8Array[] = [];
  let byteCount = 0;
  // The first chunk may be of a single byte: what the file is shows only when its head is there.
  let limit: number | undefined;
  for await (const chunk of stream) {
    countBytes(chunk.length);
    byteCount += chunk.length;
    chunks.push(chunk);
    if (limit === undefined && byteCount >= headBytes) limit = isZip(Buffer.concat(chunks)) ? zipBytes : bytes;
    if (limit !== undefined && byteCount > limit) chunks = [];
  }
  return { bytes: Buffer.concat(chunks), isTooLarge: limit !== undefined && byteCount > limit };
}
