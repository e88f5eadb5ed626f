import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { decodeImage, fitToNetwork, toPlanar } from '@lookalike/images';
import type { Target } from '@lookalike/iri';

const folder = join(import.meta.dirname, '../photographs');

/** The first of the project's photographs by name, as targets of square images with sides of `sizePx`. */
export async function readPhotographs(count: number, sizePx: number): Promise<Target[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.png')).sort().slice(0, count);
  return Promise.all(files.map(async (file) => {
    const image = fitToNetwork(await decodeImage(readFileSync(join(folder, file))), { widthPx: sizePx, heightPx: sizePx });
    return { id: file, hash: sha256Hex(image.data), pixels: toPlanar(image) };
  }));
}
