import { describe, expect, it } from 'vitest';
import { evaluate, GraphBuilder, makeTensor } from '@lookalike/graph';
import { hostileNames } from '@lookalike/graph/testing';
import { createRandom } from '@lookalike/random';
import type { Graph } from '@lookalike/graph';
import { representationGraph, stepGraph } from './step-graph.ts';
import { relativeDistance } from './relative-distance.ts';
import { tinyImage, tinyNetwork } from './testing/tiny-network.ts';

const objective = { kind: 'regularizer-free' } as const;
const shape = [3, 4, 4];

describe('representationGraph', () => {
  it('gives the representation of each image at the layer', () => {
    const cut = representationGraph(tinyNetwork(), 'pooled');
    expect(cut).toMatchObject({ input: 'picture', output: 'pooled', imageShape: [3, 4, 4], representationShape: [6] });
    expect(cut.graph.outputs).toEqual(['pooled']);
  });

  it('takes a layer that still has height and width', () => {
    expect(representationGraph(tinyNetwork(), 'rectified').representationShape).toEqual([6, 4, 4]);
  });

  it('refuses a layer that there is not', () => {
    expect(() => representationGraph(tinyNetwork(), 'pool')).toThrow(expect.objectContaining({ code: 'graph.unknown_layer' }));
  });

  it('refuses a network that does not take one batch of images', () => {
    const b = new GraphBuilder();
    b.output(b.relu(b.input('vector', { type: 'float32', shape: ['N', 10] })));
    expect(() => representationGraph(b.build(), b.build().outputs[0]!)).toThrow(expect.objectContaining({ code: 'iri.unsupported_network', message: expect.stringMatching(/"vector" float32 \[N, 10\]/) }));
  });

  it('refuses a layer without one representation per image', () => {
    const b = new GraphBuilder();
    b.output(b.reduceMean(b.input('image', { type: 'float32', shape: ['N', 3, 4, 4] })));
    expect(() => representationGraph(b.build(), b.build().outputs[0]!)).toThrow(expect.objectContaining({ code: 'iri.unsupported_network' }));
  });
});

describe.each(['pooled', 'logits', 'rectified'])('stepGraph at %s', (layer) => {
  const cut = representationGraph(tinyNetwork(), layer);
  const { graph } = stepGraph(cut, objective);
  const targets = represent(cut.graph, [tinyImage('target 1'), tinyImage('target 2')]);
  const images = [tinyImage('a'), tinyImage('b')];

  it('computes ‖g(x) − g(x_t)‖ / ‖g(x_t)‖ of each image', () => {
    const { distance } = step(graph, images, targets);
    represent(cut.graph, images).forEach((representation, i) => expect(distance[i]).toBeCloseTo(relativeDistance(representation, targets[i]!), 6));
  });

  it('computes the slope that central differences show', () => {
    const { gradient } = step(graph, images, targets);
    const h = 1e-6;
    const moved = (i: number, k: number, by: number): number => step(graph, images.map((image, j) => (i === j ? Float64Array.from(image, (value, l) => value + (l === k ? by : 0)) : image)), targets).distance[i]!;
    for (const [i, k] of [[0, 0], [0, 21], [0, 47], [1, 5], [1, 30]] as const) {
      const numeric = (moved(i, k, h) - moved(i, k, -h)) / (2 * h);
      expect(gradient[i * 48 + k], `image ${i}, pixel ${k}`).toBeCloseTo(numeric, 6);
    }
  });

  it('gives an image the same slope whatever else is in the batch', () => {
    const alone = step(graph, [images[1]!], [targets[1]!]).gradient;
    expect(step(graph, images, targets).gradient.slice(48)).toEqual(alone);
  });
});

describe('stepGraph', () => {
  it('has a slope in an image whose every pixel is black or white, although the network clips to [0, 1]', () => {
    const cut = representationGraph(tinyNetwork(), 'pooled');
    const { graph } = stepGraph(cut, objective);
    const targets = represent(cut.graph, [tinyImage('t'), tinyImage('t')]);
    const { gradient } = step(graph, [new Float32Array(48), new Float32Array(48).fill(1)], targets);
    expect(gradient.slice(0, 48).some((slope) => slope !== 0)).toBe(true);
    expect(gradient.slice(48).some((slope) => slope !== 0)).toBe(true);
  });

  it('has no slope and no NaN where the image is represented like its target', () => {
    const cut = representationGraph(tinyNetwork(), 'pooled');
    const { graph } = stepGraph(cut, objective);
    const { distance, gradient } = step(graph, [tinyImage('t')], represent(cut.graph, [tinyImage('t')]));
    expect(distance[0]).toBeCloseTo(0, 6);
    expect(gradient.every((slope) => Number.isFinite(slope))).toBe(true);
  });

  it('wakes units that are dead only with the straight-through ReLU, and says which node that is', () => {
    const dead = representationGraph(tinyNetwork({ bias: -100 }), 'pooled');
    const target = [Float32Array.of(1, 2, 3, 4, 5, 6)];
    const exact = stepGraph(dead, objective);
    const through = stepGraph(dead, objective, { straightThrough: true });
    expect(step(exact.graph, [tinyImage('a')], target).gradient.every((slope) => slope === 0)).toBe(true);
    expect(step(through.graph, [tinyImage('a')], target).gradient.some((slope) => slope !== 0)).toBe(true);
    expect(through.straightThroughNode).toBe('last relu');
    expect(exact).not.toHaveProperty('straightThroughNode');
  });

  it('wakes dead units, too, with a slope for rectifiers, and leaves d as it is', () => {
    const dead = representationGraph(tinyNetwork({ bias: -100 }), 'pooled');
    const target = [Float32Array.of(1, 2, 3, 4, 5, 6)];
    const [exact, softened] = [stepGraph(dead, objective), stepGraph(dead, objective, { rectifierSlope: 0.2 })].map(({ graph }) => step(graph, [tinyImage('a')], target));
    expect(softened!.gradient.some((slope) => slope !== 0)).toBe(true);
    expect(softened!.distance).toEqual(exact!.distance);
  });

  it('goes its own way where no ReLU comes before the layer', () => {
    const b = new GraphBuilder();
    b.output(b.sigmoid(b.input('image', { type: 'float32', shape: ['N', 3, 4, 4] })));
    const linear = b.build();
    expect(stepGraph(representationGraph(linear, linear.outputs[0]!), objective, { straightThrough: true })).not.toHaveProperty('straightThroughNode');
  });

  it('takes networks whose values are called like its own', () => {
    const b = new GraphBuilder();
    b.input('distance', { type: 'float32', shape: ['N', 3, 4, 4] });
    b.append('Sigmoid', ['distance'], {}, { outputs: ['image'] });
    b.append('Relu', ['image'], {}, { outputs: ['gradient'] });
    b.output('gradient');
    const { graph } = stepGraph(representationGraph(b.build(), 'gradient'), objective);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['image', 'targetRepresentation']);
    expect(graph.outputs).toEqual(['distance', 'objective', 'gradient']);
  });

  it('refuses a layer that the image does not reach', () => {
    const b = new GraphBuilder();
    const x = b.input('image', { type: 'float32', shape: ['N', 3, 4, 4] });
    b.append('Expand', [b.floats([1, 3, 4, 4], Array<number>(48).fill(1)), b.shape(x)], {}, { outputs: ['grey'] });
    b.output('grey');
    expect(() => stepGraph(representationGraph(b.build(), 'grey'), objective, { straightThrough: true })).toThrow(expect.objectContaining({ code: 'graph.no_gradient' }));
  });
});

function represent(graph: Graph, images: readonly ArrayLike<number>[]): Float32Array[] {
  return images.map((image) => Float32Array.from(evaluate(graph, new Map([[graph.inputs[0]!.name, makeTensor('float64', [1, ...shape], image)]])).get(graph.outputs[0]!)!.data as Float64Array));
}

/** Runs a step graph in double precision. */
function step(graph: Graph, images: readonly ArrayLike<number>[], targets: readonly Float32Array[]) {
  const side = graph.inputs[1]!.shape.slice(1) as number[];
  const results = evaluate(graph, new Map([
    ['image', makeTensor('float64', [images.length, ...shape], images.flatMap((image) => Array.from(image)))],
    ['targetRepresentation', makeTensor('float64', [targets.length, ...side], targets.flatMap((target) => [...target]))],
  ]));
  return { distance: results.get('distance')!.data as Float64Array, gradient: results.get('gradient')!.data as Float64Array };
}

describe('names of the network', () => {
  it('may be any that the step has for its own values', () => {
    const random = createRandom('hostile step');
    /** The layer before the logits, whatever it is called. */
    const built = (network: Graph): Graph => stepGraph(representationGraph(network, network.nodes.at(-1)!.inputs[0]!), objective, { straightThrough: true, hasTransforms: false }).graph;
    const plain = built(tinyNetwork());
    const targets = represent(representationGraph(tinyNetwork(), 'pooled').graph, [tinyImage('target 1')]);
    const expected = step(plain, [tinyImage('a')], targets);
    for (const { graph } of hostileNames(tinyNetwork(), built, random)) expect(step(built(graph), [tinyImage('a')], targets)).toEqual(expected);
  });
});
