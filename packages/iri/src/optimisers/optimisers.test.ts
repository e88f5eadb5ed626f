import { describe, expect, it } from 'vitest';
import type { IriConfiguration } from '../iri-configuration.ts';
import golden from '../../fixtures/optimiser-steps.json' with { type: 'json' };
import { createOptimiser } from './index.ts';

type Settings = IriConfiguration['optimiser'];

describe.each(golden.cases)('$optimiser', ({ optimiser: settings, images }) => {
  it('makes the steps that PyTorch makes', () => {
    const optimiser = createOptimiser(settings as Settings, golden.maximumSteps);
    let state = optimiser.start(Float32Array.from(golden.start));
    golden.gradients.forEach((gradient, k) => {
      state = optimiser.step(state, Float32Array.from(gradient));
      // PyTorch rounds every intermediate to float32; we round once per step.
      state.image.forEach((pixel, i) => expect(Math.abs(pixel - images[k]![i]!)).toBeLessThan(2e-6));
    });
    expect(state.stepCount).toBe(golden.gradients.length);
  });
});

const every: readonly Settings[] = [
  { kind: 'adam', learningRate: 0.05 },
  { kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 },
  { kind: 'normalised-gradient', stepSize: 0.3 },
  { kind: 'normalised-gradient', stepSize: 0.5, halvingInterval: 20 },
];

describe.each(every)('$kind', (settings) => {
  it('comes nearer to the least value of a bowl', () => {
    const centre = [0.2, 0.9, 0.5, 0.1];
    const optimiser = createOptimiser(settings, 100);
    let state = optimiser.start(Float32Array.from([0.9, 0.1, 0.4, 0.8]));
    const slope = () => state.image.map((pixel, i) => pixel - centre[i]!);
    const before = Math.hypot(...slope());
    for (let k = 0; k < 100; k++) state = optimiser.step(state, slope());
    expect(Math.hypot(...slope())).toBeLessThan(before * 0.35);
  });

  it('leaves the earlier state as it was', () => {
    const optimiser = createOptimiser(settings, 10);
    const gradient = Float32Array.from([1, -1]);
    const first = optimiser.step(optimiser.start(Float32Array.from([0.5, 0.5])), gradient);
    const kept = structuredClone(first);
    optimiser.step(first, gradient);
    expect(first).toEqual(kept);
  });

  it('keeps pixels between 0 and 1, and leaves a bound as soon as the slope turns', () => {
    const optimiser = createOptimiser(settings, 1000);
    const outwards = optimiser.step(optimiser.start(Float32Array.from([0, 1])), Float32Array.from([1, -1]));
    expect([...outwards.image]).toEqual([0, 1]);
    const inwards = optimiser.step(optimiser.start(Float32Array.from([0, 1])), Float32Array.from([-1, 1]));
    expect(inwards.image[0]).toBeGreaterThan(0);
    expect(inwards.image[1]).toBeLessThan(1);
  });

  it('stays where the slope is 0', () => {
    const optimiser = createOptimiser(settings, 10);
    expect([...optimiser.step(optimiser.start(Float32Array.from([0.25])), Float32Array.from([0])).image]).toEqual([0.25]);
  });
});
