import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { exampleContext, exampleStudy, observedSession } from '@lookalike/answers/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inlinePackages } from '../../../../scripts/inline-packages.mjs';
import { runHere } from '../testing/run-here.ts';
import { startTestApp } from '../testing/test-app.ts';
import { launchStudyOf } from '../testing/stored-study.ts';
import type { SectionJob, StoredSession } from './section-job.ts';
import { sectionThreads } from './section-threads.ts';

const app = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
beforeAll(async () => {
  // Below the app, so that npm packages are found as from its own build.
  const caches = path.join(app, 'node_modules', '.cache');
  await mkdir(caches, { recursive: true });
  folder = await mkdtemp(path.join(caches, 'threads-'));
  await build({ entryPoints: [path.join(app, 'src', 'analysis', 'section-thread.ts')], outdir: folder, bundle: true, platform: 'node', format: 'esm', target: 'node20.19', logLevel: 'error', plugins: [inlinePackages] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A thread that does as it is told in place of computing. */
async function threadThat(does: string): Promise<URL> {
  const file = path.join(folder, `${does.length}-${Math.abs(does.split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 0))}.mjs`);
  await writeFile(file, `import { existsSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message.kind !== 'finish') return parentPort.postMessage({ kind: 'taken' });
  ${does}
});`);
  return pathToFileURL(file);
}

async function exampleJob(): Promise<SectionJob> {
  const study = exampleStudy('2afc');
  const pages: StoredSession[][] = [];
  for (let planIndex = 0; planIndex < 4; planIndex++) {
    const { session, trials } = await observedSession(study, { id: `p${planIndex}`, planIndex });
    pages.push([{ session, responses: trials.map(({ response }) => response) }]);
  }
  return { section: 'scores', settings: { raterKind: 'person', include: 'passed' }, facts: studyFactsOf(study), sessions: (async function* () { yield* pages; })() };
}

/** What rows look up is made in the thread: functions cannot be sent. */
function studyFactsOf(study: ReturnType<typeof exampleStudy>): SectionJob['facts'] {
  const { id, version, configurationHash, places, runs, elsewhere, images } = exampleContext(study);
  return { id, version, configurationHash, places, study, runs, elsewhere, images };
}

const nobody = { report: () => undefined, signal: new AbortController().signal };

it('a thread of the bundle comes to what the same code comes to here', async () => {
  const threads = sectionThreads({ entry: pathToFileURL(path.join(folder, 'section-thread.js')), atOnce: 1 });
  const json = await threads.run(await exampleJob(), nobody);
  expect(JSON.parse(json).scores).toHaveLength(3);
  expect(json).toBe(await runHere.run(await exampleJob(), nobody));
  expect(threads.version).toMatch(/^[0-9a-f]{16}$/);
});

it('a thread that throws, ends or runs out of memory fails its job by a code, and nothing else', async () => {
  const fails = async (does: string): Promise<unknown> => sectionThreads({ entry: await threadThat(does), atOnce: 1, memoryMb: 24 }).run(await exampleJob(), nobody).catch((error: unknown) => error);
  expect(await fails('throw new Error("a fault");')).toMatchObject({ code: 'analysis.failed' });
  expect(await fails('process.exit(3);')).toMatchObject({ code: 'analysis.interrupted' });
  expect(await fails('const kept = []; for (;;) kept.push(Array.from({ length: 1e5 }, Math.random));')).toMatchObject({ code: 'analysis.out_of_memory' });
  expect(await fails('parentPort.postMessage({ kind: "unfit", message: "One level." });')).toMatchObject({ code: 'analysis.unfit', message: 'One level.' });
});

it('a thread that nobody waits for is stopped, though it never looks up from its work', async () => {
  const stopping = new AbortController();
  const shares: number[] = [];
  const running = sectionThreads({ entry: await threadThat('parentPort.postMessage({ kind: "progress", share: 0.5 }); for (;;);'), atOnce: 1 }).run(await exampleJob(), {
    report: (share) => { shares.push(share); stopping.abort(new Error('enough')); },
    signal: stopping.signal,
  });
  await expect(running).rejects.toThrow('enough');
  expect(shares).toEqual([0.5]);
});

it('the server answers other requests while a thread computes', async () => {
  const gate = path.join(folder, 'may-go-on');
  const entry = await threadThat(`parentPort.postMessage({ kind: 'progress', share: 0.25 }); while (!existsSync(${JSON.stringify(gate)})); parentPort.postMessage({ kind: 'result', json: '{"scores":[]}' });`);
  const test = await startTestApp({ sections: sectionThreads({ entry, atOnce: 1 }) });
  try {
    const { studyId } = await launchStudyOf(test);
    const ask = () => test.asExperimenter({ url: `/api/studies/${studyId}/analysis/scores` });
    await expect.poll(async () => (await ask()).json()).toMatchObject({ state: 'computing', progress: 0.25 });
    const others = await Promise.all([test.app.inject({ url: '/api/health' }), test.asExperimenter({ url: `/api/studies/${studyId}` })]);
    expect(others.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await ask()).statusCode).toBe(202);
    await writeFile(gate, '');
    await expect.poll(async () => (await ask()).statusCode, { timeout: 60_000 }).not.toBe(202);
  } finally {
    await test.close();
  }
});
