import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { RuntimeError } from '../../runtime-error.ts';
import { overBackend } from '../library.ts';
import type { TfjsCore, TfjsLibrary } from '../library.ts';
import type { NativeBackend } from './recording.ts';
import { wholeGraph } from './whole-graph.ts';

export type NodePackage = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** What the package is told to be, beyond TensorFlow.js itself. */
type TfjsNode = Omit<TfjsCore, 'backend'> & { backend(): NativeBackend };

export interface FoundPackage {
  readonly version: string;
  /** A file beside which the package can be asked for. */
  readonly from: string;
}

let loaded: { readonly name: NodePackage; readonly library: TfjsLibrary } | undefined;

/**
 * Finds a package that was set up by `npm run setup:tensorflow`, or installed otherwise, without loading it: TensorFlow's library
 * takes a second to load and then has hundreds of megabytes.
 */
export function findNodePackage(name: NodePackage): FoundPackage | undefined {
  for (const from of [...setUpFolders().map((folder) => join(folder, 'package.json')), import.meta.filename]) {
    const folder = packageFolder(name, from);
    if (folder === undefined || !hasAddon(folder)) continue;
    // Every package has a version.
    return { version: (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version, from };
  }
  return undefined;
}

/** What to do where the package is missing. */
export function howToInstall(name: NodePackage): string {
  return `${name} is not set up on this machine. Run \`npm run setup:tensorflow${name.endsWith('-gpu') ? ' -- --gpu' : ''}\`.`;
}

/**
 * Loads the package, once. Its number of threads is that of the first call.
 * @throws runtime.device_unavailable
 */
export function loadNodePackage(name: NodePackage, threads: number = availableParallelism()): TfjsLibrary {
  if (loaded?.name === name) return loaded.library;
  const unavailable = (reason: string, cause?: unknown): RuntimeError => new RuntimeError('runtime.device_unavailable', reason, { package: name }, { cause });
  if (loaded !== undefined) throw unavailable(`${loaded.name} is loaded already, and one process can have only one of the two. Use another process.`);
  const found = findNodePackage(name);
  if (found === undefined) throw unavailable(howToInstall(name));
  const library = load(name, found, threads, unavailable);
  loaded = { name, library };
  return library;
}

function load(name: NodePackage, { version, from }: FoundPackage, threads: number, unavailable: (reason: string, cause?: unknown) => RuntimeError): TfjsLibrary {
  restoreRemovedHelpers();
  const isGpu = name.endsWith('-gpu');
  // Read by TensorFlow when it makes its thread pools: of one for the work within an operation, and one for operations side by side.
  process.env['TF_NUM_INTRAOP_THREADS'] = String(isGpu ? threads : 1);
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads);
  // Its notes are about instruction sets and missing graphics cards.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  let tf: TfjsNode;
  try {
    // What the package exports is TensorFlow.js over its own backend.
    tf = createRequire(from)(name) as TfjsNode;
  } catch (cause) {
    throw unavailable(`${name} could not be loaded: ${cause instanceof Error ? cause.message : String(cause)} ${howToInstall(name)}`, cause);
  }
  const backend = tf.backend();
  if (isGpu && !backend.isUsingGpuDevice) throw unavailable('TensorFlow sees no graphics card that it can use. It needs an NVIDIA card with a driver that fits its CUDA; see `nvidia-smi`.');
  const operationsAtOnce = isGpu ? 1 : threads;
  return overBackend(tf as unknown as TfjsCore, 'tensorflow', {
    version: `${version}, TensorFlow ${backend.binding.TF_Version}`,
    threads,
    operationsAtOnce,
    join: (pieces) => wholeGraph(backend, pieces, operationsAtOnce),
  });
}

/** tfjs-node 4.22 calls two helpers that Node 23 has removed, and that warn before. */
function restoreRemovedHelpers(): void {
  // The module object of CommonJS, which the package reads them from at every call.
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}

/** Where `npm run setup:tensorflow` puts it: in the project's folder of data, found from this file upwards, or as told. */
function setUpFolders(): string[] {
  const told = process.env['LOOKALIKE_TENSORFLOW'];
  if (told !== undefined) return [told];
  const folders: string[] = [];
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    const folder = join(at, '.lookalike', 'tensorflow');
    if (existsSync(folder)) folders.push(folder);
    if (at === dirname(at)) return folders;
  }
}

function packageFolder(name: NodePackage, from: string): string | undefined {
  const paths = createRequire(from).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((folder) => existsSync(join(folder, 'package.json')));
}

function hasAddon(folder: string): boolean {
  const current = Number(process.versions.napi);
  return Array.from({ length: current }, (_, i) => join(folder, 'lib', `napi-v${i + 1}`, 'tfjs_binding.node')).some(existsSync);
}
