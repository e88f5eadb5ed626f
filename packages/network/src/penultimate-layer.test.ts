import { cutAt, GraphBuilder } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readOnnx } from './onnx/read-onnx.ts';
import { penultimateLayer } from './penultimate-layer.ts';

const channels = 4;

/** conv → relu → what `after` makes of the map [N, 4, 8, 8]. */
function network(after: (b: GraphBuilder, map: string) => string): Graph {
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', 3, 8, 8] });
  const map = b.append('Relu', [b.conv(x, weights(b, [channels, 3, 3, 3]), { pads: [1, 1, 1, 1] })], {}, { outputs: ['map'] })[0]!;
  b.output(after(b, map));
  return b.build();
}

/** The same with the mean over the map, `features`. */
function classifier(after: (b: GraphBuilder, features: string) => string): Graph {
  return network((b, map) => after(b, named(b, b.reduceMean(map, [2, 3]), 'features')));
}

function named(b: GraphBuilder, value: string, name: string): string {
  return b.append('Abs', [value], {}, { outputs: [name] })[0]!;
}

function weights(b: GraphBuilder, shape: readonly number[]): string {
  return b.floats(shape, Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => Math.sin(i)));
}

function linear(b: GraphBuilder, x: string, outputs = 10): string {
  return b.op('Gemm', [x, weights(b, [outputs, channels]), weights(b, [outputs])], { transB: 1 });
}

function normalised(b: GraphBuilder, x: string): string {
  const values = weights(b, [channels]);
  return b.op('BatchNormalization', [x, values, values, values, b.floats([channels], [1, 2, 3, 4])]);
}

const fullyConnected = { name: 'features', rule: 'input of the last fully connected layer' };
const output = (graph: Graph): unknown => ({ name: graph.outputs[0], rule: 'output of a network without a fully connected last layer' });

describe('penultimateLayer', () => {
  it('is the input of the last fully connected layer, past softmax, bias and reshaping', () => {
    const ends: ((b: GraphBuilder, logits: string) => string)[] = [
      (_, logits) => logits, (b, logits) => b.softmax(logits, 1), (b, logits) => b.reshape(b.add(b.mul(logits, 2), 1), [0, 10, 1]),
    ];
    for (const end of ends) expect(penultimateLayer(classifier((b, x) => end(b, linear(b, x))))).toEqual(fullyConnected);
  });

  it('is what goes into a normalisation right before the classifier, as both are one affine map', () => {
    expect(penultimateLayer(classifier((b, x) => linear(b, normalised(b, x))))).toEqual(fullyConnected);
    expect(penultimateLayer(classifier((b, x) => linear(b, b.flatten(normalised(b, x)))))).toEqual(fullyConnected);
  });

  it('is the input of a convolution that sees one place', () => {
    const graph = network((b, map) => b.flatten(b.conv(named(b, b.reduceMean(map, [2, 3], true), 'features'), weights(b, [10, channels, 1, 1]))));
    expect(penultimateLayer(graph)).toEqual({ name: 'features', rule: 'input of the last layer, a convolution that classifies' });
    const whole = network((b, map) => b.flatten(b.conv(map, weights(b, [10, channels, 8, 8]))));
    expect(penultimateLayer(whole)).toMatchObject({ name: 'map' });
  });

  it('is the map before a 1×1 convolution whose places are averaged', () => {
    const graph = network((b, map) => b.reduceMean(b.conv(map, weights(b, [10, channels, 1, 1])), [2, 3]));
    expect(penultimateLayer(graph)).toMatchObject({ name: 'map' });
  });

  it('is the output of a backbone, also where that ends in a convolution, an activation and a mean', () => {
    const backbones = [cutAt(classifier((b, x) => linear(b, x)), 'features'), network((b, map) => b.reduceMean(b.relu(b.conv(map, weights(b, [10, channels, 1, 1]))), [2, 3])), network((b, map) => b.conv(map, weights(b, [10, channels, 1, 1])))];
    for (const graph of backbones) expect(penultimateLayer(graph)).toEqual(output(graph));
  });

  it('is the value before all heads that are averaged, added or put side by side', () => {
    const joined: ((b: GraphBuilder, heads: readonly [string, string]) => string)[] = [
      (b, heads) => b.div(b.add(...heads), 2), (b, heads) => b.concat(heads, 1), (b, heads) => b.reduceMean(b.concat(heads.map((head) => b.unsqueeze(head, [0])), 0), [0]),
    ];
    for (const join of joined) {
      expect(penultimateLayer(classifier((b, x) => join(b, [linear(b, x), linear(b, x)])))).toEqual(fullyConnected);
      expect(penultimateLayer(classifier((b, x) => join(b, [linear(b, normalised(b, x)), linear(b, normalised(b, x))])))).toEqual(fullyConnected);
    }
  });

  it('is the last value that heads of different tokens are computed from', () => {
    const graph = network((b, map) => {
      const tokens = named(b, b.transpose(b.reshape(map, [0, channels, 64]), [0, 2, 1]), 'tokens');
      const head = (token: number): string => linear(b, b.squeeze(b.slice(tokens, { starts: [token], ends: [token + 1], axes: [1] }), [1]));
      return b.div(b.add(head(0), head(1)), 2);
    });
    expect(penultimateLayer(graph)).toEqual({ name: 'tokens', rule: 'what the last layers of all heads are computed from' });
    const withGreatest = network((b, map) => {
      const tokens = named(b, b.transpose(b.reshape(map, [0, channels, 64]), [0, 2, 1]), 'tokens');
      const first = b.squeeze(b.slice(tokens, { starts: [0], ends: [1], axes: [1] }), [1]);
      return b.add(linear(b, first), b.mul(b.reduceMax(b.matMul(tokens, weights(b, [channels, 10])), [1]), 0.5));
    });
    expect(penultimateLayer(withGreatest)).toMatchObject({ name: 'tokens' });
  });

  it('is the output where heads have nothing but the image in common', () => {
    const b = new GraphBuilder();
    const x = b.input('image', { type: 'float32', shape: ['N', 4] });
    b.output(b.add(linear(b, b.relu(x)), linear(b, b.exp(x))));
    const graph = b.build();
    expect(penultimateLayer(graph)).toEqual(output(graph));
  });

  it('is the output where something other than bias and reshaping follows the last fully connected layer', () => {
    for (const end of [(b: GraphBuilder, logits: string) => b.relu(logits), (b: GraphBuilder, logits: string) => b.mul(logits, b.exp(logits))]) {
      const graph = classifier((b, x) => end(b, linear(b, x)));
      expect(penultimateLayer(graph)).toEqual(output(graph));
    }
  });

  it('is the output where a way around the last fully connected layer is added', () => {
    const graph = classifier((b, x) => b.add(x, linear(b, b.relu(linear(b, x, channels)), channels)));
    expect(penultimateLayer(graph)).toEqual(output(graph));
  });

  it('is never the image', () => {
    const b = new GraphBuilder();
    const result = b.output(b.matMul(b.input('x', { type: 'float32', shape: ['N', 4] }), b.floats([4, 2], new Float32Array(8))));
    expect(penultimateLayer(b.build()).name).toBe(result);
  });

  it('is the pooled features of a file whose classifier is a 1×1 convolution', () => {
    const graph = readOnnx(readFileSync(new URL('onnx-cases/J-conv-head.onnx', import.meta.url)));
    expect(penultimateLayer(graph).name).toBe('/m.4/GlobalAveragePool_output_0');
  });
});
