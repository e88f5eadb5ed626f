// `npm test`: its own set-up, then everything. The last line counts all of it; the exit code follows the failures.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './test-browser.mjs';
import { startTestPostgres } from './test-postgres.mjs';
import { findSoftwareVulkan } from './test-vulkan.mjs';
import { projectRoot } from './project-root.mjs';
import { setUp } from './setup.mjs';

await setUp();

const resultFolder = join(projectRoot, '.lookalike', 'test');
mkdirSync(resultFolder, { recursive: true });
const counts = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const skipReasons = [];
/** @type {string[]} */
const failures = [];

const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
await check('type check', npx, ['tsc', '--noEmit', '-p', 'tsconfig.json']);
await check('type check of the web app', 'npm', ['run', '--silent', 'typecheck', '--workspace', '@lookalike/web']);
await check('lint', npx, ['eslint', '.', '--max-warnings', '0']);

const browser = await findBrowser();
if (browser.path === undefined) skipReasons.push(`browser tests: ${browser.reason}`);
const vulkan = await findSoftwareVulkan();
if (vulkan.reason !== undefined) skipReasons.push(`WebGPU tests: ${vulkan.reason}`);
const postgres = await startTestPostgres();
if (postgres.url === undefined) skipReasons.push(`real PostgreSQL: ${postgres.reason}`);
try {
  const environment = {
    ...(browser.path === undefined ? {} : { TEST_BROWSER: browser.path }),
    ...(vulkan.path === undefined ? {} : { TEST_VULKAN_DRIVER: vulkan.path }),
    ...(postgres.url === undefined ? {} : { TEST_POSTGRES_URL: postgres.url }),
  };
  for (const project of ['unit', 'integration', 'journeys']) await suite(project, environment);
} finally {
  await postgres.stop();
}

for (const reason of skipReasons) console.log(`SKIPPED  ${reason}`);
for (const failure of failures) console.log(`FAILED   ${failure}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);

/** A command that passes or fails as a whole counts as one. @param {string} name @param {string} command @param {readonly string[]} args */
async function check(name, command, args) {
  console.log(`\n── ${name}`);
  const code = await run(command, args, {});
  counts[code === 0 ? 'passed' : 'failed'] += 1;
  if (code === 0) console.log('passed');
  else failures.push(name);
}

/** One Vitest project, counted test by test from its JSON report. @param {string} project @param {Record<string, string>} environment */
async function suite(project, environment) {
  console.log(`\n── ${project} tests`);
  const report = join(resultFolder, `${project}.json`);
  rmSync(report, { force: true });
  // Two files at a time on two cores, too: many wait for databases, processes and files. Journeys have a browser, one at a time.
  const workers = project !== 'journeys' ? [`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`] : [];
  const code = await run(npx, ['vitest', 'run', '--project', project, ...workers, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], environment);
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch (error) {
    counts.failed += 1;
    failures.push(`${project} tests wrote no report (exit code ${code}): ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests;
  counts.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  let named = 0;
  for (const file of result.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'failed') named += failures.push(`${project}: ${test.fullName}`) && 1;
      else if (test.status !== 'passed') skipReasons.push(`${project}: ${test.fullName}`);
    }
    // A file that does not even load has no tests in the report.
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      counts.failed += 1;
      named += failures.push(`${project}: ${file.name} did not load: ${file.message}`) && 1;
    }
  }
  if (code !== 0 && named === 0) {
    counts.failed += 1;
    failures.push(`${project} tests ended with exit code ${code}, see above`);
  }
}

/** @param {string} command @param {readonly string[]} args @param {Record<string, string>} environment @returns {Promise<number>} the exit code */
function run(command, args, environment) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...environment }, shell: process.platform === 'win32' });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
