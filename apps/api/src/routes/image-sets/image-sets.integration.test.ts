import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipartForm, type FormPart } from '../../testing/multipart.ts';
import { storedCounts } from '../../testing/row-counts.ts';
import { tinyPng } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const upload = (...parts: FormPart[]) => test.asExperimenter({ method: 'POST', url: '/api/image-sets', ...multipartForm(parts) });
const file = (fileName: string, bytes: Uint8Array): FormPart => ['files', { fileName, bytes }];
const csv = (text: string): FormPart => ['labels', { fileName: 'labels.csv', bytes: Buffer.from(text) }];
const json = (value: unknown): FormPart => ['attribution', { fileName: 'attribution.json', bytes: Buffer.from(JSON.stringify(value)) }];

it('images become a set in the order in which they came, with their attributions', async () => {
  const [a, b] = [await tinyPng('a', 12), await tinyPng('b')];
  const reply = await upload(['name', 'two'], file('b.png', b), file('a.png', a), json({ 'a.png': { author: 'Somebody', licence: 'CC BY 4.0' }, 'b.png': 'Public domain' }));
  expect(reply.statusCode).toBe(201);
  expect(reply.json()).toMatchObject({
    name: 'two',
    imageCount: 2,
    images: [{ name: 'b.png', widthPx: 8, attribution: 'Public domain' }, { name: 'a.png', widthPx: 12, attribution: 'Somebody; CC BY 4.0' }],
  });
  expect((await test.asExperimenter({ url: `/api/image-sets/${reply.json().id}` })).json()).toEqual(reply.json());
  const picture = await test.asExperimenter({ url: reply.json().images[1].url });
  expect(picture.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'private, max-age=31536000, immutable' });
  expect(picture.rawPayload).toEqual(Buffer.from(a));
  expect((await test.asExperimenter({ url: reply.json().images[1].url, headers: { 'if-none-match': picture.headers.etag as string } })).statusCode).toBe(304);
  expect((await test.app.inject({ url: reply.json().images[1].url })).json()).toMatchObject({ code: 'sign_in.required' });
});

it('the attribution file of our own photographs is understood', async () => {
  const folder = new URL('../../../../../photographs/', import.meta.url);
  const attribution: FormPart = ['attribution', { fileName: 'attribution.json', bytes: await readFile(new URL('attribution.json', folder)) }];
  const reply = await upload(['name', 'ours'], file('angelfish.png', await readFile(new URL('angelfish.png', folder))), attribution);
  expect(reply.json().images[0].attribution).toMatch(/Angelfish; Karelj; .*Public domain/);
});

it('folders say what images show', async () => {
  const reply = await upload(['name', 'folders'], file('bird/0000.png', await tinyPng('bird')), file('vögel/0000.png', await tinyPng('Vogel')), file('0001.png', await tinyPng('alone')), json({ 'bird/0000.png': 'me', '0001.png': 'you' }));
  expect(reply.statusCode).toBe(201);
  expect(reply.json().images).toMatchObject([
    { name: 'bird/0000.png', label: 'bird', attribution: 'me', licence: '', source: '' },
    { name: 'vögel/0000.png', label: 'vögel', attribution: '' },
    { name: '0001.png', label: null, attribution: 'you' },
  ]);
});

it('a table says it in place of the folders', async () => {
  const table = csv('label,file,licence,source,attribution\nraptor,0000.png,CC0,https://example.org,Somebody\n,0001.png,,,\n');
  const reply = await upload(['name', 'table'], file('bird/0000.png', await tinyPng('t0')), file('bird/0001.png', await tinyPng('t1')), table, json({ '0000.png': 'nobody' }));
  expect(reply.json().images).toMatchObject([
    { name: 'bird/0000.png', label: 'raptor', attribution: 'Somebody', licence: 'CC0', source: 'https://example.org' },
    { name: 'bird/0001.png', label: null, attribution: '' },
  ]);
});

it('what is left out is passed over, and so are the rows about it', async () => {
  const files = [file('a/0.png', await tinyPng('l0')), file('a/bad.png', Buffer.from('bad'))];
  const table = csv('file,label\na/0.png,a\na/bad.png,a\na/huge.png,a\n');
  expect((await upload(['name', 'left'], ...files, table)).statusCode).toBe(422);
  const reply = await upload(['name', 'left'], ['leaveOut', JSON.stringify(['a/bad.png', 'a/huge.png'])], ...files, table);
  expect(reply.json()).toMatchObject({ imageCount: 1, images: [{ name: 'a/0.png', label: 'a' }] });
  expect((await upload(['name', 'x'], ['leaveOut', 'a/bad.png'], ...files)).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/leaveOut' }] });
});

describe('refused as a whole, and nothing is stored', () => {
  it('broken images, each named', async () => {
    const before = await storedCounts(test);
    const good = await tinyPng('good', 64);
    const reply = await upload(['name', 'broken'], file('good.png', good), file('text.png', Buffer.from('no image at all')), file('half.png', good.subarray(0, good.length / 2)), file('copy.png', good));
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({
      code: 'images.refused',
      issues: [
        { path: 'text.png', code: 'images.not_an_image' },
        { path: 'half.png', code: 'images.truncated' },
        { path: 'copy.png', code: 'images.repeated' },
      ],
    });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('no images, a bad attribution file, no name', async () => {
    const before = await storedCounts(test);
    expect((await upload(['name', 'none'])).json()).toMatchObject({ status: 422, code: 'images.refused' });
    const reply = await upload(['name', 'x'], file('a.png', await tinyPng('x')), json([1, 2]));
    expect(reply.json()).toMatchObject({ status: 422, issues: [{ path: 'attribution.json' }] });
    expect((await upload(file('a.png', await tinyPng('x')))).json()).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('a file that is larger than an image may be', async () => {
    const before = await storedCounts(test);
    const reply = await upload(['name', 'huge'], file('huge.png', new Uint8Array(33 * 1024 * 1024)), file('good.png', await tinyPng('good')), file('text.png', Buffer.from('no image')));
    expect(reply.json()).toMatchObject({ status: 422, code: 'images.refused', issues: [{ path: 'huge.png', code: 'images.file_too_large' }, { path: 'text.png', code: 'images.not_an_image' }] });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('names that lead out of a folder', async () => {
    const before = await storedCounts(test);
    const names = ['../a.png', '/a.png', 'a\\b.png', 'C:/a.png', 'a//b.png', './a.png'];
    const reply = await upload(['name', 'paths'], ...(await Promise.all(names.map(async (name) => file(name, await tinyPng(name))))));
    expect(reply.json().issues.map(({ code }: { code: string }) => code)).toEqual(names.map(() => 'images.path_unsafe'));
    expect(await storedCounts(test)).toEqual(before);
  });

  it('a row about a file that is not there, and a column that is unknown', async () => {
    const before = await storedCounts(test);
    const reply = await upload(['name', 'rows'], file('bird/0.png', await tinyPng('row')), csv('file,label,colour\nbird/0.png,bird,red\nbird/1.png,bird,red\n'));
    expect(reply.json()).toMatchObject({
      status: 422,
      code: 'images.refused',
      issues: [{ path: 'labels.csv:1', code: 'table.column_unknown', message: expect.stringContaining('"colour"') }, { path: 'labels.csv:3', code: 'images.label_of_missing_file', message: expect.stringContaining('bird/1.png') }],
    });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('a name that is taken', async () => {
    await upload(['name', 'taken'], file('a.png', await tinyPng('first')));
    const before = (await test.asExperimenter({ url: '/api/image-sets' })).json();
    expect((await upload(['name', 'taken'], file('a.png', await tinyPng('second')))).json()).toMatchObject({ status: 409, code: 'images.name_taken' });
    expect((await test.asExperimenter({ url: '/api/image-sets' })).json()).toEqual(before);
  });
});
