import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sha256Hex } from '@lookalike/content-address';
import { decodeImage } from '@lookalike/images';
import { createApiClient, dataOf, type ApiClient, type components } from '@lookalike/client';
import { createTestDatabase, type TestDatabase } from '@lookalike/store/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleOf, freePort, startProcess, type ServerProcess } from './server-process.ts';

type RunView = components['schemas']['RunView'];
type SessionView = components['schemas']['RaterSessionView'];

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const photographCount = 4;

let database: TestDatabase;
let folder: string;
let environment: Record<string, string>;
let baseUrl: string;
let api: ServerProcess;
let worker: ServerProcess;
let bundles: { readonly api: string; readonly worker: string };

beforeAll(async () => {
  bundles = { api: await bundleOf('api'), worker: await bundleOf('worker') };
  database = await createTestDatabase({ migrated: false });
  folder = await mkdtemp(path.join(os.tmpdir(), 'lookalike-journey-'));
  const port = await freePort();
  baseUrl = `http://127.0.0.1:${port}`;
  environment = { DATABASE_URL: database.databaseUrl, LOOKALIKE_DATA: folder, PORT: String(port), PUBLIC_URL: baseUrl, LOG_LEVEL: 'info', EXPERIMENTER_PASSWORD: '' };
  api = await startProcess(bundles.api, environment);
});
afterAll(async () => {
  await api?.stop();
  await worker?.stop();
  await database?.close();
  for (const file of Object.values(bundles ?? {})) await rm(path.dirname(file), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

/** The password that the first start prints. */
function printedPassword(): string {
  const line = api.lines.find((each) => each.includes('password'));
  return /password (\S+)/.exec(line ?? '')?.[1] ?? '';
}

async function finished(client: ApiClient, runId: string): Promise<RunView> {
  for (;;) {
    const run = dataOf(await client.GET('/api/runs/{runId}', { params: { path: { runId } } }));
    if (run.status !== 'queued' && run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function form(parts: Readonly<Record<string, string | readonly string[]>>): Promise<{ body: never; bodySerializer: () => FormData }> {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') data.append(name, value);
    else for (const file of value) data.append(name, new Blob([await readFile(path.join(projectRoot, file))]), path.basename(file));
  }
  return { body: data as never, bodySerializer: () => data }; // The document has no type for files.
}

/** What somebody sees who looks at the picture: its pixels. */
async function seen(url: string): Promise<string> {
  const reply = await fetch(`${baseUrl}${url}`);
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'image/png']);
  const { widthPx, heightPx, data } = await decodeImage(new Uint8Array(await reply.arrayBuffer()));
  return `${widthPx} ${heightPx} ${sha256Hex(data)}`;
}

it('the program in the README of packages/client runs as pasted', async () => {
  const [, program] = /```ts\n(.*?)```/s.exec(await readFile(path.join(projectRoot, 'packages/client/README.md'), 'utf8'))!;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program!], { cwd: projectRoot, env: { ...process.env, LOOKALIKE_URL: baseUrl, LOOKALIKE_PASSWORD: printedPassword() } });
  expect(stdout).toBe('0 networks\n');
});

it('from networks and photographs to scores and a data set, over real HTTP, with a crash in the middle', async () => {
  const { token } = dataOf(await createApiClient({ baseUrl }).POST('/api/sign-in', { body: { email: 'experimenter@localhost', password: printedPassword() } }));
  const client = createApiClient({ baseUrl, bearerToken: token });

  const networks = [];
  for (const name of ['standard', 'robust']) {
    networks.push(dataOf(await client.POST('/api/networks', await form({ name, card: name, file: [`networks/cifar10-resnet10-${name}.onnx`] }))));
  }
  const photographs = (await readdir(path.join(projectRoot, 'photographs'))).filter((name) => name.endsWith('.png')).slice(0, photographCount);
  const imageSet = dataOf(await client.POST('/api/image-sets', await form({ name: 'photographs', files: photographs.map((name) => `photographs/${name}`), attribution: ['photographs/attribution.json'] })));
  expect(imageSet.images.every(({ attribution }) => attribution !== '')).toBe(true);

  // Runs may be asked for before there is a worker. The gate is open: this is about the way, not about the IRIs.
  const standard = dataOf(await client.GET('/api/runs/default-configuration'));
  const configuration = { ...standard, stopping: { maximumSteps: 8, targetDistance: 0 }, gate: { maximumDistance: 100, maximumNullPercentile: 1 }, nullPairCount: 10 };
  const queued = [];
  for (const { id } of networks) queued.push(dataOf(await client.POST('/api/runs', { body: { networkId: id, imageSetId: imageSet.id, configuration } })));
  worker = await startProcess(bundles.worker, environment);
  for (const { id } of queued) expect(await finished(client, id)).toMatchObject({ status: 'done', doneCount: photographCount, acceptedCount: photographCount, error: null });

  const texts = dataOf(await client.GET('/api/studies/default-configuration'));
  const draft = dataOf(
    await client.POST('/api/studies', {
      body: {
        configuration: { ...texts, design: { ...texts.design, perCondition: 3 }, trials: { catchCount: 1, practiceCount: 2, practicePassCount: 2, blockSize: 5 } },
        conditions: queued.map(({ id, network }) => ({ name: network.name, runId: id })),
      },
    }),
  );
  const study = dataOf(await client.POST('/api/studies/{studyId}/launch', { params: { path: { studyId: draft.id } } }));
  expect(study).toMatchObject({ status: 'live', stimulusCount: 2 * photographCount });

  const linkToken = new URL(study.raterUrl).pathname.split('/').at(-1) ?? '';
  const landing = dataOf(await createApiClient({ baseUrl }).GET('/api/rater/studies/{linkToken}', { params: { path: { linkToken } } }));
  expect(landing).toMatchObject({ status: 'open', trialCount: 7 });
  const entered = dataOf(await client.POST('/api/rater/studies/{linkToken}/sessions', { params: { path: { linkToken } }, body: { kind: 'simulated' } }));
  const rater = createApiClient({ baseUrl, bearerToken: entered.token });
  const params = { path: { sessionId: entered.sessionId } };
  const { consentHash } = entered.session;
  dataOf(await rater.POST('/api/rater/sessions/{sessionId}/consent', { params, body: { consentHash, tickedItems: entered.session.texts.consentItems.map((_, item) => item) } }));

  let crashed = false;
  for (;;) {
    const view: SessionView = dataOf(await rater.GET('/api/rater/sessions/{sessionId}', { params }));
    const trial = view.trials.find(({ trialIndex }) => trialIndex === view.nextTrialIndex);
    if (trial === undefined) break;
    // Half way through, the server crashes; the rater's browser notices only that it takes a moment.
    if (!crashed && view.practice.passed && view.progress.answered >= 5) {
      crashed = true;
      await api.kill();
      api = await startProcess(bundles.api, environment);
      expect(dataOf(await rater.GET('/api/rater/sessions/{sessionId}', { params }))).toEqual(view);
    }
    const [query, left, right] = await Promise.all(trial.pictures.map(({ url }) => seen(url)));
    const side = right === query ? 'right' : left === query ? 'left' : trial.trialIndex % 2 === 0 ? 'left' : 'right';
    const response = {
      responseId: randomUUID(), trialIndex: trial.trialIndex, round: trial.round, answer: { side }, responseTimeMs: 700, presentedAt: new Date().toISOString(),
      focusLossCount: 0, viewportWidthPx: 0, viewportHeightPx: 0, devicePixelRatio: 1, inputType: 'program', imageLoadMs: 0,
    } as const;
    dataOf(await rater.POST('/api/rater/sessions/{sessionId}/responses', { params, body: { responses: [response] } }));
  }
  expect(crashed).toBe(true);
  expect(api.lines.some((line) => line.includes('password'))).toBe(false);
  expect(dataOf(await rater.POST('/api/rater/sessions/{sessionId}/complete', { params })).completion).toEqual({ code: null, redirectUrl: null });

  const studyParams = { path: { studyId: study.id } };
  const results = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { ...studyParams, query: { kind: 'simulated', include: 'all' } } }));
  expect(results.scores.map(({ condition, score }) => [condition.name, score.n.trials])).toEqual([['standard', 3], ['robust', 3]]);
  expect(results.quality).toMatchObject({ completed: 1, catchAccuracy: 1 });
  expect(dataOf(await client.GET('/api/studies/{studyId}/results', { params: studyParams })).quality.sessions).toBe(0);

  const download = async (file: string): Promise<Uint8Array> => {
    const reply = await fetch(`${baseUrl}/api/studies/${study.id}/${file}`, { headers: { authorization: `Bearer ${token}` } });
    expect(reply.status).toBe(200);
    return new Uint8Array(await reply.arrayBuffer());
  };
  expect(new TextDecoder().decode(await download('dataset.csv')).trim().split('\r\n')).toHaveLength(1 + 2 + 7);
  expect((await download('dataset.zip')).subarray(0, 2)).toEqual(new TextEncoder().encode('PK'));
  expect((await download('contact-sheet.png')).subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'));

  // Told to stop, both leave in order.
  expect([await api.stop(), await worker.stop()]).toEqual([0, 0]);
});

it('SIGTERM answers what is under way, takes nothing new, and ends in order', async () => {
  await api.stop();
  api = await startProcess(bundles.api, environment);
  const body = JSON.stringify({ email: 'nobody@lab.example', password: 'not the password' });
  const sent = request(`${baseUrl}/api/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
  const status = new Promise<number | undefined>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    });
  });
  sent.write(body.slice(0, 10));
  // Answered after that: the half of the body has arrived.
  expect((await fetch(`${baseUrl}/live`)).status).toBe(200);
  const stopped = api.stop();
  await expect.poll(() => fetch(`${baseUrl}/live`).then(() => 'taken', () => 'refused'), { timeout: 120_000 }).toBe('refused');
  sent.end(body.slice(10));
  expect(await status).toBe(401);
  expect(await stopped).toBe(0);
});
