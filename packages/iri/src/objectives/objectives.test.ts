import { evaluate, makeTensor } from '@lookalike/graph';
import { defaultIriConfiguration, isRepresentationDistanceAlone, type IriConfiguration, type Objective, type Term } from '@lookalike/iri-configuration';
import { perceptualNetwork } from '@lookalike/perception';
import { createRandom } from '@lookalike/random';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it, vi } from 'vitest';
import { toBytes } from '../eight-bit.ts';
import { createOptimiser } from '../optimisers/index.ts';
import { prepareSteps } from '../prepare-steps.ts';
import { createRepresent } from '../represent.ts';
import { search } from '../search.ts';
import { createSeeds } from '../seeds.ts';
import { openSteps } from '../step-function.ts';
import { representationGraph, stepGraph } from '../step-graph.ts';
import { tinyImage, tinyNetwork } from '../testing/tiny-network.ts';
import { tinyPerceptualFile } from '../testing/tiny-perceptual-network.ts';
import { perceptualDistances } from './perceptual-choices.ts';

// Searches of several steps take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const side = 12;
const device = await openDevice('onnxruntime-cpu', { threads: 1 });
const network = tinyNetwork({ side });
const cut = representationGraph(network, 'pooled');
const targets = ['a', 'b', 'c'].map((id) => ({ id, hash: id, pixels: tinyImage(id, side) }));
const weights = perceptualNetwork(tinyPerceptualFile(side));
const learned = { kind: 'network', name: weights.name, sha256: weights.sha256 } as const;

const d = { kind: 'representation-distance', weight: 1 } as const;
const with_ = (...terms: Term[]): Partial<IriConfiguration> => ({ objective: { kind: 'weighted-sum', terms: [d, ...terms] } });
const family: Readonly<Record<string, Partial<IriConfiguration>>> = {
  'regularizer-free': { objective: { kind: 'regularizer-free' } },
  'human-leaning': { objective: { kind: 'human-leaning' } },
  'd and TV': with_({ kind: 'total-variation', weight: 0.01 }),
  'd and TV with β = 3': with_({ kind: 'total-variation', weight: 0.001, exponent: 3 }),
  'd and Blur': with_({ kind: 'blur', weight: 0.01 }),
  'd and L1': with_({ kind: 'l1', weight: 0.01 }),
  'd and L6': with_({ kind: 'l6', weight: 0.1 }),
  'everything at once': with_({ kind: 'total-variation', weight: 0.01 }, { kind: 'blur', weight: 0.01 }, { kind: 'l1', weight: 0.001 }, { kind: 'l6', weight: 0.1 }, { kind: 'perceptual-distance', distance: 'nlpd', to: 'seed', weight: 0.1 }),
  'adversarial by NLPD': { objective: { kind: 'adversarial', distance: 'nlpd' } },
  'adversarial by MS-SSIM': { objective: { kind: 'adversarial', distance: 'ms-ssim', weight: 1 } },
  'adversarial by a learned distance, λ calibrated': { objective: { kind: 'adversarial', distance: learned, weight: 'calibrated' } },
  'towards the target, λ calibrated': with_({ kind: 'perceptual-distance', distance: 'nlpd', to: 'target', weight: { kind: 'calibrated', direction: 'towards' } }),
  // P is 0 and steep at the seed: with the paper's λ = 10 NLPD holds the image there.
  'pull to seed': { objective: { kind: 'pull-to-seed', distance: 'nlpd', weight: 0.1 } },
  constrained: { objective: { kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.1 } },
  'random transforms': { objective: { kind: 'regularizer-free' }, transforms: { kind: 'random', jitterPx: 2, finalJitterPx: 1 } },
  'Fourier parametrisation': { objective: { kind: 'regularizer-free' }, parametrisation: { kind: 'fourier' } },
  'human-leaning with transforms and Fourier': { objective: { kind: 'human-leaning' }, parametrisation: { kind: 'fourier' }, transforms: { kind: 'random', jitterPx: 2, finalJitterPx: 1 } },
  'constrained with Fourier': { objective: { kind: 'constrained', distance: 'ms-ssim', maximumRepresentationDistance: 0.2 }, parametrisation: { kind: 'fourier' } },
  'several layers': { objective: { kind: 'regularizer-free' }, layers: [{ layer: 'logits', weight: 0.5 }, { layer: 'rectified', weight: 2 }] },
};

/** Makes a few steps for every target and says what the objective was at the seed and at the best image. */
async function descend(changes: Partial<IriConfiguration>) {
  const configuration: IriConfiguration = { ...defaultIriConfiguration(), seedImage: { kind: 'metamer-noise' }, straightThroughLastRelu: false, ...changes };
  const { straightThroughSteps: _, ...settings } = configuration;
  const executable = await device.open(cut.graph);
  const represent = createRepresent(executable, cut, 4);
  const representations = await represent(targets.map(({ pixels }) => pixels));
  const random = createRandom('descend');
  const seedOf = createSeeds({ seedImage: configuration.seedImage, targets, imageShape: cut.imageShape, random });
  const { setup, calibrations } = await prepareSteps({
    device, network, layer: 'pooled', configuration: settings, targets, seedOf, representations, represent, random, perceptual: perceptualDistances(configuration.objective, [weights]).distances,
  });
  const steps = openSteps(device, setup, settings);
  const atSeed = new Map<string, number>();
  const outcomes = search({
    items: targets.map((target, i) => ({ id: target.id, seed: seedOf(target), targetRepresentation: representations[i]! })),
    step: async (call) => {
      const results = await steps.run(call);
      call.members.forEach(({ id, stepCount }, i) => { if (stepCount === 0) atSeed.set(id, results.objectives[i]!); });
      return results;
    },
    optimiser: createOptimiser({ kind: 'adam', learningRate: setup.parametrisation === undefined ? 0.03 : 0.1 }, { maximumSteps: 20, leastIsZero: false, bound: setup.parametrisation && ((value) => value) }),
    maximumSteps: 20, batchSize: 2, phaseEnds: [Infinity], now: () => 0,
    ...(setup.parametrisation !== undefined && { parametersOf: setup.parametrisation.parametersOf }),
  });
  const results: { before: number; after: number; distance: number; isRounded: boolean }[] = [];
  for await (const outcome of outcomes) {
    if (outcome.kind !== 'found') throw new Error(`${outcome.id} was not finite`);
    results.push({ before: atSeed.get(outcome.id)!, after: outcome.objective, distance: outcome.distance, isRounded: outcome.image.every((byte, i) => byte === toBytes(outcome.unroundedImage)[i]) });
  }
  await steps.close();
  await executable.close();
  return { results, calibrations };
}

describe.each(Object.entries(family))('%s', (_, changes) => {
  it('descends for every image, and keeps an image that a file can hold', async () => {
    const { results } = await descend(changes);
    expect(results).toHaveLength(3);
    for (const { before, after, isRounded } of results) {
      expect(after).toBeLessThan(before - 0.02 * Math.abs(before));
      expect(isRounded).toBe(true);
    }
    const { objective } = changes;
    if (objective?.kind === 'constrained') for (const { distance } of results) expect(distance).toBeLessThanOrEqual(objective.maximumRepresentationDistance);
  });
});

/** Terms whose slope is not that of their value: what is blurred counts as constant, the constraint switches between two slopes. */
const smooth = Object.entries(family).filter(([name, { objective }]) => objective!.kind !== 'constrained' && objective!.kind !== 'human-leaning' && !/Blur|everything|transforms|Fourier|layers/.test(name));

describe.each(smooth)('the slope of %s', (_, { objective }) => {
  it('is what central differences show', () => {
    const perceptual = perceptualDistances(objective!, [weights]).distances;
    const { graph } = stepGraph(cut, objective!, { perceptual, calibrated: new Map([[`${learned.name} ${learned.sha256} to target`, 0.7], ['nlpd to target', 0.7]]) });
    const image = Float64Array.from(tinyImage('x', side));
    const shape = [1, 3, side, side];
    const run = (pixels: Float64Array) => evaluate(graph, new Map([
      ['image', { type: 'float64' as const, shape, data: pixels }],
      ['targetRepresentation', makeTensor('float32', [1, 6], [1, 2, 3, 1, 2, 3])],
      ['target', makeTensor('float32', shape, targets[0]!.pixels)],
      ['seed', makeTensor('float32', shape, targets[1]!.pixels)],
    ]));
    const gradient = run(image).get('gradient')!.data;
    for (const pixel of [0, 75, 200, 431]) {
      const at = (by: number): number => Number(run(Float64Array.from(image, (value, i) => (i === pixel ? value + by : value))).get('objective')!.data[0]);
      const numeric = (at(1e-6) - at(-1e-6)) / 2e-6;
      expect(Math.abs(Number(gradient[pixel]) - numeric), `pixel ${pixel}: analytic ${gradient[pixel]}, numeric ${numeric}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(numeric)));
    }
  });
});

describe('an objective', () => {
  it('with λ calibrated weighs d and P alike at the seeds, and records λ', async () => {
    const { results, calibrations } = await descend(family['towards the target, λ calibrated']!);
    expect(calibrations).toHaveLength(1);
    const { weight, meanRepresentationDistance, meanPerceptualDistance } = calibrations[0]!;
    expect(weight).toBeCloseTo(meanRepresentationDistance / meanPerceptualDistance, 12);
    // The objective at the seeds is d + λ·P, so its mean is twice that of d.
    expect(results.reduce((sum, { before }) => sum + before, 0) / 3).toBeCloseTo(2 * meanRepresentationDistance, 5);
  });

  it('of d at several layers is their weighted mean, the studied layer counting 1', async () => {
    const { results: several } = await descend({ ...family['several layers'], layers: [{ layer: 'pooled', weight: 3 }] });
    const { results: one } = await descend(family['regularizer-free']!);
    several.forEach(({ before }, i) => expect(before).toBeCloseTo(one[i]!.before, 6));
  });

  it('is d alone only where a search may stop at a small d', () => {
    expect(isRepresentationDistanceAlone({ kind: 'weighted-sum', terms: [{ ...d, weight: 3 }] })).toBe(true);
    expect(isRepresentationDistanceAlone({ kind: 'human-leaning' })).toBe(false);
    expect(isRepresentationDistanceAlone({ kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.1 })).toBe(false);
  });

  it('that is constrained steps against d where it is too large, else leaves d as it is', () => {
    const objective: Objective = { kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: 0.5 };
    const perceptual = perceptualDistances(objective, []).distances;
    const shape = [1, 3, side, side];
    const run = (limit: number, kind: Objective['kind'] = 'constrained') => evaluate(
      stepGraph(cut, kind === 'constrained' ? { ...objective, maximumRepresentationDistance: limit } : { kind: 'regularizer-free' }, { perceptual }).graph,
      new Map([['image', makeTensor('float32', shape, targets[1]!.pixels)], ['targetRepresentation', makeTensor('float32', [1, 6], [1, 2, 3, 1, 2, 3])], ['target', makeTensor('float32', shape, targets[0]!.pixels)]]),
    );
    const dot = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>): number => Array.from(a, (value, i) => Number(value) * Number(b[i])).reduce((sum, value) => sum + value, 0);
    const slope = run(1, 'regularizer-free').get('gradient')!.data;
    const down = run(1e-3).get('gradient')!.data;
    const aside = run(100).get('gradient')!.data;
    expect(dot(down, slope)).toBeCloseTo(Math.sqrt(dot(slope, slope)), 10);
    expect(dot(aside, slope)).toBeCloseTo(0, 10);
    expect(Number(run(100).get('objective')!.data[0])).toBeLessThan(0);
    expect(Number(run(1e-3).get('objective')!.data[0])).toBeGreaterThan(1);
  });
});
