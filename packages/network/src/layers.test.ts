import { GraphBuilder, countOperations, foldConstants, lastRectifiers, lastRectifier, cutAt, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listLayers } from './layers.ts';
import { readOnnx } from './onnx/read-onnx.ts';

/** conv → relu → mean → fully connected → softmax, named. */
function classifier(after: (b: GraphBuilder, logits: string) => string = (b, logits) => b.softmax(logits, 1)): Graph {
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
  const weights = b.floats([4, 3, 3, 3], new Float32Array(108).fill(0.1));
  const rectified = b.append('Relu', [b.conv(x, weights, { pads: [1, 1, 1, 1] })], {}, { name: 'rectified' })[0]!;
  const features = b.append('ReduceMean', [rectified, b.integers([2, 3])], { keepdims: 0 }, { name: 'features' })[0]!;
  b.output(after(b, b.op('Gemm', [features, b.floats([10, 4], new Float32Array(40)), b.floats([10], new Float32Array(10))], { transB: 1 })));
  return b.build();
}

describe('listLayers', () => {
  it('lists computed values in order, with sizes, and marks the default', () => {
    expect(listLayers(classifier()).map(({ name, operator, shape, size, isDefault }) => ({ name, operator, shape, size, isDefault }))).toEqual([
      { name: 'Conv', operator: 'Conv', shape: ['N', 4, 8, 8], size: 256, isDefault: false },
      { name: 'rectified', operator: 'Relu', shape: ['N', 4, 8, 8], size: 256, isDefault: false },
      { name: 'features', operator: 'ReduceMean', shape: ['N', 4], size: 4, isDefault: true },
      { name: 'Gemm', operator: 'Gemm', shape: ['N', 10], size: 10, isDefault: false },
      { name: 'Softmax', operator: 'Softmax', shape: ['N', 10], size: 10, isDefault: false },
    ]);
  });

  it('lists a flattened value only when it is the default', () => {
    const graph = readOnnx(readFileSync(new URL('goldens/resnet-opset9.onnx', import.meta.url)));
    const flat = listLayers(cutAt(graph, 'penultimate')).filter(({ operator }) => operator === 'Flatten');
    expect(flat.map(({ name, isDefault }) => [name, isDefault])).toEqual([['penultimate', true]]);
  });
});

describe('cutAt', () => {
  it('drops what the layer does not need', () => {
    const cut = cutAt(classifier(), 'rectified');
    expect(cut.outputs).toEqual(['rectified']);
    expect(cut.nodes.map((node) => node.operator)).toEqual(['Conv', 'Relu']);
    expect(cut.constants.size).toBe(1);
  });

  it('names similar layers when there is none of that name', () => {
    expect(() => cutAt(classifier(), 'feature')).toThrow(/no layer "feature"\. Did you mean "features"/);
    expect(() => cutAt(classifier(), 'image')).toThrow(expect.objectContaining({ code: 'graph.unknown_layer' }));
  });
});

describe('a layer that does not depend on the image', () => {
  it('is refused by cutAt, whether it is still computed or folded', () => {
    const b = new GraphBuilder();
    const x = b.input('x', { type: 'float32', shape: ['N', 4] });
    const [prior] = b.append('Exp', [b.constant(makeTensor('float32', [4], [1, 2, 3, 4]), 'weights')], {}, { name: 'prior', outputs: ['prior'] });
    b.output(b.mul(x, prior!));
    const graph = b.build();
    for (const layer of ['prior', 'weights']) expect(() => cutAt(graph, layer)).toThrow(`The layer "${layer}" does not depend on the network's input: it is the same for every image`);
    expect(() => cutAt(foldConstants(graph), 'prior')).toThrow(expect.objectContaining({ code: 'graph.constant_layer' }) as Error);
  });
});

describe('lastRectifier', () => {
  it('is the last rectifier on the way to the representation', () => {
    expect(lastRectifier(cutAt(classifier(), 'features'))).toBe('rectified');
  });

  it('takes Clip at 0 for a rectifier, and no other Clip', () => {
    const clipped = (least: number): Graph => {
      const b = new GraphBuilder();
      b.output(b.append('Clip', [b.input('x', { type: 'float32', shape: ['N', 4] }), b.scalar(least), b.scalar(6)], {}, { name: 'c' })[0]!);
      return b.build();
    };
    expect(lastRectifier(clipped(0))).toBe('c');
    expect(lastRectifier(clipped(-1))).toBeUndefined();
  });

  it('finds every branch’s last rectifier, the one computed last first', () => {
    const b = new GraphBuilder();
    const x = b.relu(b.input('x', { type: 'float32', shape: ['N', 4] }));
    b.output(b.concat([b.append('Relu', [b.neg(x)], {}, { name: 'left' })[0]!, b.append('Relu', [b.exp(x)], {}, { name: 'right' })[0]!], 1));
    expect(lastRectifiers(b.build())).toEqual(['right', 'left']);
  });

  it('is the one after the last addition of a residual network', () => {
    const graph = readOnnx(readFileSync(new URL('goldens/resnet-opset9.onnx', import.meta.url)));
    const last = graph.nodes.find((node) => node.name === lastRectifier(cutAt(graph, 'penultimate')))!;
    const before = graph.nodes.find((node) => node.outputs.includes(last.inputs[0]!))!;
    expect([last.operator, before.operator]).toEqual(['Relu', 'Add']);
  });
});

describe('countOperations', () => {
  it('counts parameters and the multiply-adds of one image', () => {
    // 3×3 kernels over 3 channels at 8×8 places, 4 times; then 4 × 10.
    expect(countOperations(classifier())).toEqual({
      parameters: 108 + 40 + 10,
      multiplyAdds: 8 * 8 * 4 * 3 * 9 + 40,
      operators: { Conv: 1, Relu: 1, ReduceMean: 1, Gemm: 1, Softmax: 1 },
    });
  });
});
