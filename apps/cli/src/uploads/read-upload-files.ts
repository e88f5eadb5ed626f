import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { CliError } from '../cli-error.ts';

/** A file to be sent, under the name that it is to have there. */
export interface UploadFile {
  /** Within the folder, with `/`: `bird/0000.jpg`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What image sets and sets of stimuli are made from; other files of a folder are not sent. */
const isSent = (path: string): boolean => /\.(?:jpe?g|png|webp|gif|tiff?|avif|zip)$/i.test(path) || /^(?:.*\/)?(?:labels\.csv|stimuli\.csv|attribution\.json)$/i.test(path);

/**
 * Reads a folder with the folders in it, in the order of paths, or one file.
 * @throws CliError cli.file_missing, cli.no_images
 */
export async function readUploadFiles(path: string): Promise<readonly UploadFile[]> {
  const kind = await stat(path).catch((cause: unknown) => {
    throw new CliError('cli.file_missing', `There is no file or folder "${path}". Give a folder of images or a ZIP file.`, { path }, { cause });
  });
  if (!kind.isDirectory()) return [await readUploadFile(path)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const sent = paths.filter((name) => isSent(name) && !name.split('/').some((part) => part.startsWith('.'))).sort();
  if (sent.length === 0) throw new CliError('cli.no_images', `There is no image in ${path}. Give a folder with JPEG, PNG, WebP, GIF, TIFF or AVIF files, or a ZIP file.`, { path });
  return Promise.all(sent.map(async (name) => ({ path: name, bytes: await readFile(join(path, name)) })));
}

/** One file, without its folders. @throws CliError cli.file_missing */
export async function readUploadFile(path: string): Promise<UploadFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new CliError('cli.file_missing', `The file "${path}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { path }, { cause });
  });
  return { path: basename(path), bytes };
}
