import { readFile } from 'node:fs/promises';
import { canonicalJson, sha256Hex } from '@lookalike/content-address';
import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { recordProof } from '@lookalike/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onnxFile } from '../../../../../packages/network/src/testing/onnx-file.ts';
import { multipartForm, type FormPart } from '../../testing/multipart.ts';
import { storedCounts } from '../../testing/row-counts.ts';
import { tinyNetwork } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** Says that pixels are taken as they are, as a network without any hint needs. */
const plain: FormPart = ['preset', 'inside-the-file'];
const upload = (...parts: FormPart[]) => test.asExperimenter({ method: 'POST', url: '/api/networks', ...multipartForm(parts) });
const file = (bytes: Uint8Array, fileName = 'network.onnx'): FormPart => ['files', { fileName, bytes }];

it('an ONNX file becomes a network with its layers, counts and default layer', async () => {
  const bytes = await readFile(new URL('../../../../../networks/cifar10-resnet10-robust.onnx', import.meta.url));
  const reply = await upload(['name', 'robust'], ['card', '# Robust'], file(bytes));
  expect(reply.statusCode).toBe(201);
  const network = reply.json();
  expect(network).toMatchObject({ name: 'robust', card: '# Robust', inputHeightPx: 32, inputWidthPx: 32, runCount: 0 });
  expect(network.layers.filter(({ isDefault }: { isDefault: boolean }) => isDefault).map(({ name }: { name: string }) => name)).toEqual([network.defaultLayer]);
  expect(network.parameterCount).toBeGreaterThan(1_000_000);
  expect(network.operatorCounts.Conv).toBeGreaterThan(8);
  expect(network).toMatchObject({
    format: 'onnx', opset: 13, producer: 'pytorch 1.13.0', defaultLayerRule: 'input of the last fully connected layer', straightThroughNode: '/m/stages/stages.3/Relu_1',
    files: [{ name: 'network.onnx', fileHash: network.fileHash, byteCount: bytes.length }],
    preprocessing: { heightPx: 32, widthPx: 32, range: '[0,1]', mean: [0, 0, 0] },
    preprocessingOrigin: { certainty: 'stated', because: expect.stringContaining('CIFAR-10') },
  });

  const again = await upload(['name', 'another name'], file(bytes));
  expect(again.statusCode).toBe(200);
  expect(again.json()).toEqual(network);
  expect((await test.asExperimenter({ url: `/api/networks/${network.id}` })).json()).toEqual(network);
  expect((await test.asExperimenter({ url: '/api/networks' })).json().networks).toEqual([network]);
});

describe('a file that brings a proof', () => {
  const proven = (name: string): Promise<Buffer> => readFile(new URL(`../../../../../packages/network/src/proof/fixtures/${name}.onnx`, import.meta.url));

  it('is registered with its tags and classes, and a worker is asked for the verdict', async () => {
    const reply = await upload(['name', 'proven'], file(await proven('right')));
    expect(reply.statusCode).toBe(201);
    expect(reply.json()).toMatchObject({
      defaultLayer: 'representation', defaultLayerRule: 'named in the file', tags: { residual: 'no', data: 'CIFAR-10' }, classCount: 5, classExamples: expect.arrayContaining(['tench']),
      preprocessingOrigin: { certainty: 'stated' }, proof: { state: 'pending', message: null },
    });
    expect(test.jobs).toContainEqual({ networkId: reply.json().id });
  });

  it('is refused where its images were prepared otherwise than is said, and what was said is nowhere kept', async () => {
    const before = await storedCounts(test);
    const mistaken = await upload(['name', 'mistaken'], file(await proven('bgr')));
    expect(mistaken).toMatchObject({ statusCode: 422 });
    expect(mistaken.json()).toMatchObject({ code: 'network.preparation_refuted', detail: expect.stringContaining('if channels are BGR, not RGB.') });
    expect(await storedCounts(test)).toEqual(before);
    // The fix that is named helps.
    const { fix } = mistaken.json();
    expect((await upload(['name', 'set right'], ['preprocessing', fix.replace('Send "preprocessing": ', '')], file(await proven('bgr')))).statusCode).toBe(201);
  });

  it('keeps its preprocessing from being changed to another', async () => {
    const { id, preprocessing } = (await upload(['name', 'proven'], file(await proven('right')))).json();
    const change = (changes: object) => test.asExperimenter({ method: 'PUT', url: `/api/networks/${id}/preprocessing`, payload: { ...preprocessing, ...changes } });
    expect((await change({ range: '[0,255]' })).json()).toMatchObject({ code: 'network.preparation_refuted' });
    expect((await change({})).statusCode).toBe(200);
  });

  it('has no runs when a worker found that it is another network', async () => {
    const { id } = (await upload(['name', 'proven'], file(await proven('right')))).json();
    await recordProof(test.store.prisma, id, { state: 'refuted', relativeError: 0.3, meanLevels: 0.1, message: 'The representation is another.', device: 'onnxruntime-cpu' });
    const reply = await test.asExperimenter({ method: 'POST', url: '/api/runs', payload: { networkId: id, imageSetId: id } });
    expect(reply.json()).toMatchObject({ code: 'network.refuted', detail: expect.stringContaining('The representation is another.') });
    expect((await test.asExperimenter({ url: `/api/networks/${id}` })).json()).toMatchObject({ proof: { state: 'refuted', relativeError: 0.3 } });
  });
});

describe('refused, and nothing is stored', () => {
  const unsupported = (): Uint8Array => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] })));
    const bytes = writeOnnx(b.build());
    // The operator's name stands in the file as plain text; both have four letters.
    return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('Relu', 'Rolu'), 'latin1');
  };
  const taking = (...sizes: readonly number[]) => (): Uint8Array => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('image', { type: 'float32', shape: ['N', ...sizes] })));
    return writeOnnx(b.build());
  };

  const withWeights = (values: readonly number[]): Uint8Array => {
    const b = new GraphBuilder();
    b.output(b.relu(b.conv(b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] }), b.floats([1, 3, 1, 1], values))));
    return writeOnnx(b.build());
  };
  const ignorant = (): Uint8Array => {
    const b = new GraphBuilder();
    b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
    b.output(b.relu(b.floats([2], [1, 2])));
    return writeOnnx(b.build());
  };
  // Reading stops at a node of this name, whatever is in it.
  const withControlFlow = (): Uint8Array => Buffer.from(Buffer.from(longName()).toString('latin1').replaceAll('Tanh', 'Loop'), 'latin1');
  const longName = (): Uint8Array => {
    const b = new GraphBuilder();
    b.output(b.tanh(b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] })));
    return writeOnnx(b.build());
  };

  it.each([
    ['a text', () => new TextEncoder().encode('This is not a network. '.repeat(20)), 422, /^graph\./],
    ['an empty file', () => new Uint8Array(), 422, /^graph\./],
    ['a truncated file', () => tinyNetwork('whole').subarray(0, 300), 422, /^graph\./],
    ['an unsupported operator', unsupported, 422, /^graph\.unknown_operator$/],
    ['a network for images with transparency', taking(4, 8, 8), 422, /^graph\.unfit_input$/],
    ['a network for flat vectors of unknown shape', taking(64), 422, /^graph\.image_shape_unknown$/],
    ['weights that are no numbers', () => withWeights([Number.NaN, 1, 2]), 422, /^graph\.non_finite_weights$/],
    ['a network that ignores the image', ignorant, 422, /^graph\.no_layer$/],
    ['control flow', withControlFlow, 422, /^graph\.control_flow$/],
    ['a network whose file leaves the size open', openSize, 422, /^graph\.dynamic_size$/],
    ['a network of which nothing says what it takes', () => tinyNetwork('hintless'), 422, /^network\.preprocessing_unknown$/],
  ])('%s', async (_name, bytes, status, code) => {
    const before = await storedCounts(test);
    const reply = await upload(['name', 'bad'], file(bytes()));
    expect([reply.statusCode, reply.json().code]).toEqual([status, expect.stringMatching(code)]);
    expect(reply.json().detail.length).toBeGreaterThan(20);
    expect(await storedCounts(test)).toEqual(before);
  });

  it('an unsupported operator is named', async () => {
    const { detail } = (await upload(['name', 'bad'], file(unsupported()))).json();
    expect(detail).toContain('Rolu');
  });

  it('every operator that is not supported is an issue, with the file’s name', async () => {
    const { issues } = (await upload(['name', 'bad'], file(unsupported(), 'mine.onnx'))).json();
    expect(issues).toMatchObject([{ path: 'mine.onnx', code: 'graph.unknown_operator', message: expect.stringContaining('Rolu, one node') }]);
  });

  it('two networks at once, two files of one name, a preset that is none, and JSON that is none', async () => {
    const before = await storedCounts(test);
    const [one, two] = [tinyNetwork('one'), tinyNetwork('two')];
    expect((await upload(['name', 'x'], file(one, 'a.onnx'), file(two, 'b.onnx'))).json()).toMatchObject({ status: 422, code: 'graph.several_networks' });
    expect((await upload(['name', 'x'], file(one), file(two))).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/files' }] });
    expect((await upload(['name', 'x'], ['preset', 'mine'], file(one))).json()).toMatchObject({ status: 422, code: 'network.preprocessing_invalid', issues: [{ path: '/preset' }] });
    for (const [text, path] of [['[1]', '/preprocessing'], ['{"mean":[1]}', '/preprocessing/mean'], ['{"widthPx":9}', '/preprocessing/widthPx']] as const) {
      expect((await upload(['name', 'x'], ['preprocessing', text], file(one))).json()).toMatchObject({ status: 422, code: 'network.preprocessing_invalid', issues: [{ path: expect.stringContaining(path) }] });
    }
    expect((await upload(['name', 'x'], ['widthPx', '-3'], plain, file(one))).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/widthPx' }] });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('a form without a name, without a file, or no form at all', async () => {
    const before = await storedCounts(test);
    expect((await upload(file(tinyNetwork()))).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/name' }] });
    expect((await upload(['name', 'x'])).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/files' }] });
    const json = await test.asExperimenter({ method: 'POST', url: '/api/networks', payload: { name: 'x' } });
    expect(json.json()).toMatchObject({ status: 415, code: 'request.media_type' });
    expect(await storedCounts(test)).toEqual(before);
  });

  it('another file under a name that is taken', async () => {
    await upload(['name', 'taken'], plain, file(tinyNetwork('one')));
    const before = (await test.asExperimenter({ url: '/api/networks' })).json();
    expect((await upload(['name', 'taken'], plain, file(tinyNetwork('two')))).json()).toMatchObject({ status: 409, code: 'network.name_taken' });
    expect((await test.asExperimenter({ url: '/api/networks' })).json()).toEqual(before);
  });
});

/** A convolution of one pixel, with its weights inside or in another file. */
function onnxOf({ inputDims, external }: { readonly inputDims: readonly (number | string)[]; readonly external?: string }): Uint8Array {
  const raw = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
  return onnxFile({
    nodes: [{ operator: 'Conv', name: 'first', inputs: ['image', 'w'], outputs: ['a'] }, { operator: 'Relu', name: 'rectify', inputs: ['a'], outputs: ['b'] }],
    inputs: { image: inputDims },
    outputs: ['b'],
    weights: [{ name: 'w', dims: [2, 3, 1, 1], ...(external === undefined ? { raw } : { external: { location: external } }) }],
  });
}

/** As exporters leave the size of images open. */
function openSize(): Uint8Array {
  return onnxOf({ inputDims: ['batch', 3, 'height', 'width'] });
}

describe('files of several kinds', () => {
  it('a network with its weights in files of their own is one network, whatever else is sent along', async () => {
    const main = onnxOf({ inputDims: ['batch', 3, 4, 4], external: 'weights.bin' });
    const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
    const missing = await upload(['name', 'outside'], plain, file(main, 'net.onnx'));
    expect(missing.json()).toMatchObject({ status: 422, code: 'graph.external_data_missing', detail: expect.stringContaining('weights.bin') });

    const reply = await upload(['name', 'outside'], file(main, 'net.onnx'), file(weights, 'weights.bin'), file(new TextEncoder().encode(JSON.stringify({ image_mean: [0.1, 0.2, 0.3], image_std: [0.5, 0.5, 0.5] })), 'preprocessor_config.json'));
    expect(reply.json()).toMatchObject({
      name: 'outside', parameterCount: 6,
      files: [{ name: 'net.onnx' }, { name: 'weights.bin', fileHash: sha256Hex(weights) }],
      preprocessing: { mean: [0.1, 0.2, 0.3] },
      preprocessingOrigin: { certainty: 'stated', because: expect.stringContaining('preprocessor_config.json') },
    });
    expect((await upload(['name', 'again'], file(weights, 'weights.bin'), file(main, 'net.onnx'))).statusCode).toBe(200);
    const { fileHash, files } = reply.json();
    expect(new TextDecoder().decode(await test.blobs.get(fileHash))).toBe(canonicalJson({ files: files.map((each: { name: string; fileHash: string }) => ({ name: each.name, sha256: each.fileHash })) }));
  });

  it('a network that leaves the size open takes the one that is sent', async () => {
    expect((await upload(['name', 'open'], plain, file(openSize()))).json()).toMatchObject({ code: 'graph.dynamic_size', fix: expect.stringContaining('widthPx'), issues: [{ path: '/widthPx' }] });
    expect((await upload(['name', 'open'], plain, ['widthPx', '6'], ['heightPx', '5'], file(openSize()))).json()).toMatchObject({ inputWidthPx: 6, inputHeightPx: 5, preprocessing: { widthPx: 6, heightPx: 5 } });
  });
});

describe('networks of other images than RGB', () => {
  const onnxCase = (name: string): Promise<Uint8Array> => readFile(new URL(`../../../../../packages/network/src/onnx-cases/${name}.onnx`, import.meta.url));

  it('a grey network has a grey preprocessing, and no other', async () => {
    const bytes = await onnxCase('E-gray');
    expect((await upload(['name', 'grey'], file(bytes))).json()).toMatchObject({ code: 'network.preprocessing_unknown' });
    expect((await upload(['name', 'grey'], ['preset', 'imagenet'], file(bytes))).json()).toMatchObject({ code: 'network.preprocessing_invalid', issues: [{ path: '/preset', fix: expect.stringContaining('mnist') }] });
    const network = (await upload(['name', 'grey'], ['preset', 'mnist'], file(bytes))).json();
    expect(network).toMatchObject({ inputWidthPx: 28, preprocessing: { channelOrder: 'grey', mean: [0.1307], standardDeviation: [0.3081] } });
    const change = (preprocessing: object) => test.asExperimenter({ method: 'PUT', url: `/api/networks/${network.id}/preprocessing`, payload: { ...network.preprocessing, ...preprocessing } });
    expect((await change({ channelOrder: 'RGB', mean: [0, 0, 0], standardDeviation: [1, 1, 1] })).json()).toMatchObject({ code: 'network.preprocessing_invalid', issues: [{ path: '/preprocessing/channelOrder' }] });
    expect((await change({ flatOrder: 'CHW' })).json()).toMatchObject({ issues: [{ path: '/preprocessing/flatOrder' }] });
    expect((await change({ mean: [0.5] })).json()).toMatchObject({ preprocessing: { mean: [0.5] } });
    const { presets } = (await test.asExperimenter({ url: '/api/preprocessing-presets?widthPx=28&heightPx=28&channels=1' })).json();
    expect(presets.map(({ id }: { id: string }) => id)).toContain('mnist');
  });

  it('bytes say their range themselves, and that their gradient is a surrogate', async () => {
    expect((await upload(['name', 'bytes'], file(await onnxCase('E-uint8-nchw')))).json()).toMatchObject({ preprocessing: { range: '[0,255]' }, notes: [expect.stringContaining('whole-number pixels')] });
  });

  it('a flat vector is the image whose shape is sent', async () => {
    const bytes = await onnxCase('E-flat');
    expect((await upload(['name', 'flat'], file(bytes))).json()).toMatchObject({ status: 422, code: 'graph.image_shape_unknown', fix: expect.stringContaining('imageShape'), issues: [{ path: '/imageShape' }] });
    expect((await upload(['name', 'flat'], ['imageShape', '28x28'], file(bytes))).json()).toMatchObject({ status: 400, code: 'request.invalid', issues: [{ path: '/imageShape' }] });
    expect((await upload(['name', 'flat'], ['imageShape', '1x28x28'], file(bytes))).json()).toMatchObject({ inputWidthPx: 28, preprocessing: { channelOrder: 'grey', flatOrder: 'CHW' } });
    expect((await upload(['name', 'flat'], ['imageShape', '1x28x28'], file(bytes))).statusCode).toBe(200);
    expect((await upload(['name', 'flat'], ['imageShape', '1x14x56'], file(bytes))).json()).toMatchObject({ code: 'network.preprocessing_differs' });
  });

  it('values of further inputs are sent, kept, and can be changed', async () => {
    const bytes = await onnxCase('E-inputs');
    const values = (text: string) => upload(['name', 'inputs'], ['preset', 'bytes'], ['otherInputs', text], file(bytes));
    expect((await values('{"mask": 1}')).json()).toMatchObject({ status: 422, code: 'graph.other_inputs_unknown', issues: [{ path: '/otherInputs', message: expect.stringContaining('"gain"') }] });
    expect((await values('[1]')).json()).toMatchObject({ code: 'network.preprocessing_invalid', issues: [{ path: '/otherInputs' }] });
    expect((await values('{"mask": "no"}')).json()).toMatchObject({ code: 'network.preprocessing_invalid', issues: expect.arrayContaining([expect.objectContaining({ path: '/otherInputs/mask' })]) });
    expect((await values('{"mask": 1, "gain": 1, "step": 0.5}')).json()).toMatchObject({ code: 'graph.bad_constant_input', issues: [{ path: '/otherInputs' }] });
    const network = (await values('{"mask": 1, "gain": 0.5, "step": 3}')).json();
    expect(network.preprocessing).toMatchObject({ range: '[0,255]', otherInputs: { mask: 1, gain: 0.5, step: 3 } });
    expect((await values('{"mask": 1, "gain": 0.5, "step": 4}')).json()).toMatchObject({ code: 'network.preprocessing_differs' });
    const change = (otherInputs: object) => test.asExperimenter({ method: 'PUT', url: `/api/networks/${network.id}/preprocessing`, payload: { ...network.preprocessing, otherInputs } });
    expect((await change({ mask: 1, gain: 0.5 })).json()).toMatchObject({ issues: [{ path: '/preprocessing/otherInputs' }] });
    expect((await change({ mask: 1, gain: 0.5, step: 4 })).json()).toMatchObject({ preprocessing: { otherInputs: { step: 4 } } });
  });
});

describe('preprocessing', () => {
  it('is as it was given: a preset, and what is said on top', async () => {
    const network = (await upload(['name', 'given'], ['preset', 'imagenet'], ['preprocessing', '{"channelOrder":"BGR"}'], file(tinyNetwork('given')))).json();
    expect(network).toMatchObject({ preprocessing: { channelOrder: 'BGR', mean: [0.485, 0.456, 0.406], resize: { kind: 'shorter-side', shorterSidePx: 9 } }, preprocessingOrigin: { certainty: 'given' } });
    expect((await upload(['name', 'x'], ['preset', 'clip'], file(tinyNetwork('given')))).json()).toMatchObject({ status: 409, code: 'network.preprocessing_differs' });
    expect((await upload(['name', 'x'], file(tinyNetwork('given')))).statusCode).toBe(200);
  });

  it('can be changed, for images of the network’s size', async () => {
    const network = (await upload(['name', 'changed'], plain, file(tinyNetwork('changed')))).json();
    const url = `/api/networks/${network.id}/preprocessing`;
    const { presets } = (await test.asExperimenter({ url: '/api/preprocessing-presets?widthPx=8&heightPx=8' })).json();
    const { preprocessing } = presets.find(({ id }: { id: string }) => id === 'caffe');
    expect((await test.asExperimenter({ method: 'PUT', url, payload: preprocessing })).json()).toMatchObject({ id: network.id, preprocessing, preprocessingOrigin: { certainty: 'given' } });
    expect((await test.asExperimenter({ method: 'PUT', url, payload: { ...preprocessing, widthPx: 9 } })).json()).toMatchObject({ status: 422, code: 'network.preprocessing_invalid' });
    expect((await test.asExperimenter({ method: 'PUT', url, payload: { ...preprocessing, range: '[0,2]' } })).statusCode).toBe(400);
    expect((await test.asExperimenter({ url: `/api/networks/${network.id}` })).json().preprocessing).toEqual(preprocessing);
    expect((await test.asExperimenter({ method: 'PUT', url: '/api/networks/00000000-0000-4000-8000-000000000000/preprocessing', payload: preprocessing })).json()).toMatchObject({ status: 404, code: 'network.not_found' });
  });
});

describe('tags', () => {
  const change = (networkId: string, body: object) => test.asExperimenter({ method: 'PATCH', url: `/api/networks/${networkId}`, payload: body });

  it('are replaced as a whole, and bad ones change nothing', async () => {
    const network = (await upload(['name', 'tagged'], plain, file(tinyNetwork('tagged')))).json();
    expect(network.tags).toEqual({});
    const reply = await change(network.id, { tags: { architecture: 'resnet18', training_loss: 'ℓ2-adversarial' } });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({ ...network, tags: { architecture: 'resnet18', training_loss: 'ℓ2-adversarial' } });

    const bad = await change(network.id, { tags: { 'Training loss': 'x', layer: 'conv1', residual: '' } });
    expect(bad).toMatchObject({ statusCode: 422 });
    expect(bad.json()).toMatchObject({ code: 'network.tags_invalid', issues: [{ path: '/tags/Training loss' }, { path: '/tags/layer' }, { path: '/tags/residual' }] });
    expect((await change(network.id, { tags: {}, name: 'other' })).statusCode).toBe(400);
    expect((await test.asExperimenter({ url: `/api/networks/${network.id}` })).json().tags).toEqual(reply.json().tags);

    expect((await change(network.id, { tags: { residual: 'yes' } })).json().tags).toEqual({ residual: 'yes' });
    expect((await change('00000000-0000-4000-8000-000000000000', { tags: {} })).json()).toMatchObject({ code: 'network.not_found' });
  });
});

it('an unknown network is not found', async () => {
  const reply = await test.asExperimenter({ url: '/api/networks/00000000-0000-4000-8000-000000000000' });
  expect(reply.json()).toMatchObject({ status: 404, code: 'network.not_found' });
});
