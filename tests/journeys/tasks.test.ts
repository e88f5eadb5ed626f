import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, createApiClient, dataOf, type ApiClient, type components } from '@lookalike/client';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelledOriginals } from '../../apps/cli/src/observers/labelled-originals.ts';
import { openPerceptualObserver, type PerceptualObserver } from '../../apps/cli/src/observers/perceptual-observer.ts';
import { picturesOf } from '../../apps/cli/src/observers/pictures.ts';
import { simulateRaters } from '../../apps/cli/src/observers/simulate-raters.ts';
import { startPlatform, type Platform } from '../../apps/cli/src/supervisor/platform.ts';
import { generateConditions, labels } from './labelled-material.ts';

type StudyView = components['schemas']['StudyView'];
type Configuration = StudyView['configuration'];

const projectRoot = join(import.meta.dirname, '..', '..');
const raterCount = 3;
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What each task's study is, beside its defaults. */
const studies = [
  { task: { name: '2afc' }, perCondition: 5 },
  { task: { name: 'matching', setSize: 3, sets: { kind: 'near', distance: 'nlpd' } }, perCondition: 9 },
  { task: { name: 'classification', labels, onlyNamedByNetwork: false }, perCondition: 6 },
] satisfies readonly { readonly task: Configuration['task']; readonly perCondition: number }[];

let folder: string;
let platform: Platform;
let connection: { readonly baseUrl: string; readonly bearerToken: string };
let client: ApiClient;
let observer: PerceptualObserver;
let conditions: Awaited<ReturnType<typeof generateConditions>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookalike-tasks-'));
  const account = { email: 'experimenter@localhost', password: randomBytes(12).toString('base64url') };
  platform = await startPlatform({
    projectRoot, dataDirectory: join(folder, 'data'), databaseUrl: undefined, host: '127.0.0.1', preferredPort: 20_000 + (process.pid % 20_000), publicUrl: undefined,
    environment: { EXPERIMENTER_EMAIL: account.email, EXPERIMENTER_PASSWORD: account.password }, say: () => undefined,
  });
  const { token } = dataOf(await createApiClient({ baseUrl: platform.url }).POST('/api/sign-in', { body: account }));
  connection = { baseUrl: platform.url, bearerToken: token };
  client = createApiClient(connection);
  observer = await openPerceptualObserver(picturesOf(connection));
  conditions = await generateConditions(client);
});

afterAll(async () => {
  await observer?.close();
  await platform?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(studies)('a study of $task.name', ({ task, perCondition }) => {
  let study: StudyView;

  it('compares two objectives for each network with the originals, and simulated raters take it', async () => {
    const defaults = dataOf(await client.GET('/api/studies/default-configuration', { params: { query: { task: task.name } } }));
    const configuration: Configuration = {
      ...defaults, title: `Journey of ${task.name}`, task, design: { ...defaults.design, perCondition },
      trials: { catchCount: 2, practiceCount: 2, practicePassCount: 2, blockSize: 20 }, randomSeed: 'journey',
    };
    const draft = dataOf(await client.POST('/api/studies', { body: { configuration, conditions: [...conditions, { name: 'Original', reference: 'original' }] } }));
    study = await launchWhenMeasured(draft.id);
    expect(study).toMatchObject({ status: 'live', targetCount: 12, setCount: task.name === 'matching' ? 4 : null });

    const originals = await labelledOriginals(client, study);
    expect([...originals.keys()].sort()).toEqual(labels);
    const { trialCount } = dataOf(await client.GET('/api/rater/studies/{linkToken}', { params: { path: { linkToken: linkTokenOf(study) } } }));
    const trials = await simulateRaters({ ...connection, linkToken: linkTokenOf(study), raterCount, concurrency: raterCount, randomSeed: 'journey', observer, originals, onProgress: () => undefined });
    expect(trials).toBeGreaterThanOrEqual(raterCount * (trialCount + 2));
  });

  it(`has the scores in its results that ${hasPython ? 'a few lines of Python' : 'a few lines of JavaScript (there is no python3 here)'} compute from its ZIP file`, async () => {
    const results = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { path: { studyId: study.id }, query: { kind: 'simulated' } } }));
    expect(results.quality.sessions).toBe(raterCount);
    const recomputed = await scoresFromFiles(study.id);
    expect(Object.keys(recomputed).sort()).toEqual(results.scores.map(({ condition }) => condition.name).sort());
    expect(results.scores).toHaveLength(5);
    for (const { condition, score } of results.scores) {
      expect(recomputed[condition.name]!.count, condition.name).toBe(results.quality.included * perCondition);
      expect(score.estimate, condition.name).toBeCloseTo(recomputed[condition.name]!.score, 12);
    }
    // Only lapses keep the originals from 1; whoever guesses has 1/2 or 1/3.
    const original = results.scores.find(({ condition }) => condition.reference === 'original')!;
    expect(original.score.estimate).toBeGreaterThanOrEqual(0.8);
    for (const { score } of results.scores) expect(score.estimate).toBeLessThanOrEqual(original.score.estimate!);
  });

  it('has nothing of people in it', async () => {
    const people = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { path: { studyId: study.id }, query: { kind: 'person' } } }));
    expect(people.quality.sessions).toBe(0);
  });
});

/** Sets of targets that look alike need distances that the worker computes. */
async function launchWhenMeasured(studyId: string): Promise<StudyView> {
  for (;;) {
    try {
      return dataOf(await client.POST('/api/studies/{studyId}/launch', { params: { path: { studyId } } }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'study.distances_missing') throw error;
      await delay(300);
    }
  }
}

function linkTokenOf({ raterUrl }: StudyView): string {
  return raterUrl.split('/').at(-1) ?? '';
}

/** Without any of the project's code, from what an experimenter can download. */
async function scoresFromFiles(studyId: string): Promise<Readonly<Record<string, { readonly score: number; readonly count: number }>>> {
  const file = async (name: string): Promise<Buffer> => {
    const response = await fetch(`${platform.url}/api/studies/${studyId}/${name}`, { headers: { Authorization: `Bearer ${connection.bearerToken}` } });
    expect(response.status, name).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const zip = join(folder, `${studyId}.zip`);
  await writeFile(zip, await file('dataset.zip'));
  if (hasPython) return JSON.parse(execFileSync('python3', [join(import.meta.dirname, 'scores_from_zip.py'), zip], { encoding: 'utf8' })) as Awaited<ReturnType<typeof scoresFromFiles>>;

  // The same as scores_from_zip.py, from the table that is in the ZIP file too.
  const rows = parse(await file('dataset/items.csv'), { columns: true, bom: true }) as Readonly<Record<string, string>>[];
  const kept = rows.filter((row) => row['phase'] === 'main' && row['role'] === 'scored' && row['outcome'] !== '' && row['is_excluded'] === 'false');
  return Object.fromEntries([...new Set(kept.map((row) => row['condition_name']!))].map((name) => {
    const outcomes = kept.filter((row) => row['condition_name'] === name).map((row) => Number(row['outcome']));
    return [name, { score: outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length, count: outcomes.length }];
  }));
}
