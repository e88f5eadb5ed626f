import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { LookalikeError } from '@lookalike/errors';
import { decodeImage, prepareImage, toPlanar, type RgbImage } from '@lookalike/images';
import type { GivenSeed, Target } from '@lookalike/iri';
import { channelsOf, type Preprocessing } from '@lookalike/preprocessing';
import { CliError } from '../cli-error.ts';

/** Endings of the files that are taken for images; others are counted and left alone. */
const imageEnding = /\.(?:jpe?g|png|webp|gif|tiff?|avif)$/i;

/** An image of the folder as the network takes it. `id` is its path within the folder, with `/`. */
export interface FolderTarget extends Target {
  readonly image: RgbImage;
  /** Name for files that belong to it, without ending; unique in the folder. */
  readonly fileName: string;
}

/** An image that cannot be used; the others can. */
export interface UnusableImage {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

export interface ImageFolder {
  readonly targets: readonly FolderTarget[];
  readonly unusable: readonly UnusableImage[];
  /** Files that are no images by their ending. */
  readonly ignoredCount: number;
}

/**
 * Reads every image in a folder and the folders in it, in the order of their paths. What is broken or too small is reported
 * by image and keeps nobody else from being used.
 * @param preprocessing of the network. Images with a shorter side below its shorter side are unusable: enlarging would invent detail.
 * @throws cli.no_images when the folder cannot be read or has no image by ending.
 */
export async function readImageFolder(folder: string, preprocessing: Preparation): Promise<ImageFolder> {
  const files = await listFiles(folder);
  const paths = files.filter((path) => imageEnding.test(path)).sort();
  if (paths.length === 0) throw new CliError('cli.no_images', `There is no image in ${folder}. Give a folder with JPEG, PNG, WebP, GIF, TIFF or AVIF files.`, { folder });
  const fileNames = fileNamesOf(paths);
  const targets: FolderTarget[] = [];
  const unusable: UnusableImage[] = [];
  for (const [i, id] of paths.entries()) {
    try {
      const image = await readImage(join(folder, id), preprocessing);
      targets.push({ id, fileName: fileNames[i]!, image, hash: sha256Hex(image.data), pixels: toPlanar(image, channelsOf(preprocessing)) });
    } catch (error) {
      if (!(error instanceof LookalikeError)) throw error;
      unusable.push({ id, code: error.code, message: error.message });
    }
  }
  return { targets, unusable, ignoredCount: files.length - paths.length };
}

/** Reads the image that every search starts from. @throws images.*; cli.no_images when there is no such file */
export async function readSeedImage(path: string, preprocessing: Preparation): Promise<GivenSeed> {
  const image = await readImage(path, preprocessing).catch((cause: unknown) => {
    if (cause instanceof LookalikeError) throw cause;
    throw new CliError('cli.no_images', `The seed image ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { path }, { cause });
  });
  return { hash: sha256Hex(image.data), pixels: toPlanar(image, channelsOf(preprocessing)) };
}

/** What of a preprocessing is done to the image itself. */
type Preparation = Pick<Preprocessing, 'heightPx' | 'widthPx' | 'resize' | 'channelOrder'>;

async function readImage(path: string, preprocessing: Preparation): Promise<RgbImage> {
  return prepareImage(await decodeImage(await readFile(path), { minSidePx: Math.min(preprocessing.widthPx, preprocessing.heightPx) }), preprocessing);
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (cause) {
    throw new CliError('cli.no_images', `The folder ${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Give the folder that holds the images.`, { folder }, { cause });
  }
}

/** A flat name per path: folders joined by `_`, the ending left out unless two images would then share a name. */
export function fileNamesOf(paths: readonly string[]): string[] {
  const short = paths.map((path) => path.replace(imageEnding, '').replaceAll('/', '_'));
  const counts = new Map<string, number>();
  for (const name of short) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set<string>();
  return paths.map((path, i) => {
    let name = counts.get(short[i]!) === 1 ? short[i]! : path.replaceAll('/', '_').replaceAll('.', '-');
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  });
}
