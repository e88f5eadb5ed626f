import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerTo, enteredRater, sideOfIdentical } from '../../testing/rater.ts';
import { launchStudyOf, shortConfiguration, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { unzip } from '../../testing/unzip.ts';

let test: TestApp;
let study: LaunchedStudy;
beforeAll(async () => {
  test = await startTestApp();
  study = await launchStudyOf(test, { title: 'Café, "quoted"' }, { authors: ['Ada Lovelace'], dataLicence: 'CC-BY-4.0', completionCode: 'SECRETCODE', places: 4 });
  const rater = await enteredRater(test.app, study.linkToken, { kind: 'person', platformParameters: { PROLIFIC_PID: 'secret-person' } });
  const { trials } = await rater.consent();
  // A failed round of practice first: repeated practice is in the export, too.
  const { shown } = await rater.known();
  await rater.post('responses', { responses: trials.map((trial) => ({ ...answerTo(trial, sideOfIdentical(trial, shown(trial)) === 'left' ? 'right' : 'left'), comment: 'a personal comment' })) });
  await rater.answerAll();
  await rater.post('complete');
  later();
  const simulated = await enteredRater(test.app, study.linkToken, { kind: 'simulated' }, await test.experimenterToken());
  await simulated.consent();
  await simulated.answerAll();
  later();
  const withdrawn = await enteredRater(test.app, study.linkToken);
  await withdrawn.consent();
  await withdrawn.answerAll();
  await withdrawn.post('withdraw');
  later();
  const declined = await enteredRater(test.app, study.linkToken);
  await declined.post('decline');
});
afterAll(() => test.close());

/** Sessions stand in the order in which they were begun. */
const later = (): void => void (test.clock.now = new Date(test.clock.now.getTime() + 1000));

const get = (file: string) => test.asExperimenter({ url: `/api/studies/${study.studyId}/${file}` });
const cellsOf = (text: string): Record<string, string>[] => parse(text, { columns: true, record_delimiter: '\r\n' });
const table = async (name: string): Promise<Record<string, string>[]> => cellsOf((await get(`dataset/${name}.csv`)).body);

it('the CSV has a row for everything that was presented and answered, practice and simulated sessions included', async () => {
  const reply = await get('dataset.csv');
  expect(reply.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="study-cafequoted_task-2afc_description-trials_data.csv"' });
  expect(reply.body).toBe((await get('dataset/trials.csv')).body);
  const all = cellsOf(reply.body);
  // Person: 2 + 2 practice and 9 main trials. Program: 2 and 9.
  expect(all).toHaveLength(13 + 11);
  expect(new Set(all.map(({ trial_id }) => trial_id)).size).toBe(all.length);
  expect(all.filter(({ phase, round }) => phase === 'practice' && round === '1')).toHaveLength(2);
  expect(all.filter(({ is_simulated }) => is_simulated === 'true')).toHaveLength(11);
  const scored = all.find(({ role }) => role === 'scored');
  expect(scored).toMatchObject({ phase: 'main', task: '2afc', factor_layer: 'features', factor_objective: 'regularizer-free', factor_seed_kind: 'super-noise', response_time_ms: '812.5', is_test: 'false', chance: '0.5' });
  expect([scored?.['left_hash'], scored?.['right_hash']]).toContain(scored?.['seed_hash']);
  expect(all.filter(({ role, phase }) => role === 'catch' && phase === 'main')).toHaveLength(2);
});

it('identifiers of recruiting platforms, codes and withdrawn answers never leave, and comments only when asked for', async () => {
  const plain = unzip((await get('dataset.zip')).rawPayload);
  const texts = [...plain].filter(([name]) => !name.endsWith('.png')).map(([, content]) => content.toString());
  for (const secret of ['secret-person', 'SECRETCODE', 'a personal comment', 'experimenter@localhost']) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  expect(new Set((await table('trials')).map(({ participant_id }) => participant_id)).size).toBe(2);

  const withComments = unzip((await get('dataset.zip?comments=true')).rawPayload);
  const extra = [...withComments.keys()].filter((name) => !plain.has(name));
  expect(extra).toEqual(['lookalike-cafequoted/data/study-cafequoted_task-2afc_description-comments_data.csv']);
  expect(cellsOf(withComments.get(extra[0] ?? '')?.toString() ?? '').map(({ comment }) => comment)).toEqual(['a personal comment', 'a personal comment']);
});

it('the sessions are all that entered, with how they ended', async () => {
  const sessions = await table('sessions');
  expect(sessions.map(({ ending, kind }) => [ending, kind])).toEqual([['completed', 'person'], ['in_progress', 'simulated'], ['withdrawn', 'person'], ['declined', 'person']]);
  expect(sessions[2]).toMatchObject({ participant_id: '', created_at: '', answer_count: '' });
  expect(sessions[0]).toMatchObject({ answer_count: '13', practice_round_count: '2', catch_count: '1', catch_right_count: '1', is_excluded: 'false' });
});

it('items, stimuli, conditions, networks and images refer to one another', async () => {
  const [trials, items, stimuli, conditions, networks, images] = await Promise.all(['trials', 'items', 'stimuli', 'conditions', 'networks', 'images'].map(table));
  const ids = (rows: Record<string, string>[] | undefined, name: string): Set<string> => new Set(rows?.map((row) => row[name] ?? '').filter((id) => id !== ''));
  const inside = (some: Set<string>, all: Set<string>): string[] => [...some].filter((id) => !all.has(id));
  expect(inside(ids(items, 'trial_id'), ids(trials, 'trial_id'))).toEqual([]);
  expect(inside(ids(items, 'iri_id'), ids(stimuli, 'iri_id'))).toEqual([]);
  expect(inside(ids(stimuli, 'target_id'), ids(images, 'target_id'))).toEqual([]);
  expect(inside(ids(stimuli, 'condition_id'), ids(conditions, 'condition_id'))).toEqual([]);
  expect(inside(ids(conditions, 'network_file_hash'), ids(networks, 'file_hash'))).toEqual([]);
  // Two conditions, four targets each, four places that show every target once.
  expect(stimuli?.map(({ planned_count, is_shown }) => [planned_count, is_shown])).toEqual(Array.from({ length: 8 }, () => ['4', 'true']));
});

it('the dictionary explains every column of every table', async () => {
  const explained = cellsOf((await get('dictionary.csv')).body);
  for (const name of ['trials', 'items', 'sessions', 'stimuli', 'conditions', 'networks', 'images', 'comments']) {
    const [header = ''] = (await get(`dataset/${name}.csv`)).body.split('\r\n');
    expect(explained.filter((row) => row['table'] === name).map(({ column }) => column)).toEqual(header.split(','));
  }
});

it('the zip holds the whole data set and can be unpacked', async () => {
  const reply = await get('dataset.zip');
  expect(reply.headers['content-type']).toBe('application/zip');
  const files = unzip(reply.rawPayload);
  const folder = 'lookalike-cafequoted';
  const data = (name: string): string => `data/study-cafequoted_task-2afc_description-${name}_data.csv`;
  const tables = ['trials', 'items', 'sessions', 'stimuli', 'conditions', 'networks', 'images'];
  const pictures = [...files.keys()].filter((name) => name.startsWith(`${folder}/stimuli/`));
  const others = ['CHANGES', 'README.md', 'dataset_description.json', 'documentation/data-dictionary.csv', 'materials/contact-sheet.png', 'materials/study-configuration.json', 'materials/study.json', 'analysis/analysis.json', ...tables.map(data)];
  expect([...files.keys()].filter((name) => !pictures.includes(name)).sort()).toEqual(others.map((name) => `${folder}/${name}`).sort());
  for (const name of tables) expect(files.get(`${folder}/${data(name)}`)?.toString()).toBe((await get(`dataset/${name}.csv`)).body);

  // Eight IRIs, four targets, four seeds; each named by what is in it.
  expect(pictures).toHaveLength(16);
  for (const name of pictures) expect(name).toBe(`${folder}/stimuli/${createHash('sha256').update(files.get(name) ?? '').digest('hex')}.png`);

  const json = (name: string) => JSON.parse(files.get(`${folder}/${name}`)?.toString() ?? '');
  expect(json('dataset_description.json')).toMatchObject({ '@type': 'Dataset', name: 'Café, "quoted"', author: [{ name: 'Ada Lovelace' }], license: 'CC-BY-4.0' });
  expect(json('materials/study-configuration.json')).toMatchObject({ title: 'Café, "quoted"', task: { name: '2afc' } });
  const results = (await get('results')).json();
  expect(json('analysis/analysis.json')).toMatchObject({
    operation: { places: 4, dataLicence: 'CC-BY-4.0' },
    quality: shortConfiguration().quality,
    bootstrap: { draws: 2000, level: 0.95, scores: results.scores.map(({ condition, randomSeed }: { condition: { id: string }; randomSeed: string }) => ({ conditionId: condition.id, randomSeed })) },
  });
  expect(files.get(`${folder}/materials/contact-sheet.png`)?.subarray(1, 4).toString()).toBe('PNG');
});

it('only experimenters get it', async () => {
  for (const file of ['dataset.csv', 'dataset/items.csv', 'dataset/comments.csv', 'dictionary.csv', 'dataset.zip', 'results']) {
    expect((await test.app.inject({ url: `/api/studies/${study.studyId}/${file}` })).json()).toMatchObject({ status: 401, code: 'sign_in.required' });
  }
  const nowhere = await test.asExperimenter({ url: '/api/studies/00000000-0000-4000-8000-000000000000/dataset.zip' });
  expect(nowhere.json()).toMatchObject({ status: 404, code: 'study.not_found' });
  expect((await get('dataset/people.csv')).statusCode).toBe(404);
});
