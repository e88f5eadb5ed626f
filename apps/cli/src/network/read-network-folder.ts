import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { LookalikeError } from '@lookalike/errors';
import { partsOfNetwork, type NetworkFiles } from '@lookalike/network';
import { CliError } from '../cli-error.ts';

/** Files beside a network that say how images are prepared for it. */
const notes: ReadonlySet<string> = new Set(['preprocessor_config.json', 'config.json']);

/**
 * Reads the files of a network: a folder with all that is in it, or one file with those that it needs.
 * @param path a folder, an .onnx file, or the model.json of a TensorFlow.js model
 * @throws cli.file_missing
 */
export async function readNetworkFolder(path: string): Promise<NetworkFiles> {
  const kind = await stat(path).catch((cause: unknown) => {
    throw new CliError('cli.file_missing', `There is no file or folder "${path}". Give the path of an .onnx file, of a model.json, or of the folder that has it.`, { path }, { cause });
  });
  return kind.isDirectory() ? readFolder(path) : readFiles(path);
}

async function readFolder(folder: string): Promise<NetworkFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).replaceAll('\\', '/'), await readFile(path));
  }
  return files;
}

/** What is missing is left to the reader, which knows what it was for. */
async function readFiles(path: string): Promise<NetworkFiles> {
  const bytes = await readFile(path);
  const folder = dirname(path);
  const beside = new Set([...weightFilesOf(path, bytes), ...(await readdir(folder)).filter((name) => notes.has(name))]);
  const files = new Map<string, Uint8Array>([[basename(path), bytes]]);
  for (const name of beside) {
    const content = name === basename(path) ? undefined : await readFile(join(folder, name)).catch(() => undefined);
    if (content !== undefined) files.set(name, content);
  }
  return files;
}

function weightFilesOf(path: string, bytes: Uint8Array): readonly string[] {
  try {
    return partsOfNetwork(new Map([[basename(path), bytes]])).missing;
  } catch (error) {
    // The reader says what is wrong with the file.
    if (error instanceof LookalikeError) return [];
    throw error;
  }
}
