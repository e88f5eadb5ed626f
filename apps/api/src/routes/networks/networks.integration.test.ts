import { readFile } from 'node:fs/promises';
import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipartForm, type FormPart } from '../../testing/multipart.ts';
import { storedCounts } from '../../testing/row-counts.ts';
import { tinyNetwork } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const upload = (...parts: FormPart[]) => test.asExperimenter({ method: 'POST', url: '/api/networks', ...multipartForm(parts) });
const file = (bytes: Uint8Array): FormPart => ['file', { fileName: 'network.onnx', bytes }];

it('an ONNX file becomes a network with its layers, counts and default layer', async () => {
  const bytes = await readFile(new URL('../../../../../networks/cifar10-resnet10-robust.onnx', import.meta.url));
  const reply = await upload(['name', 'robust'], ['card', '# Robust'], file(bytes));
  expect(reply.statusCode).toBe(201);
  const network = reply.json();
  expect(network).toMatchObject({ name: 'robust', card: '# Robust', inputHeightPx: 32, inputWidthPx: 32, runCount: 0 });
  expect(network.layers.filter(({ isDefault }: { isDefault: boolean }) => isDefault).map(({ name }: { name: string }) => name)).toEqual([network.defaultLayer]);
  expect(network.parameterCount).toBeGreaterThan(1_000_000);
  expect(network.operatorCounts.Conv).toBeGreaterThan(8);

  const again = await upload(['name', 'another name'], file(bytes));
  expect(again.statusCode).toBe(200);
  expect(again.json()).toEqual(network);
  expect((await test.asExperimenter({ url: `/api/networks/${network.id}` })).json()).toEqual(network);
  expect((await test.asExperimenter({ url: '/api/networks' })).json().networks).toEqual([network]);
});

describe('refused, and nothing is stored', () => {
  const unsupported = (): Uint8Array => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] })));
    const bytes = writeOnnx(b.build());
    // The operator's name stands in the file as plain text; both have four letters.
    return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('Relu', 'Rolu'), 'latin1');
  };
  const greyscale = (): Uint8Array => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('image', { type: 'float32', shape: ['N', 1, 8, 8] })));
    return writeOnnx(b.build());
  };

  it.each([
    ['a text', () => new TextEncoder().encode('This is not a network. '.repeat(20)), 422, /^graph\./],
    ['an empty file', () => new Uint8Array(), 422, /^graph\./],
    ['a truncated file', () => tinyNetwork('whole').subarray(0, 300), 422, /^graph\./],
    ['an unsupported operator', unsupported, 422, /^graph\.unknown_operator$/],
    ['a network for grey images', greyscale, 422, /^network\.unfit$/],
  ])('%s', async (_name, bytes, status, code) => {
    const before = await storedCounts(test);
    const reply = await upload(['name', 'bad'], file(bytes()));
    expect([reply.statusCode, reply.json().code]).toEqual([status, expect.stringMatching(code)]);
    expect(reply.json().detail.length).toBeGreaterThan(20);
    expect(await storedCounts(test)).toEqual(before);
  });

  it('an unsupported operator is named, with what is supported', async () => {
    const { detail } = (await upload(['name', 'bad'], file(unsupported()))).json();
    expect(detail).toContain('Rolu');
    expect(detail).toContain('Conv');
  });

  it('a form without a name, without a file, or no form at all', async () => {
    const before = await storedCounts(test);
    expect((await upload(file(tinyNetwork()))).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/name' }] });
    expect((await upload(['name', 'x'])).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/file' }] });
    const json = await test.asExperimenter({ method: 'POST', url: '/api/networks', payload: { name: 'x' } });
    expect(json.json()).toMatchObject({ status: 415, code: 'request.media_type' });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('another file under a name that is taken', async () => {
    await upload(['name', 'taken'], file(tinyNetwork('one')));
    const before = (await test.asExperimenter({ url: '/api/networks' })).json();
    expect((await upload(['name', 'taken'], file(tinyNetwork('two')))).json()).toMatchObject({ status: 409, code: 'network.name_taken' });
    expect((await test.asExperimenter({ url: '/api/networks' })).json()).toEqual(before);
  });
});

it('an unknown network is not found', async () => {
  const reply = await test.asExperimenter({ url: '/api/networks/00000000-0000-4000-8000-000000000000' });
  expect(reply.json()).toMatchObject({ status: 404, code: 'network.not_found' });
});
