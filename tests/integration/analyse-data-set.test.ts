import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { sections, type AnalysisSettings, type SectionName } from '../../packages/analysis/src/index.ts';
import { analyseCommand } from '../../apps/cli/src/analyse/analyse-command.ts';
import { componentsOfDataSet } from '../../apps/cli/src/plan/components-of-data-set.ts';
import { analyseDataSet } from '../../apps/cli/src/analyse/analyse-data-set.ts';
import { enteredRater, sideOfIdentical } from '../../apps/api/src/testing/rater.ts';
import { shortConfiguration, storeRuns } from '../../apps/api/src/testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../apps/api/src/testing/test-app.ts';
import { unzip } from '../../apps/api/src/testing/unzip.ts';

let test: TestApp;
let folder: string;
let studyId: string;
let linkToken: string;
let targets: ReadonlySet<string>;
/** The data set as it was exported. */
let exported: Buffer;

beforeAll(async () => {
  test = await startTestApp();
  folder = await mkdtemp(path.join(tmpdir(), 'lookalike-analyse-'));
  const { runs } = await storeRuns(test, { targetCount: 6, rejected: [[5]] });
  // Names that programs take for something else.
  const [first, second] = runs;
  await test.store.prisma.network.update({ where: { id: first!.network.id }, data: { name: 'NA' } });
  await test.store.prisma.network.update({ where: { id: second!.network.id }, data: { name: '=1+1' } });
  const conditions = [{ name: 'NA', runId: first!.id }, { name: '=1+1', runId: second!.id }, { name: '-0.5, "quoted"', reference: 'original' }];
  const created = await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: { configuration: shortConfiguration({ title: 'NA', design: { targets: 'shared', perCondition: 4, answersPerStimulus: 8 } }), conditions, operation: { places: 9 } } });
  studyId = created.json().id;
  const launched = await test.asExperimenter({ method: 'POST', url: `/api/studies/${studyId}/launch` });
  linkToken = new URL(launched.json().raterUrl).pathname.split('/').at(-1)!;
  targets = new Set((await test.store.prisma.image.findMany()).map(({ fileHash }) => fileHash));

  for (const habit of [1, 0.6, 0.3, 0.8, 0]) await take('person', habit);
  await take('simulated', 0.5);
  await take('test', 1);
  const underWay = await enteredRater(test.app, linkToken);
  await underWay.consent();
  const withdrawn = await take('person', 1);
  await withdrawn.post('withdraw');
  await (await enteredRater(test.app, linkToken)).post('decline');
  // Kept, but flagged: without a word of why.
  const { sessions } = (await test.asExperimenter({ url: `/api/studies/${studyId}/sessions` })).json();
  const flagged = sessions.find(({ state, kind }: { state: string; kind: string }) => state === 'completed' && kind === 'person');
  expect((await test.asExperimenter({ method: 'PATCH', url: `/api/studies/${studyId}/sessions/${flagged.id}`, payload: { excludedBecause: 'A colleague' } })).statusCode).toBe(200);
  exported = (await test.asExperimenter({ url: `/api/studies/${studyId}/dataset.zip` })).rawPayload;
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param share of scored trials in which the target is taken */
async function take(kind: string, share: number): ReturnType<typeof enteredRater> {
  test.clock.now = new Date(test.clock.now.getTime() + 1000);
  const rater = await enteredRater(test.app, linkToken, { kind }, await test.experimenterToken());
  await rater.consent();
  let scored = 0;
  await rater.answerAll((trial, shown) => {
    const { query, left, right } = shown;
    if (query === left || query === right) return sideOfIdentical(trial, shown);
    const takesTarget = Math.floor(++scored * share) > Math.floor((scored - 1) * share);
    return targets.has(left ?? '') === takesTarget ? 'left' : 'right';
  });
  await rater.post('complete');
  return rater;
}

let serial = 0;
async function fileOf(bytes: Buffer): Promise<string> {
  const file = path.join(folder, `${++serial}.zip`);
  await writeFile(file, bytes);
  return file;
}

/** The data set with files changed, added (from nothing) or taken out (to nothing). */
async function changed(change: (name: string, content: Buffer) => Buffer | undefined): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of unzip(exported)) {
    const next = change(name, content);
    if (next !== undefined) zip.addBuffer(next, name);
  }
  zip.end();
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => void zip.outputStream.pipe(new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) })).on('finish', resolve).on('error', reject));
  return fileOf(Buffer.concat(chunks));
}

const replaced = (end: string, from: string | RegExp, to: string) => (name: string, content: Buffer): Buffer => {
  if (!name.endsWith(end)) return content;
  const text = content.toString().replace(from, to);
  expect(text).not.toBe(content.toString());
  return Buffer.from(text);
};

const scoresOf = (file: string) => analyseDataSet({ file, section: 'scores', settings: { raterKind: 'person', include: 'passed' } });

describe('an exported data set', () => {
  const settings = (['person', 'simulated', 'test', 'all'] as const).flatMap((raterKind) => (['passed', 'all'] as const).map((include): AnalysisSettings => ({ raterKind, include })));

  it.each((Object.keys(sections) as SectionName[]).flatMap((section) => settings.map((each) => [section, each.raterKind, each.include] as const)))('has the server’s %s of %s, %s', async (section, raterKind, include) => {
    const ask = () => test.asExperimenter({ url: `/api/studies/${studyId}/analysis/${section}?kind=${raterKind}&include=${include}` });
    await expect.poll(async () => (await ask()).statusCode, { timeout: 600_000 }).not.toBe(202);
    const reply = await ask();
    const analysed = await analyseDataSet({ file: await fileOf(exported), section, settings: { raterKind, include } });
    // To the last digit: the same code on the same numbers in the same order.
    expect(JSON.parse(JSON.stringify(analysed.result))).toEqual(reply.json().result);
  });

  it('keeps names that look like something else', async () => {
    const { dataSet, result } = await scoresOf(await fileOf(exported));
    expect(dataSet.context.study.conditions.map(({ name, networkName }) => [name, networkName])).toEqual([['NA', 'NA'], ['=1+1', '=1+1'], ['-0.5, "quoted"', undefined]]);
    expect(dataSet.checked.trials).toBeGreaterThan(50);
    expect((result as { scores: { score: { n: { raters: number } } }[] }).scores[0]?.score.n.raters).toBe(4);
  });

  it('says how much raters and targets differ, for a plan', async () => {
    const estimated = await componentsOfDataSet(await fileOf(exported), 'person');
    expect(estimated.n).toMatchObject({ conditions: 3, raters: 4 });
    expect(estimated.raterSd).toBeGreaterThan(0);
  });

  it('is printed as a table, or whole as JSON', async () => {
    const printed = async (...options: string[]): Promise<string> => {
      let text = '';
      const terminal = { isInteractive: false, columns: 120, now: () => 0, write: (more: string) => void (text += more) };
      await analyseCommand(terminal).parseAsync([await fileOf(exported), ...options], { from: 'user' });
      return text;
    };
    const table = await printed();
    expect(table).toMatch(/^NA\nPeople, without flagged sessions: 4 of 5 sessions with answers\.\nChecked: the study, \d+ pictures and \d+ trials are as they were exported\.\n/);
    expect(table).toMatch(/=1\+1 +0\.\d\d +0\.\d\d – /);
    expect(JSON.parse(await printed('--json', '--include', 'all')).quality.included).toBe(5);
    await expect(printed('--kind', 'robot')).rejects.toThrow();
  });
});

describe('a data set that is not what was exported is refused', () => {
  it.each([
    ['a picture is another one', 'analyse.hash_mismatch', (name: string, content: Buffer) => (/stimuli\/.*\.png$/.test(name) ? Buffer.concat([content, Buffer.from([0])]) : content)],
    ['a picture is missing', 'analyse.file_missing', (name: string, content: Buffer) => (/stimuli\/.*\.png$/.test(name) ? undefined : content)],
    ['the frozen study was changed', 'analyse.hash_mismatch', replaced('materials/study.json', /"places": \d+/, '"places": 3')],
    ['the configuration was changed', 'analyse.hash_mismatch', replaced('materials/study-configuration.json', '"perCondition": 4', '"perCondition": 3')],
    ['it says that it is of another configuration', 'analyse.hash_mismatch', replaced('analysis/analysis.json', /"configurationHash": "../, '"configurationHash": "zz')],
    ['trials are of another configuration', 'analyse.hash_mismatch', replaced('description-trials_data.csv', /,[0-9a-f]{64},/, `,${'0'.repeat(64)},`)],
    ['an outcome was changed', 'analyse.judgement_differs', replaced('description-items_data.csv', /,(scored,.*?),1,0\.5,target/, ',$1,0,0.5,target')],
    ['an answer is missing', 'analyse.judgement_differs', replaced('description-trials_data.csv', /\r\n[^\r]*,main,0,2afc,scored,[^\r]*/, '')],
    ['somebody was let through', 'analyse.judgement_differs', replaced('description-sessions_data.csv', /by_hand,A colleague/, ',')],
    ['a table is no table', 'analyse.unreadable', replaced('description-trials_data.csv', 'trial_index', 'index_of_trial')],
    ['it is of another program', 'analyse.not_a_data_set', (name: string, content: Buffer) => (name.endsWith('dataset_description.json') ? undefined : content)],
  ] as const)('%s', async (_, code, change) => {
    await expect(scoresOf(await changed(change))).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('an earlier version exported it, and it says what is missing and what to do', async () => {
    const refused = scoresOf(await changed((name, content) => (name.endsWith('materials/study.json') ? undefined : content)));
    await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'analyse.earlier_version', message: expect.stringMatching(/earlier version.*left the frozen study.*Export the study again/) }));
  });

  it('it breaks off, or is no ZIP file', async () => {
    await expect(scoresOf(await fileOf(exported.subarray(0, exported.length / 2)))).rejects.toThrow(expect.objectContaining({ code: 'analyse.unreadable' }));
    await expect(scoresOf(path.join(folder, 'nothing.zip'))).rejects.toThrow(expect.objectContaining({ code: 'analyse.unreadable' }));
  });
});
