import { afterAll, beforeAll, expect, it } from 'vitest';
import { multipartForm, type FormPart } from '../../testing/multipart.ts';
import { storedCounts } from '../../testing/row-counts.ts';
import { tinyPng } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { zipOf, type ZipPart } from '../../testing/zip.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const upload = (...parts: FormPart[]) => test.asExperimenter({ method: 'POST', url: '/api/image-sets', ...multipartForm(parts) });
const zip = (...parts: ZipPart[]): FormPart => ['files', { fileName: 'pictures.zip', bytes: zipOf(parts) }];
const picture = async (path: string): Promise<ZipPart> => ({ path, bytes: await tinyPng(path) });

it('a ZIP file is the images in it, with the tables that lie beside them', async () => {
  const reply = await upload(
    ['name', 'zipped'],
    zip(
      await picture('photos/bird/0.png'),
      { path: '__MACOSX/photos/bird/._0.png', bytes: Buffer.from('x') },
      await picture('photos/cat/0.png'),
      { path: 'photos/labels.csv', bytes: Buffer.from('file,licence\nbird/0.png,CC0\n') },
      { path: 'photos/attribution.json', bytes: Buffer.from('{"cat/0.png":"me"}') },
    ),
    ['files', { fileName: 'alone.png', bytes: await tinyPng('alone') }],
  );
  expect(reply.json()).toMatchObject({
    imageCount: 3,
    images: [
      { name: 'photos/bird/0.png', label: 'bird', licence: 'CC0', attribution: '' },
      { name: 'photos/cat/0.png', label: 'cat', attribution: 'me' },
      { name: 'alone.png', label: null },
    ],
  });
  expect((await test.asExperimenter({ url: reply.json().images[0].url })).rawPayload).toEqual(Buffer.from(await tinyPng('photos/bird/0.png')));
});

it('files in it that are unfit are named, and can be left out', async () => {
  const before = await storedCounts(test);
  const parts = zip(await picture('a/0.png'), { path: 'README.txt', bytes: Buffer.from('read me') }, { path: 'a/copy.png', bytes: await tinyPng('a/0.png') });
  const refused = await upload(['name', 'unfit'], parts);
  expect(refused.json()).toMatchObject({ status: 422, code: 'images.refused', issues: [{ path: 'README.txt', code: 'images.not_an_image' }, { path: 'a/copy.png', code: 'images.repeated' }] });
  expect(await storedCounts(test)).toEqual(before);
  const paths = refused.json().issues.map(({ path }: { path: string }) => path);
  expect((await upload(['name', 'unfit'], ['leaveOut', JSON.stringify(paths)], parts)).json()).toMatchObject({ imageCount: 1 });
});

it('a bomb, a path that leads out, a ZIP file inside and a lie about the size store nothing and say where', async () => {
  const before = await storedCounts(test);
  const good = await picture('good.png');
  const cases: readonly [ZipPart, string][] = [
    [{ path: 'bomb.png', bytes: Buffer.alloc(20 * 1024 ** 2) }, 'archive.ratio'],
    [{ path: '../../evil.png', bytes: good.bytes }, 'archive.path_unsafe'],
    [{ path: 'inner.png', bytes: zipOf([good]) }, 'archive.nested'],
    [{ path: 'more.png', bytes: Buffer.alloc(20 * 1024 ** 2), claims: { unpackedBytes: 10 } }, 'archive.unreadable'],
  ];
  for (const [part, code] of cases) {
    const reply = await upload(['name', 'bomb'], zip(good, part));
    expect(reply.json()).toMatchObject({ status: 422, code, detail: expect.stringContaining(part.path), issues: [{ path: `pictures.zip/${part.path}`, code }] });
  }
  expect(await storedCounts(test)).toEqual(before);
});
