import { LookalikeError, type Issue } from '@lookalike/errors';
import { isZip } from '../../zip/is-zip.ts';
import { openZip } from '../../zip/open-zip.ts';
import { imageLimits, type CandidateFile } from '../../http/uploads.ts';

/** A file that may become an image: sent alone, or in a ZIP file. */
export interface Candidate {
  /** With its folders. */
  readonly path: string;
  readonly isTooLarge: boolean;
  /** May be asked for again: what is in a ZIP file is unpacked each time, so that only one is in memory. */
  read(): Promise<Uint8Array>;
}

/** The files of an upload, those in ZIP files too, in the order in which they came. @throws ApiError archive.* */
export async function candidatesOf(files: readonly CandidateFile[]): Promise<readonly Candidate[]> {
  const lists = await Promise.all(files.map(async ({ fileName, bytes, isTooLarge }): Promise<readonly Candidate[]> => {
    if (!isZip(bytes)) return [{ path: fileName, isTooLarge, read: async () => bytes }];
    const zipped = await openZip(bytes, fileName);
    return zipped.map(({ path, byteCount, read }) => ({ path, isTooLarge: byteCount > imageLimits.fileMebibytes * 1024 * 1024, read }));
  }));
  return lists.flat();
}

/** What keeps a file from being read at all. */
export function issueOfCandidate({ path, isTooLarge }: Candidate): Issue | undefined {
  if (isTooLarge) return { path, code: 'images.file_too_large', message: `It has more than ${imageLimits.fileMebibytes} MiB.`, fix: 'Save it smaller, or leave it out.' };
  if (!isPlainPath(path)) return { path, code: 'images.path_unsafe', message: 'Its name is no plain relative path.', fix: 'Send it as "folder/name.png", without "..", "\\" or a "/" in front.' };
  return undefined;
}

function isPlainPath(path: string): boolean {
  return !/[\\\0]|^[A-Za-z]:/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** What a package below says of one file. @throws what is no fault of the file */
export function issueOfError(path: string, error: unknown): Issue {
  if (!(error instanceof LookalikeError)) throw error;
  return { path, code: error.code, message: error.message, fix: 'Replace the file, or leave it out.' };
}
