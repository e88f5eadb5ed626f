import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerTo, enteredRater } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { unzip } from '../../testing/unzip.ts';

let test: TestApp;
let study: LaunchedStudy;
beforeAll(async () => {
  test = await startTestApp();
  study = await launchStudyOf(test, { title: 'Café, "quoted"' });
  const rater = await enteredRater(test.app, study.linkToken, { kind: 'person', platformParameters: { PROLIFIC_PID: 'secret-person' } });
  const { trials } = await rater.consent();
  // A failed round of practice first: repeated practice is in the export, too.
  await rater.post('responses', { responses: trials.map((trial) => answerTo(trial, trial.queryUrl === trial.leftUrl ? 'right' : 'left')) });
  await rater.answerAll();
  await rater.post('complete');
  const simulated = await enteredRater(test.app, study.linkToken, { kind: 'simulated' });
  await simulated.consent();
  await simulated.answerAll();
  const withdrawn = await enteredRater(test.app, study.linkToken);
  await withdrawn.consent();
  await withdrawn.answerAll();
  await withdrawn.post('withdraw');
});
afterAll(() => test.close());

const get = (file: string) => test.asExperimenter({ url: `/api/studies/${study.studyId}/${file}` });

async function rows(): Promise<Record<string, string>[]> {
  const [header = '', ...lines] = (await get('dataset.csv')).body.trimEnd().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
}

it('the CSV has a row for everything that was presented and answered, practice and simulated sessions included', async () => {
  const reply = await get('dataset.csv');
  expect(reply.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="study-cafequoted_task-2afc_data.csv"' });
  const all = await rows();
  // Person: 2 + 2 practice and 9 main trials. Program: 2 and 9.
  expect(all).toHaveLength(13 + 11);
  expect(new Set(all.map(({ row_id }) => row_id)).size).toBe(all.length);
  expect(all.filter(({ phase, practice_round }) => phase === 'practice' && practice_round === '1')).toHaveLength(2);
  expect(all.filter(({ is_simulated }) => is_simulated === 'true')).toHaveLength(11);
  const comparison = all.find(({ trial_type }) => trial_type === 'comparison');
  expect(comparison).toMatchObject({ phase: 'main', layer: 'features', objective: 'regularizer-free', seed_kind: 'super-noise', rt_ms: '812.5', is_test: 'false' });
  expect([comparison?.left_id, comparison?.right_id]).toContain(comparison?.seed_id);
  expect(all.filter(({ is_catch }) => is_catch === 'true')).toHaveLength(2);
});

it('identifiers of recruiting platforms and withdrawn answers never leave', async () => {
  expect((await get('dataset.csv')).body).not.toContain('secret-person');
  const participants = new Set((await rows()).map(({ participant_id }) => participant_id));
  expect(participants.size).toBe(2);
});

it('the dictionary explains every column of the CSV', async () => {
  const columns = (await get('dataset.csv')).body.split('\r\n')[0]?.split(',') ?? [];
  const explained = (await get('dictionary.csv')).body.split('\r\n').slice(1).map((line) => line.split(',')[0]);
  expect(explained.slice(0, columns.length)).toEqual(columns);
});

it('the zip holds the whole data set and can be unpacked', async () => {
  const reply = await get('dataset.zip');
  expect(reply.headers['content-type']).toBe('application/zip');
  const files = unzip(reply.rawPayload);
  const folder = 'lookalike-cafequoted';
  const data = `${folder}/data/study-cafequoted_task-2afc_data.csv`;
  expect([...files.keys()].sort()).toEqual([...['CHANGES', 'README.md', 'dataset_description.json', 'documentation/data-dictionary.csv', 'materials/contact-sheet.png'].map((name) => `${folder}/${name}`), data].sort());
  expect(files.get(data)?.toString()).toBe((await get('dataset.csv')).body);
  expect(JSON.parse(files.get(`${folder}/dataset_description.json`)?.toString() ?? '')).toMatchObject({ '@type': 'Dataset', name: 'Café, "quoted"' });
  expect(files.get(`${folder}/materials/contact-sheet.png`)?.subarray(1, 4).toString()).toBe('PNG');
});

it('only experimenters get it', async () => {
  for (const file of ['dataset.csv', 'dictionary.csv', 'dataset.zip', 'results']) {
    expect((await test.app.inject({ url: `/api/studies/${study.studyId}/${file}` })).json()).toMatchObject({ status: 401, code: 'sign_in.required' });
  }
  const nowhere = await test.asExperimenter({ url: '/api/studies/00000000-0000-4000-8000-000000000000/dataset.zip' });
  expect(nowhere.json()).toMatchObject({ status: 404, code: 'study.not_found' });
});
