/**
 * The Python with the peers that benchmarks run beside (`reference-requirements.txt`): the one that `LOOKALIKE_REFERENCE_PYTHON`
 * names, or a virtual environment under `.lookalike/`, made on first use from PyPI (several gigabytes: PyTorch's wheel for Linux
 * brings its CUDA libraries along).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '@lookalike/content-address';

const root = join(import.meta.dirname, '..');
const requirements = join(import.meta.dirname, 'reference-requirements.txt');
const environment = join(root, '.lookalike/reference-python');

/** @returns the path of a Python that has the peers. Installs them if need be, and says so. */
export function referencePython(): string {
  const given = process.env['LOOKALIKE_REFERENCE_PYTHON'];
  if (given !== undefined && given !== '') {
    checkPackages(given);
    return given;
  }
  const python = process.platform === 'win32' ? join(environment, 'Scripts/python.exe') : join(environment, 'bin/python');
  const stamp = join(environment, 'requirements.sha256');
  const wanted = sha256Hex(readFileSync(requirements));
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  console.error(`Installing the reference packages (${pinned().map(({ name, version }) => `${name} ${version}`).join(', ')}) into .lookalike/reference-python …`);
  mkdirSync(join(root, '.lookalike'), { recursive: true });
  run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  writeFileSync(stamp, wanted);
  return python;
}

/** A Python of one's own may have other versions; the results record which. What it must have is every package. */
function checkPackages(python: string): void {
  const names = pinned().map(({ name }) => name);
  const { status, stderr, error } = spawnSync(python, ['-c', `import importlib.metadata as m\nfor name in ${JSON.stringify(names)}: m.version(name)`], { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`LOOKALIKE_REFERENCE_PYTHON is "${python}", which lacks packages of bench/reference-requirements.txt: ${error?.message ?? stderr.trim().split('\n').at(-1)}. ` +
    'Install them there (pip install -r bench/reference-requirements.txt), or unset the variable to let the benchmark make an environment of its own.');
}

function pinned(): { name: string; version: string }[] {
  return readFileSync(requirements, 'utf8').split('\n').flatMap((line) => {
    const [name, version] = line.split('==');
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  throw new Error(`"${command} ${args.join(' ')}" failed${error === undefined ? ` with exit code ${status}` : `: ${error.message}`}. ` +
    'The reference needs Python 3.10 or newer with venv and pip, and PyPI; or name a Python that has the packages in LOOKALIKE_REFERENCE_PYTHON.');
}
