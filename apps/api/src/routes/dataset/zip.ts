import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  readonly path: string;
  /** A function is called when the entry's turn comes, so that no more than one stream is open. */
  readonly content: string | Uint8Array | (() => Promise<Readable>);
}

/** Packs files into a zip while it is being sent. A content that fails breaks the zip off, so that nobody takes it for whole. */
export function zipStream(entries: Iterable<ZipEntry>, writtenAt: Date): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable; // yazl declares the older interface; it is a PassThrough.
  const fail = (error: Error): void => void output.destroy(error);
  zip.on('error', fail);
  let reading: Readable | undefined;
  // Somebody who stops the download stops the reading, too.
  output.on('close', () => reading?.destroy());
  for (const { path, content } of entries) {
    // Pictures are packed already.
    const options = { mtime: writtenAt, compress: !/\.(png|jpe?g|webp)$/.test(path) };
    if (typeof content === 'string') zip.addBuffer(Buffer.from(content), path, options);
    else if (content instanceof Uint8Array) zip.addBuffer(Buffer.from(content), path, options);
    else {
      zip.addReadStreamLazy(path, options, (take) => {
        content().then((stream) => {
          stream.on('error', fail);
          reading = stream;
          take(undefined, stream);
        }, fail);
      });
    }
  }
  zip.end();
  return output;
}
