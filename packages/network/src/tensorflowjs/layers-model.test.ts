import { GraphError, inferTypes } from '@lookalike/graph';
import { tidy } from '@tensorflow/tfjs-core';
import { input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { inspectNetwork, type NetworkFiles } from '../index.ts';
import { listLayers } from '../layers.ts';
import { expectSameResults, randomImages, saveLayersModel, toTensorFlow } from '../testing/tensorflowjs-model.ts';
import { readTensorFlowJs } from './read-tensorflowjs.ts';

/** tfjs-layers names layers by counting; what is made of these names is not compared. */
const image = (): SymbolicTensor => input({ shape: [8, 7, 3] });
const through = (...chain: readonly { apply(x: SymbolicTensor): unknown }[]): LayersModel => {
  const x = image();
  return model({ inputs: x, outputs: chain.reduce((value, layer) => layer.apply(value) as SymbolicTensor, x) });
};

/** Layers applied to images [N, 3, 8, 7]. */
const chains: Readonly<Record<string, () => LayersModel>> = {
  'a Conv2D with "same" padding and strides, which pad unevenly': () => through(layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' })),
  'a Conv2D with a rectangular kernel': () => through(layers.conv2d({ filters: 4, kernelSize: [2, 3], strides: [1, 2], padding: 'valid', useBias: false })),
  'a Conv2D with dilation': () => through(layers.conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same' })),
  'a DepthwiseConv2D with a multiplier': () => through(layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same', activation: 'relu6' })),
  'a SeparableConv2D': () => through(layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, activation: 'tanh' })),
  'a Conv2DTranspose with "same" padding': () => through(layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' })),
  'a Conv2DTranspose with "valid" padding': () => through(layers.conv2dTranspose({ filters: 4, kernelSize: [3, 2], strides: [2, 3], padding: 'valid' })),
  'a Conv2DTranspose whose kernel is smaller than its stride': () => through(layers.conv2dTranspose({ filters: 2, kernelSize: 1, strides: 2, padding: 'same' })),
  'a BatchNormalization': () => through(layers.batchNormalization({ epsilon: 0.01 }), layers.conv2d({ filters: 2, kernelSize: 1 })),
  'a BatchNormalization behind a convolution, without scale': () => through(layers.conv2d({ filters: 4, kernelSize: 3 }), layers.batchNormalization({ scale: false }), layers.reLU()),
  'a BatchNormalization of flattened images': () => through(layers.flatten(), layers.batchNormalization({ center: false }), layers.dense({ units: 5 })),
  'a LayerNormalization of channels': () => through(layers.layerNormalization()),
  'a LayerNormalization of whole images': () => through(layers.layerNormalization({ axis: [1, 2, 3] })),
  'a LayerNormalization of vectors': () => through(layers.flatten(), layers.dense({ units: 6 }), layers.layerNormalization({ epsilon: 0.1 })),
  'flattened images and a dense layer': () => through(layers.flatten(), layers.dense({ units: 5, activation: 'softmax' })),
  'flattened images with an activation and a dropout before the dense layer': () => through(layers.flatten(), layers.activation({ activation: 'tanh' }), layers.dropout({ rate: 0.5 }), layers.dense({ units: 5 })),
  'a dense layer over the channels of an image': () => through(layers.dense({ units: 5, activation: 'sigmoid' })),
  'a dense layer over the last axis of a sequence': () => through(layers.reshape({ targetShape: [56, 3] }), layers.dense({ units: 5 })),
  'max pooling with "same" padding': () => through(layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' })),
  'average pooling with "same" padding': () => through(layers.averagePooling2d({ poolSize: [3, 2], strides: 2, padding: 'same' })),
  'global pooling': () => through(layers.globalAveragePooling2d({}), layers.dense({ units: 2 })),
  'global max pooling': () => through(layers.globalMaxPooling2d({})),
  'zero padding': () => through(layers.zeroPadding2d({ padding: [[1, 2], [0, 3]] })),
  cropping: () => through(layers.cropping2D({ cropping: [[1, 2], [0, 3]] })),
  'nearest upsampling': () => through(layers.upSampling2d({ size: [2, 3] })),
  'bilinear upsampling': () => through(layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' })),
  'a Reshape that splits channels': () => through(layers.conv2d({ filters: 4, kernelSize: 1 }), layers.reshape({ targetShape: [8, 7, 2, 2] }), layers.permute({ dims: [3, 1, 2, 4] }), layers.reshape({ targetShape: [-1, 4] })),
  'a Permute, which costs nothing until it matters': () => through(layers.permute({ dims: [3, 1, 2] }), layers.permute({ dims: [2, 3, 1] }), layers.conv2d({ filters: 2, kernelSize: 3 })),
  'RepeatVector': () => through(layers.flatten(), layers.dense({ units: 3 }), layers.repeatVector({ n: 4 })),
  'Dropout and its like, which do nothing': () => through(layers.dropout({ rate: 0.5 }), layers.gaussianNoise({ stddev: 1 }), layers.alphaDropout({ rate: 0.5 }), layers.conv2d({ filters: 2, kernelSize: 1 })),
  'ReLU with a greatest value': () => through(layers.reLU({ maxValue: 0.5 })),
  LeakyReLU: () => through(layers.leakyReLU({ alpha: 0.2 })),
  'PReLU with shared axes': () => through(layers.prelu({ sharedAxes: [1, 2] })),
  'PReLU with a slope per value': () => through(layers.prelu({})),
  ELU: () => through(layers.elu()),
  ThresholdedReLU: () => through(layers.thresholdedReLU({ theta: 0.3 })),
  'a Softmax over channels': () => through(layers.softmax({ axis: -1 })),
  'a squeeze-and-excitation block': () => {
    const x = image();
    const pooled = layers.globalAveragePooling2d({}).apply(x) as SymbolicTensor;
    const scale = layers.conv2d({ filters: 3, kernelSize: 1, activation: 'hardSigmoid' }).apply(layers.reshape({ targetShape: [1, 1, 3] }).apply(pooled)) as SymbolicTensor;
    return model({ inputs: x, outputs: layers.multiply().apply([x, scale]) as SymbolicTensor });
  },
  'a residual block': () => {
    const x = image();
    const y = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }).apply(x) as SymbolicTensor;
    return model({ inputs: x, outputs: layers.add().apply([x, y, y]) as SymbolicTensor });
  },
  'joined channels': () => {
    const x = image();
    return model({ inputs: x, outputs: layers.concatenate({ axis: -1 }).apply([x, layers.conv2d({ filters: 2, kernelSize: 1 }).apply(x) as SymbolicTensor]) as SymbolicTensor });
  },
  'average, maximum and minimum of layers': () => {
    const x = image();
    const y = layers.conv2d({ filters: 3, kernelSize: 1 }).apply(x) as SymbolicTensor;
    const joined = [layers.average(), layers.maximum(), layers.minimum()].map((layer) => layer.apply([x, y]) as SymbolicTensor);
    return model({ inputs: x, outputs: joined });
  },
  'Dot of unit vectors': () => {
    const y = image();
    const [p, q] = [layers.dense({ units: 4 }), layers.dense({ units: 4 })].map((layer) => layer.apply(layers.globalMaxPooling2d({}).apply(y)) as SymbolicTensor) as [SymbolicTensor, SymbolicTensor];
    return model({ inputs: y, outputs: layers.dot({ axes: -1, normalize: true }).apply([p, q]) as SymbolicTensor });
  },
  'a layer that is called twice': () => {
    const x = image();
    const shared = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' });
    return model({ inputs: x, outputs: shared.apply(shared.apply(x)) as SymbolicTensor });
  },
  'models within a model': () => {
    const inner = sequential({ layers: [layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', inputShape: [8, 7, 3] }), layers.reLU()] });
    const middle = through(layers.conv2d({ filters: 3, kernelSize: 1 }), inner);
    const x = image();
    return model({ inputs: x, outputs: layers.add().apply([middle.apply(x) as SymbolicTensor, inner.apply(x) as SymbolicTensor]) as SymbolicTensor });
  },
};

const activations = ['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh', 'softmax', 'swish', 'mish', 'gelu', 'gelu_new'] as const;

describe('a LayersModel', () => {
  for (const [title, build] of Object.entries(chains)) {
    it(`computes what TensorFlow.js does: ${title}`, async () => {
      await expectSame(build());
    });
  }

  it.each(activations)('has the activation %s', async (activation) => {
    await expectSame(through(layers.conv2d({ filters: 4, kernelSize: 1, activation })));
    await expectSame(through(layers.conv2d({ filters: 4, kernelSize: 1 }), layers.activation({ activation })));
  });

  it('has images as [N, C, H, W], no Transpose on the way, and the layers’ own names', async () => {
    const built = sequential({ layers: [
      layers.conv2d({ name: 'conv1', filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu', inputShape: [8, 7, 3] }),
      layers.batchNormalization({ name: 'norm' }),
      layers.depthwiseConv2d({ name: 'depthwise', kernelSize: 2 }),
      layers.maxPooling2d({ name: 'pool', poolSize: 2, strides: 1 }),
      layers.flatten({ name: 'flat' }),
      layers.dropout({ name: 'drop', rate: 0.2 }),
      layers.dense({ name: 'logits', units: 5 }),
      layers.softmax({ name: 'probabilities' }),
    ] });
    const graph = readTensorFlowJs(await saveLayersModel(built));
    expect(graph.inputs).toEqual([{ name: 'conv1_input', type: 'float32', shape: ['N', 3, 8, 7] }]);
    expect(graph.outputs).toEqual(['probabilities']);
    expect(graph.nodes.map(({ operator, name }) => `${operator} ${name}`)).toEqual(['Conv conv1/Conv', 'Relu conv1', 'BatchNormalization norm', 'Conv depthwise', 'MaxPool pool', 'Flatten flat', 'Gemm logits', 'Softmax probabilities']);
    expect(inferTypes(graph).get('conv1')!.shape).toEqual(['N', 4, 4, 4]);
    expect(listLayers(graph).find(({ isDefault }) => isDefault)!.name).toBe('flat');
  });
});

describe('a LayersModel that cannot be read', () => {
  it('is refused naming every layer that is not supported', () => {
    const config = { name: 'model', layers: [{ class_name: 'LSTM', config: { name: 'memory', batch_input_shape: [null, 3, 3] } }, { class_name: 'Custom>Swirl', config: { name: 'swirl' } }] };
    const error = errorOf({ modelTopology: { class_name: 'Sequential', config } });
    expect(error.code).toBe('graph.unknown_operator');
    expect(error.message).toMatch(/LSTM \(layer "memory"\), Custom>Swirl \(layer "swirl"\).*Supported are: Activation/);
  });

  it('is refused when a size is open and not given', async () => {
    const open = sequential({ layers: [layers.conv2d({ name: 'c', filters: 2, kernelSize: 3, inputShape: [null, null, 3] })] });
    const files = await saveLayersModel(open);
    expect(() => readTensorFlowJs(files)).toThrow(/"c_input" leaves sizes open \(\[N, \?, \?, 3\]\)/);
    expect(readTensorFlowJs(files, { inputSizes: { c_input: [3, 6, 5] } }).inputs[0]!.shape).toEqual(['N', 3, 6, 5]);
  });

  it('is refused when a weight is not there', () => {
    const config = { name: 'model', layers: [{ class_name: 'Dense', config: { name: 'dense', units: 3, batch_input_shape: [null, 4] } }] };
    expect(errorOf({ modelTopology: { class_name: 'Sequential', config } })).toMatchObject({ code: 'graph.weights_missing', message: expect.stringContaining('"dense" has no kernel') as string });
  });
});

async function expectSame(built: LayersModel): Promise<void> {
  const graph = readTensorFlowJs(await saveLayersModel(built));
  const images = randomImages([2, 3, 8, 7]);
  const theirs = tidy(() => [built.predict(toTensorFlow(images))].flat());
  expectSameResults(graph, new Map([[graph.inputs[0]!.name, images]]), theirs);
}

function errorOf(json: object): GraphError {
  try {
    readTensorFlowJs({ model: JSON.stringify(json), weights: new Map() });
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

it('images of one channel and flat vectors are read as a file in ONNX would be', async () => {
  const bytesOf = async (network: LayersModel): Promise<NetworkFiles> => {
    const { model: json, weights } = await saveLayersModel(network);
    return new Map([['model.json', new TextEncoder().encode(json as string)], ...weights]);
  };
  const grey = input({ shape: [8, 7, 1] });
  const ofGrey = model({ inputs: grey, outputs: layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }).apply(grey) as SymbolicTensor });
  expect(inspectNetwork(await bytesOf(ofGrey))).toMatchObject({ problems: [], network: { input: { channels: 1, heightPx: 8, widthPx: 7 }, preprocessing: { preprocessing: { channelOrder: 'grey' } } } });

  const flat = input({ shape: [56] });
  const files = await bytesOf(model({ inputs: flat, outputs: layers.dense({ units: 5, activation: 'relu' }).apply(flat) as SymbolicTensor }));
  expect(inspectNetwork(files).problems).toMatchObject([{ code: 'graph.image_shape_unknown' }]);
  expect(inspectNetwork(files, { imageShape: { layout: 'NHWC', channels: 1, heightPx: 8, widthPx: 7 } }).network?.preprocessing.preprocessing).toMatchObject({ channelOrder: 'grey', flatOrder: 'HWC' });
});
