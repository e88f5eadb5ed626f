import { GraphError, inferTypes } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { floats, graphModelFiles, integer, integers, random } from '../testing/tensorflowjs-file.ts';
import type { GraphModelFile, GraphModelNode } from '../testing/tensorflowjs-file.ts';
import { expectSameGraphModel } from '../testing/tensorflowjs-graph.ts';
import { inspectNetwork } from '../inspect-network.ts';
import { readTensorFlowJs } from './read-tensorflowjs.ts';

const image = { x: [-1, 6, 5, 4] };
const vectors = { x: [-1, 6] };
const float = (f: number): { readonly f: number } => ({ f });
const same = { strides: [1, 1, 1, 1], padding: 'SAME', dilations: [1, 1, 1, 1] };

/** One operation on x (and weights that it reads by their names) must give what TensorFlow.js does. */
interface Case {
  readonly op: string;
  readonly inputs?: GraphModelFile['inputs'];
  readonly weights?: Readonly<Record<string, Tensor>>;
  readonly input?: readonly string[];
  readonly attr?: GraphModelNode['attr'];
  readonly outputs?: readonly string[];
}

const unary: readonly Case[] = ['Abs', 'Tan', 'Sinh', 'Cosh', 'Atan', 'Asinh', 'Neg', 'Exp', 'Square', 'Relu', 'Relu6', 'Elu', 'Selu', 'Sigmoid', 'Tanh', 'Erf', 'Softplus', 'Floor', 'Ceil', 'Sign', 'Sin', 'Cos', 'Round', 'Reciprocal', 'Expm1', 'OnesLike', 'Softmax', 'LogSoftmax', 'LeakyRelu'].map((op) => ({ op }));
const binary: readonly Case[] = ['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Div', 'DivNoNan', 'Maximum', 'Minimum', 'SquaredDifference', 'FloorDiv'].flatMap((op): Case[] => [
  { op, input: ['x', 'channels'], weights: { channels: random(4) } },
  { op, input: ['rows', 'x'], weights: { rows: random(6, 1, 4) } },
  { op, input: ['x', 'number'], weights: { number: random() } },
]);

const cases: readonly Case[] = [
  ...unary,
  ...binary,
  { op: 'LeakyRelu', attr: { alpha: float(0.3) } },
  { op: 'Prelu', input: ['x', 'slope'], weights: { slope: random(6, 5, 4) } },
  { op: 'ClipByValue', input: ['x', 'least', 'most'], weights: { least: floats([], [-0.5]), most: floats([], [0.25]) } },
  { op: 'AddN', input: ['x', 'x', 'x'] },
  { op: 'BiasAdd', input: ['x', 'bias'], weights: { bias: random(4) } },
  { op: 'Softmax', inputs: vectors },
  { op: 'MatMul', inputs: vectors, input: ['x', 'w'], weights: { w: random(6, 3) }, attr: { transpose_a: false, transpose_b: false } },
  { op: 'MatMul', inputs: vectors, input: ['x', 'w'], weights: { w: random(3, 6) }, attr: { transpose_a: false, transpose_b: true } },
  { op: '_FusedMatMul', inputs: vectors, input: ['x', 'w', 'bias'], weights: { w: random(6, 3), bias: random(3) }, attr: { fused_ops: ['BiasAdd', 'Relu'], num_args: 1, transpose_a: false, transpose_b: false } },
  { op: 'BatchMatMulV2', inputs: { x: [-1, 6, 5] }, input: ['x', 'x'], attr: { adj_x: false, adj_y: true } },
  { op: 'Einsum', inputs: { x: [-1, 6, 5] }, input: ['x', 'x'], attr: { equation: 'bqd,bkd->bqk', N: 2 } },
  { op: 'Conv2D', input: ['x', 'w'], weights: { w: random(3, 3, 4, 5) }, attr: { ...same, strides: [1, 2, 2, 1] } },
  { op: 'Conv2D', input: ['x', 'w'], weights: { w: random(3, 2, 4, 5) }, attr: { strides: [1, 1, 1, 1], padding: 'VALID', dilations: [1, 1, 1, 1] } },
  { op: 'Conv2D', input: ['x', 'w'], weights: { w: random(3, 3, 4, 5) }, attr: { ...same, dilations: [1, 2, 2, 1] } },
  { op: 'Conv2D', input: ['x', 'w'], weights: { w: random(3, 3, 4, 5) }, attr: { ...same, strides: [1, 2, 2, 1], padding: 'EXPLICIT', explicit_paddings: [0, 0, 1, 0, 2, 1, 0, 0] } },
  ...[['Relu'], ['Relu6'], ['Elu'], ['Sigmoid'], []].map((activation): Case => ({ op: '_FusedConv2D', input: ['x', 'w', 'bias'], weights: { w: random(3, 3, 4, 5), bias: random(5) }, attr: { ...same, fused_ops: ['BiasAdd', ...activation], num_args: 1 } })),
  { op: '_FusedConv2D', input: ['x', 'w', 'bias'], weights: { w: random(3, 3, 4, 5), bias: random(5) }, attr: { ...same, fused_ops: ['BiasAdd', 'LeakyRelu'], num_args: 1, leakyrelu_alpha: float(0.3) } },
  { op: '_FusedConv2D', input: ['x', 'w', 'bias', 'slope'], weights: { w: random(3, 3, 4, 5), bias: random(5), slope: random(5) }, attr: { ...same, fused_ops: ['BiasAdd', 'Prelu'], num_args: 2 } },
  { op: 'DepthwiseConv2dNative', input: ['x', 'w'], weights: { w: random(3, 3, 4, 2) }, attr: { ...same, strides: [1, 2, 2, 1] } },
  { op: 'FusedDepthwiseConv2dNative', input: ['x', 'w', 'bias'], weights: { w: random(3, 3, 4, 1), bias: random(4) }, attr: { ...same, dilations: [1, 2, 2, 1], fused_ops: ['BiasAdd', 'Relu6'], num_args: 1 } },
  { op: 'Conv2DBackpropInput', input: ['size', 'w', 'x'], weights: { size: integers(2, 12, 10, 3), w: random(3, 3, 3, 4) }, attr: { strides: [1, 2, 2, 1], padding: 'SAME' } },
  { op: 'MaxPool', attr: { ksize: [1, 3, 2, 1], strides: [1, 2, 2, 1], padding: 'SAME' } },
  { op: 'AvgPool', attr: { ksize: [1, 3, 3, 1], strides: [1, 2, 1, 1], padding: 'SAME' } },
  { op: 'AvgPool', attr: { ksize: [1, 2, 2, 1], strides: [1, 2, 2, 1], padding: 'VALID' } },
  { op: 'FusedBatchNormV3', input: ['x', 'scale', 'offset', 'mean', 'variance'], weights: { scale: random(4), offset: random(4), mean: random(4), variance: floats([4], [0.5, 1, 2, 3]) }, attr: { epsilon: float(0.01), is_training: false } },
  { op: 'LRN', attr: { depth_radius: 1, bias: float(1), alpha: float(0.5), beta: float(0.75) } },
  ...['Mean', 'Sum', 'Max', 'Min', 'Prod'].flatMap((op): Case[] => [
    { op, input: ['x', 'axes'], weights: { axes: integers(1, 2) }, attr: { keep_dims: false } },
    { op, input: ['x', 'axes'], weights: { axes: integers(1, 2) }, attr: { keep_dims: true } },
    { op, input: ['x', 'axes'], weights: { axes: integers(-1) }, attr: { keep_dims: false } },
    { op, input: ['x', 'axes'], weights: { axes: integer(2) }, attr: { keep_dims: false } },
  ]),
  { op: 'ArgMax', input: ['x', 'axis'], weights: { axis: integer(-1) } },
  { op: 'ArgMin', input: ['x', 'axis'], weights: { axis: integer(1) } },
  { op: 'TopKV2', input: ['x', 'k'], weights: { k: integer(3) }, attr: { sorted: true } },
  { op: 'GatherNd', input: ['w', 'at'], weights: { w: random(3, 4, 2), at: integers(2, 1) } },
  { op: 'Cumsum', input: ['x', 'axis'], weights: { axis: integer(1) }, attr: { exclusive: true, reverse: false } },
  { op: 'Reshape', input: ['x', 'shape'], weights: { shape: integers(-1, 30, 4) } },
  { op: 'Reshape', input: ['x', 'shape'], weights: { shape: integers(-1, 6, 5, 2, 2) } },
  { op: 'Reshape', inputs: vectors, input: ['x', 'shape'], weights: { shape: integers(-1, 1, 1, 6) } },
  { op: 'Reshape', inputs: vectors, input: ['x', 'shape'], weights: { shape: integers(-1, 2, 1, 3) } },
  { op: 'Squeeze', inputs: { x: [-1, 6, 1, 4] }, attr: { squeeze_dims: [2] } },
  { op: 'ExpandDims', input: ['x', 'axis'], weights: { axis: integer(1) } },
  { op: 'ExpandDims', inputs: vectors, input: ['x', 'axis'], weights: { axis: integer(-1) } },
  { op: 'Transpose', input: ['x', 'order'], weights: { order: integers(0, 3, 1, 2) } },
  { op: 'Transpose', inputs: { x: [-1, 6, 5] }, input: ['x', 'order'], weights: { order: integers(0, 2, 1) } },
  { op: 'ConcatV2', input: ['x', 'x', 'axis'], weights: { axis: integer(3) }, attr: { N: 2 } },
  { op: 'ConcatV2', input: ['x', 'x', 'axis'], weights: { axis: integer(-3) }, attr: { N: 2 } },
  { op: 'Pad', input: ['x', 'paddings'], weights: { paddings: { ...integers(0, 0, 1, 2, 0, 3, 0, 1), shape: [4, 2] } } },
  { op: 'PadV2', input: ['x', 'paddings', 'value'], weights: { paddings: { ...integers(0, 0, 1, 2, 0, 3, 0, 0), shape: [4, 2] }, value: floats([], [2.5]) } },
  { op: 'MirrorPad', input: ['x', 'paddings'], weights: { paddings: { ...integers(0, 0, 1, 2, 0, 3, 0, 0), shape: [4, 2] } }, attr: { mode: 'REFLECT' } },
  { op: 'MirrorPad', input: ['x', 'paddings'], weights: { paddings: { ...integers(0, 0, 1, 2, 0, 3, 0, 0), shape: [4, 2] } }, attr: { mode: 'SYMMETRIC' } },
  { op: 'Slice', input: ['x', 'begin', 'size'], weights: { begin: integers(0, 1, 0, 2), size: integers(-1, 3, 5, -1) } },
  { op: 'StridedSlice', input: ['x', 'begin', 'end', 'strides'], weights: { begin: integers(0, 1, -1), end: integers(0, 5, 0), strides: integers(1, 2, -1) }, attr: { begin_mask: 1, end_mask: 5 } },
  { op: 'StridedSlice', input: ['x', 'begin', 'end', 'strides'], weights: { begin: integers(0, 0, 2), end: integers(0, 0, 3), strides: integers(1, 1, 1) }, attr: { begin_mask: 1, end_mask: 1, ellipsis_mask: 2, shrink_axis_mask: 4 } },
  { op: 'StridedSlice', input: ['x', 'begin', 'end', 'strides'], weights: { begin: integers(0, 0, 1), end: integers(0, 0, 2), strides: integers(1, 1, 1) }, attr: { begin_mask: 1, end_mask: 1, new_axis_mask: 2, shrink_axis_mask: 4 } },
  { op: 'ReverseV2', input: ['x', 'axes'], weights: { axes: integers(3) } },
  { op: 'Tile', input: ['x', 'repeats'], weights: { repeats: integers(1, 2, 1, 3) } },
  { op: 'GatherV2', input: ['x', 'indices', 'axis'], weights: { indices: integers(3, 0, 0), axis: integer(3) }, attr: { batch_dims: 0 } },
  { op: 'GatherV2', input: ['x', 'index', 'axis'], weights: { index: integer(2), axis: integer(1) }, attr: { batch_dims: 0 } },
  { op: 'Pack', input: ['x', 'x'], attr: { axis: 1, N: 2 } },
  { op: 'Split', input: ['axis', 'x'], weights: { axis: integer(3) }, attr: { num_split: 2 }, outputs: ['y', 'y:1'] },
  { op: 'SplitV', input: ['x', 'sizes', 'axis'], weights: { sizes: integers(1, 3), axis: integer(-1) }, attr: { num_split: 2 }, outputs: ['y:1', 'y'] },
  { op: 'Unpack', attr: { axis: 1, num: 6 }, outputs: ['y:4', 'y'] },
  { op: 'ResizeBilinear', input: ['x', 'size'], weights: { size: integers(9, 11) }, attr: { align_corners: false, half_pixel_centers: true } },
  { op: 'ResizeBilinear', input: ['x', 'size'], weights: { size: integers(9, 11) }, attr: { align_corners: false, half_pixel_centers: false } },
  { op: 'ResizeBilinear', input: ['x', 'size'], weights: { size: integers(9, 3) }, attr: { align_corners: true, half_pixel_centers: false } },
  { op: 'ResizeNearestNeighbor', input: ['x', 'size'], weights: { size: integers(9, 3) }, attr: { align_corners: false, half_pixel_centers: false } },
  { op: 'ResizeNearestNeighbor', input: ['x', 'size'], weights: { size: integers(9, 3) }, attr: { align_corners: false, half_pixel_centers: true } },
  { op: 'ResizeNearestNeighbor', input: ['x', 'size'], weights: { size: integers(9, 3) }, attr: { align_corners: true, half_pixel_centers: false } },
  { op: 'DepthToSpace', attr: { block_size: 2, data_format: 'NHWC' } },
  { op: 'BroadcastTo', input: ['row', 'shape'], weights: { row: random(1, 3), shape: integers(2, 4, 3) } },
  { op: 'Fill', input: ['shape', 'value'], weights: { value: floats([], [1.5]), shape: integers(2, 3) } },
];

describe('a GraphModel', () => {
  it.each(cases.map((one, i) => ({ ...one, title: `${one.op} ${JSON.stringify(one.attr ?? {})} (case ${i})` })))('computes what TensorFlow.js does: $title', ({ op, inputs = image, weights = {}, input = ['x'], attr = {}, outputs }) => {
    expectSameGraphModel({ inputs, weights, nodes: [{ name: 'y', op, input, attr }], ...(outputs !== undefined && { outputs }) });
  });

  it('selects by comparisons', () => {
    for (const op of ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual']) {
      expectSameGraphModel({ inputs: image, weights: { zero: floats([], [0]) }, nodes: [{ name: 'c', op, input: ['x', 'zero'] }, { name: 'n', op: 'Neg', input: ['x'] }, { name: 'y', op: 'SelectV2', input: ['c', 'x', 'n'] }] });
    }
  });

  it('works out shapes: x reshaped to [Shape(x)[0], 2, 60]', () => {
    expectSameGraphModel({
      inputs: image,
      weights: { zero: integers(0), one: integers(1), two: integer(2), sixty: integer(60) },
      nodes: [
        { name: 'shape', op: 'Shape', input: ['x'], attr: { out_type: { type: 'DT_INT32' } } },
        { name: 'batch', op: 'StridedSlice', input: ['shape', 'zero', 'one', 'one'], attr: { shrink_axis_mask: 1 } },
        { name: 'target', op: 'Pack', input: ['batch', 'two', 'sixty'], attr: { axis: 0, N: 3 } },
        { name: 'y', op: 'Reshape', input: ['x', 'target'] },
      ],
    });
  });

  it('reads a convolution between SpaceToBatchND and BatchToSpaceND as a dilated one', () => {
    const file: GraphModelFile = {
      inputs: { x: [-1, 7, 6, 4] },
      weights: { w: random(3, 3, 4, 5), block: integers(2, 2), paddings: { ...integers(2, 3, 2, 2), shape: [2, 2] }, crops: { ...integers(0, 1, 0, 0), shape: [2, 2] } },
      nodes: [
        { name: 'apart', op: 'SpaceToBatchND', input: ['x', 'block', 'paddings'] },
        { name: 'conv', op: 'Conv2D', input: ['apart', 'w'], attr: { ...same, padding: 'VALID' } },
        { name: 'y', op: 'BatchToSpaceND', input: ['conv', 'block', 'crops'] },
      ],
    };
    expectSameGraphModel(file);
    expect(readTensorFlowJs(graphModelFiles(file)).nodes.map(({ operator }) => operator)).toEqual(['Conv', 'Slice']);
  });

  it('makes no Transpose for flattened images that go into a MatMul, and keeps the names of the file', () => {
    const file: GraphModelFile = {
      inputs: { images: [-1, 6, 5, 4] },
      weights: { 'conv/kernel': random(3, 3, 4, 2), shape: integers(-1, 60), 'logits/kernel': random(60, 3), 'logits/bias': random(3) },
      nodes: [
        { name: 'conv/Conv2D', op: 'Conv2D', input: ['images', 'conv/kernel'], attr: same },
        { name: 'conv/Relu', op: 'Relu', input: ['conv/Conv2D'] },
        { name: 'flatten', op: 'Reshape', input: ['conv/Relu', 'shape'] },
        { name: 'logits', op: '_FusedMatMul', input: ['flatten', 'logits/kernel', 'logits/bias'], attr: { fused_ops: ['BiasAdd'], num_args: 1 } },
        { name: 'probabilities', op: 'Softmax', input: ['logits'] },
        { name: 'Identity', op: 'Identity', input: ['probabilities'] },
      ],
    };
    expectSameGraphModel(file);
    const graph = readTensorFlowJs(graphModelFiles(file));
    expect(graph.nodes.map(({ operator, name }) => `${operator} ${name}`)).toEqual(['Conv conv/Conv2D', 'Relu conv/Relu', 'Flatten flatten', 'Gemm logits', 'Softmax probabilities']);
    expect(inferTypes(graph).get('conv/Relu')!.shape).toEqual(['N', 2, 6, 5]);
    expect(graph.outputs).toEqual(['probabilities']);
  });

  it('puts flattened images in order before anything but a MatMul reads them', () => {
    expectSameGraphModel({ inputs: image, weights: { shape: integers(-1, 120), offsets: random(120) }, nodes: [{ name: 'flat', op: 'Reshape', input: ['x', 'shape'] }, { name: 'y', op: 'AddV2', input: ['flat', 'offsets'] }] });
  });

  it('names an output that is put in order only there after its node', () => {
    const file: GraphModelFile = { inputs: { x: [-1, 6, 5, 4] }, weights: { axis: integers(2), order: integers(0, 2, 1) }, nodes: [{ name: 'rows', op: 'Sum', input: ['x', 'axis'], attr: { keep_dims: false } }, { name: 'turned', op: 'Transpose', input: ['rows', 'order'] }, { name: 'again', op: 'Transpose', input: ['turned', 'order'] }] };
    expectSameGraphModel(file);
    expect(readTensorFlowJs(graphModelFiles(file)).outputs).toEqual(['again']);
  });

  it('reads images that a file keeps as [N, C, H, W] as they are', () => {
    const file: GraphModelFile = { inputs: { x: [-1, 3, 6, 5] }, weights: { order: integers(0, 2, 3, 1), w: random(3, 3, 3, 2) }, nodes: [{ name: 't', op: 'Transpose', input: ['x', 'order'] }, { name: 'y', op: 'Conv2D', input: ['t', 'w'], attr: same }] };
    const graph = readTensorFlowJs(graphModelFiles(file));
    expect(graph.inputs[0]!.shape).toEqual(['N', 3, 6, 5]);
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(['Conv']);
  });

  it('opens the batch of a network that was converted for one size', () => {
    const graph = readTensorFlowJs(graphModelFiles({ inputs: { x: [1, 6, 5, 4] }, weights: { shape: integers(1, 120) }, nodes: [{ name: 'y', op: 'Reshape', input: ['x', 'shape'] }] }));
    expect(inferTypes(graph).get('y')!.shape).toEqual(['N', 120]);
  });
});

describe('a GraphModel that cannot be read', () => {
  it('is refused naming every operation that is not supported', () => {
    const error = errorOf({ inputs: image, nodes: [{ name: 'a', op: 'Unique', input: ['x'] }, { name: 'b', op: 'FFT', input: ['a'] }] });
    expect(error).toMatchObject({ code: 'graph.unknown_operator', details: { unknown: [{ operator: 'Unique', node: 'a' }, { operator: 'FFT', node: 'b' }] } });
    expect(error.message).toMatch(/Unique \(node "a"\), FFT \(node "b"\).*Supported are: Abs/);
  });

  it('is read as far as it goes: what stands before an obstacle takes the place of the output', () => {
    const file: GraphModelFile = {
      inputs: { x: [-1, 6, 5, 3] },
      weights: { axes: integers(1, 2), w: random(3, 2), k: integers(1) },
      nodes: [
        { name: 'pooled', op: 'Mean', input: ['x', 'axes'], attr: { keep_dims: false } },
        { name: 'logits', op: 'MatMul', input: ['pooled', 'w'] },
        { name: 'best', op: 'Unique', input: ['logits', 'k'] },
        { name: 'late', op: 'Neg', input: ['best:1'] },
      ],
    };
    const { network, problems } = inspectNetwork(new Map([['model.json', new TextEncoder().encode(graphModelFiles(file).model as string)], ...graphModelFiles(file).weights]), {});
    expect(problems).toEqual([]);
    expect(network?.graph.outputs).toEqual(['logits']);
    expect(network?.defaultLayer.name).toBe('pooled');
    expect(network?.blockedLayers.map(({ name, by }) => [name, by.operator, by.node])).toEqual([['best', 'Unique', 'best'], ['late', 'Unique', 'best']]);
    expect(network?.notes).toEqual([expect.stringContaining('"late" cannot be used: Unique')]);
  });

  it('is refused when its course depends on the data', () => {
    expect(errorOf({ inputs: image, nodes: [{ name: 'a', op: 'StatelessWhile', input: ['x'] }] })).toMatchObject({ code: 'graph.control_flow', details: { node: 'a' } });
  });

  it('is refused when it feeds back into itself, reads what is not there, or lacks a weight', () => {
    expect(errorOf({ inputs: image, nodes: [{ name: 'a', op: 'Neg', input: ['b'] }, { name: 'b', op: 'Neg', input: ['a'] }] }).code).toBe('graph.cycle');
    expect(errorOf({ inputs: image, nodes: [{ name: 'a', op: 'Neg', input: ['b'] }] }).code).toBe('graph.unknown_value');
    expect(errorOf({ inputs: image, nodes: [{ name: 'w', op: 'Const', input: [] }, { name: 'y', op: 'Add', input: ['x', 'w'] }] }).code).toBe('graph.weights_missing');
    expect(errorOf({ inputs: image, nodes: [{ name: 'y', op: 'Add', input: ['x'] }] }).code).toBe('graph.bad_arity');
  });

  it('is refused when SpaceToBatchND is not around a convolution', () => {
    const weights = { block: integers(2, 2), paddings: { ...integers(0, 0, 0, 1), shape: [2, 2] } };
    expect(errorOf({ inputs: image, weights, nodes: [{ name: 'a', op: 'SpaceToBatchND', input: ['x', 'block', 'paddings'] }, { name: 'y', op: 'Neg', input: ['a'] }] }).code).toBe('graph.unknown_operator');
  });
});

function errorOf(file: GraphModelFile): GraphError {
  try {
    readTensorFlowJs(graphModelFiles(file));
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('It was read.');
}
