import { penultimateLayer, readOnnx } from '@lookalike/network';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutAt, differentiate, GraphBuilder, inferTypes, lastRelu, writeOnnx } from './index.ts';

const file = new URL('../../../networks/cifar10-resnet10-robust.onnx', import.meta.url);

describe('the README’s example', () => {
  it.skipIf(!existsSync(file))('makes one step of a reference network', () => {
    const network = readOnnx(readFileSync(file));
    const layer = penultimateLayer(network).name;
    const cut = cutAt(network, layer);

    const b = new GraphBuilder(cut);
    const target = b.input('target', b.typeOf(layer));
    const distance = b.output(b.div(b.reduceL2(b.sub(layer, target), [1]), b.reduceL2(target, [1])));

    const relu = lastRelu(cut);
    const step = differentiate(b.build(), { of: distance, withRespectTo: 'image', straightThrough: new Set(relu === undefined ? [] : [relu]) });
    const again = readOnnx(writeOnnx(step.graph));

    const types = inferTypes(again);
    expect(again.outputs.map((output) => types.get(output)!.shape)).toEqual([['N', 256], ['N'], ['N', 3, 32, 32]]);
    expect(again.nodes.find((node) => node.name === relu)?.operator).toBe('Relu');
  });
});
