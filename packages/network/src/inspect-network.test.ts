import { readFileSync } from 'node:fs';
import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { inspectNetwork, openNetwork, withPreprocessing } from './index.ts';
import { inspectGraph } from './inspect-network.ts';
import { onnxFile, type OnnxFile, type OnnxNode } from './testing/onnx-file.ts';

const conv: OnnxNode = { operator: 'Conv', name: 'first', inputs: ['image', 'w'], outputs: ['a'] };
const relu: OnnxNode = { operator: 'Relu', name: 'rectify', inputs: ['a'], outputs: ['b'] };
const weights = [{ name: 'w', dims: [2, 3, 1, 1], raw: new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer) }];
const small = { opset: 13, nodes: [conv, relu], inputs: { image: ['batch', 3, 4, 4] }, outputs: ['b'], weights } satisfies OnnxFile;
const files = (file: OnnxFile, more: Readonly<Record<string, Uint8Array>> = {}): Map<string, Uint8Array> => new Map([['net.onnx', onnxFile(file)], ...Object.entries(more)]);
const codesOf = (file: OnnxFile, more?: Readonly<Record<string, Uint8Array>>): readonly string[] => inspectNetwork(files(file, more)).problems.map(({ code }) => code);

describe('inspectNetwork', () => {
  it('says what the reference network’s card says', () => {
    const report = inspectNetwork(new Map([['robust.onnx', readFileSync(new URL('../../../networks/cifar10-resnet10-robust.onnx', import.meta.url))]]));
    expect(report).toMatchObject({ format: 'onnx', onnx: { opset: 13, producer: 'pytorch 1.13.0', inputs: [{ name: 'image', dims: ['batch', 3, 32, 32] }] }, problems: [] });
    const { network } = report;
    expect(network?.input).toEqual({ name: 'image', type: 'float32', isFlat: false, layout: 'NCHW', channels: 3, heightPx: 32, widthPx: 32 });
    expect(network?.layers.find(({ isDefault }) => isDefault)).toMatchObject({ name: network?.defaultLayer.name, size: 256 });
    expect(network?.defaultLayer.rule).toBe('input of the last fully connected layer');
    expect(network?.straightThroughNode).toBe('/m/stages/stages.3/Relu_1');
    // 1,228,970 weights and biases less those of BatchNormalization, which go into the convolutions.
    expect(network?.counts.parameters).toBeGreaterThan(1_220_000);
  });

  it('reads weights from the files beside it', () => {
    const outside = { ...small, weights: [{ name: 'w', dims: [2, 3, 1, 1], external: { location: 'net.onnx.data' } }] };
    expect(codesOf(outside)).toEqual(['graph.external_data_missing']);
    expect(inspectNetwork(files(outside, { 'folder/net.onnx.data': weights[0]!.raw })).network?.counts.parameters).toBe(6);
  });

  it('names every node that speaks against a network, not just the first', () => {
    const strange = (operator: string, from: string, to: string): OnnxNode => ({ operator, name: `the ${operator} ${to}`, inputs: [from], outputs: [to] });
    const { problems, network, onnx } = inspectNetwork(files({ ...small, nodes: [strange('Fold', 'image', 'c'), strange('Hum', 'c', 'd'), strange('Fold', 'd', 'e')], outputs: ['e'] }));
    expect(problems).toEqual([expect.objectContaining({
      code: 'graph.unknown_operator',
      nodes: [{ operator: 'Fold', node: 'the Fold c' }, { operator: 'Hum', node: 'the Hum d' }, { operator: 'Fold', node: 'the Fold e' }],
    })]);
    expect(problems[0]!.message).toContain('2 operators that Lookalike does not support: Fold, Hum');
    expect(network).toBeUndefined();
    expect(onnx?.operatorCounts).toEqual({ Fold: 2, Hum: 1 });
  });

  it('names control flow, an old operator set and open sizes', () => {
    const loop: OnnxNode = { operator: 'Loop', name: 'again', inputs: ['image'], outputs: ['b'], attributes: { body: { graph: {} } } };
    const branch = (condition: string): OnnxNode => ({ operator: 'If', name: 'perhaps', inputs: [condition], outputs: ['b'], attributes: { then_branch: { graph: { outputs: ['image'] } }, else_branch: { graph: { outputs: ['image'] } } } });
    expect(inspectNetwork(files({ ...small, nodes: [loop] })).problems).toMatchObject([{ code: 'graph.control_flow', nodes: [{ operator: 'Loop', node: 'again' }] }]);
    const positive = [{ operator: 'ReduceSum', inputs: ['image'], outputs: ['s'], attributes: { keepdims: 0 } }, { operator: 'Cast', inputs: ['s'], outputs: ['p'], attributes: { to: 9 } }];
    expect(inspectNetwork(files({ ...small, nodes: [...positive, branch('p')] })).problems).toMatchObject([{ code: 'graph.control_flow', nodes: [{ operator: 'If', node: 'perhaps' }] }]);
    expect(codesOf({ ...small, opset: 7 })).toEqual(['graph.unsupported_opset']);
    expect(codesOf({ ...small, inputs: { image: ['batch', 3, 'height', 'width'] } })).toEqual(['graph.dynamic_size']);
  });

  it('says which layers are behind a Squeeze of a fixed batch, and chooses one before it', () => {
    const b = new GraphBuilder();
    const x = b.input('image', { type: 'float32', shape: [1, 3, 4, 4] });
    const constant = (...shape: number[]): string => b.constant({ type: 'float32', shape, data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.1) });
    const features = b.reduceMean(b.relu(b.conv(x, constant(2, 3, 1, 1))), [2, 3]);
    const hidden = b.relu(b.matMul(b.squeeze(features, [0]), constant(2, 5)));
    b.output(b.matMul(hidden, constant(5, 2)));
    const { problems, network } = inspectNetwork(new Map([['net.onnx', writeOnnx(b.build())]]));
    expect(problems).toEqual([]);
    expect(network?.layers.map(({ name, isDefault }) => [name, isDefault])).toEqual([['Conv', false], ['Relu', false], ['ReduceMean', true]]);
    expect(network?.defaultLayer).toEqual({ name: 'ReduceMean', rule: 'last layer that has one representation for each image' });
    expect(network?.blockedLayers.map(({ name, by }) => [name, by.operator, by.code])).toEqual([['MatMul', 'Squeeze', 'graph.batch_lost'], ['Relu_1', 'Squeeze', 'graph.batch_lost'], ['MatMul_1', 'Squeeze', 'graph.batch_lost']]);
    expect(network?.blockedLayers[0]?.by.because).toBe('takes the file’s batch of 1 away from the front, so that what comes of it is not one representation for each image');
    expect(network?.notes[0]).toMatch(/^The file fixes a batch of 1, which cannot be opened: Squeeze "Squeeze": it takes the batch away\. Images go/);
  });

  it('a network that takes any batch has no layers behind one', () => {
    const tokensFirst: OnnxNode = { operator: 'Transpose', name: 'turn', inputs: ['b'], outputs: ['c'], attributes: { perm: [1, 0, 2, 3] } };
    expect(inspectNetwork(files({ ...small, nodes: [conv, relu, tokensFirst, { operator: 'Relu', inputs: ['c'], outputs: ['d'] }], outputs: ['b', 'd'] })).network?.blockedLayers).toEqual([]);
  });

  it('judges only what leads to a layer: what is behind it is listed with the operator in the way', () => {
    const strange: OnnxNode = { operator: 'Hum', name: 'the hum', inputs: ['b', 'a'], outputs: ['c'] };
    const after: OnnxNode = { operator: 'Relu', name: 'late', inputs: ['c'], outputs: ['d'] };
    const { problems, network } = inspectNetwork(files({ ...small, nodes: [conv, relu, strange, after], outputs: ['d'] }));
    expect(problems).toEqual([]);
    expect(network?.layers.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(network?.graph.outputs).toEqual(['b', 'a']);
    const by = { operator: 'Hum', node: 'the hum', code: 'graph.unknown_operator', because: 'is not supported' };
    expect(network?.blockedLayers).toEqual([{ name: 'c', node: 'the hum', operator: 'Hum', by }, { name: 'd', node: 'late', operator: 'Relu', by }]);
    expect(network?.notes).toEqual([expect.stringContaining('"d" cannot be used: Hum "the hum" is not supported')]);
  });

  it('puts the values before an obstacle in the place of the output behind it, and leaves other outputs', () => {
    const nodes = [conv, relu, { operator: 'Loop', name: 'again', inputs: ['', '', 'b'], outputs: ['c'], attributes: { body: { graph: {} } } }, { operator: 'Neg', inputs: ['a'], outputs: ['e'] }];
    const { network } = inspectNetwork(files({ ...small, nodes, outputs: ['c', 'e'] }));
    expect(network?.graph.outputs).toEqual(['b', 'e']);
    expect(network?.blockedLayers).toMatchObject([{ name: 'c', by: { operator: 'Loop', node: 'again', because: expect.stringContaining('depending on the data') } }]);
    expect(inspectNetwork(files({ ...small, nodes, outputs: ['e', 'c'] })).network?.graph.outputs).toEqual(['e', 'b']);
  });

  it('takes a network whose batch cannot be opened as one of so many images at once, and says which option opens it', () => {
    const nodes: OnnxNode[] = [conv, relu, { operator: 'ReduceMean', name: 'over images', inputs: ['b'], outputs: ['m'], attributes: { axes: [0] } }, { operator: 'Sub', inputs: ['b', 'm'], outputs: ['c'] }];
    const { network, problems } = inspectNetwork(files({ ...small, nodes, inputs: { image: [4, 3, 4, 4] }, outputs: ['c'] }));
    expect(problems).toEqual([]);
    expect(network?.graph.inputs[0]?.shape).toEqual([4, 3, 4, 4]);
    expect(network?.layers.map(({ name, shape }) => [name, shape])).toEqual([['a', ['N', 2, 4, 4]], ['b', ['N', 2, 4, 4]], ['c', ['N', 2, 4, 4]]]);
    // 6 weights at each of 16 places.
    expect(network?.counts.multiplyAdds).toBe(96);
    expect(network?.notes).toEqual([expect.stringMatching(/^The file fixes a batch of 4, which cannot be opened: ReduceMean "over images".*in groups of 4.*dynamic_axes=\{"image": \{0: "batch"\}\}/)]);
    expect(withPreprocessing(network!.graph, { ...network!.preprocessing.preprocessing, mean: [0.5, 0.5, 0.5] }).inputs[0]?.shape).toEqual([4, 3, 4, 4]);
  });

  it('takes a node whose sizes or attributes are wrong for an obstacle too', () => {
    const wide: OnnxNode = { operator: 'Reshape', name: 'wide', inputs: ['b', 's'], outputs: ['c'] };
    const { network } = inspectNetwork(files({ ...small, nodes: [conv, relu, wide], weights: [...weights, { name: 's', dims: [2], type: 7, integers: [-1, 7] }], outputs: ['c'] }));
    expect(network?.blockedLayers).toMatchObject([{ name: 'c', by: { code: 'graph.shape_mismatch', because: expect.stringContaining('cannot be reshaped') } }]);
  });

  it('takes the size that it is given for a file that leaves it open, but not against the file', () => {
    const open = files({ ...small, inputs: { image: ['batch', 3, 'height', 'width'] } });
    const sizePx = { heightPx: 6, widthPx: 8 };
    expect(inspectNetwork(open, { sizePx }).network?.input).toMatchObject(sizePx);
    expect(openNetwork(open, { sizePx }).inputs[0]?.shape).toEqual(['N', 3, 6, 8]);
    expect(() => openNetwork(files({ ...small, inputs: { image: ['batch', 3, 5, 'width'] } }), { sizePx })).toThrow(expect.objectContaining({ code: 'graph.dynamic_size' }));
  });

  it('says that the gradient of bytes is a surrogate, and of floats nothing', () => {
    const onnxCase = (name: string): Buffer => readFileSync(new URL(`onnx-cases/${name}.onnx`, import.meta.url));
    expect(inspectNetwork(new Map([['net.onnx', onnxCase('E-uint8-nchw')]])).network?.notes).toEqual([expect.stringContaining('whole-number pixels')]);
    expect(inspectNetwork(new Map([['net.onnx', onnxCase('E-gray')]])).network?.notes).toEqual([]);
  });

  it('names weights that are not numbers, inputs that are no images, and networks that ignore theirs', () => {
    expect(codesOf({ ...small, weights: [{ name: 'w', dims: [2, 3, 1, 1], raw: new Uint8Array(Float32Array.of(1, NaN, 3, 4, Infinity, 6).buffer) }] })).toEqual(['graph.non_finite_weights']);
    expect(codesOf({ ...small, nodes: [{ ...relu, inputs: ['image'] }], inputs: { image: ['batch', 7] } })).toEqual(['graph.image_shape_unknown']);
    expect(codesOf({ ...small, nodes: [{ ...relu, inputs: ['w'] }] })).toEqual(['graph.no_layer']);
  });

  it('makes a problem of whatever keeps the file from being read', () => {
    const sparse = { dims: [2, 3, 1, 1], values: { name: 'w', dims: [1], floats: [5] }, places: { dims: [1], type: 7, integers: [99] } };
    expect(codesOf({ ...small, weights: [], sparseWeights: [sparse] })).toEqual(['graph.malformed_onnx']);
    // The graph's first field says that 127 bytes follow.
    const damaged = Uint8Array.from([0x08, 8, 0x42, 2, 0x10, 13, 0x3a, 2, 0x0a, 127]);
    expect(inspectNetwork(new Map([['net.onnx', damaged]]))).toMatchObject({ format: 'onnx', onnx: undefined, problems: [{ code: 'graph.malformed_onnx' }] });
  });

  it('notes a surrogate gradient, and nothing about a network that has none', () => {
    const b = new GraphBuilder();
    b.output(b.op('Round', [b.input('image', { type: 'float32', shape: ['N', 3, 4, 4] })], { surrogate: 'whole-number-pixels' }));
    expect(inspectGraph(b.build()).notes).toEqual([expect.stringContaining('whole-number pixels')]);
    expect(inspectNetwork(files(small)).network?.notes).toEqual([]);
  });

  it('says which file is the network, or that none or several are', () => {
    const bytes = onnxFile(small);
    expect(inspectNetwork(new Map([['README.md', new Uint8Array()], ['a/net.onnx', bytes]])).mainFile).toBe('a/net.onnx');
    expect(() => inspectNetwork(new Map([['a.onnx', bytes], ['b.onnx', bytes]]))).toThrow(expect.objectContaining({ code: 'graph.several_networks' }));
    expect(() => inspectNetwork(new Map([['a.txt', bytes], ['b.txt', bytes]]))).toThrow(expect.objectContaining({ code: 'graph.no_network' }));
    expect(() => inspectNetwork(new Map([['a.onnx', new Uint8Array(20)]]))).toThrow(expect.objectContaining({ code: 'graph.not_onnx' }));
  });

  it('reads a whole preprocessing that the file’s author noted', () => {
    const note = { channelOrder: 'BGR', range: '[0,255]', mean: [1, 2, 3], standardDeviation: [4, 5, 6], resize: { kind: 'stretch', interpolation: 'bicubic' } };
    expect(inspectNetwork(files({ ...small, metadata: { 'lookalike.preprocessing': JSON.stringify(note) } })).network?.preprocessing).toMatchObject({ certainty: 'stated', preprocessing: { ...note, heightPx: 4, widthPx: 4 } });
  });
});
