import { Readable } from 'node:stream';
import { findBlob } from '@lookalike/store';
import type { Stimulus } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import type { ZipEntry } from './zip.ts';

const endings: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' };

/** Every picture that a study can show, each once, named by its hash; read one after another. */
export async function stimulusFiles({ store, blobs }: Pick<Dependencies, 'store' | 'blobs'>, stimuli: readonly Stimulus[], folder: string): Promise<readonly ZipEntry[]> {
  const hashes = new Set(stimuli.flatMap(({ queryHash, targetHash, seedHash, originalHash }) => [queryHash, targetHash, ...(seedHash === null ? [] : [seedHash]), ...(originalHash === undefined ? [] : [originalHash])]));
  const entries: ZipEntry[] = [];
  for (const hash of [...hashes].sort()) {
    // Originals are as they were uploaded; everything else is a PNG.
    const ending = endings[(await findBlob(store.prisma, hash))?.mediaType ?? 'image/png'] ?? 'bin';
    entries.push({ path: `${folder}/${hash}.${ending}`, content: async () => Readable.from([await blobs.get(hash)], { objectMode: false }) });
  }
  return entries;
}
