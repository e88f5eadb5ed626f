// Makes a fresh clone ready: dependencies, database client, bundles, web app. Each part is done again only when what
// it is made from has changed. Plain JavaScript, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './project-root.mjs';

const stampFolder = join(projectRoot, 'node_modules', '.lookalike');

/** Does what is missing. */
export async function setUp() {
  requireNode();
  await step('dependencies', ['package-lock.json', '.npmrc'], () => {
    say('Installing dependencies (npm ci) …');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  });
  await step('database-client', ['prisma/schema.prisma', 'package-lock.json'], () => {
    say('Generating the database client …');
    // The CLI insists on a schema engine, which it would download, and then does not use: any existing file will do. And it would ask its makers
    // for news, with an identifier that it keeps in the home folder.
    run(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }, 'quiet');
  });
  const sources = ['packages', 'apps/api', 'apps/worker', 'apps/cli'].flatMap(sourceFiles);
  const shared = ['package-lock.json', 'scripts/bundle.mjs', 'prisma/schema.prisma'];
  await step('bundles', [...sources, ...shared], async () => {
    say('Building the API, the worker and the command line …');
    const { bundle } = await import('./bundle.mjs');
    await bundle();
  });
  await step('web', [...['apps/web', 'packages/iri-configuration', 'packages/study', 'packages/alignment', 'packages/figures', 'packages/report', 'packages/analysis', 'packages/answers', 'packages/content-address', 'packages/recruiting', 'packages/dataset', 'packages/client', 'packages/schema-issues', 'packages/random', 'packages/errors'].flatMap(sourceFiles), 'package-lock.json'], () => {
    say('Building the web app …');
    run('npm', ['run', '--silent', 'build', '--workspace', '@lookalike/web'], {}, 'quiet');
  });
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Lookalike needs Node 20.19 or newer; this is ${process.versions.node}. Install a current Node and try again.`);
  process.exit(1);
}

/** @param {string} text */
function say(text) {
  console.log(`· ${text}`);
}

/** @param {string} command @param {readonly string[]} args @param {Record<string, string>} env @param {'shown' | 'quiet'} output */
function run(command, args, env = {}, output = 'shown') {
  const result = spawnSync(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: output === 'quiet' ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  if (output === 'quiet') console.error(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  console.error(`\`${command} ${args.join(' ')}\` failed${result.error ? `: ${result.error.message}` : ` with exit code ${result.status}`}. Nothing was started.`);
  process.exit(1);
}

/** @typedef {keyof typeof outputs} StepName */

/** @param {StepName} name @param {readonly string[]} files what it is made from @param {() => void | Promise<void>} work */
async function step(name, files, work) {
  const hash = hashOf(files);
  if (isDone(name, hash)) return;
  await work();
  markDone(name, hash);
}

const outputs = {
  dependencies: 'node_modules/fastify/package.json',
  'database-client': 'packages/store/src/generated/client.ts',
  bundles: 'apps/cli/dist/main.js',
  web: 'apps/web/build/rater.html', // The last that its build writes.
};

/** @param {StepName} name @param {string} hash */
function isDone(name, hash) {
  const stamp = join(stampFolder, name);
  return existsSync(join(projectRoot, outputs[name])) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** @param {StepName} name @param {string} hash */
function markDone(name, hash) {
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(join(stampFolder, name), hash);
}

/** @param {readonly string[]} files */
function hashOf(files) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of [...files].sort()) hash.update(file).update('\0').update(readFileSync(join(projectRoot, file))).update('\0');
  return hash.digest('hex');
}

/** @param {string} folder */
function sourceFiles(folder) {
  const skipped = new Set(['node_modules', 'dist', 'build', '.svelte-kit', 'generated', 'goldens', 'fixtures']);
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {string} */ directory) => {
    for (const entry of readdirSync(directory)) {
      if (skipped.has(entry)) continue;
      const path = join(directory, entry);
      if (statSync(path).isDirectory()) visit(path);
      else if (!/\.test\.ts$/.test(entry)) found.push(relative(projectRoot, path));
    }
  };
  visit(join(projectRoot, folder));
  return found;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await setUp();
