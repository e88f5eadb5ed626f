import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile as Yauzl } from 'yauzl';
import { CliError } from '../cli-error.ts';

/** A ZIP file on the disk, read entry by entry: its pictures need not fit into memory. */
export interface ZipFile {
  /** Paths of its files, without folders. */
  readonly paths: readonly string[];
  /** @throws CliError analyse.file_missing, analyse.unreadable */
  text(path: string): Promise<string>;
  /** SHA-256 of a file's content. @throws as `text` does */
  sha256(path: string): Promise<string>;
  close(): void;
}

/** Of a table: no study has more, and no honest one less. */
const LARGEST_TEXT_BYTES = 1024 ** 3;

/** @throws CliError analyse.unreadable */
export async function openZipFile(file: string): Promise<ZipFile> {
  const { zip, entries } = await readDirectory(file);
  const found = (path: string): Entry => {
    const entry = entries.get(path);
    if (entry === undefined) throw new CliError('analyse.file_missing', `The data set has no file ${path}. Export it again; every file of it is needed.`, { path });
    return entry;
  };
  return {
    paths: [...entries.keys()],
    async text(path) {
      const entry = found(path);
      if (entry.uncompressedSize > LARGEST_TEXT_BYTES) throw unreadable(`${path} is larger than a gibibyte`);
      const chunks: Buffer[] = [];
      for await (const chunk of contentOf(zip, entry, path)) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },
    async sha256(path) {
      const hash = createHash('sha256');
      for await (const chunk of contentOf(zip, found(path), path)) hash.update(chunk);
      return hash.digest('hex');
    },
    close: () => zip.close(),
  };
}

async function readDirectory(file: string): Promise<{ zip: Yauzl; entries: ReadonlyMap<string, Entry> }> {
  try {
    // It refuses absolute paths, and such that lead out of the archive.
    const zip = await openPromise(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    return { zip, entries };
  } catch (cause) {
    throw unreadable(`${file} is no ZIP file that can be read`, cause);
  }
}

async function* contentOf(zip: Yauzl, entry: Entry, path: string): AsyncGenerator<Buffer, void, undefined> {
  let checksum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk as Buffer /* no encoding is set */, checksum);
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw unreadable(`${path} cannot be unpacked`, cause);
  }
  if (checksum !== entry.crc32) throw unreadable(`${path} is damaged: its checksum is another`);
}

function unreadable(what: string, cause?: unknown): CliError {
  const why = cause instanceof Error ? ` (${cause.message.replace(/\.$/, '')})` : '';
  return new CliError('analyse.unreadable', `${what}${why}. Expected the dataset.zip that Lookalike exports.`, {}, cause === undefined ? {} : { cause });
}
