// `npm run setup:cuda`: installs ONNX Runtime's CUDA provider for onnxruntime-node, which is too large for npm. Which files
// of which NuGet package, and from where, is what onnxruntime-node's own metadata says; its install script does not run
// (.npmrc). `-- --from FILE.nupkg` takes a package that was fetched elsewhere. To be run again after `npm ci`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const packageFolder = join(dirname(require.resolve('onnxruntime-node')), '..');
const metadata = require(join(packageFolder, 'script', 'install-metadata.js'));
// It reads packages for onnxruntime-node's own script, so it is there wherever that is.
const AdmZip = createRequire(join(packageFolder, 'package.json'))('adm-zip');

/** @typedef {{ file: string, path: string }} LibraryFile by its name here, and its path in the package */
/** @typedef {{ feed: string, name: string, version: string }} WantedPackage */

/** What the person at the terminal can act on. */
export class SetupError extends Error {}

/** The provider's files for Linux on x64, without TensorRT, which Lookalike does not use. @returns {WantedPackage & { files: LibraryFile[] }} */
export function cudaFiles() {
  /** @type {[file: string, { package: string, path: string }][]} */
  const manifest = Object.entries(metadata.manifests['linux/x64:cuda12']);
  const files = manifest.filter(([name]) => !name.includes('tensorrt'));
  const { name, versions } = metadata.packages[/** @type {typeof manifest[number]} */ (files[0])[1].package];
  const [{ feed, version }] = versions;
  return { name: name.toLowerCase(), version, feed: metadata.feeds[feed].index, files: files.map(([file, { path }]) => ({ file, path })) };
}

/**
 * Finds the package in its feed, and the hash that the feed's catalogue has for it.
 * @param {WantedPackage} wanted
 * @returns {Promise<{ url: string, sha512?: string }>} the hash in base64; absent where the feed has no catalogue entry.
 */
export async function locatePackage({ feed, name, version }) {
  const { resources } = await json(feed);
  /** @param {string} type @returns {string | undefined} */
  const base = (type) => resources.find((/** @type {Record<string, unknown>} */ resource) => [resource['@type']].flat().includes(type))?.['@id'];
  const content = base('PackageBaseAddress/3.0.0');
  if (content === undefined) throw new SetupError(`${feed} does not say where its packages are. Fetch the package elsewhere and use --from.`);
  const url = `${content}${name}/${version}/${name}.${version}.nupkg`;
  const registrations = base('RegistrationsBaseUrl/3.6.0');
  if (registrations === undefined) return { url };
  const { catalogEntry } = await json(`${registrations}${name}/${version}.json`);
  const entry = typeof catalogEntry === 'string' ? await json(catalogEntry) : catalogEntry;
  return entry?.packageHashAlgorithm === 'SHA512' ? { url, sha512: entry.packageHash } : { url };
}

/**
 * Downloads to a file and checks the hash.
 * @param {{ url: string, sha512?: string }} located @param {string} file @param {(received: number, total: number) => void} onProgress
 */
export async function download({ url, sha512 }, file, onProgress = () => {}) {
  const response = await get(url);
  const total = Number(response.headers.get('content-length') ?? 0);
  const hash = createHash('sha512');
  let received = 0;
  const watch = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      received += chunk.length;
      onProgress(received, total);
      done(null, chunk);
    },
  });
  // An answer that is all right has a body.
  const body = /** @type {import('node:stream/web').ReadableStream} */ (response.body);
  await pipeline(Readable.fromWeb(body), watch, createWriteStream(file)).catch((cause) => {
    throw new SetupError(`${url} broke off after ${received} bytes: ${reasonOf(cause)}. Run it again.`, { cause });
  });
  const found = hash.digest('base64');
  if (sha512 !== undefined && found !== sha512) throw new SetupError(`${url} is damaged: its SHA-512 is ${found}, the catalogue says ${sha512}. Nothing was installed; run it again.`);
}

/**
 * Puts the provider's files out of a package beside ONNX Runtime's own.
 * @param {string} nupkg @param {readonly LibraryFile[]} files @param {string} folder @returns {string[]} their paths
 */
export function install(nupkg, files, folder) {
  let archive;
  try {
    archive = new AdmZip(nupkg);
  } catch (cause) {
    throw new SetupError(`${nupkg} is no NuGet package: ${reasonOf(cause)}.`, { cause });
  }
  const contents = files.map(({ file, path }) => {
    const entry = archive.getEntry(path);
    if (!entry) throw new SetupError(`${nupkg} has no ${path}. It must be ${cudaFiles().name} ${cudaFiles().version}. Nothing was installed.`);
    return { path: join(folder, file), data: entry.getData() };
  });
  for (const { path, data } of contents) {
    // Whole or not at all: a half-written library would crash the worker that loads it.
    writeFileSync(`${path}.part`, data);
    renameSync(`${path}.part`, path);
  }
  return contents.map(({ path }) => path);
}

/** Libraries that the provider needs and the system's loader does not find. @param {string} library */
export function missingLibraries(library) {
  const { stdout = '' } = spawnSync('ldd', [library], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name).filter((name) => !name.startsWith('libonnxruntime'));
}

/** @param {string} url */
async function get(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new SetupError(`${url} cannot be reached: ${reasonOf(cause)}. ${elsewhere()}`, { cause });
  }
  if (!response.ok) throw new SetupError(`${url} answered ${response.status} ${response.statusText}. ${elsewhere()}`);
  return response;
}

/** @param {string} url @returns {Promise<any>} what NuGet's protocol says is there */
async function json(url) {
  const response = await get(url);
  try {
    return await response.json();
  } catch (cause) {
    throw new SetupError(`${url} did not answer with JSON: ${reasonOf(cause)}. ${elsewhere()}`, { cause });
  }
}

function elsewhere() {
  const { name, version } = cudaFiles();
  return `Where this machine may not download, fetch the package ${name} ${version} elsewhere and run \`npm run setup:cuda -- --from FILE.nupkg\`. Nothing was installed; the other devices work as before.`;
}

/** fetch says "fetch failed" and keeps the reason in the cause. @param {unknown} error */
function reasonOf(error) {
  const { cause, message } = /** @type {{ cause?: { message?: string, code?: string }, message: string }} */ (error);
  return cause?.message || cause?.code || message;
}

async function main() {
  const { values: { from } } = parseArgs({ options: { from: { type: 'string' } } });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(`ONNX Runtime's CUDA provider for Node exists for Linux on x64 only, not for ${process.platform}/${process.arch}. Use the device onnxruntime-webgpu, which needs no set-up.`);
  }
  if (from !== undefined && !existsSync(from)) throw new SetupError(`There is no file ${from}.`);
  const wanted = cudaFiles();
  const folder = join(packageFolder, 'bin', 'napi-v6', process.platform, process.arch);
  const temporary = mkdtempSync(join(folder, 'setup-cuda-'));
  try {
    let nupkg = from;
    if (nupkg === undefined) {
      console.log(`· Looking for ${wanted.name} ${wanted.version} …`);
      const located = await locatePackage(wanted);
      if (located.sha512 === undefined) console.log('· The feed has no hash for it; it is taken as it comes.');
      nupkg = join(temporary, 'package.nupkg');
      let shown = -1;
      await download(located, nupkg, (received, total) => {
        const tenth = total === 0 ? -1 : Math.floor((10 * received) / total);
        if (tenth > shown) console.log(`· ${10 * (shown = tenth)} % of ${Math.round(total / 2 ** 20)} MiB`);
      });
    }
    const installed = install(nupkg, wanted.files, folder);
    for (const path of installed) console.log(`✓ ${path}`);
    const missing = missingLibraries(/** @type {string} */ (installed.find((path) => path.includes('cuda'))));
    if (missing.length > 0) console.log(`! The system's loader does not find ${missing.join(', ')}. Install CUDA 12 and cuDNN 9 (libcudnn9-cuda-12), or add their folder to LD_LIBRARY_PATH.`);
    console.log('Look at it with `npm run lookalike -- devices`.');
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
