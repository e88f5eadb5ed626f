import { crc32 } from 'node:zlib';
import { fromBufferPromise, getFileNameLowLevel, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { ApiError, type ApiErrorFacts } from '../http/api-error.ts';
import type { ApiErrorCode } from '../http/error-status.ts';
import { isZip } from './is-zip.ts';

/** What one ZIP file may hold. It is unpacked entry by entry, so these limit time and disk rather than memory. */
export interface ZipLimits {
  readonly entryCount: number;
  /** Of all entries, unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked bytes per packed byte, of entries above a mebibyte. */
  readonly compressionRatio: number;
}

/** Images are compressed already: no honest one shrinks to a hundredth. */
export const zipLimits: ZipLimits = { entryCount: 5000, unpackedBytes: 1024 ** 3, compressionRatio: 100 };

const ratioFromBytes = 1024 ** 2;

/** A file in a ZIP file. */
export interface ZippedFile {
  /** With its folders: `bird/0000.jpg`. Never absolute, never leading out of the archive. */
  readonly path: string;
  /** Unpacked, as the directory says; `read` holds the content to it. */
  readonly byteCount: number;
  /** Unpacks it. @throws ApiError archive.unreadable, archive.nested */
  read(): Promise<Uint8Array>;
}

/**
 * Lists the files of a ZIP file in the order of its directory, without unpacking any. Folders, hidden files and what macOS adds are left out.
 * @param name of the ZIP file, for messages
 * @throws ApiError archive.unreadable, archive.too_many_entries, archive.too_large, archive.ratio, archive.path_unsafe, archive.nested, archive.encrypted, archive.repeated
 */
export async function openZip(bytes: Uint8Array, name: string, limits: ZipLimits = zipLimits): Promise<readonly ZippedFile[]> {
  const { zip, entries } = await readDirectory(bytes, name, limits.entryCount);
  const files = new Map<string, ZippedFile>();
  let unpackedBytes = 0;
  for (const entry of entries) {
    const path = safePath(entry, name);
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > limits.unpackedBytes) {
      throw refused('archive.too_large', { zip: name, path }, `Unpacked, "${name}" has more than ${limits.unpackedBytes} bytes, the limit is passed with "${path}".`, 'Send its files in several parts.');
    }
    if (entry.uncompressedSize > ratioFromBytes && entry.uncompressedSize > limits.compressionRatio * entry.compressedSize) {
      throw refused('archive.ratio', { zip: name, path }, `"${path}" in "${name}" unpacks from ${entry.compressedSize} to ${entry.uncompressedSize} bytes, more than ${limits.compressionRatio} for one.`, 'Images do not shrink so far: take it out.');
    }
    if (isIgnored(path)) continue;
    if (/\.zip$/i.test(path)) throw nested(name, path);
    if (entry.isEncrypted()) throw refused('archive.encrypted', { zip: name, path }, `"${path}" in "${name}" is encrypted.`, 'Pack it without a password.');
    if (files.has(path)) throw refused('archive.repeated', { zip: name, path }, `"${name}" has two files "${path}".`, 'Pack it anew.');
    files.set(path, { path, byteCount: entry.uncompressedSize, read: () => unpack({ zip, entry, name, path }) });
  }
  return [...files.values()];
}

async function readDirectory(bytes: Uint8Array, name: string, entryCount: number): Promise<{ zip: ZipFile; entries: readonly Entry[] }> {
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true });
    if (zip.entryCount > entryCount) throw refused('archive.too_many_entries', { zip: name }, `"${name}" has ${zip.entryCount} entries, more than ${entryCount}.`, 'Send its files in several parts.');
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return { zip, entries };
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw unreadable({ zip: name }, `"${name}" is no ZIP file that can be read: ${reasonOf(cause)}.`, cause);
  }
}

function safePath(entry: Entry, name: string): string {
  const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  const isUnsafe = validateFileName(path) !== null || path.includes('\0') || path === '';
  if (isUnsafe) throw refused('archive.path_unsafe', { zip: name, path }, `"${path.slice(0, 200)}" in "${name}" is not a path inside the archive.`, 'Pack it with plain relative paths, with "/" between folders.');
  return path;
}

/** Folders, hidden files, and what systems add on their own. */
function isIgnored(path: string): boolean {
  const parts = path.split('/');
  return path.endsWith('/') || parts.some((part) => part.startsWith('.') || part === '__MACOSX') || /^(?:thumbs\.db|desktop\.ini)$/i.test(parts.at(-1) ?? '');
}

async function unpack({ zip, entry, name, path }: { zip: ZipFile; entry: Entry; name: string; path: string }): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  try {
    // yauzl ends a stream that gives more or fewer bytes than the directory says.
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer /* no encoding is set */);
  } catch (cause) {
    throw unreadable({ zip: name, path }, `"${path}" in "${name}" cannot be unpacked: ${reasonOf(cause)}.`, cause);
  }
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw unreadable({ zip: name, path }, `"${path}" in "${name}" is damaged: its checksum is another.`);
  if (isZip(bytes)) throw nested(name, path);
  return bytes;
}

function nested(name: string, path: string): ApiError {
  return refused('archive.nested', { zip: name, path }, `"${path}" in "${name}" is a ZIP file itself.`, 'Unpack it, and pack the files themselves.');
}

function unreadable(where: { readonly zip: string; readonly path?: string }, message: string, cause?: unknown): ApiError {
  return refused('archive.unreadable', where, message, 'Pack it anew, with deflate or without compression.', cause);
}

function refused(code: ApiErrorCode & `archive.${string}`, { zip, path }: { readonly zip: string; readonly path?: string }, message: string, fix: string, cause?: unknown): ApiError {
  const facts: ApiErrorFacts = { fix, issues: [{ path: path === undefined ? zip : `${zip}/${path}`, code, message, fix }], ...(cause !== undefined && { cause }) };
  return new ApiError(code, `${message} Nothing was stored.`, facts);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
