import { describe, expect, it } from 'vitest';
import { createRandom } from '@lookalike/random';
import { differentiate, evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph, OperatorName } from '@lookalike/graph';
import { hostileNames, valueNamesMade } from '@lookalike/graph/testing';
import { noise } from '../../testing/noise.ts';
import { evaluateBlocked } from './layout/testing/evaluate-blocked.ts';
import { onnxRuntimeCpu } from '../cpu.ts';
import { blockMasks } from './passes/blocked-masks.ts';
import { blockSlices } from './passes/blocked-slices.ts';
import { centreProducts } from './passes/centred-products.ts';
import { convolveTokens } from './passes/convolved-tokens.ts';
import { prepareForCpu } from './pipeline.ts';
import { addInProducts, scaleProducts } from './passes/products-with-weights.ts';
import { scaleFilters } from './passes/scaled-filters.ts';
import { shareErf } from './passes/share-erf.ts';
import { shareNormalizations } from './passes/shared-normalizations.ts';
import { ortGraphOf } from '../ort-graph.ts';
import type { OrtGraph } from '../ort-graph.ts';
import { resizesOnCards } from '../resizes.ts';
import { rewrite } from '../rewrite.ts';
import { convOfChannelsByThrees, convPaddedOnFarSidesOnly, convTransposeToOneChannelPerGroup, layerNormalizationThatBroadcasts } from '../webgpu-rewrites.ts';

/** Has what the passes over images look for: rectifiers, a normalization that no convolution takes in, windows that overlap. */
function images(): Graph {
  const b = new GraphBuilder();
  const image = b.input('image', { type: 'float32', shape: ['N', 3, 6, 6] });
  const first = b.relu(b.conv(image, floats(b, [16, 3, 3, 3]), { pads: [1, 1, 1, 1] }));
  const pooled = b.maxPool(first, { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  const sum = b.add(pooled, b.conv(pooled, floats(b, [16, 16, 1, 1])));
  const positive = b.abs(floats(b, [16], 9));
  const normalized = b.clip(b.op('BatchNormalization', [sum, floats(b, [16], 3), floats(b, [16], 4), floats(b, [16], 5), positive]), 0, 6);
  return gradientOf(b, b.reduceL2(b.conv(normalized, floats(b, [16, 16, 3, 3], 6), { pads: [1, 1, 1, 1] }), [1, 2, 3]));
}

/** Has what the passes over tokens look for: normalizations, biases, factors, Gelu, heads. */
function tokens(): Graph {
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', 16, 16] });
  const linear = (value: string, seed: number, width = 16): string => b.add(b.matMul(value, floats(b, [16, width], seed)), floats(b, [width], seed + 1));
  const normalized = (value: string, seed: number): string => b.op('LayerNormalization', [value, floats(b, [16], seed), floats(b, [16], seed + 1)], { axis: -1 });
  const before = normalized(b.mul(b.matMul(x, floats(b, [16, 16], 1)), 0.25), 2);
  const heads = (value: string): string => b.transpose(b.reshape(value, [0, 16, 2, 8]), [0, 2, 1, 3]);
  const [queries, keys, values] = [10, 20, 30].map((seed) => heads(linear(before, seed))) as [string, string, string];
  const attended = b.matMul(b.softmax(b.matMul(b.mul(queries, 0.35), b.transpose(keys, [0, 1, 3, 2])), 3), values);
  const joined = b.add(before, linear(b.reshape(b.transpose(attended, [0, 2, 1, 3]), [0, 16, 16]), 40));
  const hidden = b.op('Gelu', [linear(normalized(joined, 50), 60)]);
  return gradientOf(b, b.reduceL2(linear(hidden, 70), [1, 2]));
}

function gradientOf(b: GraphBuilder, of: string): Graph {
  b.output(of);
  return differentiate(b.build(), { of, withRespectTo: 'image' }).graph;
}

/** One node on x and constants. */
function single(operator: OperatorName, shape: readonly number[], constants: readonly (readonly number[])[], attributes: Readonly<Record<string, number | string | readonly number[]>> = {}): Graph {
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', ...shape] });
  b.output(b.abs(b.op(operator, [x, ...constants.map((size, i) => floats(b, size, i))], attributes)));
  return b.build();
}

function resized(): Graph {
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', 2, 5, 6] });
  b.output(b.op('Resize', [x, '', b.floats([4], [1, 1, 1.1, 1.15])], { mode: 'linear' }));
  return b.build();
}

const cases: readonly (readonly [string, (graph: Graph) => Graph, Graph])[] = [
  ['blockMasks', blockMasks, images()],
  ['scaleFilters', scaleFilters, blockMasks(images())],
  ['blockSlices', blockSlices, images()],
  ['shareErf', shareErf, tokens()],
  ['shareNormalizations', shareNormalizations, tokens()],
  ['centreProducts', centreProducts, shareNormalizations(tokens())],
  ['scaleProducts', scaleProducts, tokens()],
  ['convolveTokens', convolveTokens, scaleProducts(shareErf(tokens()))],
  ['addInProducts', addInProducts, tokens()],
  ['resizesOnCards', (graph) => rewrite(graph, { Resize: resizesOnCards }), resized()],
  ['convPaddedOnFarSidesOnly', (graph) => rewrite(graph, { Conv: convPaddedOnFarSidesOnly }), single('Conv', [2, 3, 3], [[2, 2, 1, 1]], { pads: [0, 0, 1, 1] })],
  ['convOfChannelsByThrees', (graph) => rewrite(graph, { Conv: convOfChannelsByThrees }), single('Conv', [6, 3, 3], [[4, 6, 2, 2]])],
  ['convTransposeToOneChannelPerGroup', (graph) => rewrite(graph, { ConvTranspose: convTransposeToOneChannelPerGroup }), single('ConvTranspose', [4, 3, 3], [[4, 1, 2, 2], [2]], { group: 2 })],
  ['layerNormalizationThatBroadcasts', (graph) => rewrite(graph, { LayerNormalization: layerNormalizationThatBroadcasts }), single('LayerNormalization', [3, 4], [[1], [1]])],
];

describe('names that the processor’s graph is given', () => {
  for (const [name, pass, graph] of cases) {
    it(`never meet names of the file: ${name}`, () => {
      expect(valueNamesMade(graph, pass(graph)).length).toBeGreaterThan(0);
      const expected = valuesOf(ortGraphOf(pass(graph)));
      for (const { graph: hostile } of hostileNames(graph, pass, createRandom(name), 6)) {
        expectNamesOnce(pass(hostile));
        expect(valuesOf(ortGraphOf(pass(hostile)))).toEqual(expected);
      }
    }, 30_000);
  }

  for (const [name, graph] of [['images', images()], ['tokens', tokens()]] as const) {
    for (const block of [1, 8, 16]) {
      it(`never meet names of the file: all passes over ${name}, in blocks of ${block}`, () => {
        const prepare = (one: Graph): OrtGraph => prepareForCpu(one, block);
        const expected = valuesOf(prepare(graph), block);
        for (const { graph: hostile } of hostileNames(graph, prepare, createRandom(`${name} ${block}`), 5)) {
          const prepared = prepare(hostile);
          expectNamesOnce(prepared);
          expect(valuesOf(prepared, block)).toEqual(expected);
        }
      }, 30_000);
    }
  }

  it('are not those of two files that were wrong once', async () => {
    const device = await onnxRuntimeCpu.connect({});
    const b = new GraphBuilder({ name: 'a constant of a name that a pass took' });
    b.constant(makeTensor('float32', [], [3]), 'root of a half');
    const scaled = b.mul(b.input('x', { type: 'float32', shape: ['N', 4] }), 'root of a half');
    const first = gradientGraph(b, b.reduceSum(b.op('Gelu', [scaled]), [1]), 'x');
    const c = new GraphBuilder({ name: 'inputs of names that the layout took' });
    const [x, y] = ['blocked 0', 'blocked 1'].map((name) => c.input(name, { type: 'float32', shape: ['N', 16, 4, 4] })) as [string, string];
    const second = gradientGraph(c, c.reduceSum(c.relu(c.conv(c.add(x, y), floats(c, [16, 16, 3, 3]))), [1, 2, 3]), x);
    for (const graph of [first, second]) {
      const feeds = new Map(graph.inputs.map(({ name, shape }, i) => [name, noise([2, ...shape.slice(1).map(Number)], { seed: i })]));
      const executable = await device.open(graph);
      const results = await executable.run(Object.fromEntries(feeds));
      await executable.close();
      for (const [name, expected] of evaluate(graph, feeds)) results[name]!.data.forEach((value, i) => expect(Number(value)).toBeCloseTo(Number(expected.data[i]), 4));
    }
  }, 30_000);
});

function gradientGraph(b: GraphBuilder, of: string, withRespectTo: string): Graph {
  b.output(of);
  return differentiate(b.build(), { of, withRespectTo }).graph;
}

function expectNamesOnce({ inputs, constants, nodes }: Pick<Graph, 'inputs' | 'constants' | 'nodes'>): void {
  const values = [...inputs.map(({ name }) => name), ...constants.keys(), ...nodes.flatMap(({ outputs }) => outputs)];
  expect(new Set(values).size).toBe(values.length);
  expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
}

/** All outputs, in their order, for one batch of two. */
function valuesOf(graph: OrtGraph, block = 16): number[][] {
  const feeds = new Map(graph.inputs.map(({ name, shape }, i) => [name, noise([2, ...shape.slice(1).map(Number)], { seed: i })]));
  const values = evaluateBlocked(graph, feeds, block);
  return graph.outputs.map(({ name }) => Array.from(values.get(name)!.data, Number));
}

function floats(b: GraphBuilder, shape: readonly number[], seed = 0): string {
  return b.constant(noise(shape, { seed }));
}
