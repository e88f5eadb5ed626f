import { describe, expect, it } from 'vitest';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import golden from '../../fixtures/optimiser-steps.json' with { type: 'json' };
import { createOptimiser } from './index.ts';

type Settings = IriConfiguration['optimiser'];
const options = { maximumSteps: 100, leastIsZero: false } as const;

describe.each(golden.cases)('$optimiser', ({ optimiser: settings, images }) => {
  it('makes the steps that PyTorch makes', () => {
    const run = createOptimiser(settings as Settings, { ...options, maximumSteps: golden.maximumSteps }).start(Float32Array.from(golden.start));
    golden.gradients.forEach((gradient, k) => {
      run.step(Float32Array.from(gradient), 1);
      // PyTorch rounds every intermediate to float32; we round once per step.
      run.image.forEach((pixel, i) => expect(Math.abs(pixel - images[k]![i]!)).toBeLessThan(2e-6));
    });
    expect(run.stepCount).toBe(golden.gradients.length);
  });
});

const every: readonly Settings[] = [
  { kind: 'adam', learningRate: 0.05 },
  { kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 },
  { kind: 'normalised-gradient', stepSize: 0.3 },
  { kind: 'normalised-gradient', stepSize: 0.5, halvingInterval: 20 },
  { kind: 'lbfgs' },
];

describe.each(every)('$kind', (settings) => {
  it('comes nearer to the least value of a bowl', () => {
    const centre = [0.2, 0.9, 0.5, 0.1];
    const run = createOptimiser(settings, options).start(Float32Array.from([0.9, 0.1, 0.4, 0.8]));
    const slope = () => run.image.map((pixel, i) => pixel - centre[i]!);
    const before = Math.hypot(...slope());
    for (let k = 0; k < 100; k++) run.step(slope(), 0.5 * Math.hypot(...slope()) ** 2);
    expect(Math.hypot(...slope())).toBeLessThan(before * 0.35);
  });

  it('leaves the image that it starts from as it was, and other images alone', () => {
    const optimiser = createOptimiser(settings, options);
    const start = Float32Array.from([0.5, 0.5]);
    const [first, second] = [optimiser.start(start), optimiser.start(start)];
    for (let k = 0; k < 3; k++) first.step(Float32Array.from([1, -1]), 1 - k / 10);
    expect([...start, ...second.image, second.stepCount]).toEqual([0.5, 0.5, 0.5, 0.5, 0]);
  });

  it('keeps pixels between 0 and 1, and leaves a bound as soon as the slope turns', () => {
    const run = createOptimiser(settings, { ...options, maximumSteps: 1000 }).start(Float32Array.from([0, 1]));
    run.step(Float32Array.from([1, -1]), 1);
    expect([...run.image]).toEqual([0, 1]);
    run.step(Float32Array.from([-1, 1]), 1);
    expect(run.image[0]).toBeGreaterThan(0);
    expect(run.image[1]).toBeLessThan(1);
  });

  it('stays where the slope is 0', () => {
    const run = createOptimiser(settings, options).start(Float32Array.from([0.25]));
    run.step(Float32Array.from([0]), 1);
    expect([...run.image]).toEqual([0.25]);
  });
});
