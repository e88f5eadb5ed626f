import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  readonly path: string;
  readonly content: string | Uint8Array | Readable;
}

/** Packs files into a zip while it is being sent. A content that fails breaks the zip off, so that nobody takes it for whole. */
export function zipStream(entries: readonly ZipEntry[], writtenAt: Date): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable; // yazl declares the older interface; it is a PassThrough.
  zip.on('error', (error) => output.destroy(error));
  for (const { path, content } of entries) {
    if (typeof content === 'string') zip.addBuffer(Buffer.from(content), path, { mtime: writtenAt });
    else if (content instanceof Uint8Array) zip.addBuffer(Buffer.from(content), path, { mtime: writtenAt, compress: !path.endsWith('.png') });
    else {
      content.on('error', (error) => output.destroy(error));
      // Somebody who stops the download stops the reading, too.
      output.on('close', () => content.destroy());
      zip.addReadStream(content, path, { mtime: writtenAt });
    }
  }
  zip.end();
  return output;
}
