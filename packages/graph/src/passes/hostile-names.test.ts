import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import type { Graph, Tensor } from '../graph.ts';
import { makeTensor } from '../tensor.ts';
import { hostileNames, valueNamesMade } from '../testing/hostile-names.ts';
import { addParts } from './add-parts.ts';
import { foldConstants } from './fold-constants.ts';
import { joinPads } from './join-pads.ts';
import { narrowToPicks } from './narrow-to-picks.ts';
import { shortenRowSums } from './shorten-row-sums.ts';

const nothing: ReadonlySet<string> = new Set();

/** A graph that each pass does something to. */
const cases: readonly (readonly [string, (graph: Graph) => Graph, (b: GraphBuilder) => string])[] = [
  ['foldConstants', foldConstants, (b) => {
    const x = b.input('x', { type: 'float32', shape: ['N', 2, 3, 3] });
    const convolved = b.conv(x, floats(b, [2, 2, 3, 3]));
    const normalized = b.op('BatchNormalization', [convolved, ...[1, 2, 3].map((seed) => floats(b, [2], seed)), b.floats([2], [1, 2])]);
    return b.op('Reshape', [normalized, b.concat([b.slice(b.shape(x), { starts: [0], ends: [1], axes: [0] }), b.integers([2])], 0)]);
  }],
  ['addParts', addParts, (b) => {
    const [x, y, z] = ['x', 'y', 'z'].map((name) => b.input(name, { type: 'float32', shape: ['N', 2] })) as [string, string, string];
    const put = (first: string, second: string): string => b.reshape(b.concat([b.reshape(first, [0, 2, 1]), b.reshape(second, [0, 2, 1])], 2), [0, 4]);
    return b.add(b.concat([put(x, y), z], 1), b.concat([put(y, z), x], 1));
  }],
  ['joinPads', joinPads, (b) => {
    const [x, y, z] = ['x', 'y', 'z'].map((name) => b.input(name, { type: 'float32', shape: ['N', 2] })) as [string, string, string];
    const whole = b.concat([x, z], 1);
    return b.add(b.add(b.pad(x, [0, 0, 0, 2]), whole), b.add(b.pad(y, [0, 2, 0, 0]), b.exp(whole)));
  }],
  ['narrowToPicks', (graph) => narrowToPicks(graph, nothing), (b) => {
    const x = b.input('x', { type: 'float32', shape: ['N', 4, 4] });
    const rows = b.reshape(b.mul(b.matMul(x, floats(b, [4, 4])), b.concat([x], 2)), [0, 4, 2, 2]);
    return b.gather(b.exp(rows), [2], 1);
  }],
  ['shortenRowSums', shortenRowSums, (b) => {
    const [x, values, slope] = ['x', 'values', 'slope'].map((name) => b.input(name, { type: 'float32', shape: ['N', 3, 3] })) as [string, string, string];
    const probabilities = b.softmax(x, 2);
    const gradient = b.matMul(slope, b.transpose(values, [0, 2, 1]));
    const weighted = b.mul(gradient, probabilities);
    return b.add(b.sub(weighted, b.mul(probabilities, b.reduceSum(weighted, [2], true))), b.matMul(probabilities, values));
  }],
  ['differentiate', (graph) => differentiate(graph, { of: graph.outputs[0]!, withRespectTo: graph.inputs[0]!.name }).graph, (b) => {
    const x = b.relu(b.conv(b.input('x', { type: 'float32', shape: ['N', 2, 5, 5] }), floats(b, [4, 2, 3, 3])));
    const pooled = b.maxPool(x, { kernel: [2, 2], strides: [1, 1] });
    const both = b.add(b.conv(pooled, floats(b, [2, 4, 2, 2]), { strides: [2, 2] }), b.conv(pooled, floats(b, [2, 4, 1, 1]), { strides: [2, 2] }));
    return b.reduceL2(b.op('Gelu', [both]), [1, 2, 3]);
  }],
];

function floats(b: GraphBuilder, shape: readonly number[], seed = 0): string {
  return b.constant(noise(shape, seed));
}

function noise(shape: readonly number[], seed: number): Tensor {
  return makeTensor('float32', shape, Array.from({ length: shape.reduce((count, size) => count * size, 1) }, (_, i) => Math.sin(12.9898 * (i + 1) + seed) * 43758.5453 % 1));
}

/** All outputs, for feeds in the order of the inputs. */
function valuesOf(graph: Graph): number[][] {
  const feeds = graph.inputs.map(({ name, shape }, i) => [name, noise(shape.map((size) => (typeof size === 'number' ? size : 2)), i)] as const);
  const values = evaluate(graph, new Map(feeds));
  return graph.outputs.map((output) => Array.from(values.get(output)!.data, Number));
}

describe('names of a pass', () => {
  for (const [name, pass, build] of cases) {
    it(`never meet names of the file: ${name}`, () => {
      const b = new GraphBuilder();
      b.output(build(b));
      const graph = b.build();
      expect(valueNamesMade(graph, pass(graph)).length).toBeGreaterThan(0);
      const expected = valuesOf(pass(graph));
      for (const { graph: hostile } of hostileNames(graph, pass, createRandom(name))) {
        const rewritten = pass(hostile);
        const made = [...rewritten.inputs.map((input) => input.name), ...rewritten.constants.keys(), ...rewritten.nodes.flatMap(({ outputs }) => outputs)];
        expect(new Set(made).size).toBe(made.length);
        expect(valuesOf(rewritten)).toEqual(expected);
      }
    });
  }
});
