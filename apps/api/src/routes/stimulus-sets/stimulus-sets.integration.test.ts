import { listNetworks, recordStimulusAudit } from '@lookalike/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipartForm, type FormPart } from '../../testing/multipart.ts';
import { storedCounts } from '../../testing/row-counts.ts';
import { storeRuns, tinyPng } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { zipOf, type ZipPart } from '../../testing/zip.ts';

let test: TestApp;
let network: { readonly id: string; readonly name: string };
beforeAll(async () => {
  test = await startTestApp();
  await storeRuns(test, { networkCount: 1, targetCount: 2 });
  network = (await listNetworks(test.store.prisma))[0]!;
});
afterAll(() => test.close());

const upload = (...parts: FormPart[]) => test.asExperimenter({ method: 'POST', url: '/api/stimulus-sets', ...multipartForm(parts) });
const picture = async (path: string, sidePx = 8): Promise<ZipPart> => ({ path, bytes: await tinyPng(path, sidePx) });
const zip = async (...paths: string[]): Promise<FormPart> => ['files', { fileName: 'stimuli.zip', bytes: zipOf(await Promise.all(paths.map((path) => picture(path)))) }];
const table = (...lines: string[]): FormPart => ['table', { fileName: 'table.csv', bytes: Buffer.from(lines.join('\n')) }];

it('a ZIP file and a table become conditions, each stimulus with its target and seed', async () => {
  const reply = await upload(
    ['name', 'elsewhere'],
    await zip('t/0.png', 's/robust/0.png', 's/standard/0.png', 'n/0.png', 'unused.txt'),
    table('target,stimulus,seed,condition,factor_loss,label', 't/0.png,robust/0.png,n/0.png,robust,adversarial,bird', 't/0.png,standard/0.png,,standard,plain,bird'),
  );
  expect(reply.statusCode).toBe(201);
  expect(reply.json()).toMatchObject({
    name: 'elsewhere',
    conditions: [{ name: 'robust', stimulusCount: 1 }, { name: 'standard', stimulusCount: 1 }],
    stimuli: [
      { condition: 'robust', factors: { loss: 'adversarial' }, target: { name: 't/0.png' }, stimulus: { name: 's/robust/0.png' }, seed: { name: 'n/0.png' }, label: 'bird', network: null, audit: null },
      { condition: 'standard', factors: { loss: 'plain' }, seed: null },
    ],
  });
  expect((await test.asExperimenter({ url: reply.json().stimuli[0].stimulus.url })).rawPayload).toEqual(Buffer.from(await tinyPng('s/robust/0.png')));
  expect((await test.asExperimenter({ url: `/api/stimulus-sets/${reply.json().id}` })).json()).toEqual(reply.json());
  const { stimuli, ...summary } = reply.json();
  expect(stimuli).toHaveLength(2);
  expect((await test.asExperimenter({ url: '/api/stimulus-sets' })).json().stimulusSets).toContainEqual(summary);
  expect((await test.app.inject({ url: '/api/stimulus-sets' })).statusCode).toBe(401);
});

it('where a network is named, a worker is asked to audit, and its verdict is shown', async () => {
  const sent = test.jobs.length;
  const reply = await upload(['name', 'audited'], await zip('t.png', 's.png'), table('target,stimulus,condition,network', `t.png,s.png,a,${network.name}`));
  expect(reply.json().stimuli).toMatchObject([{ network: { id: network.id, name: network.name, layer: 'features' }, audit: { state: 'pending', representationDistance: null } }]);
  expect(test.jobs.slice(sent)).toEqual([{ stimulusSetId: reply.json().id }]);
  const { id } = reply.json().stimuli[0];
  const read = async () => (await test.asExperimenter({ url: `/api/stimulus-sets/${reply.json().id}` })).json().stimuli[0].audit;
  await recordStimulusAudit(test.store.prisma, id, { state: 'done', representationDistance: 0.02, nullPercentile: 0.01, nullPairCount: 90, topClass: { target: 3, stimulus: 4 }, device: 'cpu' });
  expect(await read()).toEqual({ state: 'done', representationDistance: 0.02, nullPercentile: 0.01, nullPairCount: 90, topClass: { target: 3, targetName: null, stimulus: 4, stimulusName: null, isSame: false }, device: 'cpu', message: null });
  await recordStimulusAudit(test.store.prisma, id, { state: 'failed', code: 'iri.too_few_images', message: 'Too few.' });
  expect(await read()).toMatchObject({ state: 'failed', message: 'Too few.', topClass: null });
});

describe('refused as a whole, and nothing is stored', () => {
  const refusal = async (...parts: FormPart[]) => {
    const before = await storedCounts(test);
    const reply = await upload(['name', 'refused'], ...parts);
    expect(await storedCounts(test)).toEqual(before);
    return reply.json();
  };

  it('files that are missing, no images, or of another size', async () => {
    const parts = zipOf([await picture('t.png'), await picture('large.png', 16), { path: 'text.png', bytes: Buffer.from('no image') }]);
    expect(await refusal(['files', { fileName: 'a.zip', bytes: parts }], table('target,stimulus,condition', 't.png,gone.png,a', 't.png,text.png,a', 't.png,large.png,a', 'text.png,t.png,a'))).toMatchObject({
      status: 422,
      code: 'stimuli.refused',
      issues: [
        { path: 'table.csv:2', code: 'stimuli.file_missing', message: expect.stringContaining('gone.png') },
        { path: 'text.png', code: 'images.not_an_image' },
        { path: 'table.csv:4', code: 'stimuli.size_differs' },
      ],
    });
  });

  it('networks and layers that are not there', async () => {
    expect(await refusal(await zip('t.png', 's.png'), table('target,stimulus,condition,network,layer', 't.png,s.png,a,Nobody,', `t.png,s.png,b,${network.name},nowhere`))).toMatchObject({
      issues: [{ path: 'table.csv:2', code: 'stimuli.network_unknown' }, { path: 'table.csv:3', code: 'stimuli.layer_unknown' }],
    });
  });

  it('no table, two tables, a bad one, and a ZIP file that leads out of itself', async () => {
    expect(await refusal(await zip('t.png'))).toMatchObject({ code: 'stimuli.refused', issues: [{ path: '/table' }] });
    expect(await refusal(await zip('t.png', 'stimuli.csv'), table('target'))).toMatchObject({ issues: [{ path: 'stimuli.csv', code: 'stimuli.table_repeated' }] });
    expect(await refusal(await zip('t.png'), table('target,colour', 'a,b'))).toMatchObject({ issues: [{ code: 'table.column_missing' }, { code: 'table.column_missing' }, { code: 'table.column_unknown' }] });
    expect(await refusal(await zip('t.png', '../s.png'), table('target,stimulus,condition', 't.png,s.png,a'))).toMatchObject({ status: 422, code: 'archive.path_unsafe' });
  });

  it('a name that is taken', async () => {
    const parts = [await zip('t.png', 's.png'), table('target,stimulus,condition', 't.png,s.png,a')];
    await upload(['name', 'taken'], ...parts);
    const before = await storedCounts(test);
    expect((await upload(['name', 'taken'], ...parts)).json()).toMatchObject({ status: 409, code: 'stimuli.name_taken' });
    expect(await storedCounts(test)).toEqual(before);
  });
});
