// Makes TensorFlow's native library usable: installs tfjs-node (or, with --gpu, tfjs-node-gpu) into .lookalike/tensorflow, first in
// the package's own way, which downloads a prebuilt library, and where that is refused or does not work by building the addon that the
// package ships against the libtensorflow of TensorFlow's Python wheel. Changes nothing outside of that folder.
//
//   npm run setup:tensorflow -- [--gpu] [--from-wheel] [--within SECONDS] [--optional]
//
// --from-wheel skips the download; --within gives up after so long; --optional says SKIPPED and why instead of failing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './project-root.mjs';

const tfjsVersion = '4.22.0';
const wheelVersion = '2.21.0';
/** Only libraries and headers of the wheel are used, so one wheel serves every Python. */
const wheelPython = { version: '3.12', abi: 'cp312' };
const headersVersion = '1.9.0';
/** The highest Node-API that the package names; it looks for its addon in a folder of this number. */
const nodeApi = 8;

const { values: options } = parseArgs({ options: { gpu: { type: 'boolean', default: false }, 'from-wheel': { type: 'boolean', default: false }, within: { type: 'string' }, optional: { type: 'boolean', default: false } } });
const deadline = options.within === undefined ? Infinity : Date.now() + Number(options.within) * 1000;
const packageName = options.gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
const folder = join(projectRoot, '.lookalike', 'tensorflow');
const packageFolder = join(folder, 'node_modules', packageName);
const addon = join(packageFolder, 'lib', `napi-v${nodeApi}`, 'tfjs_binding.node');
const wheelFolder = join(folder, 'python');

const problem = check();
if (problem === undefined) {
  say(`${packageName} works already.`);
} else {
  const isOffered = !options['from-wheel'] && canReachDownload();
  // Before anything is written, so that a machine that lacks something is left as it was.
  let tools = isOffered ? undefined : findBuildTools();
  if (tools !== undefined) installWheel(tools.python);
  installPackage();
  if (!isOffered || !installOwnWay()) {
    tools ??= findBuildTools();
    installWheel(tools.python);
    compile(tools.compiler);
  }
  const left = check();
  if (left !== undefined) stop(`${packageName} was built, but does not run: ${left}`);
  say(`${packageName} works. \`npm run lookalike -- devices\` lists it.`);
}

/** The JavaScript of the package, without its install script. */
function installPackage() {
  say(`Installing the JavaScript of ${packageName} ${tfjsVersion} …`);
  mkdirSync(folder, { recursive: true });
  // Both packages register the same backend, so only one of them is kept.
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ private: true, dependencies: { [packageName]: tfjsVersion, 'node-api-headers': headersVersion } }, undefined, 2)}\n`);
  const result = run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-workspaces'], { cwd: folder, limitS: 300 });
  if (result.problem !== undefined) stop(`npm could not install ${packageName} (${result.problem}). Check that this machine reaches the npm registry.`);
}

/** Whether the host of the package's prebuilt library answers. */
function canReachDownload() {
  const host = process.env.TFJS_NODE_CDN_STORAGE ?? 'https://storage.googleapis.com/';
  // The package's script waits for ever where a network swallows its request, so ask first, and briefly.
  const reached = run(process.execPath, ['-e', `fetch(${JSON.stringify(host)}, { method: 'HEAD', signal: AbortSignal.timeout(10_000) }).then(() => process.exit(0), () => process.exit(1))`], { cwd: projectRoot, limitS: 15 });
  if (reached.problem !== undefined) say(`${new URL(host).host}, which has the package’s own library, cannot be reached from here.`);
  return reached.problem === undefined;
}

/** The package's own install: a prebuilt addon and library. @returns whether it works. */
function installOwnWay() {
  say('Trying the package’s own download …');
  const own = run(process.execPath, ['scripts/install.js', ...(options.gpu ? ['gpu', 'download'] : [])], {
    cwd: packageFolder,
    limitS: 600,
    env: { PATH: `${join(folder, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}` },
  });
  const left = own.problem ?? check();
  if (left === undefined) return true;
  say(`It does not work here: ${left}`);
  return false;
}

/** What building from the wheel needs. */
function findBuildTools() {
  if (process.platform === 'win32') stop('Building against TensorFlow’s Python wheel is not supported on Windows. Use WSL, or run on ONNX Runtime, which needs no set-up.');
  const python = findTool(['python3', 'python'], ['-m', 'pip', '--version']);
  if (python === undefined) stop('Neither python3 with pip nor python with pip was found. Install Python 3 and pip (Debian: apt install python3-pip), then run this again.');
  const compiler = findTool([...(process.env.CXX === undefined ? [] : [process.env.CXX]), 'c++', 'g++', 'clang++'], ['--version']);
  if (compiler === undefined) stop('No C++ compiler was found. Install one (Debian: apt install g++; macOS: xcode-select --install) or name it in CXX, then run this again.');
  return { python, compiler };
}

/** TensorFlow's wheel into a folder of ours; nothing of the user's Python is touched. @param {string} python */
function installWheel(python) {
  const wheel = options.gpu ? `tensorflow[and-cuda]==${wheelVersion}` : `${process.platform === 'linux' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow'}==${wheelVersion}`;
  const stamp = join(wheelFolder, `.${wheel}`);
  if (existsSync(stamp)) return;
  say(`Downloading ${wheel} from PyPI (${options.gpu ? 'several GB' : 'about 270 MB'}) …`);
  const isNew = !existsSync(folder);
  const fresh = `${wheelFolder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const result = run(python, [
    '-m', 'pip', 'install', '--target', fresh, '--only-binary=:all:', '--implementation', 'cp', '--python-version', wheelPython.version, '--abi', wheelPython.abi,
    // Its dependencies are Python's, but CUDA's libraries come as such too.
    ...(options.gpu ? ['--abi', 'abi3', '--abi', 'none'] : ['--no-deps']),
    '--no-compile', '--no-cache-dir', '--disable-pip-version-check', '--quiet', '--retries', '2', '--timeout', '20', wheel,
  ], { cwd: projectRoot, limitS: options.gpu ? 3600 : 1200 });
  if (result.problem !== undefined) {
    rmSync(isNew ? folder : fresh, { recursive: true, force: true });
    stop(`pip could not install ${wheel} (${result.problem}). Check that this machine reaches PyPI, or set PIP_INDEX_URL to an index that it reaches, and that there is a wheel for ${process.platform} ${process.arch}.`);
  }
  rmSync(wheelFolder, { recursive: true, force: true });
  renameSync(fresh, wheelFolder);
  writeFileSync(stamp, '');
}

/** The addon's two C++ files against the wheel's C interface; it finds the library by its place beside it, so the folder may move. @param {string} compiler */
function compile(compiler) {
  say('Compiling the addon …');
  const library = join(wheelFolder, 'tensorflow');
  mkdirSync(dirname(addon), { recursive: true });
  const isMac = process.platform === 'darwin';
  const back = relative(dirname(addon), library);
  const result = run(compiler, [
    '-std=c++17', '-O2', '-fPIC', ...(isMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']),
    `-DNAPI_VERSION=${nodeApi}`, '-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=tfjs_binding',
    '-I', join(folder, 'node_modules', 'node-api-headers', 'include'), '-I', join(packageFolder, 'binding'), '-I', join(library, 'include'),
    join(packageFolder, 'binding', 'tfjs_backend.cc'), join(packageFolder, 'binding', 'tfjs_binding.cc'),
    ...(isMac ? [join(library, 'libtensorflow_cc.2.dylib'), join(library, 'libtensorflow_framework.2.dylib')] : ['-L', library, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2']),
    `-Wl,-rpath,${isMac ? '@loader_path' : '$ORIGIN'}/${back}`,
    '-o', addon,
  ], { cwd: folder, limitS: 600 });
  if (result.problem !== undefined) stop(`${compiler} could not compile the addon (${result.problem}).`);
}

/** What is wrong with the package as it is; `undefined` when it loads and multiplies. A process of its own, since a broken addon may take it down. */
function check() {
  if (!existsSync(addon)) return 'its addon is missing.';
  const program = `
    const util = require('node:util');
    util.isNullOrUndefined = (value) => value === null || value === undefined;
    util.isArray = Array.isArray;
    const tf = require(${JSON.stringify(packageName)});
    const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync();
    if ([...product].join() !== '19,22,43,50') throw new Error('a matrix product came out as ' + [...product].join());
    if (${options.gpu} && !tf.backend().isUsingGpuDevice) throw new Error('TensorFlow sees no graphics card that it can use');
  `;
  return run(process.execPath, ['-e', program], { cwd: folder, limitS: 120, env: { TF_CPP_MIN_LOG_LEVEL: '3' } }).problem;
}

/** The first of the commands that runs with these arguments. @param {readonly string[]} names @param {readonly string[]} args */
function findTool(names, args) {
  return names.find((name) => spawnSync(name, args, { stdio: 'ignore', timeout: 20_000 }).status === 0);
}

/**
 * Runs a command for at most so long.
 * @param {string} command @param {readonly string[]} args @param {{ cwd: string, limitS: number, env?: Record<string, string> }} options
 * @returns {{ problem: string | undefined }} what went wrong, in a line or two; undefined when nothing did
 */
function run(command, args, { cwd, limitS, env = {} }) {
  const leftS = (deadline - Date.now()) / 1000;
  if (leftS <= 0) stop(`It took longer than the ${options.within} s that it was given.`);
  const result = spawnSync(command, args, {
    cwd, env: { ...process.env, ...env }, encoding: 'utf8', timeout: Math.ceil(Math.min(limitS, leftS) * 1000), killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' && command === 'npm',
  });
  if (result.status === 0) return { problem: undefined };
  if (result.error !== undefined && 'code' in result.error && result.error.code === 'ETIMEDOUT') return { problem: `it took longer than ${Math.round(Math.min(limitS, leftS))} s` };
  const lines = `${result.stderr ?? ''}\n${result.stdout ?? ''}`.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const telling = lines.find((line) => /error/i.test(line)) ?? lines[0] ?? result.error?.message ?? `it ended with ${result.signal ?? `exit code ${result.status}`}`;
  return { problem: telling.replace(/\.$/, '') };
}

/** @param {string} text */
function say(text) {
  console.log(`· ${text}`);
}

/** @param {string} text @returns {never} */
function stop(text) {
  if (options.optional) console.log(`SKIPPED  ${packageName}: ${text}`);
  else console.error(text);
  process.exit(options.optional ? 0 : 1);
}
