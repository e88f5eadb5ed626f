import { readdir } from 'node:fs/promises';
import type { TestApp } from './test-app.ts';

/** How much is stored: rows of each table and files. Tests hold it against what a refused request left behind. */
export async function storedCounts({ store: { prisma }, database }: TestApp): Promise<Record<string, number>> {
  const files = (await readdir(database.settings.blobDirectory, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));
  return {
    files: files.length,
    blobs: await prisma.blob.count(),
    networks: await prisma.network.count(),
    imageSets: await prisma.imageSet.count(),
    images: await prisma.image.count(),
    stimulusSets: await prisma.stimulusSet.count(),
    stimuli: await prisma.stimulus.count(),
    runs: await prisma.generationRun.count(),
    studies: await prisma.study.count(),
  };
}
